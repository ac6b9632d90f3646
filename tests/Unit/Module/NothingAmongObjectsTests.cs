namespace RedisCompliance.Module.Tests;

/// <summary>Null, or text that .NET cannot represent, is an error with an id of the module, and never one of .NET's own.</summary>
public sealed class NothingAmongObjectsTests : ReportTest
{
    [Theory]
    [InlineData("Publish-SecurityHubFinding -InputObject @($null) -Region us-east-1", "NotAnEvaluation")]
    [InlineData("Get-RedisAtRestRemediation -InputObject @($null) -Path .", "NotAnEvaluation")]
    [InlineData("Publish-ConfigEvaluation -InputObject @($null) -Region us-east-1 -ResultToken token", "InvalidEvaluation")]
    public void A_null_in_an_array_is_no_evaluation(string command, string expected)
    {
        Outcome outcome = Session.Run(command + (command.StartsWith("Get", StringComparison.Ordinal) ? null : " " + Connection));

        Assert.StartsWith(expected, Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report.json", """{"Findings":[{"ComplianceResourceId":"\ud800"}]}""")]
    [InlineData("report.json", """{"":1}""")]
    public void A_file_that_cannot_be_represented_is_not_readable(string name, string content)
    {
        File.WriteAllText(In(name), content);

        Outcome outcome = Session.Run($"'{In(name)}' | Export-RedisAtRestReport -LiteralPath '{In("out.html")}'");

        Assert.StartsWith("ReportFileNotReadable", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.False(File.Exists(In("out.html")));
    }

    [Theory]
    [InlineData("report.json", """{"Findings":[null],"Targets":[null],"Coverage":"Complete"}""")]
    [InlineData("report.json", "[null]")]
    [InlineData("report.clixml", """<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Nil /></Objs>""")]
    public void A_null_in_a_file_is_named_and_leaves_no_complete_report(string name, string content)
    {
        File.WriteAllText(In(name), content);

        Outcome outcome = Session.Run(
            $"'{In(name)}' | Export-RedisAtRestReport -LiteralPath '{In("out.json")}' -WarningAction SilentlyContinue");

        Assert.NotEmpty(outcome.Errors);
        Assert.All(outcome.Errors, error => Assert.DoesNotContain("ArgumentNull", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.True(!File.Exists(In("out.json")) || (string?)Read("out.json")["Coverage"] != "Complete");
    }
}
