namespace RedisCompliance.Aws.SecurityHub;

/// <summary>The result of an import.</summary>
/// <param name="SuccessCount">How many findings Security Hub accepted.</param>
/// <param name="FailedCount">How many it did not accept.</param>
/// <param name="Failed">The failures that the answer names.</param>
public sealed record ImportAnswer(int SuccessCount, int FailedCount, IReadOnlyList<FailedFinding> Failed);

/// <summary>A finding that Security Hub did not accept.</summary>
/// <param name="Id">The finding.</param>
/// <param name="ErrorCode">Security Hub's code.</param>
/// <param name="ErrorMessage">Security Hub's message.</param>
public sealed record FailedFinding(string Id, string ErrorCode, string ErrorMessage);

/// <summary>A finding stored in Security Hub.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="ResourceType">The type of its first resource.</param>
/// <param name="ResourceId">The id of its first resource.</param>
/// <param name="CreatedAt">When it was created, UTC.</param>
/// <param name="UpdatedAt">When it was last imported, UTC.</param>
/// <param name="LastObservedAt">The time of its evidence, UTC.</param>
public sealed record StoredFinding(
    string Id, string Title, string ResourceType, string ResourceId, DateTime CreatedAt, DateTime UpdatedAt, DateTime? LastObservedAt);

/// <summary>A finding to import, as JSON.</summary>
/// <param name="Id">Its id, unique within a call.</param>
/// <param name="Json">The finding in the AWS Security Finding Format.</param>
public sealed record WrittenFinding(string Id, ReadOnlyMemory<byte> Json);

/// <summary>AWS Security Hub CSPM's findings in one account and Region.</summary>
public sealed class SecurityHubFindings : IDisposable
{
    /// <summary>The maximum number of findings in a call.</summary>
    public const int MaxFindings = 100;

    /// <summary>The maximum length of a finding in bytes.</summary>
    public const int MaxFindingLength = 240 * 1024;

    private const int MaxCallLength = 5 * 1024 * 1024;
    private const int MaxAttempts = 3;

    private readonly AwsConnection _connection;
    private readonly AmazonSecurityHubClient _client;

    /// <summary>Opens Security Hub.</summary>
    /// <param name="connection">The connection to AWS.</param>
    public SecurityHubFindings(AwsConnection connection)
    {
        _connection = connection;
        _client = new AmazonSecurityHubClient(connection);
        Endpoint = _client.Endpoint;
    }

    /// <summary>The Region.</summary>
    public string Region => _connection.Region;

    /// <summary>The URL that the client calls.</summary>
    public string Endpoint { get; }

    /// <summary>How many import calls were made.</summary>
    public int CallCount { get; private set; }

    /// <summary>The account of the credentials.</summary>
    /// <exception cref="ServiceCallException">The call failed.</exception>
    public Task<string> GetAccountIdAsync(CancellationToken cancellationToken) => _connection.GetAccountIdAsync(cancellationToken);

    /// <summary>A generator's active findings in an account and this Region, a page at a time.</summary>
    /// <exception cref="ServiceCallException">A page could not be read.</exception>
    public IAsyncEnumerable<IReadOnlyList<StoredFinding>> ReadAsync(
        string generatorId, string accountId, CancellationToken cancellationToken) =>
        TokenPages.ReadAsync("GetFindings", (token, stop) => _client.GetFindingsAsync(generatorId, accountId, Region, token, stop),
            cancellationToken);

    /// <summary>Imports findings in calls of up to 100, and retries those that fail.</summary>
    /// <param name="findings">The findings, each id once.</param>
    /// <param name="cancellationToken">Cancels the import.</param>
    /// <returns>The findings that failed.</returns>
    /// <exception cref="ServiceCallException">A call failed after all retries; earlier calls have succeeded.</exception>
    public async Task<IReadOnlyList<FailedFinding>> ImportAsync(IEnumerable<WrittenFinding> findings, CancellationToken cancellationToken)
    {
        List<FailedFinding> failed = [];
        List<WrittenFinding> batch = [];
        int length = 0;
        foreach (WrittenFinding finding in findings)
        {
            if (finding.Json.Length > MaxFindingLength)
            {
                failed.Add(new FailedFinding(
                    finding.Id, "TooLarge", Messages.FindingTooLarge.With(finding.Json.Length, MaxFindingLength)));
                continue;
            }

            if (batch.Count == MaxFindings || length + finding.Json.Length > MaxCallLength)
            {
                failed.AddRange(await SendAsync(batch, cancellationToken).ConfigureAwait(false));
                batch = [];
                length = 0;
            }

            batch.Add(finding);
            length += finding.Json.Length;
        }

        if (batch.Count > 0)
        {
            failed.AddRange(await SendAsync(batch, cancellationToken).ConfigureAwait(false));
        }

        return failed;
    }

    /// <summary>Disposes of the client.</summary>
    public void Dispose() => _client.Dispose();

    private async Task<IReadOnlyList<FailedFinding>> SendAsync(List<WrittenFinding> batch, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            CallCount++;
            ImportAnswer answer = await _client.BatchImportFindingsAsync([.. batch.Select(finding => finding.Json)], cancellationToken)
                .ConfigureAwait(false);
            HashSet<string> sent = [.. batch.Select(finding => finding.Id)];
            Dictionary<string, FailedFinding> named = [];
            foreach (FailedFinding one in answer.Failed.Where(one => sent.Contains(one.Id)))
            {
                named[one.Id] = one;
            }

            // A finding that the counts do not cover has failed, whatever the answer names.
            int missing = batch.Count - answer.SuccessCount - named.Count;
            if (named.Count == 0 && missing <= 0 && answer.FailedCount == 0)
            {
                return [];
            }

            bool isWhichUnknown = missing > 0 || named.Count < answer.FailedCount;
            if (attempt == MaxAttempts)
            {
                return [.. batch.Where(finding => isWhichUnknown || named.ContainsKey(finding.Id))
                    .Select(finding => named.TryGetValue(finding.Id, out FailedFinding? one) ? one
                        : new FailedFinding(finding.Id, "Unnamed", Messages.FindingFailureUnnamed))];
            }

            // Importing a finding a second time changes nothing.
            batch = isWhichUnknown ? batch : [.. batch.Where(finding => named.ContainsKey(finding.Id))];
        }
    }
}
