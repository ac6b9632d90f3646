using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace RedisCompliance.Aws.Protocols;

/// <summary>The configuration of a service's client: the service and its endpoint.</summary>
internal abstract class ServiceConfig : ClientConfig, IEndpointProvider
{
    // All modes: if AWS_DEFAULTS_MODE named a missing one, every call would throw. The AWS SDKs share these values
    // (AWS SDKs and Tools Reference Guide, "Smart configuration defaults").
    private static readonly DefaultConfigurationProvider s_defaults = new(
    [
        Mode(DefaultConfigurationMode.Standard, 3.1),
        Mode(DefaultConfigurationMode.InRegion, 1.1),
        Mode(DefaultConfigurationMode.CrossRegion, 3.1),
        Mode(DefaultConfigurationMode.Mobile, 30),
    ]);

    private readonly string _endpointPrefix;
    private readonly ServiceEndpoint? _found;

    private protected ServiceConfig(AwsConnection connection, string serviceId, string endpointPrefix)
        : base(s_defaults)
    {
        _endpointPrefix = endpointPrefix;
        ServiceId = serviceId;
        AuthenticationServiceName = endpointPrefix;
        HttpClientFactory = new BufferedHttpClientFactory(connection.Limits);
        HttpClientCacheSize = 1;
        RegionEndpoint = connection.RegionEndpoint;
        if (connection.EndpointUrl is not null)
        {
            IgnoreConfiguredEndpointUrls = true;
            ServiceURL = connection.EndpointUrl;
        }

        UseFIPSEndpoint = connection.EndpointVariant.IsFips;
        UseDualstackEndpoint = connection.EndpointVariant.IsDualstack;
        _found = ServiceEndpoint.Find(endpointPrefix, connection.Region, connection.EndpointVariant);

        // A custom endpoint names no Region; without this setting the SDK would sign for us-east-1.
        AuthenticationRegion = (_found ?? ServiceEndpoint.Find(endpointPrefix, connection.Region, default))?.SigningRegion;
        EndpointProvider = this;
        IsOfFleet = connection.IsOfFleet;
    }

    /// <summary>Whether the client is one of many: <see cref="ServiceClient"/> then gives it its own retry policy.</summary>
    public bool IsOfFleet { get; }

    public override string RegionEndpointServiceName => _endpointPrefix;

    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString(
        "RedisCompliance", typeof(ServiceConfig).Assembly.GetName().Version!.ToString(3));

    /// <summary>The URL to call: the configured one, or the service's own; null if AWS has none.</summary>
    public string? EndpointUrl => !string.IsNullOrEmpty(ServiceURL) ? ServiceURL
        : _found is not null ? "https://" + _found.Host
        : null;

    /// <summary>The SDK asks for the endpoint before a call; <see cref="ServiceClient"/> makes no call without one.</summary>
    public Endpoint ResolveEndpoint(EndpointParameters parameters) =>
        new(EndpointUrl ?? throw new InvalidOperationException("There is no endpoint to call."));

    /// <summary>The SDK's older signature for the same endpoint.</summary>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => ResolveEndpoint(new());

    private static DefaultConfiguration Mode(DefaultConfigurationMode name, double connectSeconds) => new()
    {
        Name = name,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = TimeSpan.FromSeconds(connectSeconds),
        TlsNegotiationTimeout = TimeSpan.FromSeconds(connectSeconds),
    };
}
