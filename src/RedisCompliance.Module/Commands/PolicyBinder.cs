using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>Makes a policy from the parameters that the audit and the rule share.</summary>
internal static class PolicyBinder
{
    /// <summary>The policy; an invalid one terminates the cmdlet, with the same message as in the function.</summary>
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
