namespace RedisCompliance.Deployment;

/// <summary>A role in IAM.</summary>
/// <param name="Arn">Its ARN, including the path.</param>
/// <param name="AssumeRolePolicyDocument">Its trust policy, as JSON.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="RoleId">Its unique id, which a recreated role of the same name does not share; null if IAM does not return it.</param>
/// <param name="PermissionsBoundary">The ARN of its permissions boundary; null if it has none.</param>
public sealed record RoleDetail(
    string Arn, string AssumeRolePolicyDocument, IReadOnlyDictionary<string, string> Tags, string? RoleId = null,
    string? PermissionsBoundary = null);

/// <summary>
/// The port to IAM: the operations that an installation needs, under AWS's names. What IAM does not have is null, not an error; every
/// other failure is a <see cref="ServiceCallException"/>.
/// </summary>
/// <remarks>IAM API Reference, version 2010-05-08.</remarks>
public interface IIdentityManagement
{
    /// <summary>Reads a role with its tags.</summary>
    Task<RoleDetail?> GetRoleAsync(string roleName, CancellationToken cancellationToken);

    /// <summary>Creates a role.</summary>
    Task<RoleDetail> CreateRoleAsync(
        string roleName, string trustPolicy, string description, IReadOnlyDictionary<string, string> tags,
        CancellationToken cancellationToken);

    /// <summary>Replaces a role's trust policy.</summary>
    Task UpdateAssumeRolePolicyAsync(string roleName, string trustPolicy, CancellationToken cancellationToken);

    /// <summary>Adds tags to a role.</summary>
    Task TagRoleAsync(string roleName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Lists the names of a role's inline policies.</summary>
    Task<IReadOnlyList<string>> ListRolePoliciesAsync(string roleName, CancellationToken cancellationToken);

    /// <summary>Reads an inline policy, as JSON.</summary>
    Task<string?> GetRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken);

    /// <summary>Writes an inline policy.</summary>
    Task PutRolePolicyAsync(string roleName, string policyName, string policy, CancellationToken cancellationToken);

    /// <summary>Deletes an inline policy.</summary>
    Task DeleteRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken);

    /// <summary>Lists the ARNs of the managed policies attached to a role.</summary>
    Task<IReadOnlyList<string>> ListAttachedRolePoliciesAsync(string roleName, CancellationToken cancellationToken);

    /// <summary>Attaches a managed policy.</summary>
    Task AttachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken);

    /// <summary>Detaches a managed policy.</summary>
    Task DetachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken);

    /// <summary>Deletes a role that has no policies left.</summary>
    Task DeleteRoleAsync(string roleName, CancellationToken cancellationToken);

    /// <summary>Creates a service-linked role.</summary>
    Task CreateServiceLinkedRoleAsync(string serviceName, CancellationToken cancellationToken);
}
