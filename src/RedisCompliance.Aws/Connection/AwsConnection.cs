using Amazon;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection;

/// <summary>The credentials and the Region to call AWS with, and where each was found.</summary>
public sealed class AwsConnection
{
    private AwsConnection(
        AWSCredentials credentials, string credentialSource, RegionEndpoint region, string regionSource, string? endpointUrl)
    {
        Credentials = credentials;
        CredentialSource = credentialSource;
        RegionEndpoint = region;
        RegionSource = regionSource;
        EndpointUrl = endpointUrl;
    }

    /// <summary>The Region's system name.</summary>
    public string Region => RegionEndpoint.SystemName;

    /// <summary>Where the Region was found, in words.</summary>
    public string RegionSource { get; }

    /// <summary>Where the credentials were found, in words; never any part of the credentials.</summary>
    public string CredentialSource { get; }

    internal AWSCredentials Credentials { get; }

    internal RegionEndpoint RegionEndpoint { get; }

    internal string? EndpointUrl { get; }

    internal Partition Partition => Partition.Of(Region);

    internal EndpointVariant EndpointVariant { get; private init; } = EndpointVariant.Find();

    /// <summary>The account of the credentials; null if it is not known.</summary>
    public string? AccountId { get; private init; }

    /// <summary>Counts this connection's calls, but not the calls of connections derived from it.</summary>
    public CallCounter Calls { get; private init; } = new();

    /// <summary>Whether the connection is one of many: its calls are given up sooner, and have a retry policy of their own.</summary>
    internal bool IsOfFleet { get; private init; }

    /// <summary>Limits the concurrent calls of all connections of a fleet; null for a single connection.</summary>
    internal SemaphoreSlim? CallSlots { get; private init; }

    /// <summary>How long its calls may take.</summary>
    internal WireLimits Limits { get; private init; } = WireLimits.Default;

    /// <summary>Finds the credentials and the Region.</summary>
    /// <param name="settings">What the user specified.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The connection. It has called no service yet, unless the source of the credentials needs one.</returns>
    /// <exception cref="ConnectionException">The Region, the credentials or the endpoint is missing or cannot be used.</exception>
    public static async Task<AwsConnection> OpenAsync(AwsConnectionSettings settings, CancellationToken cancellationToken)
    {
#if NETSTANDARD
        SdkBuild.Check();
#endif
        string? endpointUrl = string.IsNullOrWhiteSpace(settings.EndpointUrl) ? null : settings.EndpointUrl!.Trim();
        if (endpointUrl is not null && !IsHttpUrl(endpointUrl))
        {
            throw new ConnectionException(ConnectionFault.InvalidEndpoint, Messages.InvalidEndpoint.With(endpointUrl), endpointUrl);
        }

        AwsProfiles shared = await AwsProfiles.ReadAsync(null, cancellationToken).ConfigureAwait(false);
        SdkConfiguration.Check(shared);
        AwsProfiles profiles = settings.ProfileLocation is null ? shared
            : await AwsProfiles.ReadAsync(settings.ProfileLocation, cancellationToken).ConfigureAwait(false);
        var variant = EndpointVariant.Find(
            settings.GivenProfileName is { } given ? profiles.Find(given) : shared.Find(AwsProfiles.EnvironmentName));
        (RegionEndpoint region, string regionSource) =
            await RegionResolver.ResolveAsync(settings, profiles, cancellationToken).ConfigureAwait(false);
        (AWSCredentials credentials, string credentialSource) =
            await CredentialResolver.ResolveAsync(settings, profiles, region, cancellationToken).ConfigureAwait(false);
        return new AwsConnection(credentials, credentialSource, region, regionSource, endpointUrl) { EndpointVariant = variant };
    }

    /// <summary>Opens the ElastiCache inventory of the connection's Region.</summary>
    /// <returns>The inventory; the caller disposes of it.</returns>
    public ElastiCacheInventory OpenInventory() => new(this);

    /// <summary>Opens AWS Config in the connection's Region.</summary>
    /// <returns>The store; the caller disposes of it.</returns>
    public ConfigEvaluationStore OpenEvaluationStore() => new(this);

    /// <summary>Asks AWS which account the credentials belong to. The call needs no permission.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The 12-digit account id.</returns>
    /// <exception cref="ServiceCallException">The call failed.</exception>
    public async Task<string> GetAccountIdAsync(CancellationToken cancellationToken)
    {
        if (AccountId is not null)
        {
            return AccountId;
        }

        // Not bound by a fleet's call slots: an audit may ask for its account after the fleet is disposed of.
        AwsConnection alone = new(
            Credentials, CredentialSource, RegionEndpoint, RegionSource, EndpointUrl) { EndpointVariant = EndpointVariant };
        using AmazonSecurityTokenServiceClient client = new(alone);
        return await client.GetCallerIdentityAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replaces the ARNs of key aliases in a policy by the ARNs of the keys that KMS has for them now.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The policy to judge by. A policy without aliases is returned as it is, without a call.</returns>
    /// <exception cref="ServiceCallException">An alias could not be resolved, so there is no policy to judge by.</exception>
    public Task<AtRestPolicy> ResolveKeyAliasesAsync(AtRestPolicy policy, CancellationToken cancellationToken) =>
        policy.HasKeyAliases
            ? policy.ResolveAliasesAsync(alias => ResolveKeyAliasAsync(alias, cancellationToken))
            : Task.FromResult(policy);

    /// <summary>A connection to an account and Region, with other credentials if given, and with its own count of calls.</summary>
    internal AwsConnection To(
        RegionEndpoint region, AWSCredentials? credentials = null, string? accountId = null, SemaphoreSlim? callSlots = null,
        CallCounter? calls = null,
        bool isOfFleet = false, WireLimits? limits = null) =>
        new(credentials ?? Credentials, CredentialSource, region, RegionSource, EndpointUrl)
        {
            AccountId = accountId ?? AccountId,
            EndpointVariant = EndpointVariant,
            CallSlots = callSlots ?? CallSlots,
            IsOfFleet = isOfFleet || IsOfFleet,
            Limits = limits ?? Limits,
            Calls = calls ?? new(),
        };

    private async Task<string> ResolveKeyAliasAsync(string aliasArn, CancellationToken cancellationToken)
    {
        // arn:partition:kms:region:account:alias/name; KMS answers for its own Region only.
        string region = aliasArn.Split(':') is [_, _, _, { Length: > 0 } named, ..] ? named : Region;
        using AmazonKeyManagementServiceClient client = new(To(RegionEndpoint.GetBySystemName(region)));
        return await client.DescribeKeyAsync(aliasArn, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A connection with credentials at hand, to the endpoints of the services or of the environment.</summary>
    internal static AwsConnection To(AWSCredentials credentials, RegionEndpoint region, EndpointVariant? variant = null) =>
        new(credentials, "given", region, "given", null) { EndpointVariant = variant ?? EndpointVariant.Find() };

    internal static bool IsHttpUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
