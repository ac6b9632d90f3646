using System.Reflection;
using System.Text.RegularExpressions;

namespace RedisCompliance.Core.Tests;

/// <summary>The ids of errors: each documented in both languages, each in use, one for each way in which a call fails.</summary>
public sealed partial class ErrorIdTests
{
    private static readonly string[] s_ids = [.. typeof(ErrorId).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => ((ErrorId)field.GetValue(null)!).Name)];

    private static readonly string s_root = typeof(ErrorIdTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "Root").Value!;

    [Theory]
    [InlineData("errors.md")]
    [InlineData("errors.ja.md")]
    public void The_page_of_errors_lists_every_id_once_and_no_other(string page)
    {
        string text = File.ReadAllText(Path.Combine(s_root, "docs", page));

        Assert.Equal(s_ids.Order(StringComparer.Ordinal),
            Row().Matches(text).Select(row => row.Groups["id"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_id_is_that_of_its_field()
    {
        Assert.Equal(typeof(ErrorId).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.Name), s_ids);
    }

    [Fact]
    public void Every_id_is_in_use()
    {
        string code = string.Concat(Directory.EnumerateFiles(Path.Combine(s_root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText));

        Assert.All(s_ids.Except(Enum.GetNames<ServiceFailure>()), id => Assert.Matches($@"\bErrorId\.{id}\b", code));
    }

    [Fact]
    public void Every_way_in_which_a_call_fails_has_an_id_of_its_own()
    {
        Assert.All(Enum.GetValues<ServiceFailure>(), failure => Assert.Equal($"{failure}", ErrorId.Of(failure).Name));
    }

    [GeneratedRegex(@"^\| `(?<id>\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
