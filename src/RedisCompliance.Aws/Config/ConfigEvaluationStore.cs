namespace RedisCompliance.Aws;

/// <summary>The evaluations of one account and Region, in AWS Config.</summary>
public sealed class ConfigEvaluationStore : IEvaluationStore, IDisposable
{
    private readonly AmazonConfigServiceClient _client;

    internal ConfigEvaluationStore(AwsConnection connection)
    {
        Region = connection.Region;
        _client = new AmazonConfigServiceClient(connection);
        Endpoint = _client.Endpoint;
    }

    /// <inheritdoc/>
    public string Region { get; }

    /// <summary>The URL that is called.</summary>
    public string Endpoint { get; }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ConfigEvaluation>> PutEvaluationsAsync(
        IReadOnlyList<ConfigEvaluation> evaluations, string resultToken, bool testMode, CancellationToken cancellationToken)
    {
        HashSet<(string, string)> failed = await CallAsync(
            "PutEvaluations", () => _client.PutEvaluationsAsync(evaluations, resultToken, testMode, cancellationToken), cancellationToken).ConfigureAwait(false);
        return failed.Count == 0 ? [] : [.. evaluations.Where(evaluation => failed.Contains(evaluation.Key))];
    }

    /// <inheritdoc/>
    public Task PutExternalEvaluationAsync(string configRuleName, ConfigEvaluation evaluation, CancellationToken cancellationToken) =>
        CallAsync("PutExternalEvaluation", () => _client.PutExternalEvaluationAsync(configRuleName, evaluation, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<StoredEvaluationPage> GetComplianceDetailsByConfigRuleAsync(string configRuleName, string? nextToken, CancellationToken cancellationToken) =>
        CallAsync("GetComplianceDetailsByConfigRule",
            () => _client.GetComplianceDetailsByConfigRuleAsync(configRuleName, nextToken, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<string> GetResourceConfigHistoryAsync(string resourceType, string resourceId, DateTime laterTime, CancellationToken cancellationToken) =>
        CallAsync("GetResourceConfigHistory",
            () => _client.GetResourceConfigHistoryAsync(resourceType, resourceId, laterTime, cancellationToken), cancellationToken);

    /// <summary>Lets go of the client.</summary>
    public void Dispose() => _client.Dispose();

    private async Task<T> CallAsync<T>(string operation, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception exception) when (ServiceErrors.Translate(exception, operation, Region, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }
}
