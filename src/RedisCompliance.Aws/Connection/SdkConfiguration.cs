using Amazon.Runtime.Internal;

namespace RedisCompliance.Aws.Connection;

/// <summary>
/// What AWSSDK.Core itself reads from the shared AWS files, whatever the credentials: retries, FIPS, dual-stack.
/// Its static constructor reads them and fails for good at anything invalid, so they are checked first.
/// </summary>
internal static class SdkConfiguration
{
    /// <summary>Makes the SDK read the files.</summary>
    /// <param name="shared">The profiles of the files in their usual places, already parsed.</param>
    /// <exception cref="ConnectionException">The SDK cannot read them.</exception>
    public static void Check(AwsProfiles shared)
    {
        if (shared.Find(AwsProfiles.EnvironmentName) is { } profile && profile["sso_session"] is { } session)
        {
            shared.SsoSession(profile, session);
        }

        try
        {
            _ = FallbackInternalConfigurationFactory.RetryMode;
        }
        catch (TypeInitializationException exception)
        {
            // The SDK's message quotes the line, which may hold a secret.
            throw new ConnectionException(
                ConnectionFault.AwsFileInvalid, Messages.SdkConfigurationInvalid.With(shared.Places), shared.Places, exception);
        }
    }
}
