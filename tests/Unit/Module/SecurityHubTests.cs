using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>Publish-SecurityHubFinding, as a user has it.</summary>
[Trait("Category", "Package")]
public sealed class SecurityHubTests : FleetTest
{
    private string At => $"-Region us-east-1 {Connection}";

    private string[] Hub => Endpoint.SecurityHub.Lines;

    [Fact]
    public void A_failure_is_a_finding_and_what_never_failed_is_none()
    {
        Outcome outcome = Publish();

        Assert.Equal("PublishedCount 1, CallCount 1", Counts(outcome));
        Assert.Equal(["ACTIVE FAILED HIGH open"], Hub);
        Assert.Equal("arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default",
            (string)Endpoint.SecurityHub.Find("open")!["ProductArn"]!);
    }

    [Fact]
    public void Without_ArchiveStale_what_passes_now_is_told_and_what_is_gone_is_left()
    {
        Publish();
        Endpoint.ElastiCache.Everywhere = [Described.ReplicationGroup("open"), Described.ReplicationGroup("other", "none", "false")];
        Publish();
        string[] passed = Hub;
        Endpoint.ElastiCache.Everywhere = [];
        Publish();

        Assert.Equal(["ACTIVE FAILED HIGH other", "ACTIVE PASSED INFORMATIONAL open"], passed);
        Assert.Equal(passed, Hub);
    }

    [Fact]
    public void With_ArchiveStale_what_is_fixed_or_gone_is_archived_and_keeps_its_beginning()
    {
        Endpoint.ElastiCache.Everywhere =
            [Described.ReplicationGroup("open", "none", "false"), Described.ReplicationGroup("gone", "none", "false"),
                Described.ReplicationGroup("still", "none", "false")];
        Publish("-ArchiveStale");
        string created = (string)Endpoint.SecurityHub.Find("open")!["CreatedAt"]!;
        Endpoint.ElastiCache.Everywhere = [Described.ReplicationGroup("open"), Described.ReplicationGroup("still", "none", "false")];
        Outcome outcome = Publish("-ArchiveStale");

        Assert.Equal("PublishedCount 1, ArchivedCount 2, CallCount 1", Counts(outcome));
        Assert.Equal(["ACTIVE FAILED HIGH still", "ARCHIVED NOT_AVAILABLE INFORMATIONAL gone", "ARCHIVED PASSED INFORMATIONAL open"], Hub);
        Assert.Equal(created, (string)Endpoint.SecurityHub.Find("open")!["CreatedAt"]!);
    }

    [Fact]
    public void An_audit_that_found_nothing_archives_everything()
    {
        Publish();
        Endpoint.ElastiCache.Everywhere = [];

        Assert.Equal("ArchivedCount 1, CallCount 1", Counts(Publish("-ArchiveStale")));
        Assert.Equal(["ARCHIVED NOT_AVAILABLE INFORMATIONAL open"], Hub);
    }

    [Theory]
    [InlineData("Get-RedisAtRestCompliance {0} -Id closed | Publish-SecurityHubFinding {0} -ArchiveStale")]
    [InlineData("Get-RedisAtRestCompliance {0} | Where-Object ComplianceResourceId -eq closed | Publish-SecurityHubFinding {0} "
        + "-ArchiveStale")]
    [InlineData("Get-RedisAtRestCompliance {0} -Engine redis | Publish-SecurityHubFinding {0} -ArchiveStale")]
    [InlineData("Get-RedisAtRestCompliance {0} | ForEach-Object {{ [pscustomobject]@{{ ComplianceResourceType = "
        + "$_.ComplianceResourceType; ComplianceResourceId = $_.ComplianceResourceId; ComplianceType = $_.ComplianceType; AccountId = "
        + "$_.AccountId; Region = $_.Region; EncryptionState = $_.EncryptionState }} }} | Publish-SecurityHubFinding {0} -ArchiveStale")]
    [InlineData("[pscustomobject]@{{ ComplianceResourceType = 'AWS::ElastiCache::ReplicationGroup'; ComplianceResourceId = 'closed'; "
        + "ComplianceType = 'COMPLIANT'; AccountId = '123456789012'; Region = 'us-east-1' }} | Publish-SecurityHubFinding {0} "
        + "-ArchiveStale")]
    public void Nothing_is_archived_unless_the_input_is_one_whole_audit(string script)
    {
        Publish();

        Outcome outcome = Session.Run(string.Format(null, script, At));

        ErrorRecord error = Assert.Single(
            outcome.Errors, error => !error.FullyQualifiedErrorId.StartsWith("CommandNotFound", StringComparison.Ordinal));
        Assert.Matches("^(IncompleteInput|OtherPolicy),", error.FullyQualifiedErrorId);
        Assert.StartsWith("ACTIVE", Assert.Single(Hub), StringComparison.Ordinal);
    }

    [Fact]
    public void A_listing_that_failed_archives_nothing()
    {
        Publish();
        Endpoint.ElastiCache.Everywhere = [];
        Endpoint.Fault = call => call.Operation == "DescribeReplicationGroups" ? Fault.AccessDenied : null;

        Outcome outcome = Publish("-ArchiveStale");

        Assert.Contains(outcome.Errors, error => error.FullyQualifiedErrorId.StartsWith("IncompleteInput,", StringComparison.Ordinal));
        Assert.Equal(["ACTIVE FAILED HIGH open"], Hub);
    }

    [Fact]
    public void What_is_found_compliant_beside_a_listing_that_failed_stays_a_failure()
    {
        Publish();
        Endpoint.ElastiCache.Everywhere = [Described.ReplicationGroup("open")];
        Endpoint.Fault = call => call.Operation == "DescribeCacheClusters" ? Fault.AccessDenied : null;

        Outcome outcome = Publish();

        Assert.Equal("KeptCount 1", Counts(outcome));
        Assert.Equal(["ACTIVE FAILED HIGH open"], Hub);
    }

    [Fact]
    public void A_finding_that_is_newer_than_the_evidence_stays()
    {
        Session.Run($"$old = Get-RedisAtRestCompliance {At}");
        Publish();

        Outcome outcome = Session.Run($"$old | Publish-SecurityHubFinding {At}");

        Assert.Equal("KeptCount 1", Counts(outcome));
    }

    [Fact]
    public void Evaluations_of_another_account_or_Region_are_refused()
    {
        Outcome outcome = Session.Run($$"""
            foreach ($where in @('999999999999', 'us-east-1'), @('123456789012', 'eu-west-1'), @($null, 'us-east-1')) {
                [pscustomobject]@{
                    ComplianceResourceType = 'AWS::ElastiCache::ReplicationGroup'; ComplianceResourceId = "of-$where"
                    ComplianceType = 'NON_COMPLIANT'; AccountId = $where[0]; Region = $where[1]
                }
            }
            """);
        Session.Set("others", outcome.Output);
        outcome = Session.Run($"$others | Publish-SecurityHubFinding {At}");

        Assert.Equal(["OtherAccount", "OtherRegion", "OtherAccount"],
            outcome.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal("FailedCount 3", Counts(outcome));
        Assert.Empty(Hub);
    }

    [Fact]
    public void What_does_not_arrive_is_an_error_that_carries_the_evaluation_and_PassThru_gives_the_rest()
    {
        Endpoint.ElastiCache.Everywhere =
            [Described.ReplicationGroup("one", "none", "false"), Described.ReplicationGroup("two", "none", "false")];
        Endpoint.SecurityHub.Fails = (id, _) => id.EndsWith("/two", StringComparison.Ordinal) ? "InvalidInput" : null;

        Outcome outcome = Publish("-PassThru");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith("FindingFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("/two", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(["one"], outcome.All("ComplianceResourceId"));
    }

    [Fact]
    public void Where_Security_Hub_is_not_enabled_the_error_says_so()
    {
        Endpoint.SecurityHub.IsEnabled = false;

        Outcome outcome = Publish();

        Assert.StartsWith("SecurityHubNotEnabled,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.True(outcome.IsTerminated);
    }

    [Fact]
    public void WhatIf_imports_nothing()
    {
        Publish("-WhatIf");

        Assert.Empty(Hub);
        Assert.DoesNotContain(Endpoint.Calls, call => call.Service == "securityhub");
    }

    private Outcome Publish(string arguments = "") =>
        Session.Run($"Get-RedisAtRestCompliance {At} | Publish-SecurityHubFinding {At} {arguments}");

    /// <summary>What is counted and is not 0, by its name.</summary>
    private static string Counts(Outcome outcome)
    {
        PSObject result = outcome.Output.Single(item => item.BaseObject.GetType().Name == "SecurityHubResult");
        return string.Join(", ", result.Properties.Where(count => count.Name.EndsWith("Count", StringComparison.Ordinal))
            .Where(count => !count.Value.Equals(0)).Select(count => $"{count.Name} {count.Value}"));
    }
}
