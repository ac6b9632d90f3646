using RedisCompliance.Aws;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Function.Tests;

/// <summary>
/// The scenarios of the article's function and those that it did not think of, with the verdicts of docs/verdicts.md; and what
/// becomes of an article's rule that is taken over.
/// </summary>
[Collection("Function")]
public sealed class ArticleTests : FunctionTest
{
    private const string Serverless = "AWS::ElastiCache::ServerlessCache";
    private const string Nothing = "NOT_APPLICABLE AWS::::Account " + Described.Account;

    private static readonly Dictionary<string, (Described[] Resources, string[] Verdicts)> s_scenarios = new()
    {
        ["no cluster at all"] = ([], [Nothing]),
        ["a group that is not encrypted"] = ([Described.ReplicationGroup("a", "none", "false")], [$"NON_COMPLIANT {Groups} a"]),
        ["a group that is encrypted"] = ([Described.ReplicationGroup("a")], [$"COMPLIANT {Groups} a"]),
        ["a cluster alone that is not encrypted"] = ([Described.CacheCluster("a")], [$"NON_COMPLIANT {Clusters} a"]),
        ["a cluster alone that is encrypted"] = ([Described.CacheCluster("a", "true")], [$"COMPLIANT {Clusters} a"]),
        ["Memcached alone"] = ([Described.CacheCluster("a", engine: "memcached")], [Nothing]),
        ["Memcached beside Redis"] =
            ([Described.CacheCluster("a", engine: "memcached"), Described.CacheCluster("b", "true")], [$"COMPLIANT {Clusters} b"]),
        ["a group with its members"] =
            ([Described.ReplicationGroup("a"), Described.CacheCluster("a-001", "true", "a")], [$"COMPLIANT {Groups} a"]),
        ["a group of Valkey"] =
            ([Described.ReplicationGroup("a", "none", "false", engine: "valkey")], [$"NON_COMPLIANT {Groups} a"]),
        ["a cluster of Valkey alone"] = ([Described.CacheCluster("a", engine: "valkey")], [$"NON_COMPLIANT {Clusters} a"]),
        ["a serverless cache"] = ([Described.ServerlessCache("a")], [$"COMPLIANT {Serverless} a"]),
        ["a flag that the effective state contradicts"] =
            ([Described.ReplicationGroup("a", "none"), Described.ReplicationGroup("b", "sse-kms", "false")],
                [$"COMPLIANT {Groups} b", $"NON_COMPLIANT {Groups} a"]),
        ["an older answer with the flag alone"] =
            ([Described.ReplicationGroup("a", null), Described.ReplicationGroup("b", null, "false")],
                [$"COMPLIANT {Groups} a", $"NON_COMPLIANT {Groups} b"]),
        ["neither state nor flag"] = ([Described.ReplicationGroup("a", null, null)], [$"NON_COMPLIANT {Groups} a"]),
        ["a group that is being deleted"] =
            ([Described.ReplicationGroup("a", "none", "false").With("Status", "deleting")], [$"NOT_APPLICABLE {Groups} a"]),
        ["a group and a cluster of one name"] =
            ([Described.ReplicationGroup("a"), Described.CacheCluster("a")], [$"COMPLIANT {Groups} a", $"NON_COMPLIANT {Clusters} a"]),
    };

    public static TheoryData<string> Scenarios => [.. s_scenarios.Keys];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Each_scenario_has_the_verdict_of_the_documentation(string scenario)
    {
        (Described[] resources, string[] verdicts) = s_scenarios[scenario];
        Endpoint.ElastiCache.Add("us-east-1", resources);

        Assert.Equal(verdicts, await InvokeAsync(Event()));
        Assert.Equal(verdicts, Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public async Task An_article_s_rule_is_taken_over_and_its_results_are_put_right_by_the_first_run()
    {
        HandMade.Add(Endpoint, Rule, RuleDefinition.DefaultFunctionName, RuleDefinition.DefaultRoleName, Token);
        // As its function stored them: groups as clusters, and what is gone.
        Endpoint.Config.Store(Rule, Clusters, "orders", "COMPLIANT");
        Endpoint.Config.Store(Rule, Clusters, "gone", "NON_COMPLIANT");
        Endpoint.Config.Store(Rule, Clusters, "alone", "COMPLIANT");
        Endpoint.ElastiCache.Add(
            "us-east-1", Described.ReplicationGroup("orders", "none", "true"), Described.CacheCluster("alone", "true"));

        IReadOnlyList<RulePart> refused = await InstallAsync(adopts: false);
        await InstallAsync(adopts: true);
        IReadOnlyList<RulePart> parts = await InstallAsync(adopts: false);
        await InvokeAsync(Event());

        Assert.Equal(3, refused.Count(part => part.State == RulePartState.Unmanaged));
        Assert.All(parts, part => Assert.Equal((RulePartState.Current, RulePartAction.Unchanged), (part.State, part.Action)));
        LambdaService.Function function = Endpoint.Lambda.FindFunction(RuleDefinition.DefaultFunctionName)!;
        Assert.Equal("dotnet10 512 300",
            $"{function.Configuration["Runtime"]} {function.Configuration["MemorySize"]} {function.Configuration["Timeout"]}");
        Assert.Equal("RedisCompliance-ConfigRule", (string?)Assert.Single(function.Statements)!["Sid"]);
        Assert.Empty(Endpoint.IdentityManagement.FindRole(RuleDefinition.DefaultRoleName)!.Attached);
        Assert.Equal([$"COMPLIANT {Clusters} alone", $"NON_COMPLIANT {Groups} orders", $"NOT_APPLICABLE {Clusters} gone",
            $"NOT_APPLICABLE {Clusters} orders"], Endpoint.Config.Stored(Rule));
    }

    /// <summary>Installs where nothing is in the way; gives the parts then.</summary>
    private async Task<IReadOnlyList<RulePart>> InstallAsync(bool adopts)
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        AwsConnectionSettings settings =
            new() { Region = "us-east-1", AccessKey = "ADMIN", SecretKey = "SECRET", EndpointUrl = Endpoint.Url };
        using RuleServiceClients site = await RuleServiceClients.OpenAsync(await AwsConnection.OpenAsync(settings, cancelled), cancelled);
        RuleDefinition definition = new() { RuleName = Rule, Package = new FunctionPackage(new byte[] { 1 }, HashOfOne) };
        RuleInstallation installation = new(site.Services, definition, new InstallationOptions { Recorder = null, Adopt = adopts });
        await installation.ReadAsync(cancelled);
        if (!installation.Obstacles().Any())
        {
            foreach (InstallationChange change in installation.Install())
            {
                await change.ApplyAsync(cancelled);
            }

            installation.Close(isComplete: true);
        }

        return installation.Parts;
    }

    private static string HashOfOne { get; } = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData([1]));
}
