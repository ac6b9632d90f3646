using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>Makes error records: for each way of failing an id, a category, and what to do about it.</summary>
internal static class ErrorRecords
{
    /// <summary>A record with a recommendation.</summary>
    public static ErrorRecord Create(Exception exception, string errorId, ErrorCategory category, object? target, string recommendedAction) =>
        new(exception, errorId, category, target)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = recommendedAction },
        };

    /// <summary>The record for a Region, credentials or an endpoint that cannot be used.</summary>
    public static ErrorRecord From(ConnectionException exception)
    {
        (ErrorCategory category, string action) = exception.Fault switch
        {
            ConnectionFault.NoRegion => (ErrorCategory.InvalidArgument,
                "Give -Region, or set one with Set-DefaultAWSRegion, in the profile, or in AWS_REGION."),
            ConnectionFault.UnknownRegion => (ErrorCategory.InvalidArgument,
                "Give the Region's system name, for example us-east-1 or ap-northeast-1. For a Region newer than this module, give -EndpointUrl with its endpoint as well."),
            ConnectionFault.ProfileNotFound => (ErrorCategory.ObjectNotFound,
                "Check the name with 'aws configure list-profiles' or Get-AWSCredential -ListProfileDetail; give -ProfileLocation if the file is elsewhere."),
            ConnectionFault.InvalidProfile => (ErrorCategory.AuthenticationError,
                "Correct the profile; for an SSO profile, sign in first with 'aws sso login --profile <name>'."),
            ConnectionFault.IncompleteKeys => (ErrorCategory.InvalidArgument,
                "Give both -AccessKey and -SecretKey, and -SessionToken as well for temporary keys."),
            ConnectionFault.InvalidCredentialType => (ErrorCategory.InvalidType,
                "Give -Credential what Get-AWSCredential or an AWS SDK returns, or give -AccessKey and -SecretKey."),
            ConnectionFault.NoCredentials => (ErrorCategory.AuthenticationError,
                "Give -ProfileName, -AccessKey and -SecretKey, or -Credential; or sign in with Set-AWSCredential, 'aws configure' or 'aws sso login'."),
            _ => (ErrorCategory.InvalidArgument, "Give an absolute URL, for example https://elasticache.us-east-1.amazonaws.com."),
        };
        return Create(exception, exception.Fault.ToString(), category, exception.Target, action);
    }

    /// <summary>The record for a call that failed, or for several that failed for one reason.</summary>
    public static ErrorRecord From(ServiceCallException exception, object target)
    {
        (ErrorCategory category, string action) = exception.Failure switch
        {
            ServiceFailure.AccessDenied => (ErrorCategory.PermissionDenied,
                $"Allow {ActionOf(exception)} to the caller: in its policy, its permissions boundary and the service control policies."),
            ServiceFailure.ExpiredCredentials => (ErrorCategory.AuthenticationError, "Sign in again, or give fresh temporary keys."),
            ServiceFailure.InvalidCredentials => (ErrorCategory.AuthenticationError,
                "Check the access key, the secret key and the session token, and that the key is active and of this partition."),
            ServiceFailure.NoCredentials => (ErrorCategory.AuthenticationError, "Sign in to the profile again, or give other credentials."),
            ServiceFailure.Throttled => (ErrorCategory.LimitsExceeded,
                "Try again later, or allow more retries with the environment variable AWS_MAX_ATTEMPTS."),
            ServiceFailure.ServiceUnavailable => (ErrorCategory.ResourceUnavailable, "Try again later; see the AWS Health Dashboard."),
            ServiceFailure.Network => (ErrorCategory.ConnectionError, "Check the network, the proxy, the Region and the endpoint."),
            ServiceFailure.InvalidResponse => (ErrorCategory.InvalidData,
                "Check that the endpoint is that of the service and that no proxy or portal answers in its place."),
            ServiceFailure.EndlessListing => (ErrorCategory.InvalidResult,
                "Check that the endpoint is that of the service; what it returned so far stands, but is not everything."),
            _ => (ErrorCategory.InvalidOperation, "See the message; it is the service's own."),
        };
        return Create(exception, exception.Failure.ToString(), category, target, action);
    }

    /// <summary>The record for an evaluation that did not reach AWS Config; it carries the evaluation.</summary>
    public static ErrorRecord From(UnpublishedEvaluation unpublished)
    {
        ConfigEvaluation evaluation = unpublished.Evaluation;
        object target = evaluation.Source ?? evaluation;
        string what = $"The evaluation {evaluation.ComplianceType} of {evaluation.ComplianceResourceType} '{evaluation.ComplianceResourceId}' did not reach AWS Config: ";
        if (unpublished.Failure is { } failure)
        {
            ErrorRecord record = From(failure, target);
            bool isToken = failure.ErrorCode == "InvalidResultTokenException";
            return Create(new InvalidOperationException(what + failure.Message, failure),
                isToken ? "InvalidResultToken" : failure.Failure.ToString(), isToken ? ErrorCategory.InvalidArgument : record.CategoryInfo.Category, target,
                isToken ? "Give the token of the rule's present run, in the rule's account and Region, or -TestMode." : record.ErrorDetails.RecommendedAction);
        }

        return unpublished.IsRefusedType
            ? Create(new InvalidOperationException(what + "AWS Config takes no evaluations of that resource type."), "ResourceTypeRefused", ErrorCategory.InvalidType, target,
                "Leave that type out, or publish a summary to a process-check rule with -ConfigRuleName.")
            : Create(new InvalidOperationException(what + $"it was named among the failed ones {EvaluationPublisher.MaxAttempts} times."), "EvaluationFailed", ErrorCategory.WriteError, target,
                "Publish it again; if it goes on failing, compare it with what AWS Config's API reference says of Evaluation.");
    }

    /// <summary>The record for an event that is none of AWS Config.</summary>
    public static ErrorRecord From(ConfigEventException exception) =>
        Create(exception, exception.Fault == ConfigEventFault.NotJson ? "EventNotJson" : exception.Fault.ToString(), ErrorCategory.InvalidData, null,
            "Give the whole event that AWS Config invokes a custom rule's function with, as JSON: invokingEvent, resultToken, configRuleName.");

    /// <summary>The record for a step of an installation that failed: what is there by then, and how to go on.</summary>
    public static ErrorRecord From(ServiceCallException exception, InstallationChange? step, IReadOnlyList<RulePart>? parts, string ruleName, string command)
    {
        ErrorRecord record = From(exception, ruleName);
        string message = step is null
            ? $"Nothing was changed. {exception.Message}"
            : $"The step '{step.Action}' of {step.Part} failed. {exception.Message.TrimEnd('.')}. {Present(parts)}";
        string advice = exception is { Service: "iam", ErrorCode: "LimitExceeded" }
            ? "The inline policies of a role have 10,240 characters together, enough for a rule in twelve Regions: give another -RoleName for the others."
            : record.ErrorDetails.RecommendedAction;
        string action = step is null ? "Then run the command again."
            : command.StartsWith("Install", StringComparison.Ordinal)
                ? "Then run the same command again: it goes on from here. Uninstall-RedisAtRestRule takes away what is there."
                : "Then run the same command again: it goes on from here.";
        return Create(new InvalidOperationException(message, exception), exception.Failure.ToString(), record.CategoryInfo.Category, ruleName,
            $"{advice} {action}");
    }

    /// <summary>The record for a state of the account that an installation cannot go on from.</summary>
    public static ErrorRecord From(InstallationException exception, RuleDefinition definition, IReadOnlyList<RulePart>? parts)
    {
        (ErrorCategory category, string action) = exception.Fault switch
        {
            InstallationFault.NoRecorder => (ErrorCategory.ObjectNotFound,
                "Run it again with -EnableRecorder -DeliveryBucketName <bucket> to make one (recording is charged by AWS), or set up AWS Config first; -SkipRecorderCheck installs without."),
            InstallationFault.RecorderStopped => (ErrorCategory.ResourceUnavailable,
                "Run it again with -EnableRecorder to start it, or with -SkipRecorderCheck to install without."),
            InstallationFault.NotOurs => (ErrorCategory.ResourceExists,
                $"Run it again with another -{exception.Part}Name, or with -Adopt to take it over; Get-RedisAtRestRule shows how it differs."),
            _ => (ErrorCategory.ResourceUnavailable, "See it in the AWS console, then run the same command again: it goes on from here."),
        };
        string message = exception.Fault == InstallationFault.NotReady ? $"The step {exception.Part} failed. {exception.Message} {Present(parts)}" : $"Nothing was changed. {exception.Message} {Present(parts)}";
        return Create(new InvalidOperationException(message, exception), "Installation" + exception.Fault, category, definition.RuleName, action);
    }

    /// <summary>The record for a rule that could not be read or run.</summary>
    public static ErrorRecord FromRule(ServiceCallException exception, string ruleName) => exception.ErrorCode switch
    {
        "NoSuchConfigRuleException" => Create(exception, "RuleNotFound", ErrorCategory.ObjectNotFound, ruleName,
            "Check the name and the Region, or install the rule with Install-RedisAtRestRule."),
        "LimitExceededException" => Create(exception, "EvaluationRunning", ErrorCategory.ResourceBusy, ruleName,
            "An evaluation is under way, or was started less than a minute ago: wait for it, or try again in a minute."),
        _ => From(exception, ruleName),
    };

    private static string Present(IReadOnlyList<RulePart>? parts) =>
        parts?.Where(part => part.State != RulePartState.Missing).Select(part => $"{part.Part} {part.Name}").ToArray() is { Length: > 0 } there
            ? $"There already: {string.Join(", ", there)}." : "Nothing is there yet.";

    /// <summary>The action of IAM that an operation needs; several operations are several actions.</summary>
    private static string ActionOf(ServiceCallException exception) => $"{exception.Service}:{exception.Operation}";
}
