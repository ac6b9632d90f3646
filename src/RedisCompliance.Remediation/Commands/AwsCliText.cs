using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RedisCompliance.Remediation.Commands;

/// <summary>
/// Writes calls as AWS CLI commands for a POSIX shell. Values may come from anywhere: neither the shell nor the CLI, which reads
/// <c>file://…</c> as a file's content, may interpret them.
/// </summary>
internal static class AwsCliText
{
    private static readonly Regex s_firstCapital = new("(.)([A-Z][a-z]+)", RegexOptions.CultureInvariant);
    private static readonly Regex s_endOfCapitals = new("([a-z0-9])([A-Z])", RegexOptions.CultureInvariant);
    private static readonly Regex s_pluralOfCapitals = new("[A-Z]{2,}s$", RegexOptions.CultureInvariant);
    private static readonly string[] s_references = ["file://", "fileb://", "http://", "https://"];
    private static readonly ConcurrentDictionary<string, string> s_options = new(StringComparer.Ordinal);
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the command for a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="region">The Region.</param>
    /// <param name="query">The part of the answer to show; null for all.</param>
    public static string Of(AwsCall call, string? region, string? query = null)
    {
        StringBuilder command = new("aws elasticache " + OptionOf(call.Operation));
        bool isJson = call.Members.Any(member => !call.Files.ContainsKey(member.Key) && IsReference(member.Value));
        if (isJson)
        {
            // The CLI does not resolve references within JSON.
            AppendOption(command, "cli-input-json", JsonSerializer.Serialize(
                call.Members.Where(member => !call.Files.ContainsKey(member.Key))
                    .ToDictionary(member => member.Key, member => member.Value),
                s_json));
        }

        foreach (KeyValuePair<string, object> member in call.Members.Where(member => !isJson || call.Files.ContainsKey(member.Key)))
        {
            Append(command, OptionOf(member.Key), call.Files.TryGetValue(member.Key, out string? file) ? "file://" + file : member.Value);
        }

        return Finish(command, region, query);
    }

    /// <summary>Writes the command that waits for a resource to reach a state.</summary>
    public static string Wait(string waiter, string member, string name, string? region)
    {
        StringBuilder command = new("aws elasticache wait " + waiter);
        AppendOption(command, OptionOf(member), name);
        return Finish(command, region, null);
    }

    /// <summary>Quotes a string as one word of a POSIX shell.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && text.All(IsPlain) ? text : $"'{text.Replace("'", "'\\''")}'";

    /// <summary>Converts an operation's or member's name to the CLI's spelling.</summary>
    public static string OptionOf(string name) => s_options.GetOrAdd(name, ToOption);

    private static string ToOption(string name)
    {
        Match plural = s_pluralOfCapitals.Match(name);
        if (plural.Success)
        {
            name = $"{name.Substring(0, plural.Index)}-{plural.Value.ToLowerInvariant()}";
        }

        name = s_firstCapital.Replace(name, "$1-$2");
        return s_endOfCapitals.Replace(name, "$1-$2").Replace("--", "-").ToLowerInvariant();
    }

    /// <summary>Whether a character is never special to a shell.</summary>
    private static bool IsPlain(char letter) => letter < 128 && (char.IsLetterOrDigit(letter)
        || letter is '-' or '_' or '.' or '/' or ':' or '@' or '+' or ',');

    private static void Append(StringBuilder command, string option, object value)
    {
        switch (value)
        {
            case bool flag:
                command.Append(flag ? $" --{option}" : $" --no-{option}");
                break;
            case int number:
                AppendOption(command, option, number.ToString(CultureInfo.InvariantCulture));
                break;
            case string text:
                AppendOption(command, option, text);
                break;
            default:
                AppendOption(command, option, JsonSerializer.Serialize(value, s_json));
                break;
        }
    }

    /// <summary>A value with a leading hyphen needs an equals sign, or the CLI would read it as an option.</summary>
    private static void AppendOption(StringBuilder command, string option, string value) =>
        command.Append(" --").Append(option).Append(value.Length > 0 && value[0] == '-' ? '=' : ' ').Append(Quote(value));

    private static string Finish(StringBuilder command, string? region, string? query)
    {
        if (region is not null)
        {
            AppendOption(command, "region", region);
        }

        if (query is not null)
        {
            AppendOption(command, "query", query);
            command.Append(" --output text");
        }

        return command.ToString();
    }

    private static bool IsReference(object value) =>
        value is string text && s_references.Any(prefix => text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
