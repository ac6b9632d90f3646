using System.Text;

namespace RedisCompliance.Aws.Tests;

/// <summary>A request as it came over the wire.</summary>
internal sealed record WireRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
