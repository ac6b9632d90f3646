using System.Management.Automation;
using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>Which accounts and Regions one command sees, and how it comes into them.</summary>
public sealed class FleetTargetTests : FleetTest
{
    [Fact]
    public void Every_account_is_seen_in_every_Region_with_the_keys_of_its_own_role()
    {
        Outcome outcome = Audit($"-AccountId {Denied}, {Sound} -Region us-east-1, eu-west-1 -RoleName audit/Reader");

        Assert.Empty(outcome.Errors);
        Assert.Equal(8, outcome.Output.Count);
        Assert.Equal([$"{Denied} eu-west-1", $"{Denied} us-east-1", $"{Sound} eu-west-1", $"{Sound} us-east-1"],
            Places(outcome).Distinct().Order());
        Assert.Equal([$"arn:aws:iam::{Denied}:role/audit/Reader", $"arn:aws:iam::{Sound}:role/audit/Reader"],
            Endpoint.Calls.Where(call => call.Operation == "AssumeRole").Select(call => call.Parameters["RoleArn"]).Order());
    }

    [Fact]
    public void The_caller_s_own_account_is_entered_without_a_role()
    {
        Outcome outcome = Audit($"-AccountId {Described.Account} -RoleName audit");

        Assert.Equal([Described.Account, Described.Account], outcome.All("AccountId"));
        Assert.DoesNotContain(Endpoint.Calls, call => call.Operation == "AssumeRole");
    }

    [Fact]
    public void AllRegions_are_those_that_are_enabled_for_the_account()
    {
        Endpoint.AccountFacts.Regions = ["us-east-1", "ap-northeast-1", "me-central-1"];

        Outcome outcome = Audit("-AllRegions");

        Assert.Equal(["ap-northeast-1", "me-central-1", "us-east-1"], outcome.All("Region").Distinct().Order());
    }

    [Fact]
    public void Where_the_Regions_cannot_be_told_all_of_the_SDK_s_table_are_tried_with_a_warning()
    {
        Endpoint.Fault = call => call.Operation == "DescribeRegions" ? Fault.AccessDenied : null;

        Outcome outcome = Audit("-AllRegions -ResourceType ReplicationGroup -WarningVariable warned -WarningAction SilentlyContinue "
            + "-ReportVariable rows; $warned.Count; $rows.Count");

        Assert.Equal("1", $"{outcome.Output[^2]}");
        Assert.True((int)outcome.Output[^1].BaseObject > 20);
        Assert.DoesNotContain(Endpoint.Calls, call => call.Region.EndsWith("-regional", StringComparison.Ordinal));
    }

    [Fact]
    public void An_organization_is_its_active_accounts()
    {
        Endpoint.Organizations.PageSize = 1;
        Endpoint.Organizations.AddAccount(Described.Account, "management");
        Endpoint.Organizations.AddAccount(Sound, "shop");
        Endpoint.Organizations.AddAccount(Denied, "closed", state: "SUSPENDED");

        Outcome outcome = Audit("-Organization -RoleName audit -ReportVariable rows; $rows");

        Assert.Equal([Described.Account, Sound], outcome.Output.Where(IsEvaluation)
            .Select(item => $"{item.Properties["AccountId"].Value}").Distinct().Order());
        Assert.Equal(["management", "shop"], outcome.Output.Where(item => !IsEvaluation(item))
            .Select(row => $"{row.Properties["AccountName"].Value}").Order());
    }

    [Fact]
    public void Accounts_that_were_listed_before_the_listing_failed_are_audited_and_the_others_are_an_error()
    {
        Endpoint.Organizations.PageSize = 1;
        Endpoint.Organizations.AddAccount(Sound, "shop");
        Endpoint.Organizations.AddAccount(Denied, "never seen");
        Endpoint.Fault = call => call is { Operation: "ListAccounts", Marker.Length: > 0 }
            ? Fault.JsonError(400, "AccessDeniedException", "Not you.") : null;

        Outcome outcome = Audit("-Organization -RoleName audit");

        Assert.Equal([Sound, Sound], outcome.All("AccountId"));
        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith("AccessDenied,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith(
            "Other accounts of the organization could not be audited completely", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("organizations:ListAccounts", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void An_organizational_unit_has_the_accounts_of_the_units_below_it()
    {
        Endpoint.Organizations.AddUnit("ou-root-aaaaaaaa");
        Endpoint.Organizations.AddUnit("ou-root-bbbbbbbb", "ou-root-aaaaaaaa");
        Endpoint.Organizations.AddAccount(Sound, "above", "ou-root-aaaaaaaa");
        Endpoint.Organizations.AddAccount(Denied, "below", "ou-root-bbbbbbbb");
        Endpoint.Organizations.AddAccount(Throttled, "elsewhere");

        Outcome outcome = Audit("-OrganizationalUnitId ou-root-aaaaaaaa -RoleName audit");

        Assert.Equal([Denied, Sound], outcome.All("AccountId").Distinct().Order());
    }

    public static TheoryData<string, string> Targets => new()
    {
        { $"[pscustomobject]@{{ AccountId = '{Sound}'; Region = 'eu-west-1'; RoleName = 'Other' }}", $"{Sound} eu-west-1 Other" },
        { $"[pscustomobject]@{{ AccountId = '{Sound}'; Region = 'eu-west-1, us-east-1' }}",
            $"{Sound} eu-west-1 audit|{Sound} us-east-1 audit" },
        { $"[pscustomobject]@{{ Id = '{Sound}'; Name = 'shop'; Arn = 'arn:aws:organizations::123456789012:account/o-a1b2c3d4e5/{Sound}'; "
            + "State = 'ACTIVE' }", $"{Sound} us-east-1 audit" },
        { $"[pscustomobject]@{{ Id = '{Sound}'; Name = 'shop'; Arn = 'arn:aws:organizations::123456789012:account/o-a1b2c3d4e5/{Sound}'; "
            + "State = 'SUSPENDED' }", "" },
        { $"[pscustomobject]@{{ Accounts = @([pscustomobject]@{{ Id = '{Sound}'; "
            + $"Arn = 'arn:aws:organizations::123456789012:account/o-a1b2c3d4e5/{Sound}'; "
            + "Status = 'ACTIVE' }) }", $"{Sound} us-east-1 audit" },
        { $"'{Sound}'", $"{Sound} us-east-1 audit" },
        { $"@{{ AccountId = '{Sound}'; RoleName = 'Other' }}", $"{Sound} us-east-1 Other" },
        { $"[pscustomobject]@{{ Id = '{Sound}'; Name = 'shop' }}", $"{Sound} us-east-1 audit" },
        { Sound, $"{Sound} us-east-1 audit" },
        { "[pscustomobject]@{ Region = 'eu-west-1' }", $"{Described.Account} eu-west-1 " },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void Accounts_and_Regions_come_down_the_pipeline(string target, string expected)
    {
        Outcome outcome = Session.Run($"{target} | Get-RedisAtRestCompliance {Connection} -RoleName audit -Id closed*");

        string[] roles = [.. Endpoint.Calls.Where(call => call.Operation == "AssumeRole")
            .Select(call => call.Parameters["RoleArn"].Split('/')[^1])];
        Assert.Empty(outcome.Errors);
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries),
            Places(outcome).Select(place => $"{place} {roles.FirstOrDefault()}").Order());
    }

    public static TheoryData<string, string> BadRows => new()
    {
        { "[pscustomobject]@{ AccountId = '12345' }", "NotAnAccount" },
        { "[pscustomobject]@{ Account = '111111111111'; Region = 'us-east-1' }", "NotAnAccount" },
        { "[pscustomobject]@{ AccountId = '111111111111'; Region = 'us-esat-1' }", "UnknownRegion" },
    };

    [Theory]
    [MemberData(nameof(BadRows))]
    public void A_row_that_cannot_be_is_an_error_and_a_row_of_the_report_beside_the_others(string row, string errorId)
    {
        Outcome outcome = Session.Run(
            $"{row}, [pscustomobject]@{{ AccountId = '{Sound}' }} | Get-RedisAtRestCompliance {Connection} -RoleName audit "
                + "-ReportVariable rows");

        Assert.StartsWith(errorId + ",", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotEmpty(outcome.Errors[0].ErrorDetails.RecommendedAction);
        Assert.Equal([Sound, Sound], outcome.All("AccountId"));
        Assert.Equal("2 1", Properties(PSObject.AsPSObject(Session.Get("rows")), "Count", "FailedCount"));
    }

    [Fact]
    public void What_the_role_s_trust_policy_and_the_audit_trail_ask_for_is_sent()
    {
        Audit($"-AccountId {Sound} -RoleName audit -ExternalId secret-handshake -RoleSessionName nightly -DurationInSeconds 900");

        IReadOnlyDictionary<string, string> assumed = Assert.Single(Endpoint.Calls, call => call.Operation == "AssumeRole").Parameters;
        Assert.Equal("secret-handshake nightly 900", $"{assumed["ExternalId"]} {assumed["RoleSessionName"]} {assumed["DurationSeconds"]}");
    }

    [Theory]
    [InlineData("-AllRegions", "RegionsTwice")]
    [InlineData("-Organization", "RoleNameMissing")]
    [InlineData("-OrganizationalUnitId r-root", "RoleNameMissing")]
    [InlineData($"-AccountId {Sound}", "NoRole")]
    public void What_cannot_be_is_one_terminating_error_before_anything_is_listed(string arguments, string errorId)
    {
        Outcome outcome = Audit($"-Region us-east-1 {arguments}");

        Assert.True(outcome.IsTerminated);
        Assert.StartsWith(errorId + ",", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotEmpty(outcome.Errors[0].ErrorDetails.RecommendedAction);
        Assert.DoesNotContain(Endpoint.Calls, call => call.Service == "elasticache");
    }

    [Fact]
    public void Digits_of_another_script_are_no_account_id()
    {
        Outcome outcome = Audit("-AccountId \u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661 -RoleName audit");

        Assert.True(outcome.IsTerminated);
        Assert.Empty(Endpoint.Calls);
    }

    [Fact]
    public void An_account_that_several_rows_name_is_entered_once_and_each_of_its_Regions_listed_once()
    {
        Session.Set("given", new[]
        {
            Row(Sound, "us-east-1"), Row(Sound, "eu-west-1"), Row(Sound, "EU-WEST-1; us-east-1"), Row(Denied, "us-east-1"),
        });
        Session.Set("whole", Row(Sound, null));

        Outcome outcome = Session.Run($"@($given) + $whole | Get-RedisAtRestCompliance {Connection} -RoleName audit -Id closed");

        Assert.Empty(outcome.Errors);
        Assert.Equal([$"{Denied} us-east-1", $"{Sound} eu-west-1", $"{Sound} us-east-1"], Places(outcome).Order());
        // A row without Regions means those of the whole audit, which may be told only inside: it is entered by itself.
        Assert.Equal(3, Endpoint.Calls.Count(call => call.Operation == "AssumeRole"));
    }

    [Fact]
    public void A_Region_s_name_is_not_taken_for_the_account_s()
    {
        PSObject region = Row(null, "eu-west-1");
        region.TypeNames.Insert(0, "Amazon.PowerShell.Common.AWSRegion");
        region.Properties.Add(new PSNoteProperty("Name", "Europe (Ireland)"));
        Session.Set("region", region);

        Outcome outcome = Session.Run($"$region | Get-RedisAtRestCompliance {Connection} -ReportVariable rows; $rows");

        Assert.Null(outcome.Output[^1].Properties["AccountName"].Value);
        Assert.Equal("eu-west-1", outcome.Output[^1].Properties["Region"].Value);
    }

    [Fact]
    public void Tags_are_read_only_when_they_are_asked_for()
    {
        Endpoint.ElastiCache.Tag($"arn:aws:elasticache:us-east-1:{Described.Account}:replicationgroup:closed", ("team", "shop"));

        Audit("");
        Assert.DoesNotContain(Endpoint.Calls, call => call.Operation == "ListTagsForResource");
        PSObject tagged = Assert.Single(Audit("-IncludeTag -Id closed").Output);

        Assert.Equal("shop", ((IReadOnlyDictionary<string, string>)tagged.Properties["Tags"].Value)["team"]);
    }

    [Fact]
    public void The_template_s_role_allows_what_the_audit_calls_in_an_account_and_nothing_else()
    {
        JsonNode template = JsonNode.Parse(File.ReadAllText(Path.Combine(Module.Tests.Session.Root, "docs", "audit-role.json")))!;
        IEnumerable<string> allowed =
            template["Resources"]!["AuditRole"]!["Properties"]!["Policies"]![0]!["PolicyDocument"]!["Statement"]!.AsArray()
            .SelectMany(statement => statement!["Action"] is JsonArray several ? several.Select(action => (string)action!)
                : [(string)statement["Action"]!]);

        Audit($"-AccountId {Sound} -RoleName RedisAudit -AllRegions -IncludeTag "
            + "-ResourceType ReplicationGroup, CacheCluster, ServerlessCache, Snapshot, ServerlessCacheSnapshot");

        Assert.Equal(Endpoint.Calls.Where(call => call.Account == Sound).Select(call => $"{call.Service}:{call.Operation}").Distinct()
            .Order(StringComparer.Ordinal), allowed.Order(StringComparer.Ordinal));
    }

    private static bool IsEvaluation(PSObject item) =>
        item.Properties["ComplianceType"] is not null && item.Properties["Evidence"] is not null;

    private static string[] Places(Outcome outcome) => [.. outcome.Output.Select(item => $"{item.Properties["AccountId"].Value} "
        + $"{item.Properties["Region"].Value}")];
}
