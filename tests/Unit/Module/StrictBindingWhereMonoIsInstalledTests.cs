using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// The assemblies for Windows PowerShell, on mono: it binds as strictly as .NET Framework does, and who asks for an
/// assembly is hidden as there. There is no engine, so no cmdlet runs; what the cmdlets call does. The class has its name
/// because a test that is skipped shows no more than that.
/// </summary>
[Trait("Category", "Package")]
public sealed class StrictBindingWhereMonoIsInstalledTests
{
    private const string NoMono = "mono stands in for .NET Framework, and is not installed: apt-get install mono-devel, brew install mono";
    private const string Key = "PublicKeyToken=cc7b13ffcd2ddd51";

    /// <summary>Whether the tests can run here.</summary>
    public static bool HasMono { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "mono")));

    private static string Desktop { get; } = Path.GetFullPath(Path.Combine(Session.ModuleFolder, "Desktop"));

    private static string Harness { get; } = Path.Combine(
        Session.Root, "tests", "StrictBinding", "bin", Console.Configuration, "net472", "RedisCompliance.StrictBinding.exe");

    [Fact(Skip = NoMono, SkipUnless = nameof(HasMono))]
    public async Task Every_reference_every_type_and_the_code_of_every_method_are_bound() =>
        Assert.Matches(@"^\d{2,} references, \d{5,} methods, 0 not bound$", await UseAsync("bind"));

    [Fact(Skip = NoMono, SkipUnless = nameof(HasMono))]
    public async Task Exports_are_judged() =>
        Assert.Contains("NON_COMPLIANT catalog-legacy", await UseAsync("read", Session.Samples));

    [Fact(Skip = NoMono, SkipUnless = nameof(HasMono))]
    public async Task An_account_is_judged_over_the_network()
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        ExampleAccount.Populate(endpoint);

        string[] verdicts = (await UseAsync("get", endpoint.Url)).Split('\n');

        Assert.Equal(["COMPLIANT orders", "COMPLIANT search-suggest", "COMPLIANT sessions", "NON_COMPLIANT catalog-legacy",
            "NON_COMPLIANT feature-flags"], verdicts.Order(StringComparer.Ordinal));
    }

    [Fact(Skip = NoMono, SkipUnless = nameof(HasMono))]
    public async Task Evaluations_are_published_and_what_is_gone_is_retired()
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        ExampleAccount.Populate(endpoint);

        Assert.Equal("2 published, 1 retired, no failure", await UseAsync("publish", endpoint.Url, "function-rule", "function-token"));
    }

    [Fact(Skip = NoMono, SkipUnless = nameof(HasMono))]
    public async Task The_rule_is_installed()
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        endpoint.Config.AddRecorder();

        Assert.Equal("Recorder Unchanged|LogGroup Created|Role Created|Function Created|Permission Created|Rule Created",
            (await UseAsync("install", endpoint.Url)).Replace('\n', '|'));
    }

    [Fact(Skip = NoMono, SkipUnless = nameof(HasMono))]
    public async Task Messages_come_in_Japanese() =>
        Assert.Equal("InvalidEndpoint: 'elsewhere' は http または https の絶対 URL ではありません。",
            await UseAsync("refuse", "ja-JP"));

    [Theory(Skip = NoMono, SkipUnless = nameof(HasMono))]
    [InlineData("System.Text.Encodings.Web", "Version=6.0.0.0, Culture=neutral, " + Key)]
    [InlineData("System.Text.Encodings.Web", "Version=8.0.0.0, Culture=neutral, " + Key)]
    public async Task What_is_shipped_is_the_answer_to_who_asks_for_it_or_for_an_older_one(string name, string asked) =>
        Assert.Equal(Path.Combine(Desktop, name + ".dll"), await UseAsync("ask", $"{name}, {asked}"));

    [Theory(Skip = NoMono, SkipUnless = nameof(HasMono))]
    [InlineData("System.Text.Encodings.Web, Version=8.0.0.1, Culture=neutral, " + Key)]
    [InlineData("System.Text.Encodings.Web, Version=6.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a")]
    [InlineData("System.Text.Encodings.Web, Version=6.0.0.0, Culture=neutral, PublicKeyToken=null")]
    [InlineData("System.Text.Encodings.Web, " + Key)]
    [InlineData("System.Text.Encodings.Web")]
    [InlineData("System.Text.Encodings, Version=4.0.0.0, Culture=neutral, " + Key)]
    public async Task A_newer_one_another_key_and_half_a_name_are_left_to_others(string asked) =>
        Assert.Equal("not found", await UseAsync("ask", asked));

    [Theory(Skip = NoMono, SkipUnless = nameof(HasMono))]
    [InlineData("en-US", "SdkConflict: Another module has loaded AWSSDK.Core 4.0.102.19 for .NET Framework from ")]
    [InlineData("ja-JP",
        "SdkConflict: 別のモジュールが .NET Framework 用の AWSSDK.Core 4.0.102.19 を"
            + "このセッションに読み込んでいます")]
    public async Task A_build_of_the_SDK_for_NET_Framework_that_another_module_loaded_first_is_refused(string culture, string sentence) =>
        Assert.StartsWith(sentence, await UseAsync("after", Foreign("FrameworkSdk"), "refuse", culture), StringComparison.Ordinal);

    [Fact(Skip = NoMono, SkipUnless = nameof(HasMono))]
    public async Task Exports_are_judged_beside_any_SDK() =>
        Assert.Contains("NON_COMPLIANT catalog-legacy", await UseAsync("after", Foreign("FrameworkSdk"), "read", Session.Samples));

    [Theory(Skip = NoMono, SkipUnless = nameof(HasMono))]
    [InlineData("OlderFrameworkSdk")]
    [InlineData("StandardSdk")]
    public async Task An_SDK_of_version_3_and_a_build_like_ours_do_no_harm(string module)
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        ExampleAccount.Populate(endpoint);

        Assert.Contains("COMPLIANT orders", await UseAsync("after", Foreign(module), "get", endpoint.Url));
    }

    private static string Foreign(string module) => Path.Combine(Session.Root, "artifacts", "foreign", module, "AWSSDK.Core.dll");

    /// <summary>Uses the module in a process of its own; gives what it prints.</summary>
    private static async Task<string> UseAsync(params string[] use)
    {
        (int exitCode, string output, string error) = await Console.StartAsync(
            "mono", ["--assembly-loader=strict", Harness, Desktop, .. use]);
        Assert.True(exitCode == 0, output + error);
        return output.TrimEnd();
    }
}
