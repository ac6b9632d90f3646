using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>How what the cmdlets return looks by default.</summary>
[Trait("Category", "Package")]
public sealed class DisplayTests
{
    [Fact]
    public void Every_output_class_has_a_view_of_its_own()
    {
        using Session session = new();
        string[] viewed = [.. Format().Descendants("TypeName").Select(type => type.Value)];

        string[] returned = [.. session.Run("Get-Command -Module RedisCompliance").Output.SelectMany(
            command => ((CmdletInfo)command.BaseObject).OutputType).Select(type => type.Name)
            .Where(name => name.StartsWith("RedisCompliance.", StringComparison.Ordinal)).Distinct()];

        Assert.All(returned, name => Assert.Contains(name, viewed));
    }

    [Fact]
    public void Every_heading_of_every_view_is_the_name_of_a_property()
    {
        using Session session = new();
        Assembly core = Core(session);

        Assert.All(Format().Descendants("View"), view =>
        {
            Type type = Find(core, TypeOf(view));
            Assert.NotEmpty(HeadingsOf(view));
            Assert.All(HeadingsOf(view), heading => Assert.True(type.GetProperty(heading) is not null, $"{type.Name} has no {heading}."));
        });
    }

    /// <summary>What is not fixed in width shares what is left: enough for its heading, and to be read.</summary>
    [Fact]
    public void Every_table_has_room_for_its_headings_at_80_columns()
    {
        Assert.All(Format().Descendants("TableHeaders"), table =>
        {
            (string Label, int? Width)[] columns =
                [.. table.Elements().Select(header => (header.Element("Label")!.Value, (int?)header.Element("Width")))];
            int left = 80 - columns.Sum(column => column.Width ?? 0) - (columns.Length - 1);
            int share = left / columns.Count(column => column.Width is null);

            Assert.All(columns, column => Assert.InRange(column.Label.Length, 1, column.Width ?? share));
            Assert.True(share >= 12, $"{columns[^1].Label} has {share}.");
        });
    }

    [Fact]
    public void What_is_shown_has_no_members_that_are_not_for_people()
    {
        using Session session = new();
        Assembly core = Core(session);

        Assert.All(Format().Descendants("View").Select(TypeOf).Distinct(), name => Assert.DoesNotContain(
            Find(core, name).GetMethods(), method => method.Name.Contains('<', StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("RedisCompliance.Evaluation", "Get-RedisAtRestCompliance @connection -ReportVariable report")]
    [InlineData("RedisCompliance.Evaluation#Tags", "Get-RedisAtRestCompliance @connection -IncludeTag -ResourceType ReplicationGroup")]
    [InlineData("RedisCompliance.Evaluation", "Get-RedisAtRestRuleResult @connection -ConfigRuleName article-rule")]
    [InlineData("RedisCompliance.TargetResult", "$null = Get-RedisAtRestCompliance @connection -ReportVariable report; $report")]
    [InlineData("RedisCompliance.Deployment.RulePart", "Install-RedisAtRestRule @connection")]
    [InlineData("RedisCompliance.Deployment.AtRestRule", "$null = Install-RedisAtRestRule @connection; Get-RedisAtRestRule @connection")]
    [InlineData("RedisCompliance.PublishResult", "Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -TestMode @connection")]
    [InlineData("RedisCompliance.ConfigEvaluation",
        "Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -ConfigRuleName redis-at-rest-process-check "
            + "-PassThru @connection")]
    [InlineData("RedisCompliance.Deployment.RuleEvaluationStatus",
        "$null = Install-RedisAtRestRule @connection; Start-RedisAtRestEvaluation -Wait @connection")]
    public async Task What_is_read_under_a_heading_filters(string view, string command)
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        ExampleAccount.Populate(endpoint);
        endpoint.Config.AddRule("article-rule", "token");
        endpoint.Config.Store("article-rule", "AWS::ElastiCache::ReplicationGroup", "orders", "NON_COMPLIANT");
        using Session session = new();

        Outcome shown = session.Run(command.Replace("@connection", Session.At(endpoint.Url), StringComparison.Ordinal));

        Assert.Empty(shown.Errors);
        Assert.NotEmpty(shown.Output);
        Assert.Equal(view, shown.Output[0].TypeNames[0]);
        session.Set("shown", shown.Output);
        IEnumerable<XElement> views = Format().Descendants("View").Where(one => one.Descendants("TypeName").Single().Value == view);
        Assert.All(views.SelectMany(HeadingsOf).Distinct(), heading =>
        {
            object? value = shown.Output[0].Properties[heading].Value;
            session.Set("value", value);

            // Of a list, -EQ asks after its items.
            string condition = value is System.Collections.IEnumerable and not string ? "-NE $null" : "-EQ $value";
            bool isEmptyList = value is System.Collections.ICollection { Count: 0 };
            Assert.True(isEmptyList || session.Run($"$shown | Where-Object {heading} {condition}").Output.Count > 0, heading);
        });
    }

    [Fact]
    public void What_the_table_calls_encryption_filters_by_it()
    {
        using Session session = new();

        Outcome outcome = session.Run($"""
            Get-RedisAtRestCompliance '{Session.Samples}' |
                Where-Object Encryption -EQ Unencrypted | Where-Object Type -EQ CacheCluster | Where-Object Id -EQ feature-flags
            """);

        Assert.Equal(["NON_COMPLIANT feature-flags"], outcome.Verdicts);
    }

    [Fact]
    public async Task Tags_are_shown_where_they_were_asked_for()
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("orders"), Described.ReplicationGroup("bare"));
        string arn = $"arn:aws:elasticache:us-east-1:{Described.Account}:replicationgroup:orders";
        endpoint.ElastiCache.Tag(arn, ("stage", "dev"), ("owner", "shop"));

        (int exitCode, string output, string error) = await Console.RunAsync("Get-RedisAtRestCompliance -Region us-east-1 -IncludeTag",
            ("AWS_ENDPOINT_URL", endpoint.Url), ("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "SECRET"));

        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.Matches(@"Id +Tags", output);
        Assert.Matches(@"orders +stage=dev, owner=shop", output);
        Assert.Matches(@"bare\s*\n", output);
    }

    [Theory]
    [InlineData("Get-RedisAtRestCompliance -Region us-east-1")]
    [InlineData("Get-RedisAtRestCompliance -Region us-east-1 | Publish-ConfigEvaluation -Region us-east-1 -TestMode")]
    [InlineData("Get-RedisAtRestCompliance -Region us-east-1 | Publish-ConfigEvaluation -Region us-east-1 "
        + "-ConfigRuleName redis-at-rest-process-check -PassThru")]
    [InlineData("Start-RedisAtRestEvaluation -Region us-east-1 -Wait")]
    public async Task Columns_fit_a_console_of_100_characters(string command)
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        ExampleAccount.Populate(endpoint);

        (int exitCode, string output, string error) = await Console.RunAsync(
            $"$null = Install-RedisAtRestRule -Region us-east-1; {command}",
            ("AWS_ENDPOINT_URL", endpoint.Url), ("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "SECRET"));

        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.NotEmpty(output);
        Assert.All(output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 100, line));
    }

    [Fact]
    public async Task The_summary_of_an_account_shows_what_AWS_Config_was_told_and_nothing_else()
    {
        string[] members = await MembersShownAsync(
            "Get-RedisAtRestCompliance -Region us-east-1 | Publish-ConfigEvaluation -Region us-east-1 "
                + "-ConfigRuleName redis-at-rest-process-check -PassThru");

        Assert.Equal(["ComplianceResourceType", "ComplianceResourceId", "ComplianceType", "Annotation", "OrderingTimestamp"], members);
    }

    [Fact]
    public async Task A_finished_evaluation_says_of_which_rule_and_Region_it_was()
    {
        string[] members = await MembersShownAsync(
            "$null = Install-RedisAtRestRule -Region us-east-1; Start-RedisAtRestEvaluation -Region us-east-1 -Wait");

        Assert.Equal(["RuleName", "Region"], members.Take(2));
    }

    private static Type Find(Assembly core, string name) =>
        core.GetType(name) ?? Assembly.Load("RedisCompliance.Deployment").GetType(name, throwOnError: true)!;

    private static async Task<string[]> MembersShownAsync(string command)
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        ExampleAccount.Populate(endpoint);

        (int exitCode, string output, string error) = await Console.RunAsync(command,
            ("AWS_ENDPOINT_URL", endpoint.Url), ("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "SECRET"));

        Assert.Equal((0, string.Empty), (exitCode, error));
        return [.. output.Split('\n').Where(line => line.Contains(" : ", StringComparison.Ordinal)).Select(line => line.Split(' ')[0])];
    }

    private static XDocument Format() => XDocument.Load(Path.Combine(Session.ModuleFolder, "RedisCompliance.Format.ps1xml"));

    /// <summary>The assembly in which the session has the classes, whichever copy of it that is.</summary>
    private static Assembly Core(Session session) =>
        ((CmdletInfo)session.Run("Get-Command Get-RedisAtRestCompliance").Output[0].BaseObject).OutputType[0].Type.Assembly;

    /// <summary>The class of a view; what is behind a # is one of its looks.</summary>
    private static string TypeOf(XElement view) => view.Descendants("TypeName").Single().Value.Split('#')[0];

    private static string[] HeadingsOf(XElement view) =>
    [
        .. view.Descendants("TableColumnHeader").Select(header => header.Element("Label")!.Value),
        .. view.Descendants("ListItem").Select(item => (item.Element("Label") ?? item.Element("PropertyName"))!.Value),
    ];
}
