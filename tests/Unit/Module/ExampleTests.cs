using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// Every example of the help and of the README, run as it stands. Lines with what the bare engine lacks
/// (Format-List, Export-Csv, ConvertTo-Json, redirection) are run by tests/Pester/Examples.Tests.ps1 in a real pwsh, as all
/// others are.
/// </summary>
[Collection(nameof(ExampleTests))]
[CollectionDefinition(nameof(ExampleTests), DisableParallelization = true)]
public sealed class ExampleTests : IDisposable
{
    private static readonly string[] s_onlyInPwsh = ["ConvertTo-Json", "Export-Csv", "Import-Csv", "Format-List", " > "];

    private readonly Dictionary<string, string?> _environment = Environment.GetEnvironmentVariables().Keys.Cast<string>().ToDictionary(name => name, Environment.GetEnvironmentVariable);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("examples");

    public static TheoryData<string, int> Examples
    {
        get
        {
            using Session session = new();
            return new(from cmdlet in session.Run("Get-Command -Module RedisCompliance | ForEach-Object Name").Output.Select(name => (string)name.BaseObject)
                       from index in Enumerable.Range(1, HelpTests.Examples(session, cmdlet, "en-US").Length)
                       select (cmdlet, index));
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_of_the_help_runs_without_an_error(string cmdlet, int number)
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        using Session session = Prepare(endpoint);
        if (cmdlet != "Install-RedisAtRestRule")
        {
            session.Run("$null = Install-RedisAtRestRule -Region us-east-1");
        }

        Outcome outcome = session.Run(HelpTests.Examples(session, cmdlet, "en-US")[number - 1]);

        Assert.Empty(outcome.Errors);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("ja-JP")]
    public async Task The_examples_of_the_topic_about_the_module_run_without_an_error(string culture)
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        using Session session = Prepare(endpoint);
        string[] examples = Documentation.CommandLinesOf(Path.Combine(Session.ModuleFolder, culture, "about_RedisCompliance.help.txt"));

        Assert.Equal(3, examples.Length);
        Assert.All(examples, example => Assert.Empty(session.Run(example).Errors));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.ja.md")]
    public async Task The_README_can_be_followed_from_top_to_bottom(string readme)
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        using Session session = Prepare(endpoint);

        foreach (Listing listing in Documentation.Listings(readme))
        {
            string script = string.Join('\n', listing.Script.Split('\n').Where(line => !s_onlyInPwsh.Any(line.Contains)));

            Outcome outcome = session.Run(script);

            Assert.True(listing.Fails == (outcome.Errors.Count > 0), $"{script}\n{string.Join('\n', outcome.Errors)}");
        }
    }

    [Fact]
    public void Both_READMEs_show_the_same_commands()
    {
        Assert.Equal(Documentation.Listings("README.md").SelectMany(listing => Documentation.CommandsIn(listing.Script)),
            Documentation.Listings("README.ja.md").SelectMany(listing => Documentation.CommandsIn(listing.Script)));
    }

    public void Dispose()
    {
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            Environment.SetEnvironmentVariable(name, _environment.GetValueOrDefault(name));
        }

        _folder.Delete(recursive: true);
    }

    private Session Prepare(AwsEndpoint endpoint)
    {
        ExampleAccount.Populate(endpoint);
        Session session = new();
        Outcome outcome = session.Run($"& '{Path.Combine(Session.Root, "tests", "Pester", "Examples.ps1")}' -Url {endpoint.Url} -Root '{Session.Root.TrimEnd('/', '\\')}' -Module '{Session.ModuleFolder.TrimEnd('/', '\\')}' -Folder '{_folder.FullName}'");
        Assert.Empty(outcome.Errors);
        session.SetLocation(_folder.FullName);
        return session;
    }
}
