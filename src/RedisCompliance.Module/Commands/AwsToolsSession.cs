using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>What AWS Tools for PowerShell keeps in the session, as the caller of a cmdlet or of Tab sees it.</summary>
internal static class AwsToolsSession
{
    /// <summary>The Region of <c>$StoredAWSRegion</c>, or null.</summary>
    public static string? StoredRegion(SessionState session) => Value(session, "StoredAWSRegion")?.ToString();

    /// <summary>
    /// The credentials object behind <c>$StoredAWSCredentials</c>: AWS Tools keeps it in a wrapper that only its own
    /// Get-AWSCredential opens. That command is only looked for if the variable is set, so that AWS Tools is never
    /// loaded by way of this.
    /// </summary>
    /// <returns>The object, or null where nothing is stored.</returns>
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
