namespace RedisCompliance;

/// <summary>What AWS Config says when it runs a rule, as far as a run needs it.</summary>
/// <param name="ConfigRuleName">The rule.</param>
/// <param name="AccountId">The account that is evaluated.</param>
/// <param name="ResultToken">The token of this run. A secret of sorts: it is put into calls and nowhere else.</param>
/// <param name="OrderingTimestamp">The event's notificationCreationTime, UTC.</param>
/// <param name="TestMode">Whether evaluations are only checked.</param>
public sealed record ConfigRuleInvocation(string ConfigRuleName, string AccountId, string ResultToken, DateTime OrderingTimestamp, bool TestMode);

/// <summary>How a run of the rule ended.</summary>
/// <param name="Evaluations">What was put, up to a bound; in the order of its evaluation.</param>
/// <param name="Evaluated">How many resources were judged.</param>
/// <param name="Published">How many evaluations AWS Config took, retired ones included.</param>
/// <param name="Retired">How many stored results were retired.</param>
/// <param name="Unpublished">What did not reach AWS Config.</param>
/// <param name="Failures">The listings that failed, and the reading back if it did.</param>
/// <param name="PutCalls">How many calls putting took.</param>
public sealed record ConfigRuleReport(
    IReadOnlyList<ConfigEvaluation> Evaluations, int Evaluated, int Published, int Retired,
    IReadOnlyList<UnpublishedEvaluation> Unpublished, IReadOnlyList<ServiceCallException> Failures, int PutCalls)
{
    /// <summary>Whether everything was seen and everything arrived.</summary>
    public bool IsComplete => Unpublished.Count == 0 && Failures.Count == 0;
}

/// <summary>
/// One run of the rule: lists, judges, puts in batches as they fill, reads back what the rule has stored meanwhile, and
/// retires what is gone, once everything was seen. Linear in the number of resources.
/// </summary>
/// <param name="inventory">The account's resources.</param>
/// <param name="store">AWS Config.</param>
/// <param name="policy">What is asked.</param>
/// <param name="invocation">The rule and its token.</param>
public sealed class ConfigRuleRun(IRedisInventory inventory, IEvaluationStore store, AtRestPolicy policy, ConfigRuleInvocation invocation)
{
    /// <summary>The most evaluations that a report carries.</summary>
    public const int MaxReportedEvaluations = 1_000;

    private readonly Reconciliation _reconciliation = new();
    private readonly List<ConfigEvaluation> _reported = [];
    private readonly List<UnpublishedEvaluation> _unpublished = [];
    private readonly List<ServiceCallException> _failures = [];

    /// <summary>Told of each page that was read; for progress and logs.</summary>
    public Action<AuditPage>? PageRead { get; init; }

    /// <summary>Waits between two tries of an evaluation that failed; null for the clock.</summary>
    public Func<TimeSpan, CancellationToken, Task>? Delay { get; init; }

    /// <summary>Runs the rule. A listing that fails does not keep the others' evaluations from being put.</summary>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>How it ended; whoever asked must look at <see cref="ConfigRuleReport.IsComplete"/>.</returns>
    public async Task<ConfigRuleReport> ExecuteAsync(CancellationToken cancellationToken)
    {
        using EvaluationPublisher publisher = new(store, invocation.ResultToken, invocation.TestMode, Delay);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<ServiceCallException?> readingBack = Task.Run(() => ReadBackAsync(stop.Token), CancellationToken.None);
        int evaluated;
        try
        {
            evaluated = await PublishAuditAsync(publisher, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
#pragma warning disable CA1849 // CancelAsync is not in netstandard2.0.
            stop.Cancel();
#pragma warning restore CA1849
            await Task.WhenAny(readingBack).ConfigureAwait(false);
            throw;
        }

        if (await readingBack.ConfigureAwait(false) is { } failure)
        {
            _failures.Add(failure);
        }

        int retired = _failures.Count > 0 ? 0 : await RetireAsync(publisher, cancellationToken).ConfigureAwait(false);
        await publisher.FlushAsync(cancellationToken).ConfigureAwait(false);
        _unpublished.AddRange(publisher.TakeUnpublished());
        return new ConfigRuleReport(_reported, evaluated, publisher.PublishedCount, retired, _unpublished, _failures, publisher.CallCount);
    }

    private async Task<int> PublishAuditAsync(EvaluationPublisher publisher, CancellationToken cancellationToken)
    {
        AtRestAudit audit = new(policy, invocation.OrderingTimestamp);
        await foreach (AuditPage page in audit.RunAsync(inventory, policy.ResourceTypes, cancellationToken).ConfigureAwait(false))
        {
            if (page.Failure is not null)
            {
                _failures.Add(page.Failure);
            }

            foreach (Evaluation evaluation in page.Evaluate())
            {
                await PublishAsync(publisher, ConfigEvaluation.From(evaluation) with { Source = null }, cancellationToken).ConfigureAwait(false);
            }

            PageRead?.Invoke(page);
            if (page.TagFailure is { } tags && !_failures.Any(failure => failure.Operation == tags.Operation && failure.ErrorCode == tags.ErrorCode))
            {
                _failures.Add(tags);
            }

            if (page.UnnamedCount > 0)
            {
                _failures.Add(new ServiceCallException(ServiceFailure.UnnamedResource, $"listing of {page.ResourceType}",
                    Messages.UnnamedResources.With(page.UnnamedCount, page.ResourceType, inventory.Region)));
            }
        }

        return _reconciliation.FreshCount;
    }

    private async ValueTask PublishAsync(EvaluationPublisher publisher, ConfigEvaluation evaluation, CancellationToken cancellationToken)
    {
        _reconciliation.AddFresh(evaluation);
        if (_reported.Count < MaxReportedEvaluations)
        {
            _reported.Add(evaluation);
        }

        await publisher.AddAsync(evaluation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Everything was seen: says so of the account where nothing is in scope, and retires what is gone.</summary>
    private async Task<int> RetireAsync(EvaluationPublisher publisher, CancellationToken cancellationToken)
    {
        if (_reconciliation.FreshCount == 0)
        {
            ConfigEvaluation nothing = new()
            {
                ComplianceResourceType = ResourceType.Account,
                ComplianceResourceId = invocation.AccountId,
                ComplianceType = ComplianceType.NotApplicable,
                OrderingTimestamp = invocation.OrderingTimestamp,
            };
            await PublishAsync(publisher, nothing, cancellationToken).ConfigureAwait(false);
        }

        int retired = 0;
        foreach (ConfigEvaluation stale in _reconciliation.Retire(invocation.OrderingTimestamp))
        {
            await publisher.AddAsync(stale, cancellationToken).ConfigureAwait(false);
            retired++;
        }

        return retired;
    }

    private async Task<ServiceCallException?> ReadBackAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _reconciliation.ReadStoredAsync(store, invocation.ConfigRuleName, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ServiceCallException failure)
        {
            return failure;
        }
    }
}
