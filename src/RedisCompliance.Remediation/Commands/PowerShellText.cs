using System.Globalization;
using System.Text;

namespace RedisCompliance.Remediation.Commands;

/// <summary>
/// Writes calls as commands of AWS Tools for PowerShell (AWS.Tools.ElastiCache), under its names for operations and members. Every value
/// is a literal.
/// </summary>
internal static class PowerShellText
{
    private static readonly Dictionary<string, string> s_cmdlets = new(StringComparer.Ordinal)
    {
        ["CopyServerlessCacheSnapshot"] = "Copy-ECServerlessCacheSnapshot",
        ["CopySnapshot"] = "Copy-ECSnapshot",
        ["CreateCacheParameterGroup"] = "New-ECCacheParameterGroup",
        ["CreateGlobalReplicationGroup"] = "New-ECGlobalReplicationGroup",
        ["CreateReplicationGroup"] = "New-ECReplicationGroup",
        ["CreateServerlessCache"] = "New-ECServerlessCache",
        ["CreateServerlessCacheSnapshot"] = "New-ECServerlessCacheSnapshot",
        ["CreateSnapshot"] = "New-ECSnapshot",
        ["DeleteCacheCluster"] = "Remove-ECCacheCluster",
        ["DeleteReplicationGroup"] = "Remove-ECReplicationGroup",
        ["DeleteServerlessCache"] = "Remove-ECServerlessCache",
        ["DeleteServerlessCacheSnapshot"] = "Remove-ECServerlessCacheSnapshot",
        ["DeleteSnapshot"] = "Remove-ECSnapshot",
        ["DescribeCacheClusters"] = "Get-ECCacheCluster",
        ["DescribeGlobalReplicationGroups"] = "Get-ECGlobalReplicationGroup",
        ["DescribeReplicationGroups"] = "Get-ECReplicationGroup",
        ["DescribeServerlessCaches"] = "Get-ECServerlessCache",
        ["DescribeServerlessCacheSnapshots"] = "Get-ECServerlessCacheSnapshot",
        ["DescribeSnapshots"] = "Get-ECSnapshot",
        ["DisassociateGlobalReplicationGroup"] = "Remove-ECReplicationGroupFromGlobalReplicationGroup",
        ["IncreaseReplicaCount"] = "Request-ECReplicaCountIncrease",
        ["ModifyCacheParameterGroup"] = "Edit-ECCacheParameterGroup",
        ["ModifyReplicationGroup"] = "Edit-ECReplicationGroup",
    };

    /// <summary>The supported operations and their cmdlets.</summary>
    public static IReadOnlyDictionary<string, string> Cmdlets => s_cmdlets;

    /// <summary>Writes the command for a call.</summary>
    public static string Of(AwsCall call, string? region, string? property = null)
    {
        StringBuilder command = new(s_cmdlets[call.Operation]);
        foreach (KeyValuePair<string, object> member in call.Members)
        {
            if (call.Files.TryGetValue(member.Key, out string? file))
            {
                command.Append(" -").Append(ParameterOf(member.Key)).Append(" (Get-Content -LiteralPath ").Append(Quote(file))
                    .Append(" -Raw).Trim()");
            }
            else if (member.Value is IReadOnlyDictionary<string, object> structure)
            {
                AppendFlat(command, structure);
            }
            else
            {
                command.Append(" -").Append(ParameterOf(member.Key)).Append(' ').Append(Literal(member.Value));
            }
        }

        if (region is not null)
        {
            command.Append(" -Region ").Append(Quote(region));
        }

        return property is null ? command.ToString() : $"({command}).{property}";
    }

    /// <summary>Quotes a string as a literal. PowerShell also ends a literal at a typographic apostrophe.</summary>
    public static string Quote(string text)
    {
        StringBuilder literal = new("'");
        foreach (char letter in text)
        {
            literal.Append(letter).Append(letter is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B' ? letter.ToString() : null);
        }

        return literal.Append('\'').ToString();
    }

    /// <summary>Converts a member's name to a parameter name: singular, except for names that have none.</summary>
    public static string ParameterOf(string member) =>
        member[member.Length - 1] == 's' && !member.EndsWith("AZs", StringComparison.Ordinal)
            ? member.Substring(0, member.Length - 1) : member;

    /// <summary>
    /// Writes a structure's members as separate parameters, prefixed with the innermost structure: <c>DataStorage_Maximum</c>.
    /// </summary>
    private static void AppendFlat(StringBuilder command, IReadOnlyDictionary<string, object> structure, string? prefix = null)
    {
        foreach (KeyValuePair<string, object> member in structure)
        {
            if (member.Value is IReadOnlyDictionary<string, object> inner)
            {
                AppendFlat(command, inner, member.Key + "_");
            }
            else
            {
                command.Append(" -").Append(prefix).Append(member.Key).Append(' ').Append(Literal(member.Value));
            }
        }
    }

    private static string Literal(object value) => value switch
    {
        bool flag => flag ? "$true" : "$false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        string text => Quote(text),
        IReadOnlyDictionary<string, object> structure =>
            $"@{{ {string.Join("; ", structure.Select(member => $"{member.Key} = {Literal(member.Value)}"))} }}",
        IEnumerable<object> list => $"@({string.Join(", ", list.Select(Literal))})",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, null),
    };
}
