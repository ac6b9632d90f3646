using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>Rejects unknown resource types. Unlike ValidateSet, leaves completion to <see cref="ResourceTypeCompleter"/>.</summary>
public sealed class ValidateResourceTypeAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <summary>Checks one value.</summary>
    /// <param name="element">The value, after <see cref="ResourceTypeTransformationAttribute"/>.</param>
    /// <exception cref="ValidationMetadataException">The value is no resource type.</exception>
    protected override void ValidateElement(object element)
    {
        if (element is not string name || !ResourceType.All.Contains(name))
        {
            throw new ValidationMetadataException(Messages.NotAResourceType.With(element, string.Join(", ", ResourceType.All)));
        }
    }
}
