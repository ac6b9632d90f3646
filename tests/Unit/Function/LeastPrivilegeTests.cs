using System.Text.Json;
using System.Text.Json.Nodes;
using RedisCompliance.Aws;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Function.Tests;

/// <summary>The policy that the installation writes, compared with what the function is seen to call.</summary>
[Collection("Function")]
public sealed class LeastPrivilegeTests : FunctionTest
{
    /// <summary>Lambda writes the log with the function's role; the function does not call it itself.</summary>
    private static readonly string[] s_ofTheRuntime = ["logs:CreateLogStream", "logs:PutLogEvents"];

    private const string TagsAndAliases =
        """{"approvedKMSKeyIds":"arn:aws:kms:us-east-1:123456789012:alias/audit","exemptions":"[{\"Tag\":\"Team\",\"Reason\":\"r\","""
            + """\"Expires\":\"2099-01-01\"}]"}""";

    [Theory]
    [InlineData("{}")]
    [InlineData(TagsAndAliases)]
    [InlineData("""{"resourceTypes":"ReplicationGroup"}""")]
    [InlineData("""{"resourceTypes":"CacheCluster,ServerlessCache"}""")]
    public async Task The_policy_allows_what_the_function_calls_and_nothing_else(string ruleParameters)
    {
        string[] allowed = await AllowedAsync(PolicyOf(ruleParameters));
        Endpoint.AccountFacts.KeyAliases["arn:aws:kms:us-east-1:123456789012:alias/audit"] =
            "arn:aws:kms:us-east-1:123456789012:key/1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11";
        Endpoint.ElastiCache.Add(
            "us-east-1", Described.ReplicationGroup("a"), Described.CacheCluster("b"), Described.ServerlessCache("c"));
        Endpoint.Config.AddRule("running", Token);
        Endpoint.Config.Store("running", Groups, "gone", "NON_COMPLIANT");
        int before = Endpoint.Calls.Length;

        await InvokeAsync(Event(("configRuleName", "running"), ("ruleParameters", ruleParameters)));

        string[] called = [.. Endpoint.Calls.Skip(before).Select(call => $"{call.Service}:{call.Operation}").Distinct()
            .Order(StringComparer.Ordinal)];
        Assert.Equal(called, allowed.Except(s_ofTheRuntime).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Beside_the_managed_policies_the_role_has_what_they_leave_out()
    {
        string[] allowed = await AllowedAsync(PolicyOf(TagsAndAliases), useManagedPolicy: true);

        Assert.Equal(["elasticache:ListTagsForResource", "kms:DescribeKey", .. s_ofTheRuntime], allowed);
        Assert.Equal(s_ofTheRuntime, await AllowedAsync(AtRestPolicy.Default, useManagedPolicy: true));
    }

    [Fact]
    public async Task In_an_organization_the_member_s_role_of_the_template_allows_what_the_function_calls_there()
    {
        string template = await File.ReadAllTextAsync(
            Path.Combine(FindRoot(), "docs", "member-account-role.json"), TestContext.Current.CancellationToken);
        JsonNode role = JsonNode.Parse(template)!["Resources"]!["ExecutionRole"]!["Properties"]!;

        string[] allowed = Actions(role["Policies"]![0]!["PolicyDocument"]!);

        Assert.Equal((await AllowedAsync(AtRestPolicy.Default)).Except(s_ofTheRuntime).Order(StringComparer.Ordinal),
            allowed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task In_an_organization_the_function_s_own_role_allows_what_the_function_calls_with_it_and_nothing_else()
    {
        Endpoint.Organizations.AddAccount(Described.Account, "management");
        string[] allowed = await AllowedAsync(AtRestPolicy.Default, new OrganizationScope("members-role", []));
        Environment.SetEnvironmentVariable("ASSUME_ROLE_MODE", "true");
        int before = Endpoint.Calls.Length;

        await InvokeAsync(Event());

        string[] called = [.. Endpoint.Calls.Skip(before).Where(call => call.AccessKey == "LAMBDA")
            .Select(call => $"{call.Service}:{call.Operation}").Distinct()];
        Assert.Equal(called, allowed.Except(s_ofTheRuntime));
    }

    private static AtRestPolicy PolicyOf(string ruleParameters) =>
        RuleParameters.ToPolicy(JsonSerializer.Deserialize<Dictionary<string, string>>(ruleParameters)!);

    /// <summary>Installs the rule; gives the actions that its role has then.</summary>
    private async Task<string[]> AllowedAsync(AtRestPolicy policy, OrganizationScope? organization = null, bool useManagedPolicy = false)
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        AwsConnectionSettings settings =
            new() { Region = "us-east-1", AccessKey = "ADMIN", SecretKey = "SECRET", EndpointUrl = Endpoint.Url };
        using RuleServiceClients site = await RuleServiceClients.OpenAsync(await AwsConnection.OpenAsync(settings, cancelled), cancelled);
        RuleDefinition definition =
            new() { RuleName = "installed", Policy = policy, Organization = organization, UseManagedPolicy = useManagedPolicy,
                Package = new FunctionPackage(new byte[] { 1 }, "1") };
        RuleInstallation installation = new(site.Services, definition, new InstallationOptions { Recorder = null });
        await installation.ReadAsync(cancelled);
        foreach (InstallationChange change in installation.Install())
        {
            await change.ApplyAsync(cancelled);
        }

        return Actions(JsonNode.Parse(
            Assert.Single(Endpoint.IdentityManagement.FindRole(RuleDefinition.DefaultRoleName)!.Policies).Value)!);
    }

    private static string[] Actions(JsonNode policy) => [.. policy["Statement"]!.AsArray()
        .SelectMany(statement => statement!["Action"]!.GetValueKind() == JsonValueKind.Array
            ? statement["Action"]!.AsArray().Select(action => (string)action!) : [(string)statement["Action"]!])];

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder!, "RedisCompliance.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder!;
    }
}
