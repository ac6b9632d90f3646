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

    /// <summary>The members of <see cref="FunctionAdditions"/> that an update is to take away.</summary>
    public IReadOnlyCollection<string> Resets { get; init; } = [];
}

/// <summary>
/// What a function can have that changes where it runs, what it loads, or where its data goes: by the names of AWS's
/// members.
/// </summary>
public static class FunctionAdditions
{
    /// <summary>Layers, which can bring extensions and code.</summary>
    public const string Layers = nameof(Layers);

    /// <summary>A VPC, whose network decides what the function reaches.</summary>
    public const string VpcConfig = nameof(VpcConfig);

    /// <summary>A customer-managed key of the environment variables.</summary>
    public const string KmsKeyArn = "KMSKeyArn";

    /// <summary>A dead-letter queue: events go there, with their result tokens.</summary>
    public const string DeadLetterConfig = nameof(DeadLetterConfig);

    /// <summary>File systems.</summary>
    public const string FileSystemConfigs = nameof(FileSystemConfigs);

    /// <summary>A log group or a format of the log of its own.</summary>
    public const string LoggingConfig = nameof(LoggingConfig);

    /// <summary>Reserved concurrency; 0 stops every run.</summary>
    public const string ReservedConcurrentExecutions = nameof(ReservedConcurrentExecutions);
}

/// <summary>A function as Lambda has it.</summary>
/// <param name="Settings">Its configuration.</param>
/// <param name="Arn">Its ARN, without a version.</param>
/// <param name="CodeSha256">The SHA-256 of its package, in Base64.</param>
/// <param name="State"><c>Pending</c>, <c>Active</c>, <c>Inactive</c> or <c>Failed</c>.</param>
/// <param name="LastUpdateStatus"><c>InProgress</c>, <c>Successful</c> or <c>Failed</c>; null before any update.</param>
/// <param name="Reason">Why it is in that state.</param>
/// <param name="Tags">Its tags; null where Lambda does not tell them.</param>
public sealed record FunctionDetail(
    FunctionSettings Settings, string Arn, string CodeSha256, string? State, string? LastUpdateStatus, string? Reason,
    IReadOnlyDictionary<string, string>? Tags)
{
    /// <summary>Why Lambda does not tell the tags (TagsError); null where it does.</summary>
    public string? TagsError { get; init; }

    /// <summary>Whether that is for want of a permission.</summary>
    public bool AreTagsDenied { get; init; }

    /// <summary>Why Lambda does not tell the environment variables; null where it does.</summary>
    public string? EnvironmentError { get; init; }

    /// <summary>What it has that Install never gives it: the member's name, and its value.</summary>
    public IReadOnlyDictionary<string, string> Additions { get; init; } = new Dictionary<string, string>();
}

/// <summary>A function as a listing tells it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="HasNote">Whether it has the note of Install.</param>
public sealed record ListedFunction(string Name, string Description, bool HasNote);

/// <summary>Where Lambda sends what it knows of a run that it was asked for asynchronously.</summary>
/// <param name="OnFailure">Where the records of failed runs go; null for nowhere.</param>
/// <param name="OnSuccess">Where those of the others go; null for nowhere.</param>
public sealed record EventDestinations(string? OnFailure, string? OnSuccess);

/// <summary>A resource policy as a whole.</summary>
/// <param name="Document">The policy as JSON.</param>
/// <param name="RevisionId">Which one it is; a write that names it fails if it is another by then.</param>
/// <param name="Statements">Its statements, whoever made them.</param>
public sealed record FunctionPolicy(string Document, string RevisionId, IReadOnlyList<FunctionStatement> Statements);

/// <summary>What lets AWS Config invoke a function.</summary>
/// <param name="StatementId">The Sid of the statement.</param>
/// <param name="SourceAccounts">The accounts whose rules may.</param>
/// <param name="SourceArn">The only rule that may; null for any of the accounts.</param>
public sealed record InvokePermission(string StatementId, IReadOnlyList<string> SourceAccounts, string? SourceArn);

/// <summary>
/// The port to AWS Lambda: the operations that an installation needs, by their own names. What Lambda does not have is
/// null, not an error; every other failure is a <see cref="ServiceCallException"/>.
/// </summary>
/// <remarks>AWS Lambda API Reference, version 2015-03-31.</remarks>
public interface ILambdaFunctions
{
    /// <summary>Lists the functions, without tags.</summary>
    Task<IReadOnlyList<ListedFunction>> ListFunctionsAsync(CancellationToken cancellationToken);

    /// <summary>Reads a function with its tags.</summary>
    Task<FunctionDetail?> GetFunctionAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>Creates a function; gives its ARN. It is not ready before its state is Active.</summary>
    Task<string> CreateFunctionAsync(
        FunctionSettings settings, ReadOnlyMemory<byte> zipFile, IReadOnlyDictionary<string, string> tags,
        CancellationToken cancellationToken);

    /// <summary>Replaces a function's configuration, except for the architecture.</summary>
    Task UpdateFunctionConfigurationAsync(FunctionSettings settings, CancellationToken cancellationToken);

    /// <summary>Replaces a function's code, and the architecture with it.</summary>
    Task UpdateFunctionCodeAsync(
        string functionName, ReadOnlyMemory<byte> zipFile, string architecture, CancellationToken cancellationToken);

    /// <summary>Adds tags to a function.</summary>
    Task TagResourceAsync(string functionArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Takes a tag off a function.</summary>
    Task UntagResourceAsync(string functionArn, string tagKey, CancellationToken cancellationToken);

    /// <summary>Deletes a function with its resource policy.</summary>
    Task DeleteFunctionAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>Reads a function's resource policy, all of it; empty where there is none.</summary>
    Task<IReadOnlyList<FunctionStatement>> GetPolicyAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>Reads a function's resource policy as a whole; null where there is none.</summary>
    Task<FunctionPolicy?> GetResourcePolicyAsync(string functionArn, CancellationToken cancellationToken);

    /// <summary>Replaces a function's resource policy as a whole, if it still is of that revision.</summary>
    Task PutResourcePolicyAsync(string functionArn, string policy, string revisionId, CancellationToken cancellationToken);

    /// <summary>Lets AWS Config invoke a function.</summary>
    Task AddPermissionAsync(string functionName, InvokePermission permission, CancellationToken cancellationToken);

    /// <summary>Takes away a function's reserved concurrency.</summary>
    Task DeleteFunctionConcurrencyAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>Reads where the records of asynchronous runs go; null where nothing was ever set.</summary>
    Task<EventDestinations?> GetFunctionEventInvokeConfigAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>Takes away where the records of asynchronous runs go, and how often they are repeated.</summary>
    Task DeleteFunctionEventInvokeConfigAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>Takes a statement out of a function's resource policy.</summary>
    Task RemovePermissionAsync(string functionName, string statementId, CancellationToken cancellationToken);
}
