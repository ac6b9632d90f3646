using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>How evaluations are to be published.</summary>
internal sealed class EvaluationSinkSettings
{
    public required string ResultToken { get; init; }

    public required bool TestMode { get; init; }

    /// <summary>The process-check rule that takes a summary; null for a rule with a token.</summary>
    public required string? ProcessCheckRule { get; init; }

    /// <summary>The rule whose stored results are read back meanwhile; null to retire nothing.</summary>
    public required string? RuleToReconcile { get; init; }

    public required DateTime OrderingTimestamp { get; init; }

    public required bool PassThru { get; init; }
}

/// <summary>
/// The AWS side of Publish-ConfigEvaluation, apart from it so that nothing of AWS is loaded before it is needed. Errors
/// and output go to the cmdlet, on its own thread.
/// </summary>
internal sealed class EvaluationSink : IDisposable
{
    private readonly AwsCmdlet _cmdlet;
    private readonly EvaluationSinkSettings _settings;
    private readonly ConfigEvaluationStore _store;
    private readonly EvaluationPublisher _publisher;
    private readonly Reconciliation _reconciliation = new();
    private readonly CancellationTokenSource _stopReading;
    private readonly Task? _readingBack;
    private readonly SortedDictionary<string, AccountSummary> _summaries = new(StringComparer.Ordinal);
    private readonly List<ConfigEvaluation> _unconfirmed = [];
    private readonly HashSet<(string, string)> _failed = [];
    private int _externalCalls;
    private int _externalPublished;
    private int _retired;

    private EvaluationSink(AwsCmdlet cmdlet, AwsConnection connection, EvaluationSinkSettings settings)
    {
        _cmdlet = cmdlet;
        _settings = settings;
        _store = connection.OpenEvaluationStore();
        _publisher = new EvaluationPublisher(_store, settings.ResultToken, settings.TestMode);
        _stopReading = CancellationTokenSource.CreateLinkedTokenSource(cmdlet.StopToken);
        _readingBack = settings.RuleToReconcile is null ? null
            : Task.Run(() => _reconciliation.ReadStoredAsync(_store, settings.RuleToReconcile, _stopReading.Token));
        cmdlet.WriteVerbose($"Region {connection.Region} (from {connection.RegionSource}), credentials from {connection.CredentialSource}, endpoint {_store.Endpoint}.");
    }

    public string Region => _store.Region;

    public static EvaluationSink Open(AwsCmdlet cmdlet, string? region, EvaluationSinkSettings settings) =>
        new(cmdlet, AwsSession.Connect(cmdlet, region), settings);

    /// <summary>Takes an evaluation; sends when a batch is full.</summary>
    public void Put(ConfigEvaluation evaluation, string? accountId)
    {
        if (_settings.ProcessCheckRule is not null)
        {
            Summarize(evaluation, accountId);
            return;
        }

        _reconciliation.AddFresh(evaluation);
        if (_settings.PassThru)
        {
            _unconfirmed.Add(evaluation);
        }

        _cmdlet.Wait(_publisher.AddAsync(evaluation, _cmdlet.StopToken).AsTask());
        Report();
    }

    /// <summary>Sends what is left.</summary>
    public void Complete(bool retire)
    {
        if (_settings.ProcessCheckRule is not null)
        {
            PutSummaries();
            return;
        }

        _cmdlet.Wait(_publisher.FlushAsync(_cmdlet.StopToken));
        if (retire && ReadBack())
        {
            Retire();
        }

        Report();
        foreach (ConfigEvaluation evaluation in _unconfirmed.Where(evaluation => !_failed.Contains(evaluation.Key)))
        {
            _cmdlet.WriteObject(evaluation.Source);
        }
    }

    public PublishResult Result(string? configRuleName, int refused) => new()
    {
        ConfigRuleName = configRuleName,
        Region = Region,
        PublishedCount = _publisher.PublishedCount + _externalPublished - _retired,
        RetiredCount = _retired,
        FailedCount = _failed.Count + refused,
        CallCount = _publisher.CallCount + _externalCalls,
        TestMode = _settings.TestMode,
    };

    public void Dispose()
    {
        // Where nothing is retired, nobody waits for the reading back, nor minds how it ends.
        _stopReading.Cancel();
        _readingBack?.ContinueWith(task => task.Exception, TaskScheduler.Default).Wait();
        _stopReading.Dispose();
        _publisher.Dispose();
        _store.Dispose();
    }

    private void Summarize(ConfigEvaluation evaluation, string? accountId)
    {
        if (accountId is null)
        {
            throw new ArgumentException(Messages.AccountMissing);
        }

        if (!_summaries.TryGetValue(accountId, out AccountSummary? summary))
        {
            _summaries[accountId] = summary = new AccountSummary(accountId);
        }

        summary.Add(evaluation);
    }

    private void PutSummaries()
    {
        foreach (AccountSummary summary in _summaries.Values)
        {
            ConfigEvaluation evaluation = summary.ToEvaluation();
            _externalCalls++;
            try
            {
                _cmdlet.Wait(_store.PutExternalEvaluationAsync(_settings.ProcessCheckRule!, evaluation, _cmdlet.StopToken));
                _externalPublished++;
                if (_settings.PassThru)
                {
                    _cmdlet.WriteObject(evaluation);
                }
            }
            catch (ServiceCallException exception)
            {
                _failed.Add(evaluation.Key);
                _cmdlet.WriteError(ErrorRecords.From(exception, evaluation));
            }
        }
    }

    private bool ReadBack()
    {
        try
        {
            _cmdlet.Wait(_readingBack!);
            return true;
        }
        catch (ServiceCallException exception)
        {
            _cmdlet.WriteError(ErrorRecords.From(exception, _settings.RuleToReconcile!));
            return false;
        }
    }

    private void Retire()
    {
        int before = _publisher.PublishedCount;
        foreach (ConfigEvaluation stale in _reconciliation.Retire(_settings.OrderingTimestamp))
        {
            _cmdlet.Wait(_publisher.AddAsync(stale, _cmdlet.StopToken).AsTask());
        }

        _cmdlet.Wait(_publisher.FlushAsync(_cmdlet.StopToken));
        _retired = _publisher.PublishedCount - before;
    }

    private void Report()
    {
        foreach (UnpublishedEvaluation unpublished in _publisher.TakeUnpublished())
        {
            _failed.Add(unpublished.Evaluation.Key);
            _cmdlet.WriteError(ErrorRecords.From(unpublished));
        }
    }
}
