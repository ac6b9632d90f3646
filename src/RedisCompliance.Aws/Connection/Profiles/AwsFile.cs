namespace RedisCompliance.Aws.Connection.Profiles;

/// <summary>
/// Parses one of the shared AWS files: sections, settings, comments, and nested settings, which are indented.
/// AWSSDK.Core's reader accepts no other line either; at one, it fails for the rest of the process.
/// </summary>
/// <remarks>AWS SDKs and Tools Reference Guide, "Shared config and credentials files: format".</remarks>
internal static class AwsFile
{
    /// <summary>The sections by the names between their brackets.</summary>
    /// <exception cref="ConnectionException">A line is invalid. The error gives its number only: it may hold a secret.</exception>
    public static Dictionary<string, AwsProfile> Parse(string text, string path)
    {
        Dictionary<string, AwsProfile> sections = new(StringComparer.Ordinal);
        AwsProfile? section = null;
        int indent = 0;
        HashSet<string> seen = [];
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] == '[')
            {
                string name = line[line.Length - 1] == ']' ? Name(line.Substring(1, line.Length - 2))
                    : throw Invalid(Messages.LineIsNoSection);
                section = new AwsProfile(name);
                sections[name] = sections.ContainsKey(name) ? throw Invalid(Messages.SectionTwice.With(name)) : section;
                seen = new(StringComparer.OrdinalIgnoreCase);
                continue;
            }

            int equals = line.IndexOf('=');
            if (equals < 0)
            {
                throw Invalid(Messages.LineIsNoSetting);
            }

            int indentOfLine = lines[i].Length - lines[i].TrimStart().Length;
            if (section is null || (seen.Count > 0 && indentOfLine > indent))
            {
                continue;
            }

            indent = indentOfLine;
            string key = line.Substring(0, equals).TrimEnd();
            section[key] = seen.Add(key) ? line.Substring(equals + 1).TrimStart() : throw Invalid(Messages.SettingTwice.With(key));

            ConnectionException Invalid(string reason) => new(
                ConnectionFault.AwsFileInvalid, Messages.AwsFileInvalid.With(path, i + 1, reason), path);
        }

        return sections;
    }

    /// <summary>The name with its white space as one space, and without quotes around the part after the kind.</summary>
    private static string Name(string text)
    {
        string[] words = text.Trim().Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2 ? text.Trim() : $"{words[0]} {words[1].Trim().Trim('"', '\'')}";
    }
}
