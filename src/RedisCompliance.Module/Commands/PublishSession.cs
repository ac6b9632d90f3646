using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>
/// The AWS side of Publish-ConfigEvaluation, a separate class so that the runtime loads nothing of AWS before it is needed.
/// Errors and output go through the cmdlet, on its own thread.
/// </summary>
internal sealed class PublishSession : IDisposable
{
    private readonly AwsCmdlet _cmdlet;
    private readonly ConfigEvaluationStore _store;
    private readonly ConfigEvaluationUploader _uploader;
    private readonly string? _configRuleName;
    private readonly List<UnpublishedEvaluation> _unpublished = [];
    private int _externalCalls;
    private int _externalPublished;
    private int _externalFailed;

    private PublishSession(AwsCmdlet cmdlet,
        ConfigEvaluationStore store, string? accountId, ConfigRuleInvocation invocation, bool mayRetire)
    {
        _cmdlet = cmdlet;
        _store = store;
        _configRuleName = invocation.ConfigRuleName;
        AccountId = accountId;
        _uploader = new ConfigEvaluationUploader(store, invocation, mayRetire, null, cmdlet.StopToken);
    }

    public string Region => _store.Region;

    /// <summary>The account to publish to; null in test mode if the event names none.</summary>
    public string? AccountId { get; }

    /// <summary>The Region that a session would have, without a call to AWS Config.</summary>
    public static string FindRegion(AwsCmdlet cmdlet, string? region) => AwsSession.Connect(cmdlet, region).Region;

    /// <summary>Connects; if the account is not the event's, terminates the cmdlet.</summary>
    public static PublishSession Open(AwsCmdlet cmdlet, string? region, ConfigRuleInvocation invocation, bool mayRetire)
    {
        AwsConnection connection = AwsSession.Connect(cmdlet, region);
        ConfigEvaluationStore store = connection.OpenEvaluationStore();
        cmdlet.WriteVerbose($"Region {connection.Region} (from {connection.RegionSource}), "
            + $"credentials from {connection.CredentialSource}, endpoint {store.Endpoint}.");
        try
        {
            string? accountId = invocation.TestMode ? invocation.AccountId
                : cmdlet.Wait(new ValueTask<string>(store.GetAccountIdAsync(cmdlet.StopToken)));
            if (invocation.AccountId is not null && accountId != invocation.AccountId)
            {
                throw new ConnectionException(
                    ConnectionFault.OtherAccount, Messages.OtherAccountOfEvent.With(invocation.AccountId, accountId), accountId);
            }

            return new PublishSession(cmdlet, store, accountId, invocation, mayRetire);
        }
        catch (ServiceCallException exception)
        {
            store.Dispose();
            cmdlet.ThrowTerminatingError(ErrorRecords.From(exception, connection.Region));
            throw;
        }
        catch (ConnectionException exception)
        {
            store.Dispose();
            cmdlet.ThrowTerminatingError(ConnectionErrors.From(exception));
            throw;
        }
    }

    /// <summary>Adds an evaluation; sends the batch when it is full.</summary>
    public void Put(ConfigEvaluation evaluation) => _cmdlet.Wait(_uploader.AddAsync(evaluation, _cmdlet.StopToken).AsTask());

    /// <summary>Adds the result for an account that was audited completely and has nothing in scope.</summary>
    public ConfigEvaluation PutNothingInScope() =>
        _cmdlet.Wait(new ValueTask<ConfigEvaluation>(_uploader.AddNothingInScopeAsync(AccountId!, _cmdlet.StopToken)));

    /// <summary>Sends the rest, and waits for all answers.</summary>
    public void Flush()
    {
        _cmdlet.Wait(_uploader.FlushAsync(_cmdlet.StopToken));
        _unpublished.AddRange(_uploader.TakeUnpublished());
    }

    /// <summary>Finds what contradicts that the input is one complete audit of this account, for this rule.</summary>
    /// <param name="proof">What the input proves.</param>
    /// <param name="rule">The rule's parameters; null if AWS Config must be asked for them, or they are unknown.</param>
    /// <param name="readsRule">Whether to ask AWS Config for the rule's parameters.</param>
    /// <exception cref="ServiceCallException">The rule could not be read, or the audit's account is unknown.</exception>
    public RetireObstacle FindObstacle(RetireProof proof, IReadOnlyDictionary<string, string>? rule, bool readsRule) =>
        _cmdlet.Wait(new ValueTask<RetireObstacle>(FindObstacleAsync(proof, rule, readsRule)));

    /// <summary>Retires results of resources that are gone; reports what prevented it.</summary>
    /// <param name="startedAt">When the audit began, UTC.</param>
    /// <param name="mustConfirmRule">Whether the token came without its rule, so that a check must show that they match.</param>
    public void Retire(DateTime startedAt, bool mustConfirmRule)
    {
        try
        {
            if (mustConfirmRule && !_cmdlet.Wait(new ValueTask<bool>(_uploader.IsStoredAsync(_cmdlet.StopToken))))
            {
                _cmdlet.WriteError(ErrorRecords.Create(new InvalidOperationException(Messages.OtherRule.With(_configRuleName)),
                    ErrorId.OtherRule, ErrorCategory.InvalidArgument, _configRuleName, Messages.AdviceOtherRule));
                return;
            }

            if (_cmdlet.Wait(new ValueTask<ServiceCallException?>(_uploader.RetireAsync(startedAt, _cmdlet.StopToken))) is { } failure)
            {
                throw failure;
            }
        }
        catch (ServiceCallException exception)
        {
            _cmdlet.WriteError(ErrorRecords.From(exception, _configRuleName!));
        }

        _unpublished.AddRange(_uploader.TakeUnpublished());
        if (_uploader.KeptCount > 0)
        {
            _cmdlet.WriteWarning(Messages.NewerResultsKept.With(_uploader.KeptCount, _configRuleName));
        }
    }

    /// <summary>Publishes the summary of a process-check rule.</summary>
    public void PutSummary(ConfigEvaluation summary, bool passThru)
    {
        _externalCalls++;
        try
        {
            _cmdlet.Wait(_store.PutExternalEvaluationAsync(_configRuleName!, summary, _cmdlet.StopToken));
            _externalPublished++;
            if (passThru)
            {
                _cmdlet.WriteObject(summary);
            }
        }
        catch (ServiceCallException exception)
        {
            _externalFailed++;
            _cmdlet.WriteError(ErrorRecords.From(exception, summary));
        }
    }

    /// <summary>Writes one error per cause for evaluations that did not reach AWS Config. Returns their keys.</summary>
    public HashSet<(string, string)> ReportUnpublished()
    {
        foreach (UnpublishedCause cause in UnpublishedCause.Group(_unpublished))
        {
            _cmdlet.WriteError(ErrorRecords.From(cause));
        }

        return [.. _unpublished.Select(one => one.Evaluation.Key)];
    }

    public PublishResult Result(int refused, bool testMode) => new()
    {
        ConfigRuleName = _configRuleName,
        Region = Region,
        PublishedCount = _uploader.PublishedCount + _externalPublished - _uploader.RetiredCount,
        RetiredCount = _uploader.RetiredCount,
        KeptCount = _uploader.KeptCount,
        FailedCount = _unpublished.Count + _externalFailed + refused,
        CallCount = _uploader.CallCount + _externalCalls,
        TestMode = testMode,
    };

    public void Dispose()
    {
        _uploader.Dispose();
        _store.Dispose();
    }

    private async Task<RetireObstacle> FindObstacleAsync(RetireProof proof, IReadOnlyDictionary<string, string>? rule, bool readsRule)
    {
        RetireObstacle obstacle = proof.FindObstacle(DateTime.UtcNow);
        if (obstacle != RetireObstacle.None)
        {
            return obstacle;
        }

        if (readsRule)
        {
            rule = await _store.GetRuleParametersAsync(_configRuleName!, _cmdlet.StopToken).ConfigureAwait(false);
            if (rule is null)
            {
                return RetireObstacle.OtherPolicy;
            }
        }

        return await proof.FindObstacleAsync(AccountId, Region, rule, DateTime.UtcNow, _cmdlet.StopToken).ConfigureAwait(false);
    }
}
