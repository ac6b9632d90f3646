using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>Makes a policy of the parameters that the audit and the rule have in common.</summary>
internal static class PolicyBinder
{
    /// <summary>The policy; what cannot be one ends the cmdlet, in the words in which the function would refuse it.</summary>
    public static AtRestPolicy Bind(PSCmdlet cmdlet, AtRestPolicy policy)
    {
        try
        {
            return RuleParameters.ToPolicy(RuleParameters.FromPolicy(policy));
        }
        catch (ConfigEventException exception)
        {
            cmdlet.ThrowTerminatingError(
                ErrorRecords.Create(exception, ErrorId.InvalidPolicy, ErrorCategory.InvalidArgument, policy.ApprovedKmsKeyIds,
                Messages.AdviceInvalidPolicy));
            throw;
        }
    }
}
