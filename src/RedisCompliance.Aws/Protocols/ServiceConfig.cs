using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace RedisCompliance.Aws;

/// <summary>The configuration of one service's client: which service, and by which endpoint.</summary>
internal abstract class ServiceConfig : ClientConfig, IEndpointProvider
{
    // All modes, or AWS_DEFAULTS_MODE set to one that is missing makes every call throw. The values are those that
    // the AWS SDKs share (AWS SDKs and Tools Reference Guide, "Smart configuration defaults").
    private static readonly DefaultConfigurationProvider s_defaults = new(
    [
        Mode(DefaultConfigurationMode.Standard, 3.1),
        Mode(DefaultConfigurationMode.InRegion, 1.1),
        Mode(DefaultConfigurationMode.CrossRegion, 3.1),
        Mode(DefaultConfigurationMode.Mobile, 30),
    ]);

    private readonly string _endpointPrefix;

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

        // An endpoint of one's own names no Region; unless told, the SDK would sign for us-east-1.
        AuthenticationRegion = connection.Region;
        Region = connection.RegionEndpoint;
        EndpointProvider = this;
        IsOfFleet = connection.IsOfFleet;
    }

    /// <summary>Whether the client is one of many: <see cref="ServiceClient"/> gives it retries of its own then.</summary>
    public bool IsOfFleet { get; }

    /// <summary>The Region that was asked for; <see cref="ClientConfig.RegionEndpoint"/> forgets it beside an endpoint of one's own.</summary>
    public RegionEndpoint Region { get; }

    public override string RegionEndpointServiceName => _endpointPrefix;

    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString("RedisCompliance", typeof(ServiceConfig).Assembly.GetName().Version!.ToString(3));

    /// <summary>The service's endpoint: the configured one, or the Region's own with what FIPS and dual-stack make of it.</summary>
    /// <remarks>The endpoint rules of the service models: <c>elasticache-fips.region.suffix</c>, <c>elasticache.region.api.aws</c>.</remarks>
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (!string.IsNullOrEmpty(ServiceURL))
        {
            return new Endpoint(ServiceURL);
        }

        // In the GovCloud partition the ordinary endpoint is the FIPS one.
        return new Endpoint("https://" + Host(UseFIPSEndpoint && Region.PartitionName != "aws-us-gov", UseDualstackEndpoint));
    }

    /// <summary>The host of the service in the Region.</summary>
    private protected virtual string Host(bool isFips, bool isDualstack)
    {
        string suffix = !isDualstack ? Region.PartitionDnsSuffix
            : Region.PartitionName == "aws-cn" ? "api.amazonwebservices.com.cn"
            : "api.aws";
        return $"{_endpointPrefix}{(isFips ? "-fips" : null)}.{Region.SystemName}.{suffix}";
    }

    /// <summary>What the SDK's older signature of the same question asks for.</summary>
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
