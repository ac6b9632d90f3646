using Amazon.Runtime;

namespace RedisCompliance.Aws.Protocols;

/// <summary>A call of any protocol.</summary>
internal abstract class ServiceRequest : AmazonWebServiceRequest
{
    /// <summary>What it sends that no message may tell, beside the credentials that sign it: tokens.</summary>
    public IReadOnlyList<string?> Secrets { get; init; } = [];

    /// <summary>How the last try failed that came to an end by itself.</summary>
    public Exception? LastFailure { get; set; }
}
