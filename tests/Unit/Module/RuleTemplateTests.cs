using System.Text.Json;
using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>The installation as a template.</summary>
public sealed class RuleTemplateTests : RuleTest
{
    private const string RoleName = "redis-encrypted-at-rest-check-role";
    private const string FunctionName = "redis-encrypted-at-rest-check-function";
    private const string RuleArn = "arn:aws:config:us-east-1:123456789012:config-rule/config-rule-000001";

    [Fact]
    public void The_template_is_the_same_installation()
    {
        Outcome outcome = Session.Run("Export-RedisAtRestRuleTemplate -Format CloudFormation -MaximumExecutionFrequency One_Hour");

        using JsonDocument template = JsonDocument.Parse($"{Assert.Single(outcome.Output)}");
        JsonElement resources = template.RootElement.GetProperty("Resources");
        Assert.Equal(["Function", "LogGroup", "Permission", "Role", "RolePolicy", "Rule"],
            resources.EnumerateObject().Select(resource => resource.Name).Order(StringComparer.Ordinal));
        Assert.Equal("One_Hour", resources.GetProperty("Rule").GetProperty("Properties").GetProperty("Source")
            .GetProperty("SourceDetails")[0].GetProperty("MaximumExecutionFrequency").GetString());
        Assert.Empty(Endpoint.Calls);
    }

    /// <summary>With the rule's ARN as a parameter the stack is as narrow as what Install leaves.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("-UseManagedPolicy")]
    [InlineData("-Organization -ExecutionRoleName members-role")]
    [InlineData("-ResourceType ServerlessCache -Engine valkey -MemorySize 256 -FunctionTimeoutSec 60 -Architecture arm64")]
    public void The_template_has_the_policies_and_the_function_that_Install_makes(string parameters)
    {
        Session.Run($"Install-RedisAtRestRule @connection {parameters}");
        JsonObject resources = new CloudFormation(Export(parameters), "us-east-1", ("ConfigRuleArn", RuleArn)).Made;

        IdentityManagementService.Role role = Endpoint.IdentityManagement.FindRole(RoleName)!;
        AssertSame(role.Trust, resources["Role"]!["AssumeRolePolicyDocument"]!);
        Assert.Equal(role.Policies.Single().Key, (string?)resources["RolePolicy"]!["PolicyName"]);
        AssertSame(role.Policies.Single().Value, resources["RolePolicy"]!["PolicyDocument"]!);
        AssertSame(JsonSerializer.Serialize(role.Attached), resources["Role"]!["ManagedPolicyArns"] ?? new JsonArray());
        LambdaService.Function made = Endpoint.Lambda.FindFunction(FunctionName)!;
        JsonObject function = made.Configuration;
        // The note of Install is of Install alone.
        Assert.True(function["Environment"]!["Variables"]!.AsObject().Remove("REDIS_COMPLIANCE_INSTALLATION"));
        foreach (string member in (string[])["FunctionName", "Description", "Runtime", "Handler", "MemorySize", "Timeout", "Architectures",
            "Environment"])
        {
            AssertSame(function[member]!.ToJsonString(), resources["Function"]![member]!);
        }

        if (!parameters.Contains("-Organization", StringComparison.Ordinal))
        {
            JsonNode statement = Assert.Single(made.Statements)!;
            Assert.Equal((string?)statement["Condition"]!["ArnLike"]!["AWS:SourceArn"], (string?)resources["Permission"]!["SourceArn"]);
        }
    }

    [Fact]
    public void Without_the_rule_s_ARN_a_stack_is_limited_to_its_account_and_Region()
    {
        JsonObject resources = new CloudFormation(Export(), "us-east-1").Made;

        Assert.Equal("123456789012", (string?)resources["Permission"]!["SourceAccount"]);
        Assert.Null(resources["Permission"]!["SourceArn"]);
        Assert.Contains("\"arn:aws:config:us-east-1:123456789012:config-rule/*\"",
            resources["RolePolicy"]!["PolicyDocument"]!.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>IAM is one for all Regions: a role of one name is made once, and each stack has a policy of its own on it.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("-Organization")]
    public void Stacks_in_several_Regions_of_an_account_do_not_get_into_each_other_s_way(string parameters)
    {
        JsonNode template = Export(parameters);

        JsonObject[] stacks = [.. ((string[])["us-east-1", "eu-west-1", "ap-northeast-1"])
            .Select(region => new CloudFormation(template, region, ("RoleRegion", "us-east-1")).Made)];

        Assert.Single(stacks, stack => stack.ContainsKey("Role"));
        Assert.Equal(stacks.Length, stacks.Select(stack => (string?)stack["RolePolicy"]!["PolicyName"]).Distinct().Count());
        Assert.Equal(["Role", RoleName, RoleName], stacks.Select(stack => (string?)stack["RolePolicy"]!["RoleName"]));
        Assert.Equal(["Role.Arn", $"arn:aws:iam::123456789012:role/{RoleName}", $"arn:aws:iam::123456789012:role/{RoleName}"],
            stacks.Select(stack => (string?)stack["Function"]!["Role"]));
    }

    [Theory]
    [InlineData("us-east-1")]
    [InlineData("eu-west-1")]
    public void A_stack_alone_makes_its_role_wherever_it_is(string region) =>
        Assert.Contains("Role", new CloudFormation(Export(), region).Made.Select(resource => resource.Key));

    [Fact]
    public void A_role_that_was_given_is_used_as_it_is()
    {
        JsonObject resources = new CloudFormation(Export("-RoleArn arn:aws:iam::123456789012:role/given"), "us-east-1").Made;

        Assert.Equal("arn:aws:iam::123456789012:role/given", (string?)resources["Function"]!["Role"]);
        Assert.DoesNotContain(resources, resource => resource.Key is "Role" or "RolePolicy");
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

    private static void AssertSame(string expected, JsonNode resolved) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), resolved), $"{expected}\n{resolved.ToJsonString()}");

    private JsonNode Export(string parameters = "") =>
        JsonNode.Parse($"{Assert.Single(Session.Run($"Export-RedisAtRestRuleTemplate {parameters}").Output)}")!;
}
