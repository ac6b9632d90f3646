using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>
/// Makes a connection of what a cmdlet was given. Apart from the cmdlets, so that nothing of AWS is loaded before one is
/// needed.
/// </summary>
internal static class AwsSession
{
    /// <summary>Finds credentials and Region; what is wrong with them ends the cmdlet.</summary>
    public static AwsConnection Connect(AwsCmdlet cmdlet, string? region, string? fallbackRegion = null)
    {
        MfaPrompt prompt = new(cmdlet);
        AwsConnectionSettings settings = Settings(cmdlet, region, fallbackRegion, prompt.AskAsync);
        return OrTerminate(cmdlet, () => prompt.Wait(AwsConnection.OpenAsync(settings, cmdlet.StopToken)));
    }

    /// <summary>Waits for what needs a way to AWS; what is wrong with that ends the cmdlet.</summary>
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
