using System.Text.RegularExpressions;

namespace RedisCompliance.Module.Tests;

/// <summary>The commands of docs/operations.md, as an operator types them, one after another.</summary>
public sealed partial class OperationsTests : RuleTest
{
    private static readonly string s_docs = Path.Combine(Module.Tests.Session.Root, "docs");

    [Theory]
    [InlineData("operations.md")]
    [InlineData("operations.ja.md")]
    public void Every_command_runs_and_the_last_leaves_the_account_as_it_was(string document)
    {
        string[] before = Endpoint.Account;
        string topic = Endpoint.Notifications.AddTopic("redis-audit");
        string[] blocks = Blocks(document);
        Session.Set("url", Endpoint.Url);
        Session.Run("""
            function global:Format-List {
                param([string[]] $Property)
                process {
                    foreach ($name in $Property) { if (-not $_.PSObject.Properties[$name]) { throw "There is no property $name." } }
                }
            }
            $global:PSDefaultParameterValues = @{
                '*-RedisAtRest*:AccessKey' = 'AKID'; '*-RedisAtRest*:SecretKey' = 'SECRET'; '*-RedisAtRest*:EndpointUrl' = $url
            }
            """);

        Assert.True(blocks.Length >= 8);
        Assert.Contains(blocks, block => block.Contains(topic, StringComparison.Ordinal));
        foreach (string block in blocks)
        {
            Outcome outcome = Session.Run(block);
            Assert.True(outcome.Errors.Count == 0, $"{block}\n{string.Join("\n", outcome.Errors)}");
        }

        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public void Both_languages_have_the_same_commands_and_queries() =>
        Assert.Equal(Fences("operations.md"), Fences("operations.ja.md"));

    private static string[] Blocks(string document) =>
        [.. Fences(document).Where(fence => fence.StartsWith("powershell\n", StringComparison.Ordinal))
            .Select(fence => fence["powershell\n".Length..])];

    private static string[] Fences(string document) =>
        [.. Fence().Matches(File.ReadAllText(Path.Combine(s_docs, document)).ReplaceLineEndings("\n"))
            .Select(match => match.Groups[1].Value)];

    [GeneratedRegex("^```(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
