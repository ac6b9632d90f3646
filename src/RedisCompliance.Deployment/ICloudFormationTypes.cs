namespace RedisCompliance.Deployment;

/// <summary>An activated hook as CloudFormation's registry has it.</summary>
/// <param name="Arn">Its ARN in this account and Region.</param>
/// <param name="OriginalTypeName">The public type that it was activated from; null where the registry does not say.</param>
/// <param name="PublisherId">The publisher of that; null where the registry does not say, as for Amazon's own.</param>
/// <param name="ExecutionRoleArn">The role that CloudFormation calls it with; null where there is none.</param>
/// <param name="AutoUpdate">Whether it becomes AWS's newer minor versions by itself; null where the registry does not say.</param>
/// <param name="IsActivated">Whether it can be called in this account and Region; null where the registry does not say.</param>
/// <param name="IsDeprecated">Whether it was deregistered, so that CloudFormation cannot use it any more.</param>
public sealed record HookTypeDetail(
    string Arn, string? OriginalTypeName, string? PublisherId, string? ExecutionRoleArn, bool? AutoUpdate,
    bool? IsActivated = null, bool IsDeprecated = false);

/// <summary>
/// The port to the registry of CloudFormation: the operations that a hook needs, by their own names. What it does not have is
/// null, not an error; every other failure is a <see cref="ServiceCallException"/>.
/// </summary>
/// <remarks>
/// AWS CloudFormation API Reference, version 2010-05-15; CloudFormation Hooks User Guide, "Activate a Lambda Hook in your account"
/// and "Hook configuration schema syntax reference". Not verified against AWS: that DescribeType names OriginalTypeName of a hook that
/// was activated from AWS::Hooks::LambdaHook, the error of ActivateType for an alias that is taken, and that it
/// takes the publisher aws-hooks, which the guide names, and which is not of the form that the service's model gives.
/// </remarks>
public interface ICloudFormationTypes
{
    /// <summary>
    /// Lists the names of all hooks that can be used in the account and Region: what was activated, and what was registered there.
    /// </summary>
    Task<IReadOnlyList<string>> ListTypesAsync(CancellationToken cancellationToken);

    /// <summary>Reads an activated hook by its alias.</summary>
    Task<HookTypeDetail?> DescribeTypeAsync(string hookName, CancellationToken cancellationToken);

    /// <summary>Activates AWS's Lambda Hook under an alias; gives its ARN.</summary>
    Task<string> ActivateTypeAsync(string hookName, string executionRoleArn, CancellationToken cancellationToken);

    /// <summary>Reads a hook's configuration: JSON, <c>{}</c> where none was set.</summary>
    Task<string> BatchDescribeTypeConfigurationsAsync(string typeArn, CancellationToken cancellationToken);

    /// <summary>Replaces a hook's configuration.</summary>
    Task SetTypeConfigurationAsync(string typeArn, string configuration, CancellationToken cancellationToken);

    /// <summary>Deactivates a hook; its configuration goes along.</summary>
    Task DeactivateTypeAsync(string hookName, CancellationToken cancellationToken);
}
