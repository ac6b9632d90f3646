namespace RedisCompliance.Aws.Config;

/// <summary>AWS Config's evaluations in one account and Region.</summary>
public sealed class ConfigEvaluationStore : IEvaluationStore, IDisposable
{
    private readonly AmazonConfigServiceClient _client;
    private readonly AwsConnection _connection;

    internal ConfigEvaluationStore(AwsConnection connection)
    {
        _connection = connection;
        Region = connection.Region;
        _client = new AmazonConfigServiceClient(connection);
        Endpoint = _client.Endpoint;
    }

    /// <inheritdoc/>
    public string Region { get; }

    /// <summary>The URL that the client calls.</summary>
    public string Endpoint { get; }

    /// <inheritdoc/>
    public Task<string> GetAccountIdAsync(CancellationToken cancellationToken) => _connection.GetAccountIdAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>?> GetRuleParametersAsync(
        string configRuleName, CancellationToken cancellationToken)
    {
        string parameters = await _client.GetInputParametersAsync(configRuleName, cancellationToken).ConfigureAwait(false)
            ?? throw new ServiceCallException(
                ServiceFailure.Refused, "DescribeConfigRules", Messages.NoSuchRule.With(configRuleName),
                "NoSuchConfigRuleException") { Service = "config" };
        return RuleParameters.TryParse(parameters);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ConfigEvaluation>> PutEvaluationsAsync(
        IReadOnlyList<ConfigEvaluation> evaluations, string resultToken, bool testMode, CancellationToken cancellationToken)
    {
        List<ConfigEvaluation> failed = await _client.PutEvaluationsAsync(evaluations, resultToken, testMode, cancellationToken)
            .ConfigureAwait(false);
        if (failed.Count == 0)
        {
            return [];
        }

        HashSet<(string, string)> failedKeys = [.. failed.Select(evaluation => evaluation.Key)];
        HashSet<(string, string)> putKeys = [.. evaluations.Select(evaluation => evaluation.Key)];
        return [.. evaluations.Where(evaluation => failedKeys.Contains(evaluation.Key)),
            .. failed.Where(evaluation => !putKeys.Contains(evaluation.Key))];
    }

    /// <inheritdoc/>
    public Task PutExternalEvaluationAsync(string configRuleName, ConfigEvaluation evaluation, CancellationToken cancellationToken) =>
        _client.PutExternalEvaluationAsync(configRuleName, evaluation, cancellationToken);

    /// <inheritdoc/>
    public Task<TokenPage<StoredEvaluation>> GetComplianceDetailsByConfigRuleAsync(
        string configRuleName, IReadOnlyCollection<string> complianceTypes, string? nextToken, CancellationToken cancellationToken) =>
        _client.GetComplianceDetailsByConfigRuleAsync(configRuleName, complianceTypes, nextToken, cancellationToken);

    /// <summary>Disposes of the client.</summary>
    public void Dispose() => _client.Dispose();
}
