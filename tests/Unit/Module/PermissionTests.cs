using System.Collections;
using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// The permissions that the help names: with exactly these every command does its work, and with any one fewer it says which
/// is missing.
/// </summary>
public sealed class PermissionTests : IDisposable
{
    private readonly Session _session = new();

    public static TheoryData<string> Cmdlets => [.. PermissionScenario.All.Select(scenario => scenario.Cmdlet).Distinct()];

    public static TheoryData<string> Scenarios => [.. PermissionScenario.All.Select(scenario => scenario.Name)];

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task With_the_documented_permissions_a_command_does_its_work(string name)
    {
        (string[] told, _) = await RunAsync(PermissionScenario.All.Single(scenario => scenario.Name == name), without: null);

        Assert.Empty(told);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task With_any_one_fewer_it_says_which_is_missing(string cmdlet)
    {
        List<(PermissionScenario Scenario, IReadOnlySet<string> Used)> runs = [];
        foreach (PermissionScenario scenario in PermissionScenario.All.Where(scenario => scenario.Cmdlet == cmdlet))
        {
            runs.Add((scenario, (await RunAsync(scenario, without: null)).Used));
        }

        List<string> unneeded = [];
        foreach ((string label, string[] actions) in DocumentedPermissions.Of(cmdlet).Where(group => !IsOptional(group.Key)))
        {
            foreach (string action in actions)
            {
                if (!await IsMissedAsync(runs.Where(run => run.Scenario.Has(label) && run.Used.Contains(action)), action))
                {
                    unneeded.Add($"{label}: {action}");
                }
            }
        }

        Assert.Empty(unneeded);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_help_names_the_same_permissions_in_every_language(string cmdlet)
    {
        string[] named = DocumentedPermissions.In("en-US", cmdlet);

        Assert.NotEmpty(named);
        Assert.Equal(named, DocumentedPermissions.In("ja-JP", cmdlet));
    }

    [Theory]
    [InlineData("README.md", "To run Install, the caller needs", "The help of each cmdlet")]
    [InlineData("README.ja.md", "実行する人に必要な権限は", "です。")]
    public void The_readme_names_what_Install_needs(string file, string from, string to)
    {
        string text = File.ReadAllText(Path.Combine(Session.Root, file));
        text = text[text.IndexOf(from, StringComparison.Ordinal)..];
        IReadOnlyDictionary<string, string[]> documented = DocumentedPermissions.Of("Install-RedisAtRestRule");

        Assert.Equal(documented[DocumentedPermissions.Always].Concat(documented["With -Wait"]).Order(StringComparer.Ordinal),
            DocumentedPermissions.Actions(text[..text.IndexOf(to, StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
    }

    private static bool IsOptional(string label) => label.StartsWith("Optional", StringComparison.Ordinal);

    private async Task<bool> IsMissedAsync(IEnumerable<(PermissionScenario Scenario, IReadOnlySet<string>)> runs, string action)
    {
        foreach ((PermissionScenario scenario, _) in runs)
        {
            if ((await RunAsync(scenario, action)).Told.Any(text => text.Contains(action, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Runs a scenario in an account of its own: what it says beside its output, and the actions that its calls needed.</summary>
    private async Task<(string[] Told, IReadOnlySet<string> Used)> RunAsync(PermissionScenario scenario, string? without)
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        _session.Set("connection",
            new Hashtable { ["Region"] = "us-east-1", ["AccessKey"] = "AKID", ["SecretKey"] = "SECRET", ["EndpointUrl"] = endpoint.Url });
        scenario.Prepare(endpoint);
        if (scenario.Before is not null)
        {
            Assert.Empty(_session.Run(scenario.Before).Errors);
            scenario.Meanwhile(endpoint);
        }

        IReadOnlyDictionary<string, string[]> documented = DocumentedPermissions.Of(scenario.Cmdlet);
        Assert.All(scenario.Labels, label => Assert.Contains(label, documented.Keys));
        HashSet<string> allowed = [.. documented.Where(group => scenario.Has(group.Key)).SelectMany(group => group.Value)];
        allowed.Remove(without ?? string.Empty);
        int before = endpoint.Calls.Length;
        endpoint.Allowed = allowed;

        Outcome outcome = _session.Run($"& {{ {scenario.Command} }} 3>&1");

        return ([.. outcome.Errors.Select(error => $"{error.Exception.Message} {error.ErrorDetails?.RecommendedAction}"),
            .. outcome.Output.Select(item => item.BaseObject).OfType<WarningRecord>().Select(warning => warning.Message),
            .. outcome.Output.Select(item => item.Properties["StateReasons"]?.Value).OfType<IEnumerable<string>>()
                .SelectMany(reasons => reasons),
            .. outcome.Output.Select(item => item.Properties["Unknown"]?.Value).OfType<IEnumerable<object>>()
                .SelectMany(facts => facts).SelectMany(fact => (IEnumerable<string>)((dynamic)fact).Permission)],
            endpoint.Calls.Skip(before).SelectMany(Permissions.Of).ToHashSet());
    }
}
