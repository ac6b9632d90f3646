using Amazon.Runtime.Internal;

namespace RedisCompliance.Aws.Connection;

/// <summary>
/// What AWSSDK.Core takes from the shared AWS files by itself, whichever credentials are used: retries, FIPS, dual-stack.
/// It reads them in a static constructor, which fails for good at what it cannot read, so that is looked for first.
/// </summary>
internal static class SdkConfiguration
{
    /// <summary>Has it read them.</summary>
    /// <param name="shared">The profiles of the files in their usual places, which have been understood by now.</param>
    /// <exception cref="ConnectionException">It cannot.</exception>
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
            // Its own words quote the line, which may hold a secret.
            throw new ConnectionException(
                ConnectionFault.AwsFileInvalid, Messages.SdkConfigurationInvalid.With(shared.Places), shared.Places, exception);
        }
    }
}
