using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>A change that somebody makes by hand.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Part">The part that it is made to.</param>
/// <param name="Says">What is told of it.</param>
/// <param name="Apply">Makes it.</param>
/// <param name="Mending">The calls that mend it.</param>
internal sealed record Drift(string Name, string Part, string Says, Action<AwsEndpoint> Apply, params string[] Mending)
{
    private const string FunctionName = RuleDefinition.DefaultFunctionName;
    private const string RoleName = RuleDefinition.DefaultRoleName;
    private const string RuleName = RuleDefinition.DefaultRuleName;
    private const string LogGroupName = "/aws/lambda/" + FunctionName;
    private const string Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private static readonly string[] s_code = Evaluated("UpdateFunctionCode");
    private static readonly string[] s_settings = Evaluated("UpdateFunctionConfiguration");
    private static readonly string[] s_rule = Evaluated("PutConfigRule");
    private static readonly string[] s_statement = Evaluated("RemovePermission", "AddPermission");

    public static IReadOnlyList<Drift> All { get; } =
    [
        new("the log group's retention", "LogGroup", "RetentionInDays is unlimited, not 90", aws => Logs(aws).RetentionInDays = null,
            "PutRetentionPolicy"),
        new("the log group's tag", "LogGroup", "tag Team=audit is missing or has another value", aws => Logs(aws).Tags["Team"] = "other",
            "TagResource"),
        new("the log group's tags gone", "LogGroup", "tag Team=audit, RedisCompliance:ConfigRule", aws => Logs(aws).Tags.Clear(),
            "TagResource"),

        new("the role's trust", "Role", "the trust policy is not for Lambda alone",
            aws => Role(aws).Trust =
                """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}""",
            Evaluated("UpdateAssumeRolePolicy")),
        new("the role's policy", "Role", "the inline policy redis-encrypted-at-rest-check-rule.us-east-1 differs",
            aws => Role(aws).Policies[$"{RuleName}.us-east-1"] = Policy, Evaluated("PutRolePolicy")),
        new("the role's policy gone", "Role", "is missing",
            aws => Role(aws).Policies.Remove($"{RuleName}.us-east-1"), Evaluated("PutRolePolicy")),
        new("an inline policy too many", "Role", "the inline policy debug was not created by Install",
            aws => Role(aws).Policies["debug"] = Policy, Evaluated("DeleteRolePolicy")),
        new("an inline policy with our rule's name", "Role",
            "the inline policy redis-encrypted-at-rest-check-rule.more was not created by Install",
            aws => Role(aws).Policies[$"{RuleName}.more"] = Policy, Evaluated("DeleteRolePolicy")),
        new("a managed policy too many", "Role", "AmazonElastiCacheReadOnlyAccess is attached and not needed",
            aws => Role(aws).Attached.Add("arn:aws:iam::aws:policy/AmazonElastiCacheReadOnlyAccess"), Evaluated("DetachRolePolicy")),
        new("an administrator's policy", "Role", "AdministratorAccess is attached and not needed",
            aws => Role(aws).Attached.Add("arn:aws:iam::aws:policy/AdministratorAccess"), Evaluated("DetachRolePolicy")),
        new("the role's tag", "Role", "tag Team=audit", aws => Role(aws).Tags.Remove("Team"), "TagRole"),

        new("the function's memory", "Function", "MemorySize is 128, not 512", aws => Settings(aws)["MemorySize"] = 128, s_settings),
        new("the function's timeout", "Function", "Timeout is 3, not 300", aws => Settings(aws)["Timeout"] = 3, s_settings),
        new("the function's handler", "Function", "Handler is Other::Type::Method",
            aws => Settings(aws)["Handler"] = "Other::Type::Method", s_settings),
        new("the function's role", "Function", "Role is arn:aws:iam::123456789012:role/admin",
            aws => Settings(aws)["Role"] = "arn:aws:iam::123456789012:role/admin", s_settings),
        new("a variable of the function's", "Function", "environment variable ASSUME_ROLE_MODE was not set by Install",
            aws => Variables(aws)["ASSUME_ROLE_MODE"] = "true", s_settings),
        new("another endpoint", "Function", "environment variable AWS_ENDPOINT_URL_CONFIG was not set by Install",
            aws => Variables(aws)["AWS_ENDPOINT_URL_CONFIG"] = "https://elsewhere.example", s_settings),
        new("a start-up hook", "Function", "environment variable DOTNET_STARTUP_HOOKS was not set by Install",
            aws => Variables(aws)["DOTNET_STARTUP_HOOKS"] = "/opt/hook.dll", s_settings),
        new("a wrapper", "Function", "environment variable AWS_LAMBDA_EXEC_WRAPPER was not set by Install",
            aws => Variables(aws)["AWS_LAMBDA_EXEC_WRAPPER"] = "/opt/wrap", s_settings),
        new("a proxy", "Function", "environment variable HTTPS_PROXY was not set by Install",
            aws => Variables(aws)["HTTPS_PROXY"] = "http://user:secret@proxy", s_settings),
        new("the note gone", "Function", "it has no note of what was installed",
            aws => Variables(aws).Remove(FunctionEnvironment.Installation), s_settings),
        new("layers", "Function", "Layers is arn:aws:lambda:us-east-1:999999999999:layer:x:1, and Install sets none",
            aws => Settings(aws)["Layers"] = new JsonArray(new JsonObject { ["Arn"] = "arn:aws:lambda:us-east-1:999999999999:layer:x:1" }),
            s_settings),
        new("a VPC", "Function", "VpcConfig is subnet-1, and Install sets none",
            aws => Settings(aws)["VpcConfig"] =
                new JsonObject { ["SubnetIds"] = new JsonArray("subnet-1"), ["SecurityGroupIds"] = new JsonArray("sg-1"),
                    ["VpcId"] = "vpc-1" },
            s_settings),
        new("a key", "Function", "KMSKeyArn is arn:aws:kms:us-east-1:999999999999:key/x",
            aws => Settings(aws)["KMSKeyArn"] = "arn:aws:kms:us-east-1:999999999999:key/x",
            s_settings),
        new("a dead-letter queue", "Function", "DeadLetterConfig is arn:aws:sqs:us-east-1:999999999999:q",
            aws => Settings(aws)["DeadLetterConfig"] = new JsonObject { ["TargetArn"] = "arn:aws:sqs:us-east-1:999999999999:q" },
            s_settings),
        new("a file system", "Function", "FileSystemConfigs is arn:aws:elasticfilesystem:us-east-1:999999999999:access-point/x",
            aws => Settings(aws)["FileSystemConfigs"] = new JsonArray(new JsonObject
            {
                ["Arn"] = "arn:aws:elasticfilesystem:us-east-1:999999999999:access-point/x", ["LocalMountPath"] = "/mnt/x",
            }), s_settings),
        new("logs elsewhere", "Function", "LoggingConfig is /elsewhere Text",
            aws => Settings(aws)["LoggingConfig"] = new JsonObject { ["LogFormat"] = "Text", ["LogGroup"] = "/elsewhere" }, s_settings),
        new("logs filtered", "Function", "LoggingConfig is /aws/lambda/redis-encrypted-at-rest-check-function JSON",
            aws => Settings(aws)["LoggingConfig"] =
                new JsonObject { ["LogFormat"] = "JSON", ["ApplicationLogLevel"] = "FATAL", ["LogGroup"] = LogGroupName }, s_settings),
        new("no concurrency", "Function", "the reserved concurrency is 0, so that it never runs", aws => Function(aws).Concurrency = 0,
            Evaluated("DeleteFunctionConcurrency")),
        new("a destination of failures", "Function",
            "records of failed runs, with their events, are sent to arn:aws:sns:us-east-1:999999999999:t",
            aws => Function(aws).EventInvokeConfig = Destination("OnFailure"), "DeleteFunctionEventInvokeConfig"),
        new("a destination of all runs", "Function", "records of runs, with their events, are sent to",
            aws => Function(aws).EventInvokeConfig = Destination("OnSuccess"), "DeleteFunctionEventInvokeConfig"),
        new("the function's code", "Function", "the code was changed by hand", aws => Function(aws).CodeSha256 = "by hand", s_code),
        new("the function's architecture", "Function", "Architecture is arm64, not x86_64",
            aws => Settings(aws)["Architectures"] = new JsonArray("arm64"), s_code),
        new("the function's tag", "Function", "tag Team=audit", aws => Function(aws).Tags["Team"] = "other", "TagResource"),

        new("the permission's account", "Permission", "the statement RedisCompliance-ConfigRule allows something else",
            aws => Statement(aws)["Condition"]!["StringEquals"]!["AWS:SourceAccount"] = "999999999999", s_statement),
        new("the permission for the whole account", "Permission", "the statement RedisCompliance-ConfigRule allows something else",
            aws => Statement(aws)["Condition"]!.AsObject().Remove("ArnLike"), s_statement),
        new("the permission's principal", "Permission", "the statement RedisCompliance-ConfigRule allows something else",
            aws => Statement(aws)["Principal"] = new JsonObject { ["AWS"] = "arn:aws:iam::999999999999:root" }, s_statement),
        new("the permission's action", "Permission", "the statement RedisCompliance-ConfigRule allows something else",
            aws => Statement(aws)["Action"] = "lambda:*", s_statement),
        new("a permission for everybody", "Permission", "the statement everybody lets more callers in than this rule",
            aws => Function(aws).Statements.Add(
                new JsonObject { ["Sid"] = "everybody", ["Effect"] = "Allow", ["Principal"] = "*", ["Action"] = "lambda:InvokeFunction" }),
            "RemovePermission"),
        new("a permission for every rule anywhere", "Permission", "the statement article lets more callers in than this rule",
            aws => Function(aws).Statements.Add(new JsonObject
            {
                ["Sid"] = "article", ["Effect"] = "Allow", ["Principal"] = new JsonObject { ["Service"] = "config.amazonaws.com" },
                ["Action"] = "lambda:InvokeFunction",
            }), "RemovePermission"),

        new("the rule's frequency", "Rule", "MaximumExecutionFrequency is One_Hour, not TwentyFour_Hours",
            aws => Rule(aws)["Source"]!["SourceDetails"]![0]!["MaximumExecutionFrequency"] = "One_Hour", s_rule),
        new("the rule's parameters", "Rule", "InputParameters is",
            aws => Rule(aws)["InputParameters"] = """{"engines":"valkey"}""", s_rule),
        new("the rule's description", "Rule", "Description is another", aws => Rule(aws)["Description"] = "another", s_rule),
        new("the rule's function", "Rule", "the function is arn:aws:lambda:us-east-1:123456789012:function:other",
            aws => Rule(aws)["Source"]!["SourceIdentifier"] = "arn:aws:lambda:us-east-1:123456789012:function:other", s_rule),
        new("the rule's triggers", "Rule", "it has triggers beside the schedule",
            aws => Rule(aws)["Source"]!["SourceDetails"]!.AsArray()
                .Add(new JsonObject { ["EventSource"] = "aws.config", ["MessageType"] = "ConfigurationItemChangeNotification" }),
            s_rule),
        new("the rule's tag", "Rule", "tag Team=audit", aws => aws.Config.FindRuleTags(RuleName)["Team"] = "other", "TagResource"),
    ];

    /// <summary>A change that an evaluation follows: until that was started, the function says that it is due.</summary>
    private static string[] Evaluated(params string[] operations) =>
        ["TagResource", .. operations, "StartConfigRulesEvaluation", "UntagResource"];

    private static LogsService.LogGroup Logs(AwsEndpoint aws) => aws.Logs.FindGroup(LogGroupName)!;

    private static IdentityManagementService.Role Role(AwsEndpoint aws) => aws.IdentityManagement.FindRole(RoleName)!;

    private static LambdaService.Function Function(AwsEndpoint aws) => aws.Lambda.FindFunction(FunctionName)!;

    private static JsonObject Settings(AwsEndpoint aws) => Function(aws).Configuration;

    private static JsonObject Variables(AwsEndpoint aws) => Settings(aws)["Environment"]!["Variables"]!.AsObject();

    private static JsonObject Statement(AwsEndpoint aws) => Function(aws).Statements[0]!.AsObject();

    private static JsonObject Rule(AwsEndpoint aws) => aws.Config.FindRule(RuleName)!;

    private static JsonObject Destination(string of) => new()
    {
        ["DestinationConfig"] = new JsonObject
        {
            [of] = new JsonObject { ["Destination"] = "arn:aws:sns:us-east-1:999999999999:t" },
        },
    };
}
