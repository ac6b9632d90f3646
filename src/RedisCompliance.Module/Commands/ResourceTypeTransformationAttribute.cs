using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// Accepts a resource type by its last part: <c>ReplicationGroup</c> for
/// <c>AWS::ElastiCache::ReplicationGroup</c>.
/// </summary>
public sealed class ResourceTypeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Expands short names; leaves everything else to validation.</summary>
    /// <param name="engineIntrinsics">Not used.</param>
    /// <param name="inputData">What the user gave.</param>
    /// <returns>The full names.</returns>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        LanguagePrimitives.GetEnumerable(inputData) is { } several
            ? several.Cast<object?>().Select(Expand).ToArray()
            : new[] { Expand(inputData) };

    private static string? Expand(object? given) => RedisCompliance.ResourceType.Find(given?.ToString()) ?? given?.ToString();
}
