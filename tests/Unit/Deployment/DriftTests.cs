using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment.Tests;

/// <summary>What someone changes by hand is told, and mended by the next run, and nothing beside it.</summary>
public sealed class DriftTests : InstallationTest
{
    public static TheoryData<string, string, string[]> Drifts => new()
    {
        { "the log group's retention", "LogGroup", ["PutRetentionPolicy"] },
        { "the log group's tag", "LogGroup", ["TagResource"] },
        { "the role's trust", "Role", ["UpdateAssumeRolePolicy"] },
        { "the role's policy", "Role", ["PutRolePolicy"] },
        { "a managed policy too many", "Role", ["DetachRolePolicy"] },
        { "the function's memory", "Function", ["UpdateFunctionConfiguration", "StartConfigRulesEvaluation"] },
        { "the function's environment", "Function", ["UpdateFunctionConfiguration", "StartConfigRulesEvaluation"] },
        { "the function's code", "Function", ["UpdateFunctionCode", "StartConfigRulesEvaluation"] },
        { "the function's tag", "Function", ["TagResource"] },
        { "the permission's account", "Permission", ["RemovePermission", "AddPermission"] },
        { "the rule's frequency", "Rule", ["PutConfigRule", "StartConfigRulesEvaluation"] },
        { "the rule's parameters", "Rule", ["PutConfigRule", "StartConfigRulesEvaluation"] },
        { "the rule's tag", "Rule", ["TagResource"] },
        { "the rule's triggers", "Rule", ["PutConfigRule", "StartConfigRulesEvaluation"] },
    };

    [Theory]
    [MemberData(nameof(Drifts))]
    public async Task Only_what_has_drifted_is_mended(string drift, string part, string[] changes)
    {
        RuleDefinition definition = Definition with { Tags = new Dictionary<string, string> { ["Team"] = "audit" } };
        await InstallAsync(definition);
        Apply(drift);
        (IReadOnlyList<RulePart> parts, _) = await LookAsync(definition);
        int before = CallsSoFar;

        string[] outcome = await InstallAsync(definition);

        RulePart drifted = Assert.Single(parts, found => found.State != RulePartState.Current);
        Assert.Equal((part, RulePartState.Drifted), (drifted.Part, drifted.State));
        Assert.NotEmpty(drifted.Differences);
        Assert.Equal(changes, ChangesSince(before));
        Assert.Equal($"{part} Updated", Assert.Single(outcome, line => !line.EndsWith(" Unchanged", StringComparison.Ordinal)));
        Assert.All((await LookAsync(definition)).Parts, found => Assert.Equal(RulePartState.Current, found.State));
    }

    [Fact]
    public async Task A_variable_that_someone_added_to_the_function_stays()
    {
        await InstallAsync();
        Endpoint.Lambda.FindFunction(FunctionName)!.Configuration["Environment"]!["Variables"]!["THEIRS"] = "1";

        await InstallAsync(Definition with { MemorySize = 1024 });

        Assert.Equal("1", (string?)Endpoint.Lambda.FindFunction(FunctionName)!.Configuration["Environment"]!["Variables"]!["THEIRS"]);
    }

    private void Apply(string drift)
    {
        JsonObject function = Endpoint.Lambda.FindFunction(FunctionName)!.Configuration;
        JsonObject rule = Endpoint.Config.FindRule(RuleName)!;
        switch (drift)
        {
            case "the log group's retention":
                Endpoint.Logs.FindGroup(LogGroupName)!.RetentionInDays = null;
                break;
            case "the log group's tag":
                Endpoint.Logs.FindGroup(LogGroupName)!.Tags["Team"] = "other";
                break;
            case "the role's trust":
                Endpoint.IdentityManagement.FindRole(RoleName)!.Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}""";
                break;
            case "the role's policy":
                Endpoint.IdentityManagement.FindRole(RoleName)!.Policies[$"{RuleName}.{Region}"] = """{"Version":"2012-10-17","Statement":[]}""";
                break;
            case "a managed policy too many":
                Endpoint.IdentityManagement.FindRole(RoleName)!.Attached.Add("arn:aws:iam::aws:policy/AmazonElastiCacheReadOnlyAccess");
                break;
            case "the function's memory":
                function["MemorySize"] = 128;
                break;
            case "the function's environment":
                function["Environment"]!["Variables"]!["ASSUME_ROLE_MODE"] = "true";
                break;
            case "the function's code":
                Endpoint.Lambda.FindFunction(FunctionName)!.CodeSha256 = "of another version";
                break;
            case "the function's tag":
                Endpoint.Lambda.FindFunction(FunctionName)!.Tags["Team"] = "other";
                break;
            case "the rule's tag":
                Endpoint.Config.FindRuleTags(RuleName)["Team"] = "other";
                break;
            case "the permission's account":
                Endpoint.Lambda.FindFunction(FunctionName)!.Statements[0]!["Condition"]!["StringEquals"]!["AWS:SourceAccount"] = "999999999999";
                break;
            case "the rule's frequency":
                rule["Source"]!["SourceDetails"]![0]!["MaximumExecutionFrequency"] = "One_Hour";
                break;
            case "the rule's parameters":
                rule["InputParameters"] = """{"engines":"valkey"}""";
                break;
            case "the rule's triggers":
                rule["Source"]!["SourceDetails"]!.AsArray().Add(new JsonObject { ["EventSource"] = "aws.config", ["MessageType"] = "ConfigurationItemChangeNotification" });
                break;
            default:
                throw new ArgumentException(drift);
        }
    }
}
