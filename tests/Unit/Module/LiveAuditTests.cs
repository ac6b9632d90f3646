using System.Collections.Concurrent;
using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

[Trait("Category", "Package")]
public sealed class LiveAuditTests : EndpointTest
{
    private static readonly string[] s_detail = ["EncryptionState", "Evidence", "KeyKind", "KmsKeyId", "Region", "AccountId"];

    protected override void Prepare()
    {
        Endpoint.ElastiCache.Add("us-east-1",
            Described.ReplicationGroup("orders", "sse-kms").With("KmsKeyId", "key-1"),
            Described.ReplicationGroup("legacy", "none", "false"),
            Described.ReplicationGroup("sessions", engine: "valkey"),
            Described.CacheCluster("orders-001", "true", memberOf: "orders"),
            Described.CacheCluster("alone"),
            Described.CacheCluster("pages", engine: "memcached"),
            Described.ServerlessCache("search"));
        Endpoint.ElastiCache.Add("eu-west-1", Described.ReplicationGroup("europe", region: "eu-west-1"));
    }

    [Fact]
    public void Every_kind_of_resource_in_scope_is_judged()
    {
        Outcome outcome = Audit();

        Assert.Equal(["COMPLIANT orders", "COMPLIANT search", "COMPLIANT sessions", "NON_COMPLIANT alone", "NON_COMPLIANT legacy"],
            outcome.Verdicts);
        Assert.Empty(outcome.Errors);
    }

    [Fact]
    public void An_evaluation_carries_state_evidence_and_key()
    {
        PSObject evaluation = Assert.Single(Audit("-Id orders").Output);

        Assert.Equal("RedisCompliance.Evaluation", evaluation.BaseObject.GetType().FullName);
        Assert.Equal("Encrypted StorageEncryptionType CustomerManaged key-1 us-east-1 123456789012", string.Join(' ',
            s_detail.Select(name => evaluation.Properties[name].Value)));
    }

    [Theory]
    [InlineData("-Id s*", "COMPLIANT search|COMPLIANT sessions")]
    [InlineData("-ResourceType CacheCluster", "NON_COMPLIANT alone")]
    [InlineData("-ResourceType AWS::ElastiCache::ServerlessCache", "COMPLIANT search")]
    [InlineData("-Engine valkey", "COMPLIANT search|COMPLIANT sessions")]
    [InlineData("-ComplianceType NON_COMPLIANT", "NON_COMPLIANT alone|NON_COMPLIANT legacy")]
    [InlineData("-ComplianceType NON_COMPLIANT -ResourceType ReplicationGroup, ServerlessCache", "NON_COMPLIANT legacy")]
    public void Filters_select(string filter, string verdicts) =>
        Assert.Equal(verdicts.Split('|'), Audit(filter).Verdicts);

    [Fact]
    public void A_resource_type_not_asked_for_is_not_listed()
    {
        Audit("-ResourceType ReplicationGroup");

        Assert.Equal(["DescribeReplicationGroups"], Endpoint.Calls.Select(call => call.Operation));
    }

    [Fact]
    public void Several_Regions_are_audited_each_signed_for_itself()
    {
        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance {Session.At(Endpoint.Url, "us-east-1, eu-west-1")} "
            + "-ResourceType ReplicationGroup");

        Assert.Contains("COMPLIANT europe", outcome.Verdicts);
        Assert.Equal(["eu-west-1", "us-east-1"], Endpoint.Calls.Select(call => call.Region).Order());
    }

    [Fact]
    public void The_stored_Region_of_AWS_Tools_is_used_where_none_is_given()
    {
        Session.Set("StoredAWSRegion", "eu-west-1");

        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance -AccessKey a -SecretKey b -EndpointUrl {Endpoint.Url}");

        Assert.Equal(["COMPLIANT europe"], outcome.Verdicts);
    }

    [Fact]
    public void The_stored_credentials_of_AWS_Tools_are_had_through_its_own_command()
    {
        Session.Set("wrapper", new StoredWrapper());
        Session.Set("inner", new ForeignCredentials());

        Session.Run($$"""
            function Get-AWSCredential { $inner }
            $StoredAWSCredentials = $wrapper
            Get-RedisAtRestCompliance -Region us-east-1 -EndpointUrl {{Endpoint.Url}}
            """);

        Assert.All(Endpoint.Calls, call => Assert.Equal("FOREIGN", call.AccessKey));
        Assert.NotEmpty(Endpoint.Calls);
    }

    [Fact]
    public void Credentials_of_another_copy_of_the_SDK_sign()
    {
        Session.Set("credential", new ForeignCredentials());

        Session.Run($"Get-RedisAtRestCompliance -Region us-east-1 -Credential $credential -EndpointUrl {Endpoint.Url} "
            + "-ResourceType CacheCluster");

        Assert.Equal("FOREIGN", Assert.Single(Endpoint.Calls).AccessKey);
    }

    [Fact]
    public void The_first_evaluation_is_on_the_pipeline_before_the_second_page_is_asked_for()
    {
        Endpoint.ElastiCache.PageSize = 1;
        ConcurrentQueue<int> laterPages = [];
        Session.Set("observe", () => laterPages.Enqueue(Endpoint.Calls.Count(call => call.Marker.Length > 0)));

        Session.Run($"Get-RedisAtRestCompliance {Session.At(Endpoint.Url)} -ResourceType ReplicationGroup | ForEach-Object {{ "
            + "$observe.Invoke() }");

        Assert.Equal(3, laterPages.Count);
        Assert.Equal(0, laterPages.First());
    }

    [Fact]
    public async Task Stopping_ends_a_listing_that_gets_no_answer()
    {
        using PowerShell shell = Session.Prepare($"Get-RedisAtRestCompliance {Session.At(Endpoint.Url)}");

        await Session.RunAndStopAsync(shell, Endpoint, _ => true);
    }

    [Fact]
    public void Verbose_says_what_was_read_from_where_and_nothing_secret()
    {
        Outcome outcome = Audit("-Verbose");

        Assert.Contains(outcome.Verbose, line => line.Contains("us-east-1", StringComparison.Ordinal)
            && line.Contains(Endpoint.Url, StringComparison.Ordinal));
        Assert.Contains(outcome.Verbose,
            line => line.StartsWith("AWS::ElastiCache::ReplicationGroup: 3 resources", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Verbose, line => line.Contains("SECRET", StringComparison.Ordinal)
            || line.Contains("AKID", StringComparison.Ordinal));
    }

    [Fact]
    public void Progress_is_shown_for_listings_of_several_pages_and_then_completed()
    {
        Endpoint.ElastiCache.PageSize = 2;

        Outcome outcome = Audit();

        Assert.NotEmpty(outcome.Progress);
        Assert.Equal(ProgressRecordType.Completed, outcome.Progress[^1].RecordType);
    }

    [Fact]
    public void Nothing_is_listed_when_nothing_comes_down_the_pipeline()
    {
        Outcome outcome = Session.Run($"@() | Get-RedisAtRestCompliance {Session.At(Endpoint.Url)}");

        Assert.Empty(outcome.Output);
        Assert.Empty(Endpoint.Calls);
    }

    private Outcome Audit(string arguments = "") => Session.Run($"Get-RedisAtRestCompliance {Session.At(Endpoint.Url)} {arguments}");

    /// <summary>What AWS Tools keeps in $StoredAWSCredentials: opaque to everyone else.</summary>
    private sealed class StoredWrapper;

    /// <summary>Credentials as another AWSSDK.Core has them.</summary>
    private sealed class ForeignCredentials
    {
        private readonly Keys _keys = new("FOREIGN", "SECRET", string.Empty);

        public Keys GetCredentials() => _keys;
    }

    private sealed record Keys(string AccessKey, string SecretKey, string Token);
}
