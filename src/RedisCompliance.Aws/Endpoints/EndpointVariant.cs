using Amazon.Runtime.Internal;

namespace RedisCompliance.Aws.Endpoints;

/// <summary>Which of a service's endpoints to call.</summary>
/// <remarks>AWS SDKs and Tools Reference Guide, "Dual-stack and FIPS endpoints".</remarks>
/// <param name="IsFips">Whether it must use cryptography validated to FIPS 140.</param>
/// <param name="IsDualstack">Whether it must speak IPv6 as well as IPv4.</param>
internal readonly record struct EndpointVariant(bool IsFips, bool IsDualstack)
{
    private const string FipsVariable = "AWS_USE_FIPS_ENDPOINT";
    private const string DualstackVariable = "AWS_USE_DUALSTACK_ENDPOINT";

    /// <summary>The setting of the environment, or else of the profile; without a profile, the SDK's.</summary>
    /// <exception cref="ConnectionException">A setting is neither true nor false. The SDK would read it as false.</exception>
    public static EndpointVariant Find(AwsProfile? profile = null) => new(
        Variable(FipsVariable) ?? Setting(profile, "use_fips_endpoint") ?? FallbackInternalConfigurationFactory.UseFIPSEndpoint ?? false,
        Variable(DualstackVariable) ?? Setting(profile, "use_dualstack_endpoint")
            ?? FallbackInternalConfigurationFactory.UseDualStackEndpoint ?? false);

    /// <summary>A profile without the setting uses the ordinary endpoints, whatever another profile says.</summary>
    private static bool? Setting(AwsProfile? profile, string key) =>
        profile is null ? null : profile[key] is { } text ? Parse($"{profile.Origin.Name}, {key}", text) : false;

    private static bool? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? Parse(name, text) : null;

    private static bool Parse(string source, string text) => bool.TryParse(text, out bool value) ? value
        : throw new ConnectionException(ConnectionFault.InvalidEndpointSetting, Messages.InvalidEndpointSetting.With(source, text), text);
}
