namespace RedisCompliance.Config;

/// <summary>How a run of the rule ended.</summary>
/// <param name="Evaluations">What was put, up to a bound; in the order of its evaluation.</param>
/// <param name="Evaluated">How many resources were judged.</param>
/// <param name="Published">How many evaluations AWS Config took, retired ones included.</param>
/// <param name="Retired">How many stored results were retired.</param>
/// <param name="Kept">How many stored results were not seen and kept, because another run stored them since.</param>
/// <param name="Unpublished">What did not reach AWS Config.</param>
/// <param name="Failures">The listings that failed, and the reading back if it did.</param>
/// <param name="PutCalls">How many calls putting took.</param>
public sealed record ConfigRuleReport(
    IReadOnlyList<ConfigEvaluation> Evaluations, int Evaluated, int Published, int Retired, int Kept,
    IReadOnlyList<UnpublishedEvaluation> Unpublished, IReadOnlyList<ServiceCallException> Failures, int PutCalls)
{
    /// <summary>How many evaluations of each verdict there were, those of resources that were retired not counted.</summary>
    public VerdictCounts Verdicts { get; init; } = new();

    /// <summary>Whether everything was seen and everything arrived.</summary>
    public bool IsComplete => Unpublished.Count == 0 && Failures.Count == 0;
}

/// <summary>How many evaluations there are of each verdict.</summary>
public sealed class VerdictCounts
{
    /// <summary>COMPLIANT.</summary>
    public int Compliant { get; private set; }

    /// <summary>NON_COMPLIANT.</summary>
    public int NonCompliant { get; private set; }

    /// <summary>NOT_APPLICABLE.</summary>
    public int NotApplicable { get; private set; }

    /// <summary>Counts one more.</summary>
    /// <param name="complianceType">Its verdict.</param>
    /// <returns>The same counts.</returns>
    public VerdictCounts Add(string complianceType)
    {
        Compliant += complianceType == ComplianceType.Compliant ? 1 : 0;
        NonCompliant += complianceType == ComplianceType.NonCompliant ? 1 : 0;
        NotApplicable += complianceType == ComplianceType.NotApplicable ? 1 : 0;
        return this;
    }
}

/// <summary>
/// One run of the rule: lists, judges, and brings what comes of it to AWS Config. Linear in the number of resources.
/// </summary>
/// <param name="inventory">The account's resources.</param>
/// <param name="store">AWS Config.</param>
/// <param name="policy">What is asked.</param>
/// <param name="invocation">The rule and its token.</param>
public sealed class ConfigRuleRun(IRedisInventory inventory, IEvaluationStore store, AtRestPolicy policy, ConfigRuleInvocation invocation)
{
    /// <summary>The most evaluations that a report carries.</summary>
    public const int MaxReportedEvaluations = 1_000;

    private readonly AtRestAudit _audit = new(policy, invocation.OrderingTimestamp);
    private readonly RetireProof _proof = new();
    private readonly List<ConfigEvaluation> _reported = [];
    private readonly VerdictCounts _verdicts = new();
    private readonly List<ServiceCallException> _failures = [];

    /// <summary>Told of each page that was read; for progress and logs.</summary>
    public Action<AuditPage>? PageRead { get; init; }

    /// <summary>Waits between two tries of an evaluation that failed; null for the clock.</summary>
    public Func<TimeSpan, CancellationToken, Task>? Delay { get; init; }

    /// <summary>Runs the rule. A listing that fails does not keep the others' evaluations from being put.</summary>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>How it ended; whoever asked must look at <see cref="ConfigRuleReport.IsComplete"/>.</returns>
    /// <exception cref="ConnectionException">The resources are of another account than the event. Nothing was put then.</exception>
    /// <exception cref="ServiceCallException">Whose the resources are could not be told. Nothing was put then.</exception>
    public async Task<ConfigRuleReport> ExecuteAsync(CancellationToken cancellationToken)
    {
        using ConfigEvaluationUploader uploader = new(store, invocation, mayRetire: true, Delay, cancellationToken);
        await UploadAuditAsync(uploader, cancellationToken).ConfigureAwait(false);
        int evaluated = uploader.EvaluatedCount;
        if (evaluated == 0 && _failures.Count == 0)
        {
            await CheckAccountAsync(null, cancellationToken).ConfigureAwait(false);
            _proof.AddEmpty(_audit.Ledger, inventory.Region);
            Note(await uploader.AddNothingInScopeAsync(invocation.AccountId!, cancellationToken).ConfigureAwait(false));
        }

        await uploader.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (await MayRetireAsync(cancellationToken).ConfigureAwait(false)
            && await uploader.RetireAsync(_audit.Ledger.StartedAt, cancellationToken).ConfigureAwait(false) is { } failure)
        {
            _failures.Add(failure);
        }

        return new ConfigRuleReport(_reported, evaluated, uploader.PublishedCount, uploader.RetiredCount, uploader.KeptCount,
            uploader.TakeUnpublished(), _failures, uploader.CallCount) { Verdicts = _verdicts };
    }

    private async Task UploadAuditAsync(ConfigEvaluationUploader uploader, CancellationToken cancellationToken)
    {
        await foreach (AuditPage page in _audit.RunAsync(inventory, policy.ResourceTypes, cancellationToken).ConfigureAwait(false))
        {
            foreach (Evaluation evaluation in page.Evaluate())
            {
                await CheckAccountAsync(evaluation, cancellationToken).ConfigureAwait(false);
                _proof.Add(evaluation);
                ConfigEvaluation put = ConfigEvaluation.From(evaluation);
                Note(put);
                await uploader.AddAsync(put, cancellationToken).ConfigureAwait(false);
            }

            PageRead?.Invoke(page);
            _failures.AddRange(page.Failures.Where(failure => !_failures.Any(known => known.IsSameAs(failure))));
        }
    }

    /// <summary>Makes sure, before anything is put, that the resources are those of the event's account.</summary>
    private async ValueTask CheckAccountAsync(Evaluation? evaluation, CancellationToken cancellationToken)
    {
        string account = evaluation?.AccountId ?? await inventory.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        if (account != invocation.AccountId)
        {
            throw new ConnectionException(
                ConnectionFault.OtherAccount, Messages.OtherAccountListed.With(invocation.AccountId, account), account);
        }
    }

    private async Task<bool> MayRetireAsync(CancellationToken cancellationToken) =>
        await _proof.FindObstacleAsync(invocation.AccountId, inventory.Region, _audit.Ledger.Policy, DateTime.UtcNow, cancellationToken)
            .ConfigureAwait(false) == RetireObstacle.None;

    private void Note(ConfigEvaluation evaluation)
    {
        _verdicts.Add(evaluation.ComplianceType);
        if (_reported.Count < MaxReportedEvaluations)
        {
            _reported.Add(evaluation);
        }
    }
}
