using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace RedisCompliance.Aws.Fleet;

/// <summary>
/// Slows down when AWS throttles, with a retry quota per client: a client is for one account and Region, but the SDK shares
/// one quota among all clients of an endpoint, so that one throttled account would use up the others' retries.
/// </summary>
internal sealed class FleetRetryPolicy : AdaptiveRetryPolicy
{
    // The SDK's value (AWS SDKs and Tools Reference Guide, "Retry behavior").
    private const int RetryQuota = 500;

    public FleetRetryPolicy(IClientConfig config)
        : base(config)
    {
        RetryCapacity = new RetryCapacity(RetryQuota);
        TokenBucket = new RefillingTokenBucket();
    }

    /// <summary>Reports a call that got no send token as throttled, which the SDK's message does not say.</summary>
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

    /// <summary>The SDK (4.0.102, 4.1.0) refills its bucket before it waits and not after, so that waiting never helps.</summary>
    private sealed class RefillingTokenBucket : TokenBucket
    {
        protected override async Task WaitForTokenAsync(int delayMs, CancellationToken cancellationToken)
        {
            await base.WaitForTokenAsync(delayMs, cancellationToken).ConfigureAwait(false);
            TokenBucketRefill();
        }
    }
}
