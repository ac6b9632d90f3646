namespace RedisCompliance.Aws;

/// <summary>The body of an answer, whole and in memory.</summary>
internal static class ServiceBody
{
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
