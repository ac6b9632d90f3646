using System.Management.Automation;
using System.Text;

namespace RedisCompliance.Module.Tests;

[Trait("Category", "Package")]
public sealed class OfflineAuditTests : IDisposable
{
    private const string Groups = """
        { "ReplicationGroups": [
            { "ReplicationGroupId": "open", "Status": "available", "Engine": "redis", "AtRestEncryptionEnabled": false,
              "ARN": "arn:aws:elasticache:us-east-1:123456789012:replicationgroup:open" },
            { "ReplicationGroupId": "closed", "Status": "available", "Engine": "valkey", "AtRestEncryptionEnabled": true,
              "ARN": "arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:closed" } ] }
        """;

    private readonly Session _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redis[compliance]");

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void The_sample_inventory_has_a_verdict_for_each_resource_in_scope()
    {
        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance '{Session.Samples}'");

        Assert.Empty(outcome.Errors);
        Assert.Equal(13, outcome.Output.Count);
        Assert.Contains("COMPLIANT ledger-durable", outcome.Verdicts);
        Assert.Contains("NOT_APPLICABLE blue-retired", outcome.Verdicts);
        Assert.DoesNotContain(outcome.All("Engine"), engine => engine == "memcached");
    }

    [Fact]
    public void Region_and_account_come_from_the_ARN()
    {
        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -LiteralPath '{Write(Groups)}'");

        Assert.Equal(["us-east-1", "eu-west-1"], outcome.All("Region"));
        Assert.All(outcome.All("AccountId"), account => Assert.Equal("123456789012", account));
    }

    [Fact]
    public void Region_selects_among_exported_resources() =>
        Assert.Equal(["COMPLIANT closed"],
            _session.Run($"Get-RedisAtRestCompliance -LiteralPath '{Write(Groups)}' -Region eu-west-1").Verdicts);

    [Theory]
    [InlineData("us-east1")]
    [InlineData("us-east-1,eu-west-1")]
    [InlineData("ap-northeast-1")]
    public void A_Region_that_nothing_is_of_is_an_error(string region)
    {
        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -LiteralPath '{Write(Groups)}' -Region us-east-1, '{region}'");

        AssertError(Assert.Single(outcome.Errors), "RegionNotFound", ErrorCategory.ObjectNotFound, region);
        Assert.Equal(["NON_COMPLIANT open"], outcome.Verdicts);
    }

    [Theory]
    [InlineData("ReplicationGroup", Groups, 0)]
    [InlineData("Snapshot", Groups, 1)]
    [InlineData("ServerlessCache", Groups, 1)]
    [InlineData("ServerlessCache", """{ "ServerlessCaches": [] }""", 0)]
    [InlineData("Snapshot", """{ "Snapshots": [] }""", 0)]
    [InlineData("ServerlessCache", """{ "Resources": { "B": { "Type": "AWS::S3::Bucket" } } }""", 0)]
    public void A_type_of_which_no_export_has_a_list_is_an_error(string type, string content, int errors)
    {
        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -LiteralPath '{Write(content)}' -ResourceType {type}");

        Assert.Equal(errors, outcome.Errors.Count);
        Assert.All(outcome.Errors, error => AssertError(
            error, "ResourceTypeNotExported", ErrorCategory.ObjectNotFound, "AWS::ElastiCache::" + type));
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    public void Files_are_read_in_the_encodings_that_PowerShell_writes(string encoding, bool mark)
    {
        string file = Path.Combine(_folder.FullName, "groups.json");
        Encoding chosen = Encoding.GetEncoding(encoding);
        File.WriteAllBytes(file, [.. mark ? chosen.GetPreamble() : [], .. chosen.GetBytes(Groups)]);

        Assert.Equal(["COMPLIANT closed", "NON_COMPLIANT open"],
            _session.Run($"Get-RedisAtRestCompliance -LiteralPath '{file}'").Verdicts);
    }

    [Fact]
    public void A_path_may_have_wildcards_and_a_literal_path_may_look_like_it()
    {
        string file = Write(Groups);

        Assert.Equal(2, _session.Run($"Get-RedisAtRestCompliance -LiteralPath '{file}'").Output.Count);
        Assert.Equal(2, _session.Run($"Get-RedisAtRestCompliance -Path '{WildcardPattern.Escape(_folder.FullName)}/*.json'").Output.Count);
    }

    [Fact]
    public void Files_may_come_down_the_pipeline() =>
        Assert.Equal(2, _session.Run("$input | Get-RedisAtRestCompliance", new FileInfo(Write(Groups))).Output.Count);

    [Fact]
    public void The_same_resource_in_two_files_is_one_evaluation()
    {
        string first = Write(Groups);
        string second = Write(Groups);

        Assert.Equal(2, _session.Run($"Get-RedisAtRestCompliance -LiteralPath '{first}', '{second}'").Output.Count);
    }

    [Fact]
    public void A_part_of_an_export_says_that_it_is_one()
    {
        string file = Write(Groups[..^2] + """, "NextToken": "more" }""");

        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -LiteralPath '{file}'");

        Assert.Equal(2, outcome.Output.Count);
        AssertError(Assert.Single(outcome.Errors), "PartialExport", ErrorCategory.InvalidData, file);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("<html></html>", "not valid JSON")]
    [InlineData("""{ "Reservations": [] }""", "Reservations")]
    [InlineData("""{ "ReplicationGroups": "none" }""", "ReplicationGroups is a JSON String")]
    [InlineData("""{ "ReplicationGroups": [ 1 ] }""", "Number")]
    [InlineData("null", "null, as when a --query")]
    [InlineData("""{ "ReplicationGroups": [ { "ReplicationGroupId": "a" }""", "ends prematurely")]
    public void A_file_that_is_no_export_is_an_error_that_says_why(string content, string reason)
    {
        string file = Write(content);

        ErrorRecord error = Assert.Single(_session.Run($"Get-RedisAtRestCompliance -LiteralPath '{file}'").Errors);

        AssertError(error, "NotAnExport", ErrorCategory.InvalidData, file);
        Assert.Contains(reason, error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_file_does_not_keep_the_others_from_being_read()
    {
        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -LiteralPath '{Write("nonsense")}', '{Write(Groups)}'");

        Assert.Equal(2, outcome.Output.Count);
        Assert.Single(outcome.Errors);
    }

    [Theory]
    [InlineData("-Path missing.json", "PathNotFound", "missing.json")]
    [InlineData("-LiteralPath missing.json", "PathNotFound", "missing.json")]
    [InlineData("-Path missing*.json", "PathNotFound", "missing*.json")]
    [InlineData("-Path nodrive:/a.json", "PathNotFound", "nodrive:/a.json")]
    [InlineData("-Path variable:PSHOME", "NotAFile", "variable:PSHOME")]
    public void A_path_that_leads_nowhere_is_an_error(string arguments, string errorId, string target)
    {
        ErrorRecord error = Assert.Single(_session.Run("Get-RedisAtRestCompliance " + arguments).Errors);

        AssertError(error, errorId, errorId == "PathNotFound" ? ErrorCategory.ObjectNotFound : ErrorCategory.InvalidArgument, target);
    }

    [Fact]
    public void A_folder_without_exports_is_an_error()
    {
        ErrorRecord error = Assert.Single(_session.Run($"Get-RedisAtRestCompliance -LiteralPath '{_folder.FullName}'").Errors);

        AssertError(error, "FolderWithoutExports", ErrorCategory.ObjectNotFound, _folder.FullName);
    }

    private string Write(string content)
    {
        string file = Path.Combine(_folder.FullName, Path.GetRandomFileName() + ".json");
        File.WriteAllText(file, content);
        return file;
    }

    private static void AssertError(ErrorRecord error, string errorId, ErrorCategory category, string target)
    {
        Assert.Equal(errorId + ",RedisCompliance.Commands.GetRedisAtRestComplianceCommand", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal(target, error.TargetObject);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }
}
