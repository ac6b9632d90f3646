using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>Changes that somebody makes by hand to an installed hook.</summary>
internal static class HookDrift
{
    private const string FunctionName = HookDefinition.DefaultFunctionName;
    private const string FunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:" + FunctionName;
    private const string Configuring = "SetTypeConfiguration";

    private static readonly DriftNames s_names = new(FunctionName, "RedisCompliance-AtRest-Hook", HookDefinition.TagKey, 30);

    private static readonly string[] s_activating =
        [Configuring, "DeactivateType", "ActivateType", Configuring, Configuring];

    public static IReadOnlyList<Drift> All { get; } =
    [
        .. SharedDrift.OfLogGroup(s_names),
        .. SharedDrift.OfRole(s_names, "Role", "role", HookDefinition.DefaultRoleName, "the trust policy is not for Lambda alone"),
        .. SharedDrift.OfRole(s_names, "ExecutionRole", "execution role", HookDefinition.DefaultExecutionRoleName,
            "the trust policy is not for CloudFormation's hooks of this account alone"),
        .. SharedDrift.OfFunction(s_names),

        new("the policy of the hook", "Function", "environment variable REDISCOMPLIANCE_HOOK_PARAMETERS is",
            aws => s_names.Variables(aws)["REDISCOMPLIANCE_HOOK_PARAMETERS"] = """{"engines":"valkey"}""", "UpdateFunctionConfiguration"),
        new("the trust of any account", "ExecutionRole", "the trust policy is not for CloudFormation's hooks of this account alone",
            aws => ExecutionRole(aws).Trust = ExecutionRole(aws).Trust.Replace("123456789012", "*", StringComparison.Ordinal),
            "UpdateAssumeRolePolicy"),
        new("any function for the execution role", "ExecutionRole", "the inline policy RedisCompliance-AtRest-Hook.us-east-1 differs",
            aws => ExecutionRole(aws).Policies["RedisCompliance-AtRest-Hook.us-east-1"] =
                """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"*"}]}""",
            "PutRolePolicy"),

        new("a permission for everybody", "Permission", "the statement everybody lets callers in that the hook does not need",
            aws => s_names.Function(aws).Statements.Add(
                new JsonObject { ["Sid"] = "everybody", ["Effect"] = "Allow", ["Principal"] = "*", ["Action"] = "lambda:InvokeFunction" }),
            "RemovePermission"),
        new("a permission for AWS Config", "Permission", "the statement config lets callers in that the hook does not need",
            aws => s_names.Function(aws).Statements.Add(new JsonObject
            {
                ["Sid"] = "config", ["Effect"] = "Allow", ["Principal"] = new JsonObject { ["Service"] = "config.amazonaws.com" },
                ["Action"] = "lambda:InvokeFunction",
            }), "RemovePermission"),

        OfHook("the failure mode", "FailureMode is WARN, not FAIL", hook => hook["FailureMode"] = "WARN"),
        OfHook("no failure mode", "FailureMode is not set, not FAIL", hook => hook.Remove("FailureMode")),
        OfHook("the hook disabled", "HookInvocationStatus is DISABLED, not ENABLED", hook => hook["HookInvocationStatus"] = "DISABLED"),
        OfHook("no status", "HookInvocationStatus is not set, not ENABLED", hook => hook.Remove("HookInvocationStatus")),
        OfHook("fewer operations", "TargetOperations is RESOURCE, not CLOUD_CONTROL, RESOURCE",
            hook => hook["TargetOperations"] = new JsonArray("RESOURCE")),
        OfHook("no operations", "TargetOperations is not set", hook => hook.Remove("TargetOperations")),
        OfHook("operations that are no list", "TargetOperations is not set", hook => hook["TargetOperations"] = "NONE"),
        OfHook("an operation that is no text", "TargetOperations is CLOUD_CONTROL, RESOURCE, {\"a\":1}, not CLOUD_CONTROL, RESOURCE",
            hook => hook["TargetOperations"] = new JsonArray("RESOURCE", "CLOUD_CONTROL", new JsonObject { ["a"] = 1 })),
        OfHook("narrowed targets", "TargetFilters is {",
            hook => hook["TargetFilters"]!["TargetNames"] = new JsonArray("AWS::ElastiCache::CacheCluster")),
        OfHook("fewer actions", "TargetFilters is {", hook => hook["TargetFilters"]!["Actions"] = new JsonArray("CREATE")),
        OfHook("no targets", "TargetFilters is not set", hook => hook.Remove("TargetFilters")),
        OfHook("stacks left out", "StackFilters is {", hook => hook["StackFilters"] =
            JsonNode.Parse("""{"FilteringCriteria":"ALL","StackNames":{"Exclude":["Secret"]}}""")),
        OfHook("no stacks, as it was said before", "TargetStacks is \"NONE\", and Install sets none",
            hook => hook["TargetStacks"] = "NONE"),
        OfHook("a property of nobody's", "Mode is \"off\", and Install sets none", hook => hook["Properties"]!["Mode"] = "off"),
        OfHook("another function", "LambdaFunction is arn:aws:lambda:us-east-1:999999999999:function:other",
            hook => hook["Properties"]!["LambdaFunction"] = "arn:aws:lambda:us-east-1:999999999999:function:other"),
        OfHook("a version of the function", $"LambdaFunction is {FunctionArn}:1, not {FunctionArn}",
            hook => hook["Properties"]!["LambdaFunction"] = FunctionArn + ":1"),
        OfHook("no function", "LambdaFunction is not set", hook => hook.Remove("Properties")),
        new("no configuration", "Hook", "it has no configuration", aws => Hook(aws).Configuration = "{}", Configuring, Configuring),
        new("a configuration that is none", "Hook", "its configuration cannot be read",
            aws => Hook(aws).Configuration = """{"CloudFormationConfiguration":[]}""", Configuring, Configuring),
        new("a name twice in the configuration", "Hook", "its configuration cannot be read", aws => Hook(aws).Configuration =
            Hook(aws).Configuration.Replace("\"FailureMode\":", "\"FailureMode\":\"WARN\",\"FailureMode\":", StringComparison.Ordinal),
            Configuring, Configuring),
        new("a member beside the configuration of the hook", "Hook", "HookDisabled is true, and Install sets none",
            aws => Hook(aws).Configuration = Hook(aws).Configuration.Replace(
                "{\"HookConfiguration\"", "{\"HookDisabled\":true,\"HookConfiguration\"", StringComparison.Ordinal), Configuring),
        new("a member beside the whole", "Hook", "Other is {}, and Install sets none",
            aws => Hook(aws).Configuration = "{\"Other\":{}," + Hook(aws).Configuration[1..], Configuring),
        new("a type that was deregistered", "Hook", "DeprecatedStatus is DEPRECATED, not LIVE",
            aws => Hook(aws).DeprecatedStatus = "DEPRECATED", s_activating),
        new("another execution role", "Hook", "ExecutionRole is arn:aws:iam::123456789012:role/admin",
            aws => Hook(aws).ExecutionRole = "arn:aws:iam::123456789012:role/admin", s_activating),
        new("no execution role", "Hook", "ExecutionRole is not set", aws => Hook(aws).ExecutionRole = null, s_activating),
        new("a version that stays", "Hook", "AutoUpdate is false, not true", aws => Hook(aws).AutoUpdate = false, s_activating),
    ];

    private static Drift OfHook(string name, string says, Action<JsonObject> change) => new(name, "Hook", says, aws =>
    {
        JsonNode whole = JsonNode.Parse(Hook(aws).Configuration)!;
        change(whole["CloudFormationConfiguration"]!["HookConfiguration"]!.AsObject());
        Hook(aws).Configuration = whole.ToJsonString(PolicyDocuments.Compact);
    }, Configuring);

    private static TypeService.Hook Hook(AwsEndpoint aws) => aws.Types.FindHook(HookDefinition.DefaultHookName)!;

    private static IdentityManagementService.Role ExecutionRole(AwsEndpoint aws) =>
        aws.IdentityManagement.FindRole(HookDefinition.DefaultExecutionRoleName)!;
}
