namespace RedisCompliance.Deployment;

/// <summary>What is asked of a function, apart from its code.</summary>
public sealed record FunctionSettings
{
    /// <summary>The function's name: 1 to 64 characters.</summary>
    public required string FunctionName { get; init; }

    /// <summary>The ARN of its execution role.</summary>
    public required string Role { get; init; }

    /// <summary>The managed runtime, for example <c>dotnet10</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary><c>Assembly::Namespace.Type::Method</c>.</summary>
    public required string Handler { get; init; }

    /// <summary>What it is for.</summary>
    public required string Description { get; init; }

    /// <summary>MB: 128 to 10,240.</summary>
    public required int MemorySize { get; init; }

    /// <summary>Seconds: 1 to 900.</summary>
    public required int Timeout { get; init; }

    /// <summary><c>x86_64</c> or <c>arm64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}

/// <summary>A function as Lambda has it.</summary>
/// <param name="Settings">Its configuration.</param>
/// <param name="Arn">Its ARN, without a version.</param>
/// <param name="CodeSha256">The SHA-256 of its package, in Base64.</param>
/// <param name="State"><c>Pending</c>, <c>Active</c>, <c>Inactive</c> or <c>Failed</c>.</param>
/// <param name="LastUpdateStatus"><c>InProgress</c>, <c>Successful</c> or <c>Failed</c>; null before any update.</param>
/// <param name="Reason">Why it is in that state.</param>
/// <param name="Tags">Its tags.</param>
public sealed record FunctionDetail(
    FunctionSettings Settings, string Arn, string CodeSha256, string? State, string? LastUpdateStatus, string? Reason, IReadOnlyDictionary<string, string> Tags);

/// <summary>A statement of a function's resource policy that lets AWS Config invoke it.</summary>
/// <param name="StatementId">Its Sid.</param>
/// <param name="SourceAccount">The only account whose rules may; null for any, or where the organization is named.</param>
/// <param name="SourceArn">The only rule that may; null for any of the account.</param>
/// <param name="PrincipalOrgId">The organization whose accounts may; null where an account is named.</param>
public sealed record InvokePermission(string StatementId, string? SourceAccount, string? SourceArn, string? PrincipalOrgId);

/// <summary>
/// The port to AWS Lambda: the operations that an installation needs, by their own names. What Lambda does not have is
/// null, not an error; every other failure is a <see cref="ServiceCallException"/>.
/// </summary>
/// <remarks>AWS Lambda API Reference, version 2015-03-31.</remarks>
public interface ILambdaFunctions
{
    /// <summary>Reads a function with its tags.</summary>
    Task<FunctionDetail?> GetFunctionAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>Creates a function; gives its ARN. It is not ready before its state is Active.</summary>
    Task<string> CreateFunctionAsync(FunctionSettings settings, ReadOnlyMemory<byte> zipFile, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Replaces a function's configuration, except for the architecture.</summary>
    Task UpdateFunctionConfigurationAsync(FunctionSettings settings, CancellationToken cancellationToken);

    /// <summary>Replaces a function's code, and the architecture with it.</summary>
    Task UpdateFunctionCodeAsync(string functionName, ReadOnlyMemory<byte> zipFile, string architecture, CancellationToken cancellationToken);

    /// <summary>Adds tags to a function.</summary>
    Task TagResourceAsync(string functionArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Deletes a function with its resource policy.</summary>
    Task DeleteFunctionAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>Reads the statements that let AWS Config invoke a function.</summary>
    Task<IReadOnlyList<InvokePermission>> GetPolicyAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>Lets AWS Config invoke a function.</summary>
    Task AddPermissionAsync(string functionName, InvokePermission permission, CancellationToken cancellationToken);

    /// <summary>Takes a statement out of a function's resource policy.</summary>
    Task RemovePermissionAsync(string functionName, string statementId, CancellationToken cancellationToken);
}
