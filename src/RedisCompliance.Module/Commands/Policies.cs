using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>Makes a policy of the parameters that the audit and the rule have in common.</summary>
internal static class Policies
{
    public static AtRestPolicy Of(string[]? engine, string[]? resourceType, string[]? approvedKmsKey, SwitchParameter requireCustomerManagedKey) => new()
    {
        Engines = engine is null ? AtRestPolicy.Default.Engines : [.. engine.Select(name => name.ToLowerInvariant())],
        ResourceTypes = resourceType ?? AtRestPolicy.Default.ResourceTypes,
        ApprovedKmsKeyIds = approvedKmsKey ?? [],
        RequireCustomerManagedKey = requireCustomerManagedKey,
    };
}
