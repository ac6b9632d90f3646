using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>The base of the cmdlets for an installed rule: its name and Regions.</summary>
public abstract class RuleCmdlet : InstallationCmdlet
{
    /// <summary>The name of the AWS Config rule: letters, digits, hyphens and underscores, at most 100.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigRuleName")]
    [ArgumentCompleter(typeof(ConfigRuleNameCompleter))]
    [ValidatePattern(@"^[A-Za-z0-9_-]{1,100}\z")]
    public string RuleName { get; set; } = RuleDefinition.DefaultRuleName;
}

/// <summary>Opens the services of a Region; a separate class, so that the runtime loads nothing of AWS before it is needed.</summary>
internal static class RuleSession
{
    /// <summary>Connects, and asks AWS for the account of the credentials.</summary>
    /// <exception cref="ServiceCallException">The call for the account failed.</exception>
    public static RuleServiceClients Open(AwsCmdlet cmdlet, string? region)
    {
        AwsConnection connection = AwsSession.Connect(cmdlet, region);
        RuleServiceClients site = cmdlet.Wait(
            new ValueTask<RuleServiceClients>(RuleServiceClients.OpenAsync(connection, cmdlet.StopToken)));
        cmdlet.WriteVerbose(
            $"Account {site.Services.Identity.AccountId}, Region {connection.Region} (from {connection.RegionSource}), "
            + $"credentials from {connection.CredentialSource}.");
        return site;
    }
}
