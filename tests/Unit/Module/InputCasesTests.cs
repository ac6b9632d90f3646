using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// Inputs as people have them, made after public reports (tests/Inputs): each is judged rightly, or named in one error.
/// </summary>
public sealed class InputCasesTests : IDisposable
{
    private static readonly string s_inputs = Path.Combine(Session.Root, "tests", "Inputs");

    private readonly Session _session = new();

    public InputCasesTests()
    {
        _session.Set("inputs", s_inputs);
        _session.Set("saved", Objects("saved-aws-tools-objects.json", asTable: false));
        _session.Set("tables", Objects("saved-aws-tools-objects.json", asTable: true));
        _session.Set("members", Objects("members-without-their-group.json", asTable: false));
        _session.Set("raw", File.ReadAllText(Path.Combine(s_inputs, "text-on-the-pipeline.json")));
        _session.Set("lines", File.ReadAllLines(Path.Combine(s_inputs, "text-on-the-pipeline.json")));
        _session.Set("savedText", File.ReadAllText(Path.Combine(s_inputs, "saved-aws-tools-objects.json")));
        _session.Set("file", new FileInfo(Path.Combine(s_inputs, "text-on-the-pipeline.json")));
    }

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Get-RedisAtRestCompliance -Path $inputs/members-without-their-group.json")]
    [InlineData("$members | Get-RedisAtRestCompliance")]
    [InlineData("$members.CacheClusters | Get-RedisAtRestCompliance")]
    public void Members_of_a_group_that_is_described_nowhere_show_it_unencrypted_and_name_it(string script)
    {
        Outcome outcome = _session.Run(script);

        Assert.Equal(["NON_COMPLIANT legacy"], outcome.Verdicts);
        Assert.Equal(["AWS::ElastiCache::ReplicationGroup"], outcome.All("ComplianceResourceType"));
        Assert.Equal(["GroupNotDescribed"], Errors(outcome));
        Assert.Equal("legacy", outcome.Errors[0].TargetObject);
    }

    [Fact]
    public void Members_beside_an_export_of_groups_that_has_theirs_are_judged_with_it()
    {
        Outcome outcome = _session.Run(
            "Get-RedisAtRestCompliance -Path $inputs/members-without-their-group.json, $inputs/text-on-the-pipeline.json");

        Assert.Equal(["COMPLIANT orders", "NON_COMPLIANT legacy"], outcome.Verdicts);
        Assert.Empty(outcome.Errors);
    }

    [Theory]
    [InlineData("-ResourceType CacheCluster")]
    [InlineData("-Id other*")]
    [InlineData("-Region eu-west-1")]
    [InlineData("-Engine valkey")]
    public void A_group_that_is_not_asked_for_is_not_missed(string filter)
    {
        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -Path $inputs/members-without-their-group.json {filter}");

        Assert.Empty(outcome.Output);
        Assert.Empty(outcome.Errors);
    }

    [Theory]
    [InlineData("legacy")]
    [InlineData("arn:aws:elasticache:us-east-1:111122223333:replicationgroup:leg*")]
    public void A_group_that_is_exempt_need_not_be_described(string id)
    {
        Outcome outcome = _session.Run(
            $"Get-RedisAtRestCompliance -Path $inputs/members-without-their-group.json -Exemption @{{ Id = '{id}'; Reason = 'r'; Expires "
                + $"= '2099-12-31' }}");

        Assert.Equal(["NOT_APPLICABLE legacy"], outcome.Verdicts);
        Assert.Empty(outcome.Errors);
    }

    [Theory]
    [InlineData("Get-RedisAtRestCompliance -Path $inputs/saved-aws-tools-objects.json")]
    [InlineData("$saved | Get-RedisAtRestCompliance")]
    [InlineData("Get-RedisAtRestCompliance -InputObject $saved")]
    [InlineData("Get-RedisAtRestCompliance -InputObject @(, $saved)")]
    [InlineData("$tables | Get-RedisAtRestCompliance")]
    [InlineData("Get-RedisAtRestCompliance -InputObject $tables")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($saved, 3)) | "
        + "Get-RedisAtRestCompliance")]
    [InlineData("$saved | ForEach-Object { $_.StorageEncryptionType = [psobject]$_.StorageEncryptionType.Value; $_ } | "
        + "Get-RedisAtRestCompliance")]
    [InlineData("[pscustomobject]@{ value = $saved; Count = 2 } | Get-RedisAtRestCompliance")]
    [InlineData("@{ ReplicationGroups = [Collections.ArrayList]$saved } | Get-RedisAtRestCompliance")]
    [InlineData("$savedText | Get-RedisAtRestCompliance")]
    [InlineData("$savedText -split '\\n' | Get-RedisAtRestCompliance")]
    public void Saved_objects_are_judged_as_the_live_ones(string script)
    {
        Outcome outcome = _session.Run(script);

        Assert.Equal(["COMPLIANT ledger", "NON_COMPLIANT plain"], outcome.Verdicts);
        Assert.Equal(["CustomerManaged", "None"], outcome.All("KeyKind"));
        Assert.Empty(outcome.Errors);
    }

    [Theory]
    [InlineData("@{ Other = 'sse-kms' }")]
    [InlineData("@('sse-kms')")]
    [InlineData("@{ Value = 'sse-kms'; value2 = 1 }.Keys")]
    [InlineData("$true")]
    [InlineData("3")]
    [InlineData("[datetime]'2026-01-01'")]
    public void A_value_whose_shape_cannot_be_read_is_unknown_and_never_absent(string value)
    {
        Outcome outcome = _session.Run(
            $"[pscustomobject]@{{ ReplicationGroupId = 'a'; AtRestEncryptionEnabled = $true; StorageEncryptionType = {value} }} | "
                + $"Get-RedisAtRestCompliance");

        Assert.Equal(["NON_COMPLIANT a"], outcome.Verdicts);
        Assert.Equal(["Unknown"], outcome.All("EncryptionState"));
    }

    [Theory]
    [InlineData("Get-RedisAtRestCompliance -Path $inputs/code-page-932.json", "COMPLIANT zaiko")]
    [InlineData("$lines | Get-RedisAtRestCompliance", "COMPLIANT orders")]
    [InlineData("$raw | Get-RedisAtRestCompliance", "COMPLIANT orders")]
    [InlineData("$file | Get-RedisAtRestCompliance", "COMPLIANT orders")]
    [InlineData("$ExecutionContext.SessionState.Path.GetResolvedPSPathFromPSPath($file.FullName) | Get-RedisAtRestCompliance",
        "COMPLIANT orders")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($file)) | "
        + "Get-RedisAtRestCompliance", "COMPLIANT orders")]
    [InlineData("Get-RedisAtRestCompliance -Path $inputs/one-bare-group.json", null)]
    public void Text_and_files_of_every_way_are_judged(string script, string? beside)
    {
        Outcome outcome = _session.Run(script);

        Assert.Equal([.. beside is null ? Array.Empty<string>() : [beside], "NON_COMPLIANT legacy"], outcome.Verdicts);
        Assert.Empty(outcome.Errors);
    }

    [Theory]
    [InlineData("'ReplicationGroups:', '- ReplicationGroupId: orders', '  Status: available'")]
    [InlineData("'{', '  \"ReplicationGroups\": [', '    { \"ReplicationGroupId\": \"orders\"'")]
    [InlineData("'{ \"Accounts\": [] }'")]
    [InlineData("'null'")]
    [InlineData("'-----', '|  DescribeReplicationGroups  |', '+----+'")]
    public void Text_that_is_no_export_is_one_error_that_says_how_to_convert_it(string text)
    {
        Outcome outcome = _session.Run($"{text} | Get-RedisAtRestCompliance");

        Assert.Equal(["TextNotAnExport"], Errors(outcome));
        Assert.Contains("ConvertFrom-Json", outcome.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_several_commands_says_in_one_warning_what_it_passed_over()
    {
        (Outcome outcome, string[] warnings) = RunWithWarnings("Get-RedisAtRestCompliance -Path $inputs/evidence");

        Assert.Equal(["COMPLIANT orders", "NON_COMPLIANT legacy"], outcome.Verdicts);
        Assert.Empty(outcome.Errors);
        Assert.Contains("5 file(s) from other commands (manifest.json, describe-cache-subnet-groups.json", warnings[^1],
            StringComparison.Ordinal);
        Assert.Contains("MemberClusters, TransitEncryptionEnabled", Assert.Single(warnings[..^1]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[IO.DirectoryInfo]::new(\"$inputs/evidence\").GetFiles('*', 'AllDirectories') | Get-RedisAtRestCompliance")]
    [InlineData("Get-RedisAtRestCompliance -Path $inputs/evidence/*/*.json")]
    public void What_others_have_found_is_passed_over_in_one_warning_too(string script)
    {
        (Outcome outcome, string[] warnings) = RunWithWarnings(script);

        Assert.Equal(2, outcome.Output.Count);
        Assert.Empty(outcome.Errors);
        Assert.Single(warnings, warning => warning.StartsWith("Skipped", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-Path $inputs/evidence/rds", "FolderWithoutExports")]
    [InlineData("-Path $inputs/evidence/rds/*.json", "NoExports")]
    [InlineData("-Path $inputs/evidence/rds/describe-db-instances.json", "NotAnExport")]
    public void Where_nothing_is_an_export_that_is_an_error(string arguments, string errorId) =>
        Assert.Equal([errorId], Errors(_session.Run("Get-RedisAtRestCompliance " + arguments)));

    [Fact]
    public void Each_offline_evaluation_says_its_file_and_of_when_its_evidence_is()
    {
        string file = Path.Combine(Session.Root, "tests", "Inputs", "one-bare-group.json");

        PSObject evaluation = Assert.Single(_session.Run("Get-RedisAtRestCompliance -Path $inputs/one-bare-group.json").Output);

        Assert.Equal(file, evaluation.Properties["SourcePath"].Value);
        Assert.Equal(File.GetLastWriteTimeUtc(file), evaluation.Properties["ObservedAt"].Value);
    }

    [Theory]
    [InlineData("a[b].json")]
    [InlineData("a[b.json")]
    public void A_path_whose_brackets_match_nothing_names_LiteralPath(string path)
    {
        ErrorRecord error = Assert.Single(_session.Run($"Get-RedisAtRestCompliance -Path '{path}'").Errors);

        Assert.Contains("-LiteralPath", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("-LiteralPath", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-RedisAtRestCompliance -LiteralPath /dev/zero", "NotAnExport")]
    [InlineData("Get-RedisAtRestCompliance $inputs -ExemptionPath /dev/zero", "ExemptionFileNotReadable")]
    public void Devices_are_not_opened(string script, string errorId)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Devices are no files there.");

        Assert.Equal([errorId], Errors(_session.Run(script)));
    }

    [Theory]
    [InlineData("$input", "AccountId = @{ a = 1 }; Region = 'us-east-1'")]
    [InlineData("$input", "AccountId = '123456789012'; Region = @(@{ a = 1 })")]
    [InlineData("$input", "AccountId = '123456789012'; Region = 'us-east-1'; RoleName = @('a', 'b')")]
    public void A_row_of_targets_with_a_value_that_cannot_be_read_is_an_error(string source, string members)
    {
        Outcome outcome = _session.Run(
            $"{source} = @{{ {members} }}; $input | Get-RedisAtRestCompliance".Replace("$input", "$row", StringComparison.Ordinal));

        Assert.Equal(["NotAnAccount"], Errors(outcome));
    }

    [Theory]
    [InlineData("ComplianceType = @('COMPLIANT')")]
    [InlineData("ComplianceType = 'COMPLIANT'; Annotation = @{ a = 1 }")]
    [InlineData("ComplianceType = 'COMPLIANT'; OrderingTimestamp = @('2026-01-01')")]
    public void An_evaluation_with_a_value_that_cannot_be_read_is_not_published(string members)
    {
        Outcome outcome = _session.Run($"[pscustomobject]@{{ ComplianceResourceType = 'AWS::::Account'; ComplianceResourceId = "
            + $"'123456789012'; {members} }} | Publish-ConfigEvaluation -ResultToken t -WhatIf {Session.At("http://127.0.0.1:9")}");

        Assert.Contains("InvalidEvaluation", Errors(outcome));
    }

    /// <summary>As ConvertFrom-Json makes them, which the engine alone does not have.</summary>
    private static object Objects(string file, bool asTable) =>
        ToObject(JsonNode.Parse(File.ReadAllText(Path.Combine(s_inputs, file)))!, asTable)!;

    private static object? ToObject(JsonNode? node, bool asTable)
    {
        switch (node)
        {
            case JsonArray array:
                return array.Select(item => ToObject(item, asTable)).ToArray();
            case JsonObject members when asTable:
                return new System.Collections.Hashtable(
                    members.ToDictionary(member => member.Key, member => ToObject(member.Value, asTable)), StringComparer.Ordinal);
            case JsonObject members:
                PSObject item = new();
                foreach ((string name, JsonNode? value) in members)
                {
                    item.Properties.Add(new PSNoteProperty(name, ToObject(value, asTable)));
                }

                return item;
            default:
                return node?.GetValueKind() switch { JsonValueKind.True => true, JsonValueKind.False => false, null => null,
                    _ => node.ToString() };
        }
    }

    private static string[] Errors(Outcome outcome) => [.. outcome.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0])];

    private (Outcome Outcome, string[] Warnings) RunWithWarnings(string script)
    {
        Outcome outcome = _session.Run(script + " -WarningVariable global:warned 3> $null");
        return (outcome, [.. ((System.Collections.IEnumerable)_session.Get("warned")!).Cast<object>().Select(warning => $"{warning}")]);
    }
}
