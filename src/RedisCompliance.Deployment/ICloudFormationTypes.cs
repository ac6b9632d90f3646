namespace RedisCompliance.Deployment;

/// <summary>An activated hook in CloudFormation's registry.</summary>
/// <param name="Arn">Its ARN in this account and Region.</param>
/// <param name="OriginalTypeName">The public type that it was activated from; null if the registry does not say.</param>
/// <param name="PublisherId">That type's publisher; null if the registry does not say, as for Amazon's own.</param>
/// <param name="ExecutionRoleArn">The role that CloudFormation calls it with; null if there is none.</param>
/// <param name="AutoUpdate">Whether it updates to new minor versions automatically; null if the registry does not say.</param>
/// <param name="IsActivated">Whether it can be called in this account and Region; null if the registry does not say.</param>
/// <param name="IsDeprecated">Whether it was deregistered, so that CloudFormation can no longer use it.</param>
public sealed record HookTypeDetail(
    string Arn, string? OriginalTypeName, string? PublisherId, string? ExecutionRoleArn, bool? AutoUpdate,
    bool? IsActivated = null, bool IsDeprecated = false);

/// <summary>
/// The port to CloudFormation's registry: the operations that a hook needs, under AWS's names. What the registry does not have is null,
/// not an error; every other failure is a <see cref="ServiceCallException"/>.
/// </summary>
/// <remarks>
/// AWS CloudFormation API Reference, version 2010-05-15; CloudFormation Hooks User Guide, "Activate a Lambda Hook in your account" and
/// "Hook configuration schema syntax reference". Not verified against AWS: that DescribeType returns OriginalTypeName for a hook
/// activated from AWS::Hooks::LambdaHook; which error ActivateType returns for an alias that is taken; and that it accepts the publisher
/// aws-hooks, which the guide names but which does not match the service model's pattern.
/// </remarks>
public interface ICloudFormationTypes
{
    /// <summary>Lists the names of all hooks that the account can use in the Region: activated or registered there.</summary>
    Task<IReadOnlyList<string>> ListTypesAsync(CancellationToken cancellationToken);

    /// <summary>Reads an activated hook by its alias.</summary>
    Task<HookTypeDetail?> DescribeTypeAsync(string hookName, CancellationToken cancellationToken);

    /// <summary>Activates AWS's Lambda Hook under an alias and returns its ARN.</summary>
    Task<string> ActivateTypeAsync(string hookName, string executionRoleArn, CancellationToken cancellationToken);

    /// <summary>Reads a hook's configuration: JSON, <c>{}</c> if none was set.</summary>
    Task<string> BatchDescribeTypeConfigurationsAsync(string typeArn, CancellationToken cancellationToken);

    /// <summary>Replaces a hook's configuration.</summary>
    Task SetTypeConfigurationAsync(string typeArn, string configuration, CancellationToken cancellationToken);

    /// <summary>Deactivates a hook and deletes its configuration.</summary>
    Task DeactivateTypeAsync(string hookName, CancellationToken cancellationToken);
}
