using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>
/// Makes a connection from a cmdlet's parameters. A separate class, so that the runtime loads nothing of AWS before a
/// connection is needed.
/// </summary>
internal static class AwsSession
{
    /// <summary>Finds the credentials and the Region; a fault in them terminates the cmdlet.</summary>
    public static AwsConnection Connect(AwsCmdlet cmdlet, string? region, string? fallbackRegion = null)
    {
        MfaPrompt prompt = new(cmdlet);
        AwsConnectionSettings settings = Settings(cmdlet, region, fallbackRegion, prompt.AskAsync);
        return OrTerminate(cmdlet, () => prompt.Wait(AwsConnection.OpenAsync(settings, cmdlet.StopToken)));
    }

    /// <summary>Waits for a task that needs the connection; a fault in the connection terminates the cmdlet.</summary>
    public static T OrTerminate<T>(AwsCmdlet cmdlet, Task<T> task) => OrTerminate(cmdlet, () => cmdlet.Wait(new ValueTask<T>(task)));

    private static T OrTerminate<T>(AwsCmdlet cmdlet, Func<T> wait)
    {
        try
        {
            return wait();
        }
        catch (ConnectionException exception)
        {
            cmdlet.ThrowTerminatingError(ConnectionErrors.From(exception));
            throw;
        }
    }

    private static AwsConnectionSettings Settings(AwsCmdlet cmdlet, string? region, string? fallbackRegion, AskMfaCode askMfaCode) => new()
    {
        Region = region,
        FallbackRegion = fallbackRegion,
        StoredRegion = AwsToolsSession.StoredRegion(cmdlet.SessionState),
        ProfileName = cmdlet.ProfileName,
        ProfileLocation = cmdlet.ProfileLocation is null ? null : cmdlet.GetUnresolvedProviderPathFromPSPath(cmdlet.ProfileLocation),
        AccessKey = cmdlet.AccessKey,
        SecretKey = cmdlet.SecretKey,
        SessionToken = cmdlet.SessionToken,
        Credential = cmdlet.Credential is PSObject wrapped ? wrapped.BaseObject : cmdlet.Credential,
        StoredCredential = AwsToolsSession.StoredCredential(cmdlet.SessionState),
        EndpointUrl = cmdlet.EndpointUrl,
        AskMfaCode = askMfaCode,
    };
}
