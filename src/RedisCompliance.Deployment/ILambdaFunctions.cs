namespace RedisCompliance.Deployment;

/// <summary>A function's settings, without its code.</summary>
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

    /// <summary>Its description.</summary>
    public required string Description { get; init; }

    /// <summary>MB: 128 to 10,240.</summary>
    public required int MemorySize { get; init; }

    /// <summary>Seconds: 1 to 900.</summary>
    public required int Timeout { get; init; }

    /// <summary><c>x86_64</c> or <c>arm64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The members of <see cref="FunctionAdditions"/> that an update must remove.</summary>
    public IReadOnlyCollection<string> Resets { get; init; } = [];
}

/// <summary>
/// Optional settings that change where a function runs, what it loads or where its data goes, under AWS's member names.
/// </summary>
public static class FunctionAdditions
{
    /// <summary>Layers, which can bring extensions and code.</summary>
    public const string Layers = nameof(Layers);

    /// <summary>A VPC, whose network decides what the function reaches.</summary>
    public const string VpcConfig = nameof(VpcConfig);

    /// <summary>A customer-managed key for the environment variables.</summary>
    public const string KmsKeyArn = "KMSKeyArn";

    /// <summary>A dead-letter queue: events go there, with their result tokens.</summary>
    public const string DeadLetterConfig = nameof(DeadLetterConfig);

    /// <summary>File systems.</summary>
    public const string FileSystemConfigs = nameof(FileSystemConfigs);

    /// <summary>A custom log group or log format.</summary>
    public const string LoggingConfig = nameof(LoggingConfig);

    /// <summary>Reserved concurrency; 0 stops every run.</summary>
    public const string ReservedConcurrentExecutions = nameof(ReservedConcurrentExecutions);
}

/// <summary>A function in Lambda.</summary>
/// <param name="Settings">Its configuration.</param>
/// <param name="Arn">Its ARN, without a version.</param>
/// <param name="CodeSha256">The SHA-256 of its package, in Base64.</param>
/// <param name="State"><c>Pending</c>, <c>Active</c>, <c>Inactive</c> or <c>Failed</c>.</param>
/// <param name="LastUpdateStatus"><c>InProgress</c>, <c>Successful</c> or <c>Failed</c>; null before any update.</param>
/// <param name="Reason">Why it is in that state.</param>
/// <param name="Tags">Its tags; null if Lambda does not return them.</param>
public sealed record FunctionDetail(
    FunctionSettings Settings, string Arn, string CodeSha256, string? State, string? LastUpdateStatus, string? Reason,
    IReadOnlyDictionary<string, string>? Tags)
{
    /// <summary>Why Lambda does not return the tags (TagsError); null if it does.</summary>
    public string? TagsError { get; init; }

    /// <summary>Whether the caller lacks permission to read the tags.</summary>
    public bool AreTagsDenied { get; init; }

    /// <summary>Why Lambda does not return the environment variables; null if it does.</summary>
    public string? EnvironmentError { get; init; }

    /// <summary>Settings that Install never makes: the member's name and its value.</summary>
    public IReadOnlyDictionary<string, string> Additions { get; init; } = new Dictionary<string, string>();
}

/// <summary>A function in a listing.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its description.</param>
/// <param name="HasNote">Whether Install left its record on it.</param>
public sealed record ListedFunction(string Name, string Description, bool HasNote);

/// <summary>Where Lambda sends the records of asynchronous runs.</summary>
/// <param name="OnFailure">Where the records of failed runs go; null for nowhere.</param>
/// <param name="OnSuccess">Where the records of successful runs go; null for nowhere.</param>
public sealed record EventDestinations(string? OnFailure, string? OnSuccess);

/// <summary>A complete resource policy.</summary>
/// <param name="Document">The policy as JSON.</param>
/// <param name="RevisionId">Its revision; a write that names it fails if the policy has changed since.</param>
/// <param name="Statements">All its statements, whoever added them.</param>
public sealed record FunctionPolicy(string Document, string RevisionId, IReadOnlyList<FunctionStatement> Statements);

/// <summary>The permission for AWS Config to invoke a function.</summary>
/// <param name="StatementId">The Sid of the statement.</param>
/// <param name="SourceAccounts">The accounts whose rules may invoke it.</param>
/// <param name="SourceArn">The only rule that may invoke it; null for any rule of these accounts.</param>
public sealed record InvokePermission(string StatementId, IReadOnlyList<string> SourceAccounts, string? SourceArn);

/// <summary>
/// The port to AWS Lambda: the operations that an installation needs, under AWS's names. What Lambda does not have is null, not an
/// error; every other failure is a <see cref="ServiceCallException"/>.
/// </summary>
/// <remarks>AWS Lambda API Reference, version 2015-03-31.</remarks>
public interface ILambdaFunctions
{
    /// <summary>Lists the functions, without tags.</summary>
    Task<IReadOnlyList<ListedFunction>> ListFunctionsAsync(CancellationToken cancellationToken);

    /// <summary>Reads a function with its tags.</summary>
    Task<FunctionDetail?> GetFunctionAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>Creates a function and returns its ARN. The function is not ready until its state is Active.</summary>
    Task<string> CreateFunctionAsync(
        FunctionSettings settings, ReadOnlyMemory<byte> zipFile, IReadOnlyDictionary<string, string> tags,
        CancellationToken cancellationToken);

    /// <summary>Replaces a function's configuration, except for the architecture.</summary>
    Task UpdateFunctionConfigurationAsync(FunctionSettings settings, CancellationToken cancellationToken);

    /// <summary>Replaces a function's code and architecture.</summary>
    Task UpdateFunctionCodeAsync(
        string functionName, ReadOnlyMemory<byte> zipFile, string architecture, CancellationToken cancellationToken);

    /// <summary>Adds tags to a function.</summary>
    Task TagResourceAsync(string functionArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Removes a tag from a function.</summary>
    Task UntagResourceAsync(string functionArn, string tagKey, CancellationToken cancellationToken);

    /// <summary>Deletes a function with its resource policy.</summary>
    Task DeleteFunctionAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>Reads all statements of a function's resource policy; empty if there is none.</summary>
    Task<IReadOnlyList<FunctionStatement>> GetPolicyAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>Reads a function's complete resource policy; null if there is none.</summary>
    Task<FunctionPolicy?> GetResourcePolicyAsync(string functionArn, CancellationToken cancellationToken);

    /// <summary>Replaces a function's complete resource policy if it still has that revision.</summary>
    Task PutResourcePolicyAsync(string functionArn, string policy, string revisionId, CancellationToken cancellationToken);

    /// <summary>Lets AWS Config invoke a function.</summary>
    Task AddPermissionAsync(string functionName, InvokePermission permission, CancellationToken cancellationToken);

    /// <summary>Removes a function's reserved concurrency.</summary>
    Task DeleteFunctionConcurrencyAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>Reads the destinations of asynchronous runs; null if nothing was ever set.</summary>
    Task<EventDestinations?> GetFunctionEventInvokeConfigAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>Removes the destinations and the retry settings of asynchronous runs.</summary>
    Task DeleteFunctionEventInvokeConfigAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>Removes a statement from a function's resource policy.</summary>
    Task RemovePermissionAsync(string functionName, string statementId, CancellationToken cancellationToken);
}
