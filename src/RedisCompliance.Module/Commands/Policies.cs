using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>Makes a policy of the parameters that the audit and the rule have in common.</summary>
internal static class Policies
{
    /// <summary>The policy; parameters that cannot be one end the cmdlet, in the words in which the function would refuse them.</summary>
    public static AtRestPolicy Of(PSCmdlet cmdlet, string[]? engine, string[]? resourceType, string[]? approvedKmsKey, SwitchParameter requireCustomerManagedKey)
    {
        AtRestPolicy policy = new()
        {
            Engines = engine ?? AtRestPolicy.Default.Engines,
            ResourceTypes = resourceType ?? AtRestPolicy.Default.ResourceTypes,
            ApprovedKmsKeyIds = approvedKmsKey ?? [],
            RequireCustomerManagedKey = requireCustomerManagedKey,
        };
        try
        {
            return RuleParameters.ToPolicy(RuleParameters.FromPolicy(policy));
        }
        catch (ConfigEventException exception)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.Create(exception, "InvalidPolicy", ErrorCategory.InvalidArgument, approvedKmsKey,
                Messages.AdviceInvalidPolicy));
            throw;
        }
    }
}
