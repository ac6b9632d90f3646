using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>A test of an installed hook.</summary>
public abstract class HookInstallationTest : InstallationTest
{
    protected const string HookName = HookDefinition.DefaultHookName;
    protected const string HookFunction = HookDefinition.DefaultFunctionName;
    protected const string HookRole = HookDefinition.DefaultRoleName;
    protected const string ExecutionRole = HookDefinition.DefaultExecutionRoleName;
    protected const string HookLogs = "/aws/lambda/" + HookFunction;

    protected static HookDefinition Wanted { get; } = new()
    {
        Package = Definition.Package, FailureMode = HookFailureMode.Fail,
        Tags = new Dictionary<string, string> { ["Team"] = "audit" },
    };

    protected static TypeService.Hook Hook(AwsEndpoint aws) => aws.Types.FindHook(HookName)!;

    protected static JsonObject Read(string configuration) =>
        JsonNode.Parse(configuration)!["CloudFormationConfiguration"]?["HookConfiguration"]?.AsObject() ?? [];

    protected static void Configure(AwsEndpoint aws, Action<JsonObject> change)
    {
        JsonNode whole = JsonNode.Parse(Hook(aws).Configuration)!;
        change(whole["CloudFormationConfiguration"]!["HookConfiguration"]!.AsObject());
        Hook(aws).Configuration = whole.ToJsonString(PolicyDocuments.Compact);
    }

    protected static async Task<HookInstallation> ReadAsync(
        RuleServiceClients site, InstallationOptions? options, HookDefinition? definition = null)
    {
        HookInstallation installation = new(
            site.Services, definition ?? Wanted, (options ?? new()) with { Delay = (_, _) => Task.CompletedTask });
        await installation.ReadAsync(Cancelled);
        return installation;
    }

    protected async Task<IReadOnlyList<HookPart>> LookAtHookAsync()
    {
        using RuleServiceClients site = await OpenSiteAsync(Region);
        return (await ReadAsync(site, null)).Parts;
    }

    /// <summary>What is in the way, and the parts then.</summary>
    protected async Task<(IReadOnlyList<HookPart> Parts, InstallationException[] Obstacles)> LookAtHookAsync(
        HookDefinition definition, InstallationOptions options)
    {
        using RuleServiceClients site = await OpenSiteAsync(Region);
        HookInstallation installation = await ReadAsync(site, options, definition);
        return (installation.Parts, [.. installation.Obstacles()]);
    }

    /// <summary>Installs; gives «Part Action» of each part.</summary>
    protected async Task<string[]> InstallHookAsync(
        InstallationOptions? options = null, HookDefinition? definition = null, string region = Region)
    {
        using RuleServiceClients site = await OpenSiteAsync(region);
        HookInstallation installation = await ReadAsync(site, options, definition);
        Assert.Empty(installation.Obstacles());
        await ApplyAsync(installation.Install());
        installation.Close(isComplete: true);
        return [.. installation.Parts.Select(part => $"{part.Part} {part.Action}")];
    }

    /// <summary>Uninstalls; gives «Part Action» of each part.</summary>
    protected async Task<string[]> UninstallHookAsync(HookDefinition? definition = null, string region = Region)
    {
        using RuleServiceClients site = await OpenSiteAsync(region);
        HookInstallation installation = await ReadAsync(site, new() { IsRemoval = true }, definition);
        await ApplyAsync(installation.Uninstall());
        installation.Close(isComplete: true);
        return [.. installation.Parts.Select(part => $"{part.Part} {part.Action}")];
    }
}
