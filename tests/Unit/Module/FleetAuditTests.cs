using System.Diagnostics;
using System.Management.Automation;
using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>One command over many accounts and Regions: what it sees, what it could not see, and how it is gone on with.</summary>
public sealed class FleetAuditTests : IAsyncLifetime, IDisposable
{
    private const string Denied = "222222222222";
    private const string Throttled = "333333333333";
    private const string CutOff = "444444444444";
    private const string Sound = "555555555555";
    private const string All = $"{Denied}, {Throttled}, {CutOff}, {Sound}";

    private static readonly string[] s_sums = ["Count", "SettledCount", "FailedCount", "CompliantCount", "UnconfirmedCount", "NonCompliantCount"];
    private static readonly string[] s_ofRow = ["AccountId", "Status", "CompliantCount", "UnconfirmedCount"];

    private readonly Session _session = new();
    private AwsEndpoint _endpoint = null!;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await AwsEndpoint.StartAsync();
        _session.Set("StoredAWSRegion", "us-east-1");
        _endpoint.ElastiCache.PageSize = 1;
        _endpoint.ElastiCache.Everywhere = [Described.ReplicationGroup("closed"), Described.ReplicationGroup("open", "none", "false")];
    }

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Every_account_is_seen_in_every_Region_with_the_keys_of_its_own_role()
    {
        Outcome outcome = Audit($"-AccountId {Denied}, {Sound} -Region us-east-1, eu-west-1 -RoleName audit/Reader");

        Assert.Empty(outcome.Errors);
        Assert.Equal(8, outcome.Output.Count);
        Assert.Equal([$"{Denied} eu-west-1", $"{Denied} us-east-1", $"{Sound} eu-west-1", $"{Sound} us-east-1"], Places(outcome).Distinct().Order());
        Assert.Equal([$"arn:aws:iam::{Denied}:role/audit/Reader", $"arn:aws:iam::{Sound}:role/audit/Reader"],
            _endpoint.Calls.Where(call => call.Operation == "AssumeRole").Select(call => call.Parameters["RoleArn"]).Order());
    }

    [Fact]
    public void The_caller_s_own_account_is_entered_without_a_role()
    {
        Outcome outcome = Audit($"-AccountId {Described.Account} -RoleName audit");

        Assert.Equal([Described.Account, Described.Account], outcome.All("AccountId"));
        Assert.DoesNotContain(_endpoint.Calls, call => call.Operation == "AssumeRole");
    }

    [Fact]
    public void AllRegions_are_those_that_are_enabled_for_the_account()
    {
        _endpoint.AccountFacts.Regions = ["us-east-1", "ap-northeast-1", "me-central-1"];

        Outcome outcome = Audit("-AllRegions");

        Assert.Equal(["ap-northeast-1", "me-central-1", "us-east-1"], outcome.All("Region").Distinct().Order());
    }

    [Fact]
    public void Where_the_Regions_cannot_be_told_all_of_the_SDK_s_table_are_tried_with_a_warning()
    {
        _endpoint.Fault = call => call.Operation == "DescribeRegions" ? Fault.AccessDenied : null;

        Outcome outcome = Audit("-AllRegions -ResourceType ReplicationGroup -WarningVariable warned -WarningAction SilentlyContinue -ScopeReport rows; $warned.Count; $rows.Count");

        Assert.Equal("1", $"{outcome.Output[^2]}");
        Assert.True((int)outcome.Output[^1].BaseObject > 20);
    }

    [Fact]
    public void An_organization_is_its_active_accounts()
    {
        _endpoint.Organizations.PageSize = 1;
        _endpoint.Organizations.AddAccount(Described.Account, "management");
        _endpoint.Organizations.AddAccount(Sound, "shop");
        _endpoint.Organizations.AddAccount(Denied, "closed", state: "SUSPENDED");

        Outcome outcome = Audit("-Organization -RoleName audit -ScopeReport rows; $rows");

        Assert.Equal([Described.Account, Sound], outcome.Output.Where(IsEvaluation).Select(item => $"{item.Properties["AccountId"].Value}").Distinct().Order());
        Assert.Equal(["management", "shop"], outcome.Output.Where(item => !IsEvaluation(item)).Select(row => $"{row.Properties["AccountName"].Value}").Order());
    }

    [Fact]
    public void Accounts_that_were_listed_before_the_listing_failed_are_audited_and_the_others_are_an_error()
    {
        _endpoint.Organizations.PageSize = 1;
        _endpoint.Organizations.AddAccount(Sound, "shop");
        _endpoint.Organizations.AddAccount(Denied, "never seen");
        _endpoint.Fault = call => call is { Operation: "ListAccounts", Marker.Length: > 0 } ? Fault.JsonError(400, "AccessDeniedException", "Not you.") : null;

        Outcome outcome = Audit("-Organization -RoleName audit");

        Assert.Equal([Sound, Sound], outcome.All("AccountId"));
        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith("AccessDenied,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("Further accounts of the organization could not be seen", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("organizations:ListAccounts", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void An_organizational_unit_has_the_accounts_of_the_units_below_it()
    {
        _endpoint.Organizations.AddUnit("ou-root-aaaaaaaa");
        _endpoint.Organizations.AddUnit("ou-root-bbbbbbbb", "ou-root-aaaaaaaa");
        _endpoint.Organizations.AddAccount(Sound, "above", "ou-root-aaaaaaaa");
        _endpoint.Organizations.AddAccount(Denied, "below", "ou-root-bbbbbbbb");
        _endpoint.Organizations.AddAccount(Throttled, "elsewhere");

        Outcome outcome = Audit("-OrganizationalUnitId ou-root-aaaaaaaa -RoleName audit");

        Assert.Equal([Denied, Sound], outcome.All("AccountId").Distinct().Order());
    }

    public static TheoryData<string, string> Scopes => new()
    {
        { $"[pscustomobject]@{{ AccountId = '{Sound}'; Region = 'eu-west-1'; RoleName = 'Other' }}", $"{Sound} eu-west-1 Other" },
        { $"[pscustomobject]@{{ AccountId = '{Sound}'; Region = 'eu-west-1, us-east-1' }}", $"{Sound} eu-west-1 audit|{Sound} us-east-1 audit" },
        { $"[pscustomobject]@{{ Id = '{Sound}'; Name = 'shop'; Arn = 'arn:aws:organizations::123456789012:account/o-a1b2c3d4e5/{Sound}'; State = 'ACTIVE' }}", $"{Sound} us-east-1 audit" },
        { $"[pscustomobject]@{{ Id = '{Sound}'; Name = 'shop'; Arn = 'arn:aws:organizations::123456789012:account/o-a1b2c3d4e5/{Sound}'; State = 'SUSPENDED' }}", "" },
        { $"'{Sound}'", $"{Sound} us-east-1 audit" },
        { "[pscustomobject]@{ Region = 'eu-west-1' }", $"{Described.Account} eu-west-1 " },
    };

    [Theory]
    [MemberData(nameof(Scopes))]
    public void Accounts_and_Regions_come_down_the_pipeline(string scope, string expected)
    {
        Outcome outcome = _session.Run($"{scope} | Get-RedisAtRestCompliance {Connection} -RoleName audit -Id closed*");

        string[] roles = [.. _endpoint.Calls.Where(call => call.Operation == "AssumeRole").Select(call => call.Parameters["RoleArn"].Split('/')[^1])];
        Assert.Empty(outcome.Errors);
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), Places(outcome).Select(place => $"{place} {roles.FirstOrDefault()}").Order());
    }

    [Fact]
    public void An_account_id_that_lost_its_zeros_is_an_error_beside_the_others()
    {
        Outcome outcome = _session.Run($"[pscustomobject]@{{ AccountId = '12345' }}, [pscustomobject]@{{ AccountId = '{Sound}' }} | Get-RedisAtRestCompliance {Connection} -RoleName audit");

        Assert.StartsWith("NotAnAccountId", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(2, outcome.Output.Count);
    }

    [Fact]
    public void What_the_role_s_trust_policy_and_the_audit_trail_ask_for_is_sent()
    {
        Audit($"-AccountId {Sound} -RoleName audit -ExternalId secret-handshake -RoleSessionName nightly -DurationInSeconds 900");

        IReadOnlyDictionary<string, string> assumed = Assert.Single(_endpoint.Calls, call => call.Operation == "AssumeRole").Parameters;
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
        Assert.DoesNotContain(_endpoint.Calls, call => call.Service == "elasticache");
    }

    [Fact]
    public void Each_account_that_fails_is_one_error_that_says_why_and_the_others_complete()
    {
        _endpoint.Fault = SomethingOfEach;

        Outcome outcome = Audit($"-AccountId {All} -RoleName audit -ResourceType ReplicationGroup");

        Assert.Equal(["AccessDenied " + Denied, "InvalidResponse " + CutOff, "Throttled " + Throttled],
            outcome.Errors.Select(error => $"{error.FullyQualifiedErrorId.Split(',')[0]} {Row(error).Properties["AccountId"].Value}").Order());
        Assert.All(outcome.Errors, error => Assert.Contains($"{Row(error).Properties["AccountId"].Value}", error.Exception.Message, StringComparison.Ordinal));
        Assert.All(outcome.Errors, error => Assert.NotEmpty(error.ErrorDetails.RecommendedAction));
        Assert.Equal(["COMPLIANT closed", "NON_COMPLIANT open"], outcome.Output.Where(item => $"{item.Properties["AccountId"].Value}" == Sound)
            .Select(item => $"{item.Properties["ComplianceType"].Value} {item.Properties["ComplianceResourceId"].Value}").Order());
    }

    [Fact]
    public void The_report_has_a_row_for_each_and_counts_nothing_of_what_was_not_seen_whole_as_compliant()
    {
        _endpoint.Fault = SomethingOfEach;

        Outcome outcome = Audit($"-AccountId {All} -RoleName audit -ResourceType ReplicationGroup -ErrorAction SilentlyContinue -WarningAction SilentlyContinue -ScopeReport rows > $null; $rows");

        Assert.Equal([$"{Denied} Failed 0", $"{Throttled} Failed 0", $"{CutOff} Failed 0", $"{Sound} Completed 1"],
            outcome.Output.Select(row => $"{row.Properties["AccountId"].Value} {row.Properties["Status"].Value} {row.Properties["CompliantCount"].Value}").Order());
        PSObject report = PSObject.AsPSObject(_session.Get("rows"));
        Assert.Equal("4 1 3 1 1 1", Properties(report, s_sums));
        Assert.True((int)report.Properties["RetryCount"].Value >= 1);
        Assert.Equal(_endpoint.Calls.Length, (int)report.Properties["CallCount"].Value + (int)report.Properties["RetryCount"].Value);
    }

    [Fact]
    public void An_audit_goes_on_with_what_an_earlier_one_has_not_seen_whole()
    {
        _endpoint.Fault = SomethingOfEach;
        Audit($"-AccountId {All} -RoleName audit -ResourceType ReplicationGroup -ErrorAction SilentlyContinue -WarningAction SilentlyContinue -ScopeReport rows");
        _endpoint.Fault = _ => null;

        Outcome outcome = Audit($"-AccountId {All} -RoleName audit -ResourceType ReplicationGroup -SkipScope $rows -ScopeReport rows");

        Assert.Equal([Denied, Throttled, CutOff], outcome.All("AccountId").Distinct().Order());
        Assert.Equal("4", $"{Assert.Single(_session.Run("$rows.SettledCount").Output)}");
    }

    [Fact]
    public void Failed_rows_of_a_report_can_be_audited_by_themselves()
    {
        _endpoint.Fault = SomethingOfEach;
        Audit($"-AccountId {All} -RoleName audit -ResourceType ReplicationGroup -ErrorAction SilentlyContinue -WarningAction SilentlyContinue -ScopeReport rows");
        _endpoint.Fault = _ => null;

        Outcome outcome = _session.Run($"$rows | Where-Object Status -EQ Failed | Get-RedisAtRestCompliance {Connection} -RoleName audit -Id closed");

        Assert.Equal([Denied, Throttled, CutOff], outcome.All("AccountId").Order());
    }

    [Fact]
    public void Digits_of_another_script_are_no_account_id()
    {
        Outcome outcome = Audit("-AccountId \u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661 -RoleName audit");

        Assert.True(outcome.IsTerminated);
        Assert.Empty(_endpoint.Calls);
    }

    [Fact]
    public void A_Region_that_is_not_enabled_is_an_error_beside_the_others()
    {
        _endpoint.Fault = call => call.Region == "me-central-1" ? Fault.InvalidToken : null;

        Outcome outcome = Audit("-Region us-east-1, me-central-1");

        Assert.False(outcome.IsTerminated);
        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith("InvalidCredentials", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("enabled", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(["us-east-1", "us-east-1"], outcome.All("Region"));
    }

    [Fact]
    public void Credentials_that_no_scope_takes_end_the_command()
    {
        _endpoint.Fault = call => call.Service == "elasticache" ? Fault.ExpiredToken : null;

        Outcome outcome = Audit("-Region us-east-1, eu-west-1");

        Assert.True(outcome.IsTerminated);
        Assert.StartsWith("ExpiredCredentials", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void The_calls_under_way_are_bounded_by_ThrottleLimit()
    {
        _endpoint.Latency = TimeSpan.FromMilliseconds(5);
        string accounts = string.Join(", ", Enumerable.Range(1, 30).Select(i => $"{100_000_000_000 + i}"));

        Audit($"-AccountId {accounts} -RoleName audit -ThrottleLimit 2");

        Assert.InRange(_endpoint.MaxInFlight, 2, 6);
    }

    [Fact]
    public void Sessions_that_are_about_to_end_are_renewed_while_the_audit_goes_on()
    {
        _endpoint.SecurityToken.Lifetime = TimeSpan.FromMinutes(1);

        Outcome outcome = Audit($"-AccountId {Sound} -RoleName audit");

        Assert.Empty(outcome.Errors);
        Assert.Equal(2, outcome.Output.Count);
        Assert.True(_endpoint.Calls.Count(call => call.Operation == "AssumeRole") > 1);
    }

    [Fact]
    public void Progress_is_one_bar_that_ends()
    {
        Outcome outcome = Audit($"-AccountId {All} -RoleName audit -Region us-east-1, eu-west-1");

        Assert.Equal(ProgressRecordType.Completed, outcome.Progress[^1].RecordType);
        Assert.Single(outcome.Progress.Select(record => record.ActivityId).Distinct());
        Assert.Contains("of 8", outcome.Progress[0].StatusDescription, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AssumeRole")]
    [InlineData("DescribeRegions")]
    [InlineData("ListAccounts")]
    [InlineData("DescribeReplicationGroups")]
    [InlineData("GetCallerIdentity")]
    public async Task Stopping_ends_it_at_any_point_with_a_report_of_what_was_seen(string silentOperation)
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _endpoint.Organizations.AddAccount(Sound, "shop");
        _endpoint.Fault = call =>
        {
            if (call.Operation == silentOperation)
            {
                asked.TrySetResult();
                return Fault.Silent;
            }

            return null;
        };
        using PowerShell shell = _session.Prepare($"Get-RedisAtRestCompliance {Connection} -Organization -AllRegions -RoleName audit -ScopeReport global:rows");
        Task<PSDataCollection<PSObject>> running = shell.InvokeAsync();
        await asked.Task;
        long start = Stopwatch.GetTimestamp();

        shell.Stop();

        await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), "It waited for the call that nobody answers.");
        Assert.Equal("RedisCompliance.ScopeReport", $"{Assert.Single(_session.Run("$rows.GetType().FullName").Output)}");
    }

    [Fact]
    public async Task What_was_begun_when_it_was_stopped_has_a_row_that_says_so()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _endpoint.Fault = call =>
        {
            if (call.Marker.Length > 0)
            {
                asked.TrySetResult();
                return Fault.Silent;
            }

            return null;
        };
        using PowerShell shell = _session.Prepare($"Get-RedisAtRestCompliance {Connection} -AccountId {Sound} -RoleName audit -ResourceType ReplicationGroup -ScopeReport global:rows");
        Task<PSDataCollection<PSObject>> running = shell.InvokeAsync();
        await asked.Task;
        shell.Stop();
        await Assert.ThrowsAsync<PipelineStoppedException>(() => running);

        PSObject row = Assert.Single(_session.Run("$rows").Output);

        Assert.Equal($"{Sound} Stopped 0 1", Properties(row, s_ofRow));
    }

    [Fact]
    public async Task An_audit_that_an_error_ends_does_not_wait_for_a_role_that_does_not_answer()
    {
        _endpoint.Fault = call => call.Operation != "AssumeRole" ? null
            : call.Parameters["RoleArn"].Contains(Denied, StringComparison.Ordinal) ? Fault.AccessDenied : Fault.Silent;

        Outcome outcome = await Task.Run(() => Audit($"-AccountId {Sound}, {Denied} -RoleName audit -ErrorAction Stop"), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.True(outcome.IsTerminated);
    }

    [Fact]
    public void An_account_that_several_rows_name_is_entered_once_and_each_of_its_Regions_listed_once()
    {
        _session.Set("given", new[]
        {
            Row(Sound, "us-east-1"), Row(Sound, "eu-west-1"), Row(Sound, "EU-WEST-1; us-east-1"), Row(Denied, "us-east-1"),
        });
        _session.Set("whole", Row(Sound, null));

        Outcome outcome = _session.Run($"@($given) + $whole | Get-RedisAtRestCompliance {Connection} -RoleName audit -Id closed");

        Assert.Empty(outcome.Errors);
        Assert.Equal([$"{Denied} us-east-1", $"{Sound} eu-west-1", $"{Sound} us-east-1"], Places(outcome).Order());
        // A row without Regions means those of the whole audit, which may be told only inside: it is entered by itself.
        Assert.Equal(3, _endpoint.Calls.Count(call => call.Operation == "AssumeRole"));
    }

    [Fact]
    public void A_Region_s_name_is_not_taken_for_the_account_s()
    {
        PSObject region = Row(null, "eu-west-1");
        region.Properties.Add(new PSNoteProperty("Name", "Europe (Ireland)"));
        _session.Set("region", region);

        Outcome outcome = _session.Run($"$region | Get-RedisAtRestCompliance {Connection} -ScopeReport rows; $rows");

        Assert.Null(outcome.Output[^1].Properties["AccountName"].Value);
        Assert.Equal("eu-west-1", outcome.Output[^1].Properties["Region"].Value);
    }

    [Theory]
    [InlineData("Completed", 0)]
    [InlineData("3", 0)]
    [InlineData(0, 0)]
    [InlineData("Failed", 1)]
    [InlineData(1, 1)]
    [InlineData("sound", 1)]
    public void A_row_s_status_is_known_as_a_word_and_as_the_number_that_JSON_has(object status, int audited)
    {
        PSObject row = Row(Sound, "us-east-1");
        row.Properties.Add(new PSNoteProperty("Status", status));
        _session.Set("row", row);

        Assert.Equal(audited, Audit($"-AccountId {Sound} -RoleName audit -Id closed -SkipScope $row").Output.Count);
    }

    [Fact]
    public void Tags_are_read_only_when_they_are_asked_for()
    {
        _endpoint.ElastiCache.Tag($"arn:aws:elasticache:us-east-1:{Described.Account}:replicationgroup:closed", ("team", "shop"));

        Audit("");
        Assert.DoesNotContain(_endpoint.Calls, call => call.Operation == "ListTagsForResource");
        PSObject tagged = Assert.Single(Audit("-IncludeTag -Id closed").Output);

        Assert.Equal("shop", ((IReadOnlyDictionary<string, string>)tagged.Properties["Tags"].Value)["team"]);
    }

    [Fact]
    public void The_template_s_role_allows_what_the_audit_calls_in_an_account_and_nothing_else()
    {
        JsonNode template = JsonNode.Parse(File.ReadAllText(Path.Combine(Session.Root, "docs", "audit-role.json")))!;
        IEnumerable<string> allowed = template["Resources"]!["AuditRole"]!["Properties"]!["Policies"]![0]!["PolicyDocument"]!["Statement"]!.AsArray()
            .SelectMany(statement => statement!["Action"] is JsonArray several ? several.Select(action => (string)action!) : [(string)statement["Action"]!]);

        Audit($"-AccountId {Sound} -RoleName RedisAudit -AllRegions -IncludeTag");

        Assert.Equal(_endpoint.Calls.Where(call => call.Account == Sound).Select(call => $"{call.Service}:{call.Operation}").Distinct().Order(StringComparer.Ordinal), allowed.Order(StringComparer.Ordinal));
    }

    private static Fault? SomethingOfEach(EndpointCall call) => call switch
    {
        { Operation: "AssumeRole" } when call.Parameters["RoleArn"].Contains(Denied, StringComparison.Ordinal) => Fault.AccessDenied,
        { Service: "elasticache", Account: Throttled } => Fault.Throttled,
        { Service: "elasticache", Account: CutOff, Marker.Length: > 0 } => Fault.CutOff,
        _ => null,
    };

    private static string Properties(PSObject item, string[] names) => string.Join(' ', names.Select(name => item.Properties[name].Value));

    private static PSObject Row(string? accountId, string? region)
    {
        PSObject row = new();
        row.Properties.Add(new PSNoteProperty("AccountId", accountId));
        row.Properties.Add(new PSNoteProperty("Region", region));
        return row;
    }

    private static PSObject Row(ErrorRecord error) => PSObject.AsPSObject(error.TargetObject);

    private static bool IsEvaluation(PSObject item) => item.Properties["ComplianceType"] is not null && item.Properties["Evidence"] is not null;

    private static string[] Places(Outcome outcome) => [.. outcome.Output.Select(item => $"{item.Properties["AccountId"].Value} {item.Properties["Region"].Value}")];

    private string Connection => $"-AccessKey AKID -SecretKey SECRET -EndpointUrl {_endpoint.Url}";

    private Outcome Audit(string arguments) => _session.Run($"Get-RedisAtRestCompliance {Connection} {arguments}");
}
