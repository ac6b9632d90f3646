using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>How what the cmdlets return looks by default.</summary>
public sealed class DisplayTests
{
    [Fact]
    public void Every_output_class_has_a_view_of_its_own()
    {
        using Session session = new();
        string[] viewed = [.. System.Xml.Linq.XDocument.Load(Path.Combine(Session.ModuleFolder, "RedisCompliance.Format.ps1xml")).Descendants("TypeName").Select(type => type.Value)];

        string[] returned = [.. session.Run("Get-Command -Module RedisCompliance").Output.SelectMany(command => ((CmdletInfo)command.BaseObject).OutputType).Select(type => type.Name)
            .Where(name => name.StartsWith("RedisCompliance.", StringComparison.Ordinal)).Distinct()];

        Assert.All(returned, name => Assert.Contains(name, viewed));
    }

    [Theory]
    [InlineData("Get-RedisAtRestCompliance -Region us-east-1")]
    [InlineData("Get-RedisAtRestCompliance -Region us-east-1 | Publish-ConfigEvaluation -Region us-east-1 -TestMode")]
    [InlineData("Get-RedisAtRestCompliance -Region us-east-1 | Publish-ConfigEvaluation -Region us-east-1 -ConfigRuleName redis-at-rest-process-check -PassThru")]
    [InlineData("Start-RedisAtRestEvaluation -Region us-east-1 -Wait")]
    public async Task Columns_fit_a_console_of_100_characters(string command)
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        ExampleAccount.Populate(endpoint);

        (int exitCode, string output, string error) = await Console.RunAsync($"$null = Install-RedisAtRestRule -Region us-east-1; {command}",
            ("AWS_ENDPOINT_URL", endpoint.Url), ("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "SECRET"));

        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.NotEmpty(output);
        Assert.All(output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 100, line));
    }

    [Fact]
    public async Task The_summary_of_an_account_shows_what_AWS_Config_was_told_and_nothing_else()
    {
        string[] members = await MembersShownAsync("Get-RedisAtRestCompliance -Region us-east-1 | Publish-ConfigEvaluation -Region us-east-1 -ConfigRuleName redis-at-rest-process-check -PassThru");

        Assert.Equal(["ComplianceResourceType", "ComplianceResourceId", "ComplianceType", "Annotation", "OrderingTimestamp"], members);
    }

    [Fact]
    public async Task A_finished_evaluation_says_of_which_rule_and_Region_it_was()
    {
        string[] members = await MembersShownAsync("$null = Install-RedisAtRestRule -Region us-east-1; Start-RedisAtRestEvaluation -Region us-east-1 -Wait");

        Assert.Equal(["RuleName", "Region"], members.Take(2));
    }

    private static async Task<string[]> MembersShownAsync(string command)
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        ExampleAccount.Populate(endpoint);

        (int exitCode, string output, string error) = await Console.RunAsync(command,
            ("AWS_ENDPOINT_URL", endpoint.Url), ("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "SECRET"));

        Assert.Equal((0, string.Empty), (exitCode, error));
        return [.. output.Split('\n').Where(line => line.Contains(" : ", StringComparison.Ordinal)).Select(line => line.Split(' ')[0])];
    }
}
