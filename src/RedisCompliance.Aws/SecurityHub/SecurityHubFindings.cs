namespace RedisCompliance.Aws.SecurityHub;

/// <summary>What came of an import.</summary>
/// <param name="SuccessCount">How many were taken.</param>
/// <param name="FailedCount">How many were not.</param>
/// <param name="Failed">Those that the answer names.</param>
public sealed record ImportAnswer(int SuccessCount, int FailedCount, IReadOnlyList<FailedFinding> Failed);

/// <summary>A finding that was not taken.</summary>
/// <param name="Id">The finding.</param>
/// <param name="ErrorCode">Security Hub's code.</param>
/// <param name="ErrorMessage">Security Hub's message.</param>
public sealed record FailedFinding(string Id, string ErrorCode, string ErrorMessage);

/// <summary>A finding that Security Hub has.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="ResourceType">The type of its first resource.</param>
/// <param name="ResourceId">The id of its first resource.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="UpdatedAt">When it was imported last, UTC.</param>
/// <param name="LastObservedAt">Of when its evidence is, UTC.</param>
public sealed record StoredFinding(
    string Id, string Title, string ResourceType, string ResourceId, DateTime CreatedAt, DateTime UpdatedAt, DateTime? LastObservedAt);

/// <summary>A finding to import, as it is sent.</summary>
/// <param name="Id">Its id, once in a call.</param>
/// <param name="Json">The finding in the AWS Security Finding Format.</param>
public sealed record WrittenFinding(string Id, ReadOnlyMemory<byte> Json);

/// <summary>The findings of one account and Region, in AWS Security Hub CSPM.</summary>
public sealed class SecurityHubFindings : IDisposable
{
    /// <summary>The most findings that a call takes.</summary>
    public const int MaxFindings = 100;

    /// <summary>The most bytes of a finding.</summary>
    public const int MaxFindingLength = 240 * 1024;

    private const int MaxCallLength = 5 * 1024 * 1024;
    private const int MaxAttempts = 3;

    private readonly AwsConnection _connection;
    private readonly AmazonSecurityHubClient _client;

    /// <summary>Opens them.</summary>
    /// <param name="connection">The way there.</param>
    public SecurityHubFindings(AwsConnection connection)
    {
        _connection = connection;
        _client = new AmazonSecurityHubClient(connection);
        Endpoint = _client.Endpoint;
    }

    /// <summary>The Region.</summary>
    public string Region => _connection.Region;

    /// <summary>The URL that is called.</summary>
    public string Endpoint { get; }

    /// <summary>How many calls were made to import.</summary>
    public int CallCount { get; private set; }

    /// <summary>The account of the credentials.</summary>
    /// <exception cref="ServiceCallException">It could not be told.</exception>
    public Task<string> GetAccountIdAsync(CancellationToken cancellationToken) => _connection.GetAccountIdAsync(cancellationToken);

    /// <summary>The active findings of a generator in an account and this Region, a page at a time.</summary>
    /// <exception cref="ServiceCallException">A page could not be had.</exception>
    public IAsyncEnumerable<IReadOnlyList<StoredFinding>> ReadAsync(
        string generatorId, string accountId, CancellationToken cancellationToken) =>
        TokenPages.ReadAsync("GetFindings", (token, stop) => _client.GetFindingsAsync(generatorId, accountId, Region, token, stop),
            cancellationToken);

    /// <summary>Imports findings: in calls of a hundred at most, and those that fail again.</summary>
    /// <param name="findings">The findings, each id once.</param>
    /// <param name="cancellationToken">Ends the import.</param>
    /// <returns>Those that did not arrive.</returns>
    /// <exception cref="ServiceCallException">A call failed for good; what came before it has arrived.</exception>
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

    /// <summary>Lets go of the client.</summary>
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

            // What the counts do not account for has not arrived, whatever the answer names.
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

            // To import one again that has arrived changes nothing.
            batch = isWhichUnknown ? batch : [.. batch.Where(finding => named.ContainsKey(finding.Id))];
        }
    }
}
