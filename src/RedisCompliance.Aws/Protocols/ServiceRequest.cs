using Amazon.Runtime;

namespace RedisCompliance.Aws.Protocols;

/// <summary>A request of any protocol.</summary>
internal abstract class ServiceRequest : AmazonWebServiceRequest
{
    /// <summary>Tokens that the request sends and no message may show. The credentials that sign it are masked anyway.</summary>
    public IReadOnlyList<string?> Secrets { get; init; } = [];

    /// <summary>How the last completed attempt failed.</summary>
    public Exception? LastFailure { get; set; }
}
