using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace RedisCompliance.Aws.Fleet;

/// <summary>
/// Slows down where it is throttled, and keeps its own account of retries: a client is of one account and Region, and the
/// SDK's account is one for all clients of an endpoint, so that one throttled account would take all others' retries.
/// </summary>
internal sealed class FleetRetryPolicy : AdaptiveRetryPolicy
{
    // As the SDK's own (AWS SDKs and Tools Reference Guide, "Retry behavior").
    private const int RetryQuota = 500;

    public FleetRetryPolicy(IClientConfig config)
        : base(config)
    {
        RetryCapacity = new RetryCapacity(RetryQuota);
        TokenBucket = new RefillingTokenBucket();
    }

    /// <summary>Says of a call that got no leave to be made what kept it: throttling, of which the SDK's words say nothing.</summary>
    public override async Task ObtainSendTokenAsync(IExecutionContext executionContext, Exception exception)
    {
        try
        {
            await base.ObtainSendTokenAsync(executionContext, exception).ConfigureAwait(false);
        }
        catch (AmazonClientException starved)
        {
            throw new AmazonServiceException(starved.Message, starved, ErrorType.Sender, "Throttling", null, (HttpStatusCode)429);
        }
    }

    /// <summary>The SDK's bucket (4.0.102, 4.1.0) is filled before it is waited for and not after, so that the wait never helps.</summary>
    private sealed class RefillingTokenBucket : TokenBucket
    {
        protected override async Task WaitForTokenAsync(int delayMs, CancellationToken cancellationToken)
        {
            await base.WaitForTokenAsync(delayMs, cancellationToken).ConfigureAwait(false);
            TokenBucketRefill();
        }
    }
}
