using System.Text.RegularExpressions;

namespace RedisCompliance.Module.Tests;

/// <summary>The permissions that the help of a cmdlet names, in its notes, by what they are needed for.</summary>
internal static partial class DocumentedPermissions
{
    /// <summary>The label of what is always needed.</summary>
    public const string Always = "Permissions";

    /// <summary>The labels, in their order, with their actions.</summary>
    public static IReadOnlyDictionary<string, string[]> Of(string cmdlet) => Sentence().Matches(Text("en-US", cmdlet))
        .ToDictionary(sentence => sentence.Groups["label"].Value, sentence => Actions(sentence.Groups["list"].Value));

    /// <summary>All actions that the help names in a language, in their order.</summary>
    public static string[] In(string language, string cmdlet) => Actions(Text(language, cmdlet));

    /// <summary>The actions of a text, each with its service.</summary>
    public static string[] Actions(string text) => [.. ServiceActions().Matches(text.Replace("`", string.Empty, StringComparison.Ordinal))
        .SelectMany(found => Separator().Split(found.Groups["actions"].Value)
            .Select(action => $"{found.Groups["service"].Value}:{action}"))];

    private static string Text(string language, string cmdlet) =>
        File.ReadAllText(Path.Combine(Session.Root, "docs", language, cmdlet + ".md"));

    [GeneratedRegex(@"(?<label>[A-Z][^.:\n]*): (?<list>[a-z0-9]+:[A-Z][A-Za-z]+(?:[,;] (?:[a-z0-9]+:)?[A-Z][A-Za-z]+)*)\.")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\b(?<service>[a-z0-9]+):(?<actions>[A-Z][A-Za-z0-9]+(?:(?:,\s+|、\s*)[A-Z][A-Za-z0-9]+)*)")]
    private static partial Regex ServiceActions();

    [GeneratedRegex(@"(?:,\s+|、\s*)")]
    private static partial Regex Separator();
}
