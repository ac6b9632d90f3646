using System.Management.Automation;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// Inputs as people have them, made after public reports (tests/Inputs): each is judged rightly, or named in one error.
/// </summary>
public sealed class InputCasesTests : IDisposable
{
    private readonly Session _session = new();

    public InputCasesTests() => _session.Set("inputs", Path.Combine(Session.Root, "tests", "Inputs"));

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Get-RedisAtRestCompliance -Path $inputs/members-without-their-group.json")]
    [InlineData("(Get-Content -Raw $inputs/members-without-their-group.json | ConvertFrom-Json).CacheClusters | Get-RedisAtRestCompliance")]
    [InlineData("Get-Content -Raw $inputs/members-without-their-group.json | ConvertFrom-Json -AsHashtable | Get-RedisAtRestCompliance")]
    [InlineData("Get-RedisAtRestCompliance -Path $inputs/members-without-their-group.json, $inputs/text-on-the-pipeline.json -Id leg*, nothing* -Region us-east-1 -ErrorVariable e", 0)]
    public void Members_of_a_group_that_is_described_nowhere_show_it_unencrypted_and_name_it(string script, int errors = 1)
    {
        Outcome outcome = _session.Run(script);

        Assert.Equal(["NON_COMPLIANT legacy"], outcome.Verdicts);
        Assert.Equal(["AWS::ElastiCache::ReplicationGroup"], outcome.All("ComplianceResourceType"));
        Assert.Equal(Enumerable.Repeat("GroupNotDescribed legacy", errors), Errors(outcome).Zip(outcome.Errors, (id, error) => $"{id} {error.TargetObject}"));
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
        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -Path $inputs/members-without-their-group.json -Exemption @{{ Id = '{id}'; Reason = 'r'; Expires = '2099-12-31' }}");

        Assert.Equal(["NOT_APPLICABLE legacy"], outcome.Verdicts);
        Assert.Empty(outcome.Errors);
    }

    [Theory]
    [InlineData("Get-RedisAtRestCompliance -Path $inputs/saved-aws-tools-objects.json")]
    [InlineData("$saved | Get-RedisAtRestCompliance")]
    [InlineData("Get-RedisAtRestCompliance -InputObject $saved")]
    [InlineData("Get-RedisAtRestCompliance -InputObject @(, $saved)")]
    [InlineData("Get-Content -Raw $inputs/saved-aws-tools-objects.json | ConvertFrom-Json -AsHashtable | Get-RedisAtRestCompliance")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($saved, 3)) | Get-RedisAtRestCompliance")]
    [InlineData("$saved | ForEach-Object { $_.StorageEncryptionType = [psobject]$_.StorageEncryptionType.Value; $_ } | Get-RedisAtRestCompliance")]
    [InlineData("[pscustomobject]@{ value = $saved; Count = 2 } | Get-RedisAtRestCompliance")]
    [InlineData("@{ ReplicationGroups = [Collections.ArrayList]$saved } | Get-RedisAtRestCompliance")]
    [InlineData("$saved | ConvertTo-Json | Get-RedisAtRestCompliance")]
    [InlineData("$saved | ForEach-Object { $_ | ConvertTo-Json -Compress } | Get-RedisAtRestCompliance")]
    [InlineData("($saved | ConvertTo-Json) -split '\\n' | Get-RedisAtRestCompliance")]
    public void Saved_objects_are_judged_as_the_live_ones(string script)
    {
        Outcome outcome = _session.Run("$saved = Get-Content -Raw $inputs/saved-aws-tools-objects.json | ConvertFrom-Json\n" + script);

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
        Outcome outcome = _session.Run($"[pscustomobject]@{{ ReplicationGroupId = 'a'; AtRestEncryptionEnabled = $true; StorageEncryptionType = {value} }} | Get-RedisAtRestCompliance");

        Assert.Equal(["NON_COMPLIANT a"], outcome.Verdicts);
        Assert.Equal(["Unknown"], outcome.All("EncryptionState"));
    }

    [Theory]
    [InlineData("Get-RedisAtRestCompliance -Path $inputs/code-page-932.json", "COMPLIANT zaiko")]
    [InlineData("Get-Content $inputs/text-on-the-pipeline.json | Get-RedisAtRestCompliance", "COMPLIANT orders")]
    [InlineData("Get-Content -Raw $inputs/text-on-the-pipeline.json | Get-RedisAtRestCompliance", "COMPLIANT orders")]
    [InlineData("Get-Item $inputs/text-on-the-pipeline.json | Get-RedisAtRestCompliance", "COMPLIANT orders")]
    [InlineData("Resolve-Path $inputs/text-on-the-pipeline.json | Get-RedisAtRestCompliance", "COMPLIANT orders")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-Item $inputs/text-on-the-pipeline.json))) | Get-RedisAtRestCompliance", "COMPLIANT orders")]
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
        Assert.Contains("| ConvertFrom-Json |", outcome.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_several_commands_says_in_one_warning_what_it_passed_over()
    {
        (Outcome outcome, string[] warnings) = RunWithWarnings("Get-RedisAtRestCompliance -Path $inputs/evidence");

        Assert.Equal(["COMPLIANT orders", "NON_COMPLIANT legacy"], outcome.Verdicts);
        Assert.Empty(outcome.Errors);
        Assert.Contains("5 file(s) of other commands (manifest.json, describe-cache-subnet-groups.json", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-ChildItem -Recurse -File $inputs/evidence | Get-RedisAtRestCompliance")]
    [InlineData("Get-RedisAtRestCompliance -Path $inputs/evidence/*/*.json")]
    public void What_others_have_found_is_passed_over_in_one_warning_too(string script)
    {
        (Outcome outcome, string[] warnings) = RunWithWarnings(script);

        Assert.Equal(2, outcome.Output.Count);
        Assert.Empty(outcome.Errors);
        Assert.Single(warnings);
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
        Outcome outcome = _session.Run($"{source} = @{{ {members} }}; $input | Get-RedisAtRestCompliance".Replace("$input", "$row", StringComparison.Ordinal));

        Assert.Equal(["NotAnAccount"], Errors(outcome));
    }

    [Theory]
    [InlineData("ComplianceType = @('COMPLIANT')")]
    [InlineData("ComplianceType = 'COMPLIANT'; Annotation = @{ a = 1 }")]
    [InlineData("ComplianceType = 'COMPLIANT'; OrderingTimestamp = @('2026-01-01')")]
    public void An_evaluation_with_a_value_that_cannot_be_read_is_not_published(string members)
    {
        Outcome outcome = _session.Run($"[pscustomobject]@{{ ComplianceResourceType = 'AWS::::Account'; ComplianceResourceId = '123456789012'; {members} }} | Publish-ConfigEvaluation -ResultToken t -WhatIf {Session.At("http://127.0.0.1:9")}");

        Assert.Contains("InvalidEvaluation", Errors(outcome));
    }

    private static string[] Errors(Outcome outcome) => [.. outcome.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0])];

    private (Outcome Outcome, string[] Warnings) RunWithWarnings(string script)
    {
        Outcome outcome = _session.Run(script + " -WarningVariable global:warned 3> $null");
        return (outcome, [.. ((System.Collections.IEnumerable)_session.Get("warned")!).Cast<object>().Select(warning => $"{warning}")]);
    }
}
