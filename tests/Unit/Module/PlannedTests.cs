using System.Management.Automation;
using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>Plans and templates, as a user has them; and that none of them is ever taken for what exists.</summary>
[Trait("Category", "Package")]
public sealed class PlannedTests : FleetTest
{
    private const string Template = """
        Parameters: {Flag: {Type: String}}
        Resources:
          Orders:
            Type: AWS::ElastiCache::ReplicationGroup
            Properties: {ReplicationGroupId: open, Engine: redis, AtRestEncryptionEnabled: false}
          Sessions:
            Type: AWS::ElastiCache::ReplicationGroup
            Properties: {ReplicationGroupId: sessions, AtRestEncryptionEnabled: !Ref Flag}
        """;

    private const string Plan = """
        {"format_version":"1.2","resource_changes":[{"address":"aws_elasticache_replication_group.a","mode":"managed","type":
        "aws_elasticache_replication_group","name":"a","change":{"actions":["no-op"],"after":{"replication_group_id":"open",
        "engine":"redis","at_rest_encryption_enabled":"true","arn":"arn:aws:elasticache:us-east-1:123456789012:replicationgroup:open"}}}]}
        """;

    /// <summary>Makes of an evaluation what CSV leaves of it: texts alone.</summary>
    private const string Flat = "ForEach-Object {{ $all = [ordered]@{{}}; foreach ($one in $_.PSObject.Properties) "
        + "{{ $all[$one.Name] = [string]$one.Value }}; [pscustomobject]$all }}";

    private const string Warned = "-WarningVariable global:warned 3> $null";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public override async ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Plans_and_templates_are_told_apart_by_what_they_hold()
    {
        Write("stack.txt", Template);
        Write("plan.dat", Plan);

        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance -Path '{_folder.FullName}/*'");

        Assert.Empty(outcome.Errors);
        Assert.Equal(["COMPLIANT open", "NON_COMPLIANT open", "NON_COMPLIANT sessions"], outcome.Verdicts);
    }

    [Theory]
    [InlineData("stack.yaml", false)]
    [InlineData("export.json", true)]
    public void Exemptions_by_tag_match_templates_and_are_warned_of_for_exports(string file, bool isWarned)
    {
        Write("stack.yaml", "Resources: {A: {Type: 'AWS::ElastiCache::ReplicationGroup', Properties: {Tags: [{Key: t, Value: v}]}}}");
        Write("export.json", """{"ReplicationGroups":[{"ReplicationGroupId":"a","Engine":"redis","AtRestEncryptionEnabled":false}]}""");

        Outcome outcome = Session.Run(
            $"Get-RedisAtRestCompliance -Path '{_folder.FullName}/{file}' "
            + "-Exemption @{ Tag = 't=v'; Reason = 'r'; Expires = '2999-12-31' } " + Warned);

        Assert.Equal([isWarned ? "NON_COMPLIANT a" : "NOT_APPLICABLE A"], outcome.Verdicts);
        Assert.Equal(isWarned, ((System.Collections.IEnumerable)Session.Get("warned")!).Cast<object>()
            .Any(warning => $"{warning}".Contains("Exemptions by tag", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_folder_is_searched_for_templates_and_other_YAML_passes_by()
    {
        Write("a.template.json", """{"Resources":{"A":{"Type":"AWS::ElastiCache::ReplicationGroup"}}}""");
        Write("b.yaml", Template);
        Write("c.yml", "apiVersion: v1\nkind: Pod\n");
        Write("manifest.json", """{"version":"36.0.0","artifacts":{}}""");

        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance -Path '{_folder.FullName}' {Warned}");

        Assert.Empty(outcome.Errors);
        Assert.Equal(3, outcome.Output.Count);
        Assert.Contains("c.yml", Warning());
    }

    [Theory]
    [InlineData("-TemplateParameter @{Flag = $true}")]
    [InlineData("-TemplateParameter @{Flag = 'true'}")]
    [InlineData("-TemplateParameterPath '{0}/parameters.json'")]
    public void Parameters_of_a_template_may_be_given(string parameters)
    {
        string file = Write("b.yaml", Template);
        Write("parameters.json", """[{"ParameterKey":"Flag","ParameterValue":"true"}]""");

        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance -Path '{file}' {parameters.Replace("{0}", _folder.FullName)}");

        Assert.Equal(["COMPLIANT sessions", "NON_COMPLIANT open"], outcome.Verdicts);
    }

    [Fact]
    public void A_parameter_that_no_template_has_is_a_warning()
    {
        Session.Run($"Get-RedisAtRestCompliance -Path '{Write("b.yaml", Template)}' -TemplateParameter @{{Flagg = 1}} {Warned}");

        Assert.Contains("Flagg", Warning());
    }

    [Fact]
    public void A_file_of_parameters_that_is_none_ends_the_cmdlet()
    {
        string parameters = Write("p.json", "1");

        Outcome outcome = Session.Run(
            $"Get-RedisAtRestCompliance -Path '{Write("b.yaml", Template)}' -TemplateParameterPath '{parameters}'");

        Assert.StartsWith("TemplateParameterFileNotReadable", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void What_cannot_be_told_is_a_warning_where_that_is_asked_for()
    {
        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance -Path '{Write("b.yaml", Template)}' -UnknownAsWarning {Warned}");

        Assert.Equal(["NON_COMPLIANT open", "NOT_APPLICABLE sessions"], outcome.Verdicts);
        Assert.Contains("the parameter Flag has no default", Warning());
    }

    [Fact]
    public void Parameters_of_files_are_refused_in_a_live_audit()
    {
        Assert.StartsWith("ParameterWithoutEffect",
            Assert.Single(Session.Run($"Get-RedisAtRestCompliance -UnknownAsWarning {Connection}").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_template_may_come_as_text()
    {
        Assert.Equal(2, Session.Run("$input | Get-RedisAtRestCompliance", Template).Output.Count);
        Assert.Single(Session.Run("$input | Get-RedisAtRestCompliance", Plan).Output);
    }

    [Fact]
    public void A_damaged_one_is_an_error_and_the_others_are_judged()
    {
        string bad = Write("bad.yaml", "Resources:\n  A: &a {Type: x}\n  B: *a\n");

        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance -Path '{bad}', '{Write("b.yaml", Template)}'");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Equal(("InvalidTemplate", ErrorCategory.InvalidData, (object)bad),
            (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category, error.TargetObject));
        Assert.NotNull(error.ErrorDetails.RecommendedAction);
        Assert.Equal(2, outcome.Output.Count);
    }

    [Fact]
    public void A_planned_and_a_described_resource_of_one_id_do_not_contradict_each_other()
    {
        string export = Write("export.json", """
            {"ReplicationGroups":[{"ReplicationGroupId":"open","ARN":"arn:aws:elasticache:us-east-1:123456789012:replicationgroup:open",
            "Status":"available","MemberClusters":[],"TransitEncryptionEnabled":false,"StorageEncryptionType":"none"}]}
            """);

        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance -Path '{export}', '{Write("plan.json", Plan)}'");

        Assert.Empty(outcome.Errors);
        Assert.Equal(["COMPLIANT open", "NON_COMPLIANT open"], outcome.Verdicts);
    }

    [Theory]
    [InlineData("Get-RedisAtRestCompliance -Path '{0}'")]
    [InlineData("Get-RedisAtRestCompliance -Path '{0}' | " + Flat)]
    public void What_is_planned_is_never_told_to_AWS_Config_and_retires_nothing(string get)
    {
        Endpoint.Config.AddRule("rule", "token");
        Session.Run($"Get-RedisAtRestCompliance -Region us-east-1 {Connection} "
            + $"| Publish-ConfigEvaluation -ResultToken token -Region us-east-1 {Connection}");
        string[] before = Endpoint.Config.Stored("rule");

        Outcome outcome = Session.Run(string.Format(System.Globalization.CultureInfo.InvariantCulture, get, Write("plan.json", Plan))
            + $" | Publish-ConfigEvaluation -ResultToken token -ConfigRuleName rule -RetireStale -Region us-east-1 {Connection}");

        Assert.NotEmpty(before);
        Assert.Equal(before, Endpoint.Config.Stored("rule"));
        Assert.Contains(outcome.Errors, error => error.FullyQualifiedErrorId.StartsWith("PlannedEvaluation", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-RedisAtRestCompliance -Path '{0}'")]
    [InlineData("Get-RedisAtRestCompliance -Path '{0}' | " + Flat)]
    public void What_is_planned_is_never_told_to_Security_Hub_and_archives_nothing(string get)
    {
        Session.Run($"Get-RedisAtRestCompliance -Region us-east-1 {Connection} "
            + $"| Publish-SecurityHubFinding -Region us-east-1 {Connection}");
        string[] before = Endpoint.SecurityHub.Lines;

        Outcome outcome = Session.Run(string.Format(System.Globalization.CultureInfo.InvariantCulture, get, Write("plan.json", Plan))
            + $" | Publish-SecurityHubFinding -ArchiveStale -Region us-east-1 {Connection}");

        Assert.NotEmpty(before);
        Assert.Equal(before, Endpoint.SecurityHub.Lines);
        Assert.Contains(outcome.Errors, error => error.FullyQualifiedErrorId.StartsWith("PlannedEvaluation", StringComparison.Ordinal));
    }

    [Fact]
    public void There_is_nothing_to_remedy_in_AWS_for_what_is_only_planned()
    {
        Outcome outcome = Session.Run(
            $"Get-RedisAtRestCompliance -Path '{Write("b.yaml", Template)}' | Get-RedisAtRestRemediation -Region us-east-1 {Connection}");

        Assert.Empty(outcome.Output);
        Assert.NotEmpty(outcome.Errors);
        Assert.All(outcome.Errors, error => Assert.StartsWith("PlannedEvaluation", error.FullyQualifiedErrorId));
        Assert.Empty(Endpoint.Calls);
    }

    [Fact]
    public void A_plan_fixes_and_removes_nothing_that_exists()
    {
        Outcome outcome = Session.Run($$"""
            $live = Get-RedisAtRestCompliance -Region us-east-1 {{Connection}}
            $plan = Get-RedisAtRestCompliance -Path '{{Write("plan.json", Plan)}}'
            Compare-RedisAtRestCompliance -ReferenceObject $live -DifferenceObject $plan
            Compare-RedisAtRestCompliance -ReferenceObject $plan -DifferenceObject $live
            """);

        Assert.NotEmpty(outcome.Output);
        Assert.All(outcome.All("Change"), change => Assert.True(change is "New" or "NotAudited", change));
    }

    [Fact]
    public void SARIF_points_at_file_and_line()
    {
        Write("stack.yaml", Template);

        Session.SetLocation(_folder.FullName);
        Outcome outcome = Session.Run(
            "Get-RedisAtRestCompliance -Path . | Export-RedisAtRestReport -Path report.sarif -WarningAction SilentlyContinue");

        Assert.Empty(outcome.Errors);
        JsonNode[] results = [.. JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "report.sarif")))!["runs"]![0]!["results"]!
            .AsArray().Where(result => (string)result!["ruleId"]! != "redis-at-rest-not-audited").Select(result => result!)];
        Assert.Equal(["stack.yaml:5 Orders", "stack.yaml:8 Sessions"], results.Select(Place));
        static string Place(JsonNode result)
        {
            JsonNode location = result["locations"]![0]!;
            return $"{location["physicalLocation"]!["artifactLocation"]!["uri"]}:{location["physicalLocation"]!["region"]!["startLine"]} "
                + location["logicalLocations"]![0]!["fullyQualifiedName"];
        }
    }

    /// <summary>The one warning of the command before.</summary>
    private string Warning() => $"{Assert.Single(((System.Collections.IEnumerable)Session.Get("warned")!).Cast<object>())}";

    private string Write(string name, string content)
    {
        string file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, content);
        return file;
    }
}
