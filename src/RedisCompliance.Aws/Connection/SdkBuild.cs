#if NETSTANDARD
using System.Reflection;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection;

/// <summary>
/// Windows PowerShell keeps a session's first AWSSDK.Core for all modules: every version 4 has the same assembly name. The
/// build for .NET Framework lacks the HTTP client that this module needs, and would fail in the middle of a call.
/// </summary>
internal static class SdkBuild
{
    /// <summary>Checks the loaded AWSSDK.Core.</summary>
    /// <exception cref="ConnectionException">The loaded build cannot make calls.</exception>
    public static void Check()
    {
        Assembly sdk = typeof(AWSCredentials).Assembly;
        if (sdk.GetType("Amazon.Runtime.HttpClientFactory") is null)
        {
            string? version = sdk.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version;
            // An assembly loaded from bytes has no location.
            string place = sdk.Location.Length > 0 ? sdk.Location : sdk.FullName!;
            throw new ConnectionException(ConnectionFault.SdkConflict, Messages.SdkConflict.With(version, place), place);
        }
    }
}
#endif
