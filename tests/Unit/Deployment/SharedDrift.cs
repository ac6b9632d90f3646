using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>What the parts are called that a rule and a hook both have.</summary>
/// <param name="FunctionName">The function.</param>
/// <param name="Policy">How the names of the roles' inline policies begin.</param>
/// <param name="TagKey">The tag of Install.</param>
/// <param name="Timeout">The function's timeout.</param>
internal sealed record DriftNames(string FunctionName, string Policy, string TagKey, int Timeout)
{
    /// <summary>The calls with which an operation on the function comes.</summary>
    public Func<string, string[]> Mending { get; init; } = operation => [operation];

    public string LogGroup => "/aws/lambda/" + FunctionName;

    public LogsService.LogGroup Logs(AwsEndpoint aws) => aws.Logs.FindGroup(LogGroup)!;

    public LambdaService.Function Function(AwsEndpoint aws) => aws.Lambda.FindFunction(FunctionName)!;

    public JsonObject Settings(AwsEndpoint aws) => Function(aws).Configuration;

    public JsonObject Variables(AwsEndpoint aws) => Settings(aws)["Environment"]!["Variables"]!.AsObject();
}

/// <summary>Changes that somebody makes by hand to what a rule and a hook both have.</summary>
internal static class SharedDrift
{
    private const string Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    public static IEnumerable<Drift> OfLogGroup(DriftNames names) =>
    [
        new("the log group's retention", "LogGroup", "RetentionInDays is unlimited, not 90", aws => names.Logs(aws).RetentionInDays = null,
            "PutRetentionPolicy"),
        new("the log group's tag", "LogGroup", "tag Team=audit is missing or has another value",
            aws => names.Logs(aws).Tags["Team"] = "other",
            "TagResource"),
        new("the log group's tags gone", "LogGroup", $"tag Team=audit, {names.TagKey}", aws => names.Logs(aws).Tags.Clear(),
            "TagResource"),
    ];

    public static IEnumerable<Drift> OfRole(DriftNames names, string part, string what, string roleName, string trust)
    {
        IdentityManagementService.Role Role(AwsEndpoint aws) => aws.IdentityManagement.FindRole(roleName)!;
        return
        [
            new($"the {what}'s trust", part, trust,
                aws => Role(aws).Trust =
                    """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}""",
                names.Mending("UpdateAssumeRolePolicy")),
            new($"the {what}'s policy", part, $"the inline policy {names.Policy}.us-east-1 differs",
                aws => Role(aws).Policies[$"{names.Policy}.us-east-1"] = Policy, names.Mending("PutRolePolicy")),
            new($"the {what}'s policy gone", part, "is missing",
                aws => Role(aws).Policies.Remove($"{names.Policy}.us-east-1"), names.Mending("PutRolePolicy")),
            new($"an inline policy too many of the {what}", part, "the inline policy debug was not created by Install",
                aws => Role(aws).Policies["debug"] = Policy,
                names.Mending("DeleteRolePolicy")),
            new($"an inline policy of the {what} with our name", part,
                $"the inline policy {names.Policy}.more was not created by Install",
                aws => Role(aws).Policies[$"{names.Policy}.more"] = Policy, names.Mending("DeleteRolePolicy")),
            new($"a managed policy too many of the {what}", part, "AmazonElastiCacheReadOnlyAccess is attached and not needed",
                aws => Role(aws).Attached.Add("arn:aws:iam::aws:policy/AmazonElastiCacheReadOnlyAccess"),
                names.Mending("DetachRolePolicy")),
            new($"an administrator's policy for the {what}", part, "AdministratorAccess is attached and not needed",
                aws => Role(aws).Attached.Add("arn:aws:iam::aws:policy/AdministratorAccess"), names.Mending("DetachRolePolicy")),
            new($"the {what}'s tag", part, "tag Team=audit", aws => Role(aws).Tags.Remove("Team"), "TagRole"),
        ];
    }

    public static IEnumerable<Drift> OfFunction(DriftNames names)
    {
        string[] code = names.Mending("UpdateFunctionCode");
        string[] settings = names.Mending("UpdateFunctionConfiguration");
        return
        [
            new("the function's memory", "Function", "MemorySize is 128, not 512",
                aws => names.Settings(aws)["MemorySize"] = 128, settings),
            new("the function's timeout", "Function", $"Timeout is 3, not {names.Timeout}",
                aws => names.Settings(aws)["Timeout"] = 3, settings),
            new("the function's handler", "Function", "Handler is Other::Type::Method",
                aws => names.Settings(aws)["Handler"] = "Other::Type::Method", settings),
            new("the function's role", "Function", "Role is arn:aws:iam::123456789012:role/admin",
                aws => names.Settings(aws)["Role"] = "arn:aws:iam::123456789012:role/admin", settings),
            new("a variable of the function's", "Function", "environment variable ASSUME_ROLE_MODE was not set by Install",
                aws => names.Variables(aws)["ASSUME_ROLE_MODE"] = "true", settings),
            new("another endpoint", "Function", "environment variable AWS_ENDPOINT_URL_CONFIG was not set by Install",
                aws => names.Variables(aws)["AWS_ENDPOINT_URL_CONFIG"] = "https://elsewhere.example", settings),
            new("a start-up hook", "Function", "environment variable DOTNET_STARTUP_HOOKS was not set by Install",
                aws => names.Variables(aws)["DOTNET_STARTUP_HOOKS"] = "/opt/hook.dll", settings),
            new("a wrapper", "Function", "environment variable AWS_LAMBDA_EXEC_WRAPPER was not set by Install",
                aws => names.Variables(aws)["AWS_LAMBDA_EXEC_WRAPPER"] = "/opt/wrap", settings),
            new("a proxy", "Function", "environment variable HTTPS_PROXY was not set by Install",
                aws => names.Variables(aws)["HTTPS_PROXY"] = "http://user:secret@proxy", settings),
            new("the note gone", "Function", "it has no note of what was installed",
                aws => names.Variables(aws).Remove(FunctionEnvironment.Installation), settings),
            new("layers", "Function", "Layers is arn:aws:lambda:us-east-1:999999999999:layer:x:1, and Install sets none",

                aws => names.Settings(aws)["Layers"] =
                    new JsonArray(new JsonObject { ["Arn"] = "arn:aws:lambda:us-east-1:999999999999:layer:x:1" }),
                settings),
            new("a VPC", "Function", "VpcConfig is subnet-1, and Install sets none",
                aws => names.Settings(aws)["VpcConfig"] =
                    new JsonObject { ["SubnetIds"] = new JsonArray("subnet-1"), ["SecurityGroupIds"] = new JsonArray("sg-1"),
                        ["VpcId"] = "vpc-1" },
                settings),
            new("a key", "Function", "KMSKeyArn is arn:aws:kms:us-east-1:999999999999:key/x",
                aws => names.Settings(aws)["KMSKeyArn"] = "arn:aws:kms:us-east-1:999999999999:key/x",
                settings),
            new("a dead-letter queue", "Function", "DeadLetterConfig is arn:aws:sqs:us-east-1:999999999999:q",
                aws => names.Settings(aws)["DeadLetterConfig"] = new JsonObject { ["TargetArn"] = "arn:aws:sqs:us-east-1:999999999999:q" },
                settings),
            new("a file system", "Function", "FileSystemConfigs is arn:aws:elasticfilesystem:us-east-1:999999999999:access-point/x",
                aws => names.Settings(aws)["FileSystemConfigs"] = new JsonArray(new JsonObject
                {
                    ["Arn"] = "arn:aws:elasticfilesystem:us-east-1:999999999999:access-point/x", ["LocalMountPath"] = "/mnt/x",
                }), settings),
            new("logs elsewhere", "Function", "LoggingConfig is /elsewhere Text",
                aws => names.Settings(aws)["LoggingConfig"] = new JsonObject { ["LogFormat"] = "Text", ["LogGroup"] = "/elsewhere" },
                settings),
            new("logs filtered", "Function", $"LoggingConfig is {names.LogGroup} JSON",
                aws => names.Settings(aws)["LoggingConfig"] =
                    new JsonObject { ["LogFormat"] = "JSON", ["ApplicationLogLevel"] = "FATAL", ["LogGroup"] = names.LogGroup }, settings),
            new("no concurrency", "Function", "the reserved concurrency is 0, so that it never runs",
                aws => names.Function(aws).Concurrency = 0,
                names.Mending("DeleteFunctionConcurrency")),
            new("a destination of failures", "Function",
                "records of failed runs, with their events, are sent to arn:aws:sns:us-east-1:999999999999:t",
                aws => names.Function(aws).EventInvokeConfig = Destination("OnFailure"), "DeleteFunctionEventInvokeConfig"),
            new("a destination of all runs", "Function", "records of runs, with their events, are sent to",
                aws => names.Function(aws).EventInvokeConfig = Destination("OnSuccess"), "DeleteFunctionEventInvokeConfig"),
            new("the function's code", "Function", "the code was changed by hand",
                aws => names.Function(aws).CodeSha256 = "by hand", code),
            new("the function's architecture", "Function", "Architecture is arm64, not x86_64",
                aws => names.Settings(aws)["Architectures"] = new JsonArray("arm64"), code),
            new("the function's tag", "Function", "tag Team=audit", aws => names.Function(aws).Tags["Team"] = "other", "TagResource"),
        ];
    }

    private static JsonObject Destination(string of) => new()
    {
        ["DestinationConfig"] = new JsonObject
        {
            [of] = new JsonObject { ["Destination"] = "arn:aws:sns:us-east-1:999999999999:t" },
        },
    };
}
