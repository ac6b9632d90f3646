using System.Diagnostics;
using System.Reflection;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection;

/// <summary>
/// Windows PowerShell keeps the first AWSSDK.Core of a session for all modules: every version 4 has one name. The build for
/// .NET Framework lacks the HTTP client that ours has, and would fail somewhere in the middle of a call.
/// </summary>
internal static class SdkBuild
{
    /// <summary>Looks at what is loaded.</summary>
    /// <exception cref="ConnectionException">No call can be made with it.</exception>
    public static void Check()
    {
        Assembly sdk = typeof(AWSCredentials).Assembly;
        if (sdk.GetType("Amazon.Runtime.HttpClientFactory") is null)
        {
            string? version = FileVersionInfo.GetVersionInfo(sdk.Location).FileVersion;
            throw new ConnectionException(ConnectionFault.SdkConflict, Messages.SdkConflict.With(version, sdk.Location), sdk.Location);
        }
    }
}
