using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>Backups, from the parameter to AWS and back: only where they are asked for, and never to AWS Config.</summary>
public sealed class BackupTests : IAsyncLifetime, IDisposable
{
    private const string Rule = "redis-encrypted-at-rest-check-rule";
    private const string All = "-ResourceType ReplicationGroup, CacheCluster, ServerlessCache, Snapshot, ServerlessCacheSnapshot";
    private const string Old = "2025-12-31T00:00:00Z";

    private static readonly string[] s_counts = ["PublishedCount", "FailedCount", "RetiredCount"];

    private readonly Session _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redis[compliance]");
    private AwsEndpoint _endpoint = null!;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await AwsEndpoint.StartAsync();
        _endpoint.ElastiCache.Add("us-east-1",
            Described.ReplicationGroup("closed"),
            Described.ReplicationGroup("open", "none", "false"),
            Described.CacheCluster("closed-001", "true", memberOf: "closed"),
            Described.CacheCluster("alone"),
            Described.ServerlessCache("search"),
            Described.Snapshot("of-closed", "closed"),
            Described.Snapshot("of-member", ofCluster: "closed-001"),
            Described.Snapshot("of-open", "open"),
            Described.Snapshot("of-alone", ofCluster: "alone"),
            Described.Snapshot("of-gone", "gone"),
            Described.Snapshot("of-before", "closed", nodeCreated: Old),
            Described.Snapshot("with-key", "gone", kmsKeyId: "key-1"),
            Described.Snapshot("leaving", "gone").With("SnapshotStatus", "deleting"),
            Described.ServerlessCacheSnapshot("of-search", "search"),
            Described.ServerlessCacheSnapshot("of-lost", "lost"),
            Described.ServerlessCacheSnapshot("of-pages", "pages", engine: "memcached"));
        _endpoint.Config.AddRule(Rule, "token");
        _session.Set("connection",
            new System.Collections.Hashtable { ["Region"] = "us-east-1", ["AccessKey"] = "AKID", ["SecretKey"] = "SECRET",
                ["EndpointUrl"] = _endpoint.Url });
    }

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Backups_are_judged_by_their_keys_and_by_what_the_audit_has_seen()
    {
        Outcome outcome = Audit(All);

        Assert.Empty(outcome.Errors);
        Assert.Equal(
            [
                "COMPLIANT closed", "COMPLIANT of-closed", "COMPLIANT of-member", "COMPLIANT of-search", "COMPLIANT search",
                "COMPLIANT with-key", "NON_COMPLIANT alone", "NON_COMPLIANT of-alone", "NON_COMPLIANT of-before", "NON_COMPLIANT of-gone",
                "NON_COMPLIANT of-lost", "NON_COMPLIANT of-open", "NON_COMPLIANT open", "NOT_APPLICABLE leaving",
            ],
            outcome.Verdicts);
    }

    [Fact]
    public void Nothing_of_backups_is_called_unless_they_are_asked_for()
    {
        Outcome outcome = Audit(string.Empty);

        Assert.DoesNotContain(_endpoint.Calls, call => call.Operation.Contains("Snapshot", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Verdicts, verdict => verdict.Contains("of-", StringComparison.Ordinal));
        Assert.Equal("true", Assert.Single(_endpoint.Calls, call => call.Operation == "DescribeCacheClusters")
            .Parameters["ShowCacheClustersNotInReplicationGroups"]);
    }

    [Fact]
    public void Sources_are_listed_before_the_backups_and_each_page_once()
    {
        Audit("-ResourceType Snapshot, ReplicationGroup, CacheCluster");

        string[] operations = [.. _endpoint.Calls.Select(call => call.Operation)];
        Assert.Equal("DescribeSnapshots", operations[^1]);
        Assert.Equal(["DescribeCacheClusters", "DescribeReplicationGroups", "DescribeSnapshots"], operations.Order());
        Assert.Equal("50", _endpoint.Calls[^1].Parameters["MaxRecords"]);
    }

    [Fact]
    public void Backups_alone_are_judged_by_their_keys_and_a_warning_says_what_is_missing()
    {
        Outcome outcome = Audit("-ResourceType Snapshot -Id with-key, of-closed -WarningVariable warned");

        Assert.Equal(["COMPLIANT with-key", "NON_COMPLIANT of-closed"], outcome.Verdicts);
        Assert.Contains("ReplicationGroup", $"{Assert.Single(_session.Run("$warned").Output)}", StringComparison.Ordinal);
        Assert.Equal(["DescribeSnapshots"], _endpoint.Calls.Select(call => call.Operation));
    }

    [Fact]
    public void A_listing_of_sources_that_is_denied_leaves_their_backups_unshown_and_the_target_incomplete()
    {
        _endpoint.Fault = call => call.Operation == "DescribeReplicationGroups" ? Fault.AccessDenied : null;

        Outcome outcome = Audit(All + " -ReportVariable report");

        Assert.Contains("NON_COMPLIANT of-closed", outcome.Verdicts);
        Assert.Contains("NON_COMPLIANT of-member", outcome.Verdicts);
        Assert.StartsWith("AccessDenied", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("Failed 0", $"{Assert.Single(_session.Run("\"$($report[0].Status) $($report[0].CompliantCount)\"").Output)}");
    }

    [Fact]
    public void A_listing_of_backups_that_is_denied_is_an_error_that_names_its_permission()
    {
        _endpoint.Fault = call => call.Operation == "DescribeSnapshots" ? Fault.AccessDenied : null;

        ErrorRecord error = Assert.Single(Audit(All).Errors);

        Assert.Equal("AWS::ElastiCache::Snapshot", $"{error.TargetObject}");
    }

    [Fact]
    public void The_report_counts_backups_and_an_audit_resumes_by_the_same_types_alone()
    {
        Audit(All + " -ReportVariable report");

        Assert.Equal("8 2 14", Counts());
        Outcome resumed = Audit(
            All + " -ResumeFrom ([Management.Automation.PSSerializer]::Deserialize("
                + "[Management.Automation.PSSerializer]::Serialize($report))) -ReportVariable report");
        Assert.Empty(resumed.Errors);
        Assert.Empty(resumed.Output);
        Assert.Equal("8 2 14", Counts());
        Assert.Equal(4, Audit("-ResumeFrom $report -ReportVariable report").Output.Count);
    }

    [Fact]
    public void Tags_of_backups_are_read_and_exempt_them()
    {
        _endpoint.ElastiCache.Tag($"arn:aws:elasticache:us-east-1:{Described.Account}:snapshot:of-gone", ("keep", "no"));

        Outcome outcome = Audit(
            "-ResourceType Snapshot -Id of-gone -Exemption @{ Tag = 'keep=no'; Reason = 'goes'; Expires = '2999-01-01' }");

        Assert.Equal(["NOT_APPLICABLE of-gone"], outcome.Verdicts);
    }

    [Fact]
    public void A_backup_never_reaches_AWS_Config_and_is_counted_as_failed()
    {
        Outcome outcome = _session.Run(
            $"Get-RedisAtRestCompliance @connection {All} | Publish-ConfigEvaluation -ResultToken token -ConfigRuleName {Rule} "
                + "-RetireStale @connection");

        Assert.DoesNotContain(_endpoint.Config.Stored(Rule), stored => stored.Contains("Snapshot", StringComparison.Ordinal));
        Assert.Equal(4, _endpoint.Config.Stored(Rule).Length);
        Assert.Equal(10, outcome.Errors.Count(error =>
            error.FullyQualifiedErrorId.StartsWith("BackupNotForConfig,", StringComparison.Ordinal)));
        PSObject result = Assert.Single(outcome.Output);
        Assert.Equal("4 10 0", string.Join(' ', s_counts
            .Select(name => result.Properties[name].Value)));
    }

    [Theory]
    [InlineData("-ResultToken token")]
    [InlineData("-TestMode")]
    public void An_object_that_says_that_it_is_of_a_backup_is_refused_too(string destination)
    {
        Outcome outcome = _session.Run($$"""
            [pscustomobject]@{ ComplianceResourceType = 'AWS::ElastiCache::snapshot'; ComplianceResourceId = 'a'
                ComplianceType = 'COMPLIANT' } | Publish-ConfigEvaluation {{destination}} @connection
            """);

        Assert.StartsWith("BackupNotForConfig", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(_endpoint.Calls, call => call.Operation == "PutEvaluations");
    }

    [Fact]
    public void No_rule_can_be_asked_for_backups()
    {
        ErrorRecord error = Assert.Single(_session.Run("Install-RedisAtRestRule @connection -ResourceType Snapshot").Errors);

        Assert.StartsWith("ParameterArgumentValidationError", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_endpoint.Calls);
    }

    [Fact]
    public void The_policy_of_a_rule_and_backups_exclude_each_other()
    {
        ErrorRecord error = Assert.Single(Audit("-InvokingEvent '{}' -ResourceType Snapshot").Errors);

        Assert.StartsWith("BackupNotForConfig", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_endpoint.Calls);
    }

    [Fact]
    public void Files_are_read_as_AWS_is()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "groups.json"), $$"""
            { "ReplicationGroups": [ { "ReplicationGroupId": "closed", "ReplicationGroupCreateTime": "2026-01-01T00:00:00+00:00",
                "Status": "available", "MemberClusters": [], "TransitEncryptionEnabled": true, "AtRestEncryptionEnabled": true,
                "ARN": "{{Arn}}replicationgroup:closed" } ] }
            """);
        File.WriteAllText(Path.Combine(_folder.FullName, "snapshots.json"), $$"""
            { "Snapshots": [ {{Backup("nightly", "closed")}}, {{Backup("gone", "gone")}} ] }
            """);

        Assert.Equal(["COMPLIANT closed"], _session.Run($"Get-RedisAtRestCompliance -LiteralPath '{_folder.FullName}'").Verdicts);
        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -LiteralPath '{_folder.FullName}' -ResourceType Snapshot");
        Assert.Empty(outcome.Errors);
        Assert.Equal(["COMPLIANT nightly", "NON_COMPLIANT gone"], outcome.Verdicts);
    }

    [Fact]
    public void A_file_of_backups_that_nobody_asks_for_is_still_none_of_ours()
    {
        string path = Path.Combine(_folder.FullName, "snapshots.json");
        File.WriteAllText(path, $$"""{ "Snapshots": [ {{Backup("nightly", "closed")}} ] }""");

        ErrorRecord error = Assert.Single(_session.Run($"Get-RedisAtRestCompliance -LiteralPath '{path}'").Errors);

        Assert.StartsWith("NotAnExport", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    /// <summary>As AWS Tools gives them, with dates that are dates, and as CLIXML keeps them.</summary>
    [Theory]
    [InlineData("$objects")]
    [InlineData("([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($objects, 5)))")]
    [InlineData("([pscustomobject]@{ Snapshots = $objects[1]; ReplicationGroups = @($objects[0]) })")]
    [InlineData("@{ Snapshots = @($objects[1]) }, @{ ReplicationGroup = $objects[0] }")]
    public void Objects_of_AWS_Tools_are_read_whatever_they_have_gone_through(string given)
    {
        Outcome outcome = _session.Run($$"""
            $day = [datetime]::new(2026, 1, 2, 0, 0, 0, [DateTimeKind]::Utc)
            $objects = @(
                [pscustomobject]@{ ReplicationGroupId = 'closed'; ReplicationGroupCreateTime = $day.AddDays(-1); Status = 'available'
                    MemberClusters = @(); TransitEncryptionEnabled = $true; AtRestEncryptionEnabled = $true
                    ARN = '{{Arn}}replicationgroup:closed' }
                [pscustomobject]@{ SnapshotName = 'nightly'; ReplicationGroupId = 'closed'; SnapshotStatus = 'available'
                    KmsKeyId = $null; NodeSnapshots = @([pscustomobject]@{ CacheNodeCreateTime = $day; CacheSize = '5 MB' })
                    ARN = '{{Arn}}snapshot:nightly' })
            {{given}} | Get-RedisAtRestCompliance -ResourceType Snapshot
            """);

        Assert.Empty(outcome.Errors);
        Assert.Equal(["COMPLIANT nightly"], outcome.Verdicts);
    }

    [Fact]
    public void A_backup_of_a_serverless_cache_on_the_pipeline_is_judged_by_its_cache()
    {
        Outcome outcome = _session.Run($$"""
            $day = [datetime]::new(2026, 1, 2, 0, 0, 0, [DateTimeKind]::Utc)
            [pscustomobject]@{ ServerlessCacheName = 'search'; Status = 'available'; Engine = 'valkey'; CreateTime = $day
                ARN = '{{Arn}}serverlesscache:search' },
            [pscustomobject]@{ ServerlessCacheSnapshotName = 'weekly'; Status = 'available'; CreateTime = $day.AddDays(1)
                ServerlessCacheConfiguration = @{ ServerlessCacheName = 'search'; Engine = 'valkey' }
                ARN = '{{Arn}}serverlesscachesnapshot:weekly' } |
                Get-RedisAtRestCompliance -ResourceType ServerlessCacheSnapshot
            """);

        Assert.Empty(outcome.Errors);
        Assert.Equal(["COMPLIANT weekly"], outcome.Verdicts);
    }

    private const string Arn = "arn:aws:elasticache:us-east-1:123456789012:";

    private static string Backup(string name, string group) => $$"""
        { "SnapshotName": "{{name}}", "ReplicationGroupId": "{{group}}", "SnapshotStatus": "available", "Engine": "redis",
          "ARN": "{{Arn}}snapshot:{{name}}", "NodeSnapshots": [ { "CacheNodeCreateTime": "2026-01-02T00:00:00+00:00" } ] }
        """;

    private string Counts() => $"{Assert.Single(_session.Run(
        "\"$($report[0].SnapshotCount) $($report[0].ServerlessCacheSnapshotCount) $($report.ResourceCount)\"").Output)}";

    private Outcome Audit(string arguments) => _session.Run($"Get-RedisAtRestCompliance @connection {arguments}");
}
