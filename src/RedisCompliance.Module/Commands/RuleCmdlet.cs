using System.Globalization;
using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>What the cmdlets of an installed rule share: which rule it is, and where.</summary>
public abstract class RuleCmdlet : AwsCmdlet
{
    internal const string FunctionNamePattern = @"^[A-Za-z0-9_-]{1,64}\z";
    internal const string RoleNamePattern = @"^[A-Za-z0-9_+=,.@-]{1,64}\z";

    /// <summary>The Regions, by system name (AWSRegion objects will do).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Region { get; set; }

    /// <summary>The name of the AWS Config rule: letters, digits, hyphens and underscores, at most 100.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigRuleName")]
    [ArgumentCompleter(typeof(ConfigRuleNameCompleter))]
    [ValidatePattern(@"^[A-Za-z0-9_-]{1,100}\z")]
    public string RuleName { get; set; } = RuleDefinition.DefaultRuleName;

    /// <summary>Does something in each Region; a Region that fails is an error beside the others.</summary>
    private protected void ForEachRegion(Action<string?> action)
    {
        foreach (string? region in Region?.Distinct(StringComparer.OrdinalIgnoreCase) ?? [null])
        {
            action(region);
        }
    }

    /// <summary>Reports a call that failed: of the credentials' making, it ends the cmdlet; otherwise, this Region.</summary>
    private protected void Report(ServiceCallException exception, ErrorRecord record)
    {
        if (exception.IsCredentialFailure)
        {
            ThrowTerminatingError(record);
        }

        WriteError(record);
    }

    private protected static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Opens the services of a Region; apart from the cmdlets, so that nothing of AWS is loaded before one is needed.</summary>
internal static class RuleSession
{
    /// <summary>Connects, and asks whose account it is.</summary>
    /// <exception cref="ServiceCallException">The account could not be told.</exception>
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
