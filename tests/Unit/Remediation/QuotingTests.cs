using System.Diagnostics;
using System.Management.Automation.Language;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace RedisCompliance.Remediation.Tests;

/// <summary>Values are from anywhere. Whatever they hold, a command has them as values, and nothing else.</summary>
public sealed class QuotingTests
{
    private static readonly string[] s_hostile =
    [
        "'; rm -rf / #", "$(id)", "`id`", "a\"b", "a\\", "a'b'c", "-rf", "--debug", "’; Stop-Computer #", "‘a‛b‚", "$env:HOME",
        "a b", "", "!!",
        "file:///etc/passwd", "fileb:///etc/shadow", "FILE://x", "https://example.com/x", "{\"a\":1}", "[1]", "%PATH%",
        "~", "*", "a=b", "@{a=1}",
        "${var.x}", "%{ if true }", "{{resolve:secretsmanager:prod/db:SecretString}}", "a|b", "a&b", "a;b", "<x>", "日本語",
    ];

    private static readonly Gen<string> s_any = Gen.OneOf(
        Gen.Int[0, s_hostile.Length - 1].Select(i => s_hostile[i]),
        Gen.String[Gen.Char[' ', '\u2fff'], 0, 20].Where(PlainText.IsPlain));

    public static TheoryData<string> Hostile => [.. s_hostile];

    [Fact]
    public void A_word_of_a_POSIX_shell_is_the_text() => s_any.Sample(text =>
        ShellWords.Of("x " + AwsCliText.Quote(text)).SequenceEqual(["x", text]));

    [Fact]
    public void A_real_shell_reads_the_same_words()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "There is no /bin/sh here.");
        string command = "printf '%s\\n' " + string.Join(' ', s_hostile.Select(AwsCliText.Quote));
        ProcessStartInfo start = new("/bin/sh", ["-c", command]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };

        using Process shell = Process.Start(start)!;

        Assert.Equal(s_hostile, shell.StandardOutput.ReadToEnd()[..^1].Split('\n'));
    }

    [Fact]
    public void A_literal_of_PowerShell_is_the_text() => s_any.Sample(text =>
    {
        ScriptBlockAst script = Parser.ParseInput("X -Y " + PowerShellText.Quote(text) + " -Z 1", out _, out ParseError[] errors);
        CommandAst command = (CommandAst)script.Find(ast => ast is CommandAst, true);
        return errors.Length == 0 && command.CommandElements.Count == 5
            && command.CommandElements[2] is StringConstantExpressionAst { StringConstantType: StringConstantType.SingleQuoted } literal
            && literal.Value == text;
    });

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_description_and_tag_are_nothing_but_that(string text)
    {
        RemediationPlan plan = await WithText(text).PlanAsync();
        RemediationStep create = plan.Steps.Single(step => step.Operation == "CreateReplicationGroup");

        // A value that the CLI would take for a reference to a file is within JSON, where it takes none for one.
        IReadOnlyList<string> words = ShellWords.Of(create.AwsCli!);
        int json = words.ToList().IndexOf("--cli-input-json");
        string? described = json >= 0 ? JsonNode.Parse(words[json + 1])!["ReplicationGroupDescription"]!.GetValue<string>()
            : words.FirstOrDefault(word => word.StartsWith("--replication-group-description=", StringComparison.Ordinal)) is { } tied
            ? tied["--replication-group-description=".Length..]
            : words[words.ToList().IndexOf("--replication-group-description") + 1];
        Assert.Equal(text.Length == 0 ? "orders, encrypted at rest" : text, described);
        Assert.DoesNotContain(words, word => word.StartsWith("file", StringComparison.OrdinalIgnoreCase));
        ScriptBlockAst script = Parser.ParseInput(create.PowerShell!, out _, out ParseError[] errors);
        Assert.Empty(errors);
        Assert.Single(script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true));
        Assert.Empty(script.FindAll(ast => ast is VariableExpressionAst { VariablePath.UserPath: not ("true" or "false") }, true));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_value_is_no_reference_in_a_template(string text)
    {
        RemediationPlan plan = await WithText(text).PlanAsync();

        string cloudFormation = CloudFormationTemplate.Of(NewResource.Of(plan)!);
        string terraform = TerraformTemplate.Of(NewResource.Of(plan)!);

        JsonElement properties = JsonDocument.Parse(cloudFormation).RootElement.GetProperty("Resources").GetProperty("ReplicationGroup")
            .GetProperty("Properties");
        Assert.DoesNotContain("{{resolve:", cloudFormation, StringComparison.Ordinal);
        Assert.True(!properties.TryGetProperty("ReplicationGroupDescription", out JsonElement description)
            || description.GetString() == text || text.Length == 0);
        Assert.DoesNotMatch(@"(?<!\$)\$\{", terraform);
        Assert.DoesNotMatch(@"(?<!%)%\{", terraform);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Nothing_hostile_is_markup_in_a_ticket(string text)
    {
        RemediationPlan plan = await WithText(text).With(one => one.Id = text.Length == 0 ? "x" : text).PlanAsync();

        string markdown = PlanMarkdown.Of(plan);

        string prose = System.Text.RegularExpressions.Regex.Replace(markdown, "(`{3,})(sh|powershell)\n.*\n\\1", string.Empty);
        Assert.DoesNotContain("`", prose, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", prose, StringComparison.Ordinal);
        PlainAssert.AllTexts(plan);
    }

    private static Situation WithText(string text) => new Situation().Set(group => group["Description"] = text)
        .With(one => one.Tags = [("owner", text)]);
}
