using System.Globalization;
using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>What the cmdlets of installed rules and hooks share: where they are.</summary>
public abstract class InstallationCmdlet : AwsCmdlet
{
    internal const string FunctionNamePattern = @"^[A-Za-z0-9_-]{1,64}\z";
    internal const string RoleNamePattern = @"^[A-Za-z0-9_+=,.@-]{1,64}\z";

    /// <summary>The Regions, by system name (AWSRegion objects will do).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Region { get; set; }

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

    /// <summary>Whether a parameter was given.</summary>
    private protected bool Has(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private protected T Given<T>(string parameter, T value, T otherwise) => Has(parameter) ? value : otherwise;
}
