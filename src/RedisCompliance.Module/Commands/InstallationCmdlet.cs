using System.Globalization;
using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>The base of the cmdlets for installed rules and hooks: their Regions.</summary>
public abstract class InstallationCmdlet : AwsCmdlet
{
    internal const string FunctionNamePattern = @"^[A-Za-z0-9_-]{1,64}\z";
    internal const string RoleNamePattern = @"^[A-Za-z0-9_+=,.@-]{1,64}\z";

    /// <summary>The Regions, by system name (AWSRegion objects also work).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Region { get; set; }

    /// <summary>Runs an action in each Region; the action reports its own errors, so that the other Regions continue.</summary>
    private protected void ForEachRegion(Action<string?> action)
    {
        foreach (string? region in Region?.Distinct(StringComparer.OrdinalIgnoreCase) ?? [null])
        {
            action(region);
        }
    }

    /// <summary>Reports a failed call: a failure of the credentials terminates the cmdlet, any other ends this Region.</summary>
    private protected void Report(ServiceCallException exception, ErrorRecord record)
    {
        if (exception.IsCredentialFailure)
        {
            ThrowTerminatingError(record);
        }

        WriteError(record);
    }

    private protected static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a parameter was given.</summary>
    private protected bool Has(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private protected T Given<T>(string parameter, T value, T otherwise) => Has(parameter) ? value : otherwise;
}
