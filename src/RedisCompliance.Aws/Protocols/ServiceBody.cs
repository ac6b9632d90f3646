using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace RedisCompliance.Aws.Protocols;

/// <summary>An answer's complete body in memory, and the id that AWS gave the call.</summary>
internal static class ServiceBody
{
    /// <summary>The id of the call from the headers, under either name that services use; null if AWS sent none.</summary>
    public static string? RequestId(IWebResponseData answer) =>
        answer.GetHeaderValue("x-amzn-RequestId") is { Length: > 0 } id ? id
        : answer.GetHeaderValue("x-amz-request-id") is { Length: > 0 } other ? other
        : null;

    /// <summary>
    /// The exception for an answer with a success status and an invalid body. The SDK retries it as damaged in
    /// transit.
    /// </summary>
    public static AmazonUnmarshallingException Invalid(IWebResponseData answer, string? requestId, Exception exception) =>
        new(requestId, null, null, exception, answer.StatusCode);

    /// <summary>The bytes in place; a copy only if the SDK wrapped the stream, which it does to log answers.</summary>
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
