using Amazon;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection;

/// <summary>Credentials and a Region that calls can be made with, and where each came from.</summary>
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

    /// <summary>Where the credentials were found, in words; never anything of themselves.</summary>
    public string CredentialSource { get; }

    internal AWSCredentials Credentials { get; }

    internal RegionEndpoint RegionEndpoint { get; }

    internal string? EndpointUrl { get; }

    internal Partition Partition => Partition.Of(Region);

    internal EndpointVariant EndpointVariant { get; private init; } = EndpointVariant.Find();

    /// <summary>The account of the credentials, where that is known.</summary>
    public string? AccountId { get; private init; }

    /// <summary>The calls made by it, and by no connection made of it.</summary>
    public CallCounter Calls { get; private init; } = new();

    /// <summary>Whether it is one of many: its calls are given up sooner, and retried for itself.</summary>
    internal bool IsOfFleet { get; private init; }

    /// <summary>What bounds the calls under way of all connections of a fleet; null for a connection of its own.</summary>
    internal SemaphoreSlim? CallSlots { get; private init; }

    /// <summary>How long its calls may take.</summary>
    internal WireLimits Limits { get; private init; } = WireLimits.Default;

    /// <summary>Finds credentials and Region.</summary>
    /// <param name="settings">What the user said.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The connection; no call to a service was made yet, unless the credentials' source needed one.</returns>
    /// <exception cref="ConnectionException">A Region, credentials or an endpoint is missing or cannot be used.</exception>
    public static async Task<AwsConnection> OpenAsync(AwsConnectionSettings settings, CancellationToken cancellationToken)
    {
        SdkBuild.Check();
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
            settings.ProfileName is null ? shared.Find(AwsProfiles.EnvironmentName) : profiles.Find(settings.ProfileName));
        (RegionEndpoint region, string regionSource) =
            await RegionResolver.ResolveAsync(settings, profiles, cancellationToken).ConfigureAwait(false);
        (AWSCredentials credentials, string credentialSource) =
            await CredentialResolver.ResolveAsync(settings, profiles, region, cancellationToken).ConfigureAwait(false);
        return new AwsConnection(credentials, credentialSource, region, regionSource, endpointUrl) { EndpointVariant = variant };
    }

    /// <summary>Opens the ElastiCache inventory of the connection's Region.</summary>
    /// <returns>The inventory; to be disposed of by who opened it.</returns>
    public ElastiCacheInventory OpenInventory() => new(this);

    /// <summary>Opens AWS Config in the connection's Region.</summary>
    /// <returns>The store; to be disposed of by who opened it.</returns>
    public ConfigEvaluationStore OpenEvaluationStore() => new(this);

    /// <summary>Asks whose account the credentials are of. It needs no permission.</summary>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>The 12-digit account id.</returns>
    /// <exception cref="ServiceCallException">It could not be told.</exception>
    public async Task<string> GetAccountIdAsync(CancellationToken cancellationToken)
    {
        if (AccountId is not null)
        {
            return AccountId;
        }

        // Not bound by a fleet's call slots: an audit's account may be asked for when its fleet has gone.
        AwsConnection alone = new(
            Credentials, CredentialSource, RegionEndpoint, RegionSource, EndpointUrl) { EndpointVariant = EndpointVariant };
        using AmazonSecurityTokenServiceClient client = new(alone);
        return await client.GetCallerIdentityAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same policy with the ARNs of keys in the place of those of their aliases, as KMS has them now.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>The policy to judge by; without an alias in it, itself, and no call is made.</returns>
    /// <exception cref="ServiceCallException">An alias could not be resolved. There is nothing to judge by then.</exception>
    public Task<AtRestPolicy> ResolveKeyAliasesAsync(AtRestPolicy policy, CancellationToken cancellationToken) =>
        policy.HasKeyAliases
            ? policy.ResolveAliasesAsync(alias => ResolveKeyAliasAsync(alias, cancellationToken))
            : Task.FromResult(policy);

    /// <summary>The way into one account and Region by other credentials; its calls are counted for themselves.</summary>
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

    /// <summary>A connection by credentials that are at hand already, to the services' own endpoints or the environment's.</summary>
    internal static AwsConnection To(AWSCredentials credentials, RegionEndpoint region, EndpointVariant? variant = null) =>
        new(credentials, "given", region, "given", null) { EndpointVariant = variant ?? EndpointVariant.Find() };

    internal static bool IsHttpUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
