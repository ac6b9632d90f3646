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

    private static readonly DriftNames s_names =
        new(FunctionName, RuleName, RuleDefinition.TagKey, 300) { Mending = operation => Evaluated(operation) };

    private static readonly string[] s_rule = Evaluated("PutConfigRule");
    private static readonly string[] s_statement = Evaluated("RemovePermission", "AddPermission");

    public static IReadOnlyList<Drift> All { get; } =
    [
        .. SharedDrift.OfLogGroup(s_names),
        .. SharedDrift.OfRole(s_names, "Role", "role", RoleName, "the trust policy is not for Lambda alone"),
        .. SharedDrift.OfFunction(s_names),

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

    private static LambdaService.Function Function(AwsEndpoint aws) => aws.Lambda.FindFunction(FunctionName)!;

    private static JsonObject Statement(AwsEndpoint aws) => Function(aws).Statements[0]!.AsObject();

    private static JsonObject Rule(AwsEndpoint aws) => aws.Config.FindRule(RuleName)!;
}
