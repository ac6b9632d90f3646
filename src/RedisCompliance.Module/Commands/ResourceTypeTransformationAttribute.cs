using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// Lets a resource type be given by its last part: <c>ReplicationGroup</c> for
/// <c>AWS::ElastiCache::ReplicationGroup</c>.
/// </summary>
public sealed class ResourceTypeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Completes short names; leaves everything else for validation to judge.</summary>
    /// <param name="engineIntrinsics">Not used.</param>
    /// <param name="inputData">What the user gave.</param>
    /// <returns>The full names.</returns>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        LanguagePrimitives.GetEnumerable(inputData) is { } several
            ? several.Cast<object?>().Select(Expand).ToArray()
            : new[] { Expand(inputData) };

    private static string? Expand(object? given) => RedisCompliance.ResourceType.Find(given?.ToString()) ?? given?.ToString();
}
