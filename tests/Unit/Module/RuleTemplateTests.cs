using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>The installation as a template.</summary>
public sealed partial class RuleTemplateTests : RuleTest
{
    [Fact]
    public void The_template_is_the_same_installation()
    {
        Outcome outcome = Session.Run("Export-RedisAtRestRuleTemplate -Format CloudFormation -MaximumExecutionFrequency One_Hour");

        using JsonDocument template = JsonDocument.Parse($"{Assert.Single(outcome.Output)}");
        JsonElement resources = template.RootElement.GetProperty("Resources");
        Assert.Equal(["Function", "LogGroup", "Permission", "Role", "Rule"],
            resources.EnumerateObject().Select(resource => resource.Name).Order(StringComparer.Ordinal));
        Assert.Equal("One_Hour", resources.GetProperty("Rule").GetProperty("Properties").GetProperty("Source")
            .GetProperty("SourceDetails")[0].GetProperty("MaximumExecutionFrequency").GetString());
        Assert.Empty(Endpoint.Calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-UseManagedPolicy")]
    [InlineData("-Organization -ExecutionRoleName members-role")]
    [InlineData("-ResourceType ServerlessCache -Engine valkey -MemorySize 256 -FunctionTimeoutSec 60 -Architecture arm64")]
    public void The_template_has_the_policies_and_the_function_that_Install_makes(string parameters)
    {
        Session.Run($"Install-RedisAtRestRule @connection {parameters}");
        JsonNode resources = JsonNode.Parse($"{Assert.Single(Session.Run($"Export-RedisAtRestRuleTemplate {parameters}").Output)}")!["Resources"]!;

        IdentityManagementService.Role role = Endpoint.IdentityManagement.FindRole("redis-encrypted-at-rest-check-role")!;
        JsonNode made = resources["Role"]!["Properties"]!;
        AssertSame(role.Trust, made["AssumeRolePolicyDocument"]!);
        AssertSame(RuleArn().Replace(role.Policies.Single().Value, "$1*"), made["Policies"]!.AsArray().Single()!["PolicyDocument"]!);
        AssertSame(JsonSerializer.Serialize(role.Attached), made["ManagedPolicyArns"] ?? new JsonArray());
        JsonObject function = Endpoint.Lambda.FindFunction("redis-encrypted-at-rest-check-function")!.Configuration;
        // The note of Install is of Install alone.
        Assert.True(function["Environment"]!["Variables"]!.AsObject().Remove("REDIS_COMPLIANCE_INSTALLATION"));
        foreach (string member in (string[])["FunctionName", "Description", "Runtime", "Handler", "MemorySize", "Timeout", "Architectures",
            "Environment"])
        {
            AssertSame(function[member]!.ToJsonString(), resources["Function"]!["Properties"]![member]!);
        }
    }

    [Fact]
    public void A_template_that_is_there_is_not_overwritten()
    {
        string file = Path.GetTempFileName();

        Outcome outcome = Session.Run($"Export-RedisAtRestRuleTemplate -Path '{file}'");

        Assert.StartsWith("FileExists", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Empty(File.ReadAllText(file));
        File.Delete(file);
    }

    /// <summary>A template as CloudFormation resolves it, in the account of the endpoint.</summary>
    private static void AssertSame(string expected, JsonNode template)
    {
        string resolved = Substitution().Replace(template.ToJsonString(), "$1")
            .Replace("${AWS::Partition}", "aws").Replace("${AWS::Region}", "us-east-1").Replace("${AWS::AccountId}", "123456789012")
                .Replace("${OrganizationId}", "o-a1b2c3d4e5");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(resolved)), $"{expected}\n{resolved}");
    }

    /// <summary>Install narrows the policy to the rule's ARN, which a template cannot name yet.</summary>
    [GeneratedRegex("(:config-rule/)config-rule-\\d+")]
    private static partial Regex RuleArn();

    [GeneratedRegex(@"\{""Fn::Sub"":(""[^""]*"")\}")]
    private static partial Regex Substitution();
}
