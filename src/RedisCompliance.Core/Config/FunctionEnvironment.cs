namespace RedisCompliance.Config;

/// <summary>The environment variables of the rule's and the hook's functions. Install sets them; the function reads them.</summary>
public static class FunctionEnvironment
{
    /// <summary>The function's own timeout in seconds, which no API tells the function.</summary>
    public const string TimeoutSeconds = "FUNCTION_TIMEOUT_SECONDS";

    /// <summary>Whether the function assumes a role in the account that it evaluates.</summary>
    public const string AssumeRoleMode = "ASSUME_ROLE_MODE";

    /// <summary>The name of that role; if it is not set, AWS Config's event names the role.</summary>
    public const string ExecutionRoleName = "EXECUTION_ROLE_NAME";

    /// <summary>Install's record of what it was asked to install; the function does not read it.</summary>
    public const string Installation = "REDIS_COMPLIANCE_INSTALLATION";

    /// <summary>
    /// The hook's policy: a JSON object of the rule's parameters, as in AWS Config's InputParameters; not set for the default
    /// policy.
    /// </summary>
    public const string HookParameters = "REDISCOMPLIANCE_HOOK_PARAMETERS";
}
