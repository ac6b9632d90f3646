using System.Text.RegularExpressions;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>A test of an installation in an account with a recorder, which is what AWS Config's console leaves behind.</summary>
public abstract class InstallationTest : EndpointTest
{
    protected const string RoleName = RuleDefinition.DefaultRoleName;
    protected const string FunctionName = RuleDefinition.DefaultFunctionName;
    protected const string RuleName = RuleDefinition.DefaultRuleName;
    protected const string LogGroupName = "/aws/lambda/" + FunctionName;

    private static readonly byte[] s_zip = [80, 75, 5, 6];

    protected static RuleDefinition Definition { get; } = new()
    {
        Package = new FunctionPackage(s_zip, Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(s_zip))),
    };

    /// <summary>The operations that changed something, in the order of arrival.</summary>
    protected string[] Changes => [.. Endpoint.Calls.Where(call => call.IsMutating).Select(call => call.Operation)];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Endpoint.Config.AddRecorder();
    }

    /// <summary>Installs; gives «Part Action» of each part. Nothing waits for the clock.</summary>
    protected async Task<string[]> InstallAsync(
        RuleDefinition? definition = null, InstallationOptions? options = null, string region = Region)
    {
        using RuleServiceClients site = await OpenSiteAsync(region);
        RuleInstallation installation = await ReadAsync(site, definition, options);
        Assert.Empty(installation.Obstacles());
        await ApplyAsync(installation.Install());
        installation.Close(isComplete: true);
        return [.. installation.Parts.Select(part => $"{part.Part} {part.Action}")];
    }

    /// <summary>Uninstalls; gives «Part Action» of each part.</summary>
    protected async Task<string[]> UninstallAsync(
        RuleDefinition? definition = null, InstallationOptions? options = null, string region = Region)
    {
        using RuleServiceClients site = await OpenSiteAsync(region);
        RuleInstallation installation = await ReadAsync(site, definition, (options ?? new()) with { Recorder = null, IsRemoval = true });
        await ApplyAsync(installation.Uninstall());
        installation.Close(isComplete: true);
        return [.. installation.Parts.Select(part => $"{part.Part} {part.Action}")];
    }

    /// <summary>The parts as they are, and what is in the way.</summary>
    protected async Task<(IReadOnlyList<RulePart> Parts, InstallationException[] Obstacles)> LookAsync(
        RuleDefinition? definition = null, InstallationOptions? options = null)
    {
        using RuleServiceClients site = await OpenSiteAsync(Region);
        RuleInstallation installation = await ReadAsync(site, definition, options);
        return (installation.Parts, [.. installation.Obstacles()]);
    }

    protected async Task<RuleServiceClients> OpenSiteAsync(string region) => await RuleServiceClients.OpenAsync(
        await AwsConnection.OpenAsync(
            new AwsConnectionSettings { Region = region, AccessKey = "AKID", SecretKey = "SECRET", EndpointUrl = Endpoint.Url },
            Cancelled), Cancelled);

    protected static async Task<RuleInstallation> ReadAsync(
        RuleServiceClients site, RuleDefinition? definition, InstallationOptions? options)
    {
        RuleInstallation installation = new(
            site.Services, definition ?? Definition, (options ?? new()) with { Delay = (_, _) => Task.CompletedTask });
        await installation.ReadAsync(Cancelled);
        return installation;
    }

    protected static async Task ApplyAsync(IEnumerable<InstallationChange> changes)
    {
        foreach (InstallationChange change in changes)
        {
            await change.ApplyAsync(Cancelled);
        }
    }

    protected int CallsSoFar => Endpoint.Calls.Length;

    protected string[] ChangesSince(int calls) =>
        [.. Endpoint.Calls.Skip(calls).Where(call => call.IsMutating).Select(call => call.Operation)];

    /// <summary>AWS Config gives a new rule a new number, and IAM a new role a new id.</summary>
    protected static string[] Steady(string[] account) =>
        [.. account.Select(line => Regex.Replace(line, @"(config-rule-|AROA)\d+", "$1N"))];

    /// <summary>Lets the calls that change something fail from the given one on.</summary>
    protected void FailAt(int number, bool isDone)
    {
        int seen = 0;
        Endpoint.Fault = call =>
        {
            if (!call.IsMutating || Interlocked.Increment(ref seen) < number)
            {
                return null;
            }

            bool isFirst = seen == number;
            return new Fault(right =>
            {
                if (isDone && isFirst)
                {
                    right();
                }

                return Answer.JsonError("AccessDeniedException", "not authorized to perform this operation", 403);
            });
        };
    }
}
