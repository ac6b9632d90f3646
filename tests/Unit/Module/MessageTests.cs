using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RedisCompliance.Module.Tests;

/// <summary>Error messages in English and Japanese.</summary>
[Trait("Category", "Package")]
public sealed partial class MessageTests
{
    private static readonly string[] s_projects =
    [
        "RedisCompliance.Core", "RedisCompliance.Deployment", "RedisCompliance.Module", "RedisCompliance.Remediation",
        "RedisCompliance.Reports", "RedisCompliance.Templates",
    ];

    public static TheoryData<string> Projects => [.. s_projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_message_is_there_in_both_languages_with_the_same_placeholders(string project)
    {
        Assert.Equal(Read(project, "Messages.resx").Select(Shape), Read(project, "Messages.ja.resx").Select(Shape));

        static string Shape(KeyValuePair<string, string> message)
        {
            IEnumerable<string> placeholders = Placeholder().Matches(message.Value).Select(match => match.Value);
            return $"{message.Key} {string.Join(' ', placeholders.Distinct().Order(StringComparer.Ordinal))}";
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_message_is_of_use(string project)
    {
        string code = string.Concat(Directory.EnumerateFiles(Path.Combine(Session.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .Select(File.ReadAllText));

        Assert.All(Read(project, "Messages.resx").Keys, key => Assert.Matches($@"\bMessages\.{key}\b", code));
    }

    [Theory]
    [InlineData("en-US", "'nowhere-1' (parameter Region) is not an AWS Region.", "Give the Region's system name")]
    [InlineData("ja-JP",
        "'nowhere-1' (パラメーター Region) は AWS のリージョンではありません。", "リージョンのシステム名")]
    [InlineData("de-DE", "'nowhere-1' (parameter Region) is not an AWS Region.", "Give the Region's system name")]
    public void An_error_is_in_the_session_s_language(string culture, string message, string advice)
    {
        using Session session = new();

        Outcome outcome = Session.In(culture, () => session.Run("Get-RedisAtRestCompliance -Region nowhere-1 -AccessKey a -SecretKey b"));

        Assert.Equal(message, Assert.Single(outcome.Errors).ErrorDetails.Message);
        Assert.StartsWith(advice, outcome.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "空です")]
    [InlineData("{", "JSON が 1 バイト目で途切れています")]
    [InlineData("{}", "空のオブジェクトです")]
    [InlineData("{ \"Users\": [] }", "キー Users があります")]
    [InlineData("{ \"CacheClusters\": 1 }", "CacheClusters が配列ではなく JSON の Number です")]
    public void What_is_wrong_with_an_export_is_in_the_session_s_language(string content, string reason)
    {
        using Session session = new();
        string file = Path.GetTempFileName();
        File.WriteAllText(file, content);

        Outcome outcome = Session.In("ja-JP", () => session.Run($"Get-RedisAtRestCompliance -LiteralPath '{file}'"));
        File.Delete(file);

        Assert.EndsWith($"{reason}。", Assert.Single(outcome.Errors).ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_key_alias_is_told_in_the_session_s_language()
    {
        using Session session = new();

        Outcome outcome = Session.In(
            "ja-JP", () => session.Run("Get-RedisAtRestCompliance -Region us-east-1 -ApprovedKmsKey alias/audit"));

        Assert.Contains("'alias/audit' は、アカウントとリージョンのないエイリアスです",
            Assert.Single(outcome.Errors).ErrorDetails.Message, StringComparison.Ordinal);
    }

    private static SortedDictionary<string, string> Read(string project, string file) => new(
        XDocument.Load(Path.Combine(Session.Root, "src", project, file)).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value),
        StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();
}
