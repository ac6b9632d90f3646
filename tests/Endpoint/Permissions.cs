namespace RedisCompliance.Endpoint;

/// <summary>The actions of IAM that a call needs; most need the one of their own name.</summary>
/// <remarks>
/// Service Authorization Reference; AWS Lambda Developer Guide, "Using resource-based policies"; AWS Config API Reference,
/// PutOrganizationConfigRule.
/// </remarks>
public static class Permissions
{
    /// <summary>Without it, GetFunction answers all the same, and says that the tags are missing.</summary>
    public const string ListTags = "lambda:ListTags";

    private static readonly string[] s_ofOrganizationRules =
    [
        "organizations:EnableAWSServiceAccess", "organizations:ListDelegatedAdministrators", "iam:GetRole", "iam:CreateServiceLinkedRole",
    ];

    /// <summary>The actions; none for a call that everybody may make.</summary>
    public static string[] Of(EndpointCall call)
    {
        string own = $"{(call.Service == "monitoring" ? "cloudwatch" : call.Service)}:{call.Operation}";
        return (call.Service, call.Operation) switch
        {
            ("", _) or ("sts", "GetCallerIdentity") => [],
            ("cloudformation", "ActivateType") => [own, "iam:PassRole"],
            ("iam", "CreateRole") => [own, "iam:TagRole"],
            ("logs", "CreateLogGroup") => [own, "logs:TagResource"],
            ("config", "PutConfigRule") => [own, "config:TagResource"],
            ("config", "PutOrganizationConfigRule") => [own, .. s_ofOrganizationRules],
            ("events", "PutRule") when call.Json["Tags"] is not null => [own, "events:TagResource"],
            ("monitoring", "PutMetricAlarm") when call.Json["Tags"] is not null => [own, "cloudwatch:TagResource"],
            ("lambda", "GetFunction") => [own, ListTags],
            ("lambda", "CreateFunction") => [own, "iam:PassRole", "lambda:TagResource"],
            ("lambda", "UpdateFunctionConfiguration") => [own, "iam:PassRole"],
            ("lambda", "GetResourcePolicy") => [own, "lambda:GetPolicy"],
            ("lambda", "PutResourcePolicy") => [own, "lambda:AddPermission", "lambda:RemovePermission"],
            _ => [own],
        };
    }

    /// <summary>The answer to a call that lacks an action.</summary>
    internal static Answer Deny(EndpointCall call, string action)
    {
        string message = $"User: arn:aws:iam::123456789012:user/admin is not authorized to perform: {action} on resource: * because no "
            + $"identity-based policy allows the {action} action";
        return (call.Service, call.Operation, action) switch
        {
            ("iam" or "cloudformation" or "elasticache" or "ec2" or "sns" or "sts", _, _) => Answer.Error(403, "AccessDenied", message),
            ("config", "PutOrganizationConfigRule", "iam:GetRole" or "iam:CreateServiceLinkedRole") => Answer.JsonError(
                "InsufficientPermissionsException",
                "You do not have permission to call IAM GetRole action or create a service-linked role."),
            ("config", "PutOrganizationConfigRule", not "config:PutOrganizationConfigRule") => Answer.JsonError(
                "OrganizationAccessDeniedException", $"You do not have permission to call the {action.Split(':')[1]} API."),
            _ => Answer.JsonError("AccessDeniedException", message, 403),
        };
    }
}
