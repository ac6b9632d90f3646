using System.Reflection;
using System.Text.RegularExpressions;

namespace RedisCompliance.Core.Tests;

/// <summary>The map of the code: what it names is there.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly string s_root = typeof(ArchitecturePageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "Root").Value!;

    [Theory]
    [InlineData("architecture.md")]
    [InlineData("architecture.ja.md")]
    public void Every_file_that_the_map_names_is_there(string page)
    {
        HashSet<string> files = [.. Directory.EnumerateFiles(Path.Combine(s_root, "src"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(file)!)];

        string[] named = [.. FileName().Matches(File.ReadAllText(Path.Combine(s_root, "docs", page))).Select(name => name.Value)];

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(files));
    }

    [GeneratedRegex(@"\b\w+(\.\w+)?\.(cs|resx)\b")]
    private static partial Regex FileName();
}
