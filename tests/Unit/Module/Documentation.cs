using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace RedisCompliance.Module.Tests;

/// <summary>One script of the README, and whether it is shown to end in an error.</summary>
internal sealed record Listing(string Script, bool Fails);

/// <summary>The commands that the documentation shows.</summary>
internal static partial class Documentation
{
    /// <summary>The PowerShell of a Markdown file, block by block: all lines, or those after the prompt where there is one.</summary>
    public static Listing[] Listings(string file) =>
        [.. Block().Matches(File.ReadAllText(Path.Combine(Session.Root, file)).ReplaceLineEndings("\n")).Select(match =>
        {
            string[] lines = match.Groups[1].Value.Split('\n');
            string[] prompted = [.. lines.Where(line => line.StartsWith("PS> ", StringComparison.Ordinal)).Select(line => line[4..])];
            return new Listing(string.Join('\n', prompted.Length > 0 ? prompted : lines), lines.Any(line => ErrorLine().IsMatch(line)));
        })];

    /// <summary>The lines of a topic that are commands with their parameters.</summary>
    public static string[] CommandLinesOf(string topic) => [.. CommandLine().Matches(File.ReadAllText(topic)).Select(match => match.Groups[1].Value)];

    /// <summary>The names of the commands in a script.</summary>
    public static string[] CommandsIn(string script) =>
        [.. Parser.ParseInput(script, out _, out _).FindAll(node => node is CommandAst, searchNestedScriptBlocks: true)
            .Select(command => ((CommandAst)command).GetCommandName()).OfType<string>().Distinct()];

    [GeneratedRegex("```powershell\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^    (\w+-\w+ -[^\r\n]*)", RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"^\w+-\w+: ")]
    private static partial Regex ErrorLine();
}
