using System.Management.Automation;
using System.Text;

namespace RedisCompliance.Module.Tests;

/// <summary>Files that contradict each other, that lack members, and files of exemptions.</summary>
public sealed class ContradictionTests : IDisposable
{
    private readonly Session _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("contradictions");

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("a.json", "b.json")]
    [InlineData("b.json", "a.json")]
    public void The_worse_of_two_exports_stands_and_the_conflict_names_both_and_when(string good, string bad)
    {
        Write(good, Group("true"));
        Write(bad, Group("false"));
        File.SetLastWriteTimeUtc(Path.Combine(_folder.FullName, good), new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc));

        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -Path '{_folder.FullName}'");

        Assert.Equal(["NON_COMPLIANT orders"], outcome.Verdicts);
        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith("ConflictingRecords,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.All(["a.json", "b.json", "2026-01-31 12:00:00Z"],
            part => Assert.Contains(part, error.Exception.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("$good, $bad | Get-RedisAtRestCompliance")]
    [InlineData("$bad, $good | Get-RedisAtRestCompliance")]
    [InlineData("Get-RedisAtRestCompliance -InputObject @($good, $bad)")]
    public void The_worse_of_two_objects_stands(string script)
    {
        Outcome outcome = _session.Run($"$good = {Object("true")}; $bad = {Object("false")}; {script}");

        Assert.Equal(["NON_COMPLIANT orders"], outcome.Verdicts);
        Assert.StartsWith("ConflictingRecords,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Exports_of_two_accounts_without_ARNs_are_not_one_resource()
    {
        Write("a.json", """{"ReplicationGroups":[{"ReplicationGroupId":"orders","AtRestEncryptionEnabled":true}]}""");
        Write("b.json", """{"ReplicationGroups":[{"ReplicationGroupId":"orders","AtRestEncryptionEnabled":false}]}""");

        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -Path '{_folder.FullName}'");

        Assert.Equal(["COMPLIANT orders", "NON_COMPLIANT orders"], outcome.Verdicts);
        Assert.Equal(["a.json", "b.json"], outcome.All("SourcePath").Select(Path.GetFileName));
    }

    [Fact]
    public void Several_Regions_do_not_tell_which_one_an_object_without_ARN_is_of() =>
        Assert.Equal([""], _session.Run(
            "[pscustomobject]@{ ReplicationGroupId = 'a' } | Get-RedisAtRestCompliance -Region eu-west-1, us-east-1").All("Region"));

    [Fact]
    public void A_query_that_leaves_out_what_every_listing_has_is_one_warning_a_file_and_no_evidence_of_the_key()
    {
        Write("a.json", """[{"ReplicationGroupId":"orders","AtRestEncryptionEnabled":true},"""
            + """{"ReplicationGroupId":"carts","AtRestEncryptionEnabled":true}]""");

        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -Path '{_folder.FullName}' -WarningVariable global:warned 3> $null");

        Assert.Equal(["Unknown", "Unknown"], outcome.All("KeyKind"));
        Assert.Contains("ARN, Status, MemberClusters", $"{Assert.Single(((System.Collections.IEnumerable)_session.Get("warned")!).Cast<object>())}", StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_export_in_a_folder_is_an_error_beside_the_others_results()
    {
        Write("a.json", Group("false"));
        Write("failed.json", "");

        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -Path '{_folder.FullName}'");

        Assert.Equal(["NON_COMPLIANT orders"], outcome.Verdicts);
        Assert.StartsWith("NotAnExport,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Exemptions_are_read_in_the_encodings_that_PowerShell_writes(string encoding)
    {
        Write("a.json", Group("false"));
        Encoding chosen = Encoding.GetEncoding(encoding);
        string file = Path.Combine(_folder.FullName, "exemptions.list");
        File.WriteAllBytes(file, [.. chosen.GetPreamble(), .. chosen.GetBytes("""[{"Id":"orders","Reason":"\u691c\u8a3c","Expires":"2099-12-31"}]""")]);

        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -Path '{Path.Combine(_folder.FullName, "a.json")}' "
            + $"-ExemptionPath '{file}'");

        Assert.Empty(outcome.Errors);
        Assert.Equal(["Exempt until 2099-12-31: \u691c\u8a3c"], outcome.All("Annotation"));
    }

    [Fact]
    public void Exemptions_in_a_code_page_are_an_error_that_says_so()
    {
        string file = Path.Combine(_folder.FullName, "exemptions.list");
        File.WriteAllBytes(file, [.. "[{\"Id\":\"orders\",\"Reason\":\""u8, 0x8C, 0x9F, 0x8F, 0xD8,
            .. "\",\"Expires\":\"2099-12-31\"}]"u8]);

        ErrorRecord error = Assert.Single(
            _session.Run($"Get-RedisAtRestCompliance -Path '{Session.Samples}' -ExemptionPath '{file}'").Errors);

        Assert.Contains("neither UTF-8 nor UTF-16", error.Exception.Message, StringComparison.Ordinal);
    }

    private static string Object(string flag) =>
        $"[pscustomobject]@{{ ReplicationGroupId = 'orders'; AtRestEncryptionEnabled = ${flag}; ARN = "
            + $"'arn:aws:elasticache:us-east-1:123456789012:replicationgroup:orders' }}";

    private static string Group(string flag) =>
        $$"""{"ReplicationGroupId":"orders","Status":"available","KmsKeyId":"","AtRestEncryptionEnabled":{{flag}},"ARN":"arn:aws:elasticache:us-east-1:123456789012:replicationgroup:orders"}""";

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder.FullName, name), content);
}
