namespace RedisCompliance.Config;

/// <summary>The environment variables of the rule's and the hook's functions: Install sets them, and the function reads them.</summary>
public static class FunctionEnvironment
{
    /// <summary>The function's own timeout in seconds, which no API tells it.</summary>
    public const string TimeoutSeconds = "FUNCTION_TIMEOUT_SECONDS";

    /// <summary>Whether the function assumes a role of the account that it evaluates.</summary>
    public const string AssumeRoleMode = "ASSUME_ROLE_MODE";

    /// <summary>The name of that role; the one that AWS Config names, where it is not set.</summary>
    public const string ExecutionRoleName = "EXECUTION_ROLE_NAME";

    /// <summary>What Install was asked for, as it noted it; the function does not read it.</summary>
    public const string Installation = "REDIS_COMPLIANCE_INSTALLATION";

    /// <summary>
    /// The policy of the hook: a JSON object of the rule's parameters, as AWS Config's InputParameters hold them; not set for the
    /// default policy.
    /// </summary>
    public const string HookParameters = "REDISCOMPLIANCE_HOOK_PARAMETERS";
}
