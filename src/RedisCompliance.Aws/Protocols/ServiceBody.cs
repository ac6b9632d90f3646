using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace RedisCompliance.Aws.Protocols;

/// <summary>The body of an answer, whole and in memory, and the id that AWS gave the call.</summary>
internal static class ServiceBody
{
    /// <summary>The id of the call as the headers have it, by either of the names that services use; null where AWS sent none.</summary>
    public static string? RequestId(IWebResponseData answer) =>
        answer.GetHeaderValue("x-amzn-RequestId") is { Length: > 0 } id ? id
        : answer.GetHeaderValue("x-amz-request-id") is { Length: > 0 } other ? other
        : null;

    /// <summary>
    /// What an answer is that has the status of success and not the shape. The SDK's retries know it for damage on
    /// the way.
    /// </summary>
    public static AmazonUnmarshallingException Invalid(IWebResponseData answer, string? requestId, Exception exception) =>
        new(requestId, null, null, exception, answer.StatusCode);

    /// <summary>The bytes where they are; a copy only where the SDK has wrapped them, as it does to log answers.</summary>
    public static ArraySegment<byte> Of(Stream stream)
    {
        if (stream is MemoryStream whole && whole.TryGetBuffer(out ArraySegment<byte> body))
        {
            return body;
        }

        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return new ArraySegment<byte>(copy.ToArray());
    }
}
