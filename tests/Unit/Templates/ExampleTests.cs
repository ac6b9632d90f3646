using System.Text.RegularExpressions;

namespace RedisCompliance.Templates.Tests;

/// <summary>
/// Plans and templates after public examples, each with its verdict; and what the pages say of where other tools say otherwise.
/// </summary>
public sealed partial class ExampleTests
{
    private static readonly string s_folder = Path.Combine(Support.Root, "tests", "Unit", "Templates", "Examples");

    private static readonly Example[] s_examples =
        [.. File.ReadAllLines(Path.Combine(s_folder, "expected.csv")).Skip(1).Select(line => line.Split(','))
            .Select(cells => new Example(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]))];

    public static TheoryData<string> Files => [.. s_examples.Select(example => example.File).Distinct()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_has_its_verdict(string file)
    {
        List<Evaluation> all = Support.Judge(File.ReadAllText(Path.Combine(s_folder, file)));

        Assert.Equal(
            s_examples.Where(example => example.File == file)
                .Select(example => (example.Id, example.Verdict, example.State, example.Evidence)).Order(),
            all.Select(one => (one.Id, one.ComplianceType, one.EncryptionState, one.Evidence)).Order());
        Assert.All(all, one => Assert.True(one.SourceLine > 0));
    }

    [Fact]
    public void Every_example_is_expected_and_there_are_forty_or_more()
    {
        string[] files = [.. Directory.GetFiles(s_folder).Select(file => Path.GetFileName(file)).Where(file => file != "expected.csv")];

        Assert.Equal(files.Order(StringComparer.Ordinal),
            s_examples.Select(example => example.File).Distinct().Order(StringComparer.Ordinal));
        Assert.True(files.Length >= 40);
    }

    [Theory]
    [InlineData("planned.md")]
    [InlineData("planned.ja.md")]
    public void The_page_lists_every_disagreement_with_other_tools_and_no_other(string page)
    {
        string[] told = [.. Row().Matches(File.ReadAllText(Path.Combine(Support.Root, "docs", page)))
            .Select(row => string.Join(' ', row.Groups.Cast<Group>().Skip(1).Select(group => group.Value)))];
        string[] expected = [.. s_examples.Where(example => example.IsDisputed).Select(
            example => $"{example.File} {example.Id} {example.Verdict} {example.Evidence} {example.Checkov} {example.Trivy}")];

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `([^`]+)` \| `([^`]+)` \| (\w+) \((\w+)\) \| (\S+) \| (\S+) \| .+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    private sealed record Example(
        string File, string Id, string Verdict, string State, string Evidence, string Checkov, string Trivy)
    {
        /// <summary>Whether another tool is known to say otherwise.</summary>
        public bool IsDisputed => new[] { Checkov, Trivy }.Any(said => said != "?" && said != Verdict switch
        {
            ComplianceType.Compliant => "PASS",
            ComplianceType.NonCompliant => "FAIL",
            _ => "NONE",
        });
    }
}
