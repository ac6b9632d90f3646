using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>What AWS Tools for PowerShell stores in the session, in the scope of the cmdlet's or the completion's caller.</summary>
internal static class AwsToolsSession
{
    /// <summary>The Region of <c>$StoredAWSRegion</c>, or null.</summary>
    public static string? StoredRegion(SessionState session) => Value(session, "StoredAWSRegion")?.ToString();

    /// <summary>
    /// The credentials object in <c>$StoredAWSCredentials</c>: AWS Tools stores it in a wrapper that only its own
    /// Get-AWSCredential opens. Looking for that command could load AWS Tools, so it is looked for only if the variable
    /// is set.
    /// </summary>
    /// <returns>The object; null if nothing is stored.</returns>
    public static object? StoredCredential(SessionState session)
    {
        if (Value(session, "StoredAWSCredentials") is not { } stored)
        {
            return null;
        }

        CommandInfo? open = stored.GetType().GetMethod("GetCredentials", Type.EmptyTypes) is null
            ? session.InvokeCommand.GetCommand("Get-AWSCredential", CommandTypes.All)
            : null;
        return open is null ? stored
            : session.InvokeCommand.InvokeScript(false, ScriptBlock.Create("& $args[0]"), null, open).FirstOrDefault()?.BaseObject
                ?? stored;
    }

    private static object? Value(SessionState session, string name) =>
        session.PSVariable.GetValue(name) is { } value ? PSObject.AsPSObject(value).BaseObject : null;
}
