using System.Dynamic;
using System.Management.Automation;
using System.Text;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// Files, objects and exemptions are taken for what they are: nothing is lost without a word, and nothing is taken
/// for more.
/// </summary>
public sealed class FaithfulInputTests : IDisposable
{
    private const string Lost = """{"ReplicationGroupId":"lost","AtRestEncryptionEnabled":false}""";
    private const string Listed = """
        "Status":"available","MemberClusters":[],"TransitEncryptionEnabled":true,
        "ARN":"arn:aws:elasticache:us-east-1:123456789012:replicationgroup:
        """;

    private readonly Session _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("faithful");

    public FaithfulInputTests() => _session.Set("folder", _folder.FullName);

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ ReplicationGroupId = 'known'; AtRestEncryptionEnabled = $true; ReplicationGroups = @($lost) }")]
    [InlineData("[pscustomobject]@{ ReplicationGroups = @($known); 'eu-west-1' = [pscustomobject]@{ ReplicationGroups = @($lost) } }")]
    [InlineData("@{ 'us-east-1' = @{ ReplicationGroups = @($known, $lost) } }")]
    [InlineData("@{ 'us-east-1' = @(@{ ReplicationGroups = @($known) }, @{ ReplicationGroups = @($lost) }) }")]
    [InlineData("@{ ReplicationGroups = @{ value = @($known, $lost); Count = 2 } }")]
    public void A_resource_within_another_object_is_judged(string input)
    {
        Outcome outcome = _session.Run($"$known = [pscustomobject]@{{ ReplicationGroupId = 'known'; AtRestEncryptionEnabled = $true }}; "
            + $"$lost = [pscustomobject]@{{ ReplicationGroupId = 'lost'; AtRestEncryptionEnabled = $false }}; {input} | "
            + "Get-RedisAtRestCompliance 3> $null");

        Assert.Equal(["COMPLIANT known", "NON_COMPLIANT lost"], outcome.Verdicts);
        Assert.Empty(outcome.Errors);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ ReplicationGroups = @($known); more = @($lost) }")]
    [InlineData("@{ 'us-east-1' = @{ ReplicationGroups = @($known) }; more = @($lost) }")]
    [InlineData("@{ 'us-east-1' = @{ ReplicationGroups = @($known) }; 'eu-west-1' = @{ more = $lost } }")]
    public void What_tells_of_encryption_beside_the_lists_of_answers_and_in_none_is_named(string input)
    {
        Outcome outcome = _session.Run("$known = [pscustomobject]@{ ReplicationGroupId = 'known'; AtRestEncryptionEnabled = $true }; "
            + $"$lost = [pscustomobject]@{{ ReplicationGroupId = 'lost'; AtRestEncryptionEnabled = $false }}; {input} | "
            + "Get-RedisAtRestCompliance 3> $null");

        Assert.Equal(["COMPLIANT known"], outcome.Verdicts);
        Assert.Equal(["UnnamedResource"], outcome.Errors.Select(IdOf));
    }

    [Fact]
    public void Resources_beside_accounts_are_judged_before_these_are_asked()
    {
        Outcome outcome = _session.Run("""
            $env:AWS_EC2_METADATA_DISABLED = 'true'
            $judged = $null
            try {
                '123456789012', [pscustomobject]@{ ReplicationGroupId = 'lost'; AtRestEncryptionEnabled = $false } |
                    Get-RedisAtRestCompliance -Region us-east-1 -ProfileName no-such-profile -OutVariable judged 3> $null |
                    Out-Null
            } catch { $_.FullyQualifiedErrorId }
            $judged
            """);

        Assert.Contains("NON_COMPLIANT lost", outcome.Output.Where(item => item.BaseObject is not string)
            .Select(item => $"{item.Properties["ComplianceType"].Value} {item.Properties["Id"].Value}"));
        Assert.Contains(outcome.Output, item => item.BaseObject is string);
    }

    [Theory]
    [InlineData("a.json", "b.json")]
    [InlineData("b.json", "a.json")]
    public void A_part_of_an_export_is_reported_whatever_other_exports_there_are(string first, string second)
    {
        string part = Write("a.json", $$"""{"ReplicationGroups":[{"ReplicationGroupId":"one",{{Listed}}one"}],"NextToken":"t"}""");
        Write("b.json", $$"""{"ReplicationGroups":[{"ReplicationGroupId":"two",{{Listed}}two"}]}""");

        ErrorRecord error = Assert.Single(_session.Run($"Get-RedisAtRestCompliance -Path $folder/{first}, $folder/{second}").Errors);

        Assert.Equal(("PartialExport", part), (IdOf(error), error.TargetObject));
    }

    [Theory]
    [InlineData("a.txt", "{\"ReplicationGroups\":[{\"Repl")]
    [InlineData("a.out", "\nAn error occurred (AccessDenied) when calling the DescribeReplicationGroups operation: no")]
    public void A_damaged_export_of_any_name_is_named(string name, string content)
    {
        string damaged = Write(name, content);
        Write("ok.json", Lost);

        Outcome outcome = _session.Run("Get-RedisAtRestCompliance -Path $folder/* 3> $null");

        Assert.Equal(["NON_COMPLIANT lost"], outcome.Verdicts);
        Assert.Equal(("NotAnExport", damaged), (IdOf(Assert.Single(outcome.Errors)), outcome.Errors[0].TargetObject));
    }

    [Theory]
    [InlineData("$folder/*")]
    [InlineData("$folder")]
    public void Files_that_were_passed_over_are_named_in_the_warning(string path)
    {
        Write("notes.txt", "some notes");
        Write("ok.json", Lost);

        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -Path {path} -WarningVariable global:warned 3> $null");

        Assert.Empty(outcome.Errors);
        Assert.Contains(((System.Collections.IEnumerable)_session.Get("warned")!).Cast<object>(),
            warning => $"{warning}".Contains("notes.txt", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[KNOWN,{\"us-east-1\":1},[LOST]]", "UnnamedResource")]
    [InlineData("[KNOWN,LOST,\"x\"]", "NotAnExport")]
    [InlineData("KNOWN\nnull\nLOST", "NotAnExport")]
    public void A_partly_read_export_in_a_folder_is_an_error_beside_what_was_read(string content, string errorId)
    {
        const string Known = """{"ReplicationGroupId":"known","AtRestEncryptionEnabled":true}""";
        Write("a.json", content
            .Replace("LOST", Lost, StringComparison.Ordinal)
            .Replace("KNOWN", Known, StringComparison.Ordinal));

        Outcome outcome = _session.Run("Get-RedisAtRestCompliance -Path $folder 3> $null");

        Assert.Equal(["COMPLIANT known", "NON_COMPLIANT lost"], outcome.Verdicts);
        Assert.Equal(errorId, IdOf(Assert.Single(outcome.Errors)));
    }

    [Theory]
    [InlineData("$evaluations")]
    [InlineData("$evaluations | ForEach-Object { "
        + "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) }")]
    [InlineData("$evaluations | ForEach-Object { [pscustomobject]@{ ComplianceType = $_.ComplianceType; ComplianceResourceId = $_.Id; "
        + "AccountId = $_.AccountId; Region = $_.Region } }")]
    [InlineData("$evaluations | ForEach-Object { @{ ComplianceType = $_.ComplianceType; Arn = $_.Arn; "
        + "AtRestEncryptionEnabled = $_.AtRestEncryptionEnabled } }")]
    [InlineData("@{ ReplicationGroups = $evaluations }")]
    public void An_evaluation_is_no_description_of_its_resource_and_no_account(string input)
    {
        Outcome outcome = _session.Run($"""
            $evaluations = [pscustomobject]@{"{"}
                ReplicationGroupId = 'a'; ARN = 'arn:aws:elasticache:us-east-1:123456789012:replicationgroup:a'
                AtRestEncryptionEnabled = $true; StorageEncryptionType = @(1, 2) {"}"} | Get-RedisAtRestCompliance 3> $null
            {input} | Get-RedisAtRestCompliance
            """);

        Assert.Empty(outcome.Output);
        Assert.Equal("NotAResource", IdOf(Assert.Single(outcome.Errors)));
        Assert.Contains("evaluation", outcome.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("StorageEncryptionType = \"sse-kms`u{2028}\"")]
    [InlineData("StorageEncryptionType = \"`u{2028}\"; AtRestEncryptionEnabled = $true")]
    [InlineData("AtRestEncryptionEnabled = \"true`u{a0}\"")]
    [InlineData("StorageEncryptionType = @{ Value = 'sse-kms'; Other = 'none' }")]
    [InlineData("StorageEncryptionType = [pscustomobject]@{ Value = 'sse-kms'; Other = 'none' }")]
    public void An_object_s_value_is_all_of_its_text(string members) =>
        Assert.Equal(["NON_COMPLIANT a"],
            _session.Run($"[pscustomobject]@{{ ReplicationGroupId = 'a'; {members} }} | Get-RedisAtRestCompliance 3> $null").Verdicts);

    [Fact]
    public void An_id_with_another_blank_is_another_id() =>
        Assert.Equal(["NON_COMPLIANT orders\u2003"], _session.Run(
            "[pscustomobject]@{ ReplicationGroupId = \"orders`u{2003}\"; AtRestEncryptionEnabled = $false } | "
            + "Get-RedisAtRestCompliance -Exemption @{ Id = 'orders'; Reason = 'r'; Expires = '2099-12-31' } 3> $null").Verdicts);

    [Fact]
    public void A_verdict_with_another_blank_is_none() =>
        Assert.Contains("InvalidEvaluation", _session.Run(
            "[pscustomobject]@{ ComplianceResourceType = 'AWS::::Account'; ComplianceResourceId = '123456789012'; "
                + "ComplianceType = \"COMPLIANT`u{2028}\" } | "
            + $"Publish-ConfigEvaluation -ResultToken t -WhatIf {Session.At("http://127.0.0.1:9")}").Errors.Select(IdOf));

    [Fact]
    public void What_is_no_evaluation_at_all_is_named_by_its_type_with_what_to_pipe()
    {
        ErrorRecord error = Assert.Single(_session.Run(
            $"[version]'1.2' | Publish-ConfigEvaluation -ResultToken t -WhatIf {Session.At("http://127.0.0.1:9")}").Errors);

        Assert.Contains("'Version'", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Get-RedisAtRestCompliance", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_null_among_evaluations_is_an_error_of_its_own() =>
        Assert.Equal(["InvalidEvaluation"], _session.Run(
            "Publish-ConfigEvaluation -InputObject @($null, [pscustomobject]@{ ComplianceResourceType = 'AWS::::Account'; "
                + "ComplianceResourceId = '123456789012'; ComplianceType = 'COMPLIANT' }) "
            + $"-ResultToken t -WhatIf {Session.At("http://127.0.0.1:9")}").Errors.Select(IdOf));

    [Fact]
    public void A_dictionary_of_any_kind_is_one_object()
    {
        dynamic group = new ExpandoObject();
        group.ReplicationGroupId = "a";
        group.AtRestEncryptionEnabled = false;
        dynamic other = new ExpandoObject();
        other.One = 1;
        other.Two = 2;
        _session.Set("table", group);
        _session.Set("other", other);

        Assert.Equal(["NON_COMPLIANT a"], _session.Run("Get-RedisAtRestCompliance -InputObject $table 3> $null").Verdicts);
        Assert.Equal(["NotAResource"], _session.Run("Get-RedisAtRestCompliance -InputObject $other").Errors.Select(IdOf));
    }

    [Theory]
    [InlineData("a.json", "42", "Number")]
    [InlineData("a.json", "null", "Null")]
    [InlineData("a.json", "\"x\"", "String")]
    [InlineData("a.json", "[1]", "element 1 is a JSON Number")]
    [InlineData("a.json", "[{\"Id\":\"a\",\"Reason\":\"\\ud800\",\"Expires\":\"2099-01-01\"}]", "surrogate")]
    [InlineData("a.json", "[{\"Id\":true,\"Reason\":\"r\",\"Expires\":\"2099-01-01\"}]", "Id is a JSON True")]
    [InlineData("a.json", "[{\"Id\":\"a\",\"Reason\":{\"x\":1},\"Expires\":\"2099-01-01\"}]", "Reason is a JSON Object")]
    [InlineData("a.json", "[{", "not valid JSON")]
    [InlineData("a.csv", "  \n ", "no text")]
    [InlineData("a.csv", "\uFEFF", "no text")]
    public void A_file_of_exemptions_that_is_none_says_why_in_our_words(string name, string content, string why)
    {
        string file = Write(name, content);
        ErrorRecord error = Assert.Single(_session.Run($"{Group} | Get-RedisAtRestCompliance -ExemptionPath '{file}'").Errors);

        Assert.Equal("ExemptionFileNotReadable", IdOf(error));
        Assert.Contains(why, error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_any_exemption_is_a_warning()
    {
        string file = Write("a.json", "[]");

        Outcome outcome = _session.Run(
            $"{Group} | Get-RedisAtRestCompliance -ExemptionPath '{file}' -WarningVariable global:warned 3> $null");

        Assert.Single(outcome.Output);
        Assert.Contains(((System.Collections.IEnumerable)_session.Get("warned")!).Cast<object>(),
            warning => $"{warning}".Contains(file, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[{\"Id\":\"a\",\"id\":\"*\",\"Reason\":\"r\",\"Expires\":\"2099-01-01\"}]")]
    [InlineData("[{\"Id\":\"a\",\"Id\":\"b\",\"Reason\":\"r\",\"Expires\":\"2099-01-01\"}]")]
    public void An_exemption_that_says_a_member_twice_is_refused(string content) =>
        Assert.Equal("InvalidExemption", IdOf(Assert.Single(_session.Run($"{Group} | Get-RedisAtRestCompliance "
            + $"-ExemptionPath '{Write("a.json", content)}'").Errors)));

    [Theory]
    [InlineData("@{ Id = $true; Reason = 'r'; Expires = '2099-01-01' }")]
    [InlineData("@{ Id = 'a'; Reason = 42; Expires = '2099-01-01' }")]
    public void An_exemption_s_members_are_texts(string exemption) =>
        Assert.Equal("InvalidExemption",
            IdOf(Assert.Single(_session.Run($"{Group} | Get-RedisAtRestCompliance -Exemption {exemption}").Errors)));

    private const string Group = "[pscustomobject]@{ ReplicationGroupId = 'a'; AtRestEncryptionEnabled = $false }";

    private static string IdOf(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];

    private string Write(string name, string content)
    {
        string file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return file;
    }
}
