namespace RedisCompliance.Config;

/// <summary>How a run of the rule ended.</summary>
/// <param name="Evaluations">The first evaluations, up to a limit, in order.</param>
/// <param name="Evaluated">The number of resources judged.</param>
/// <param name="Published">The number of evaluations that AWS Config accepted, including retirements.</param>
/// <param name="Retired">The number of stored results retired.</param>
/// <param name="Kept">The number of stored results not seen but kept, because another run may have stored them since.</param>
/// <param name="Unpublished">The evaluations that did not reach AWS Config.</param>
/// <param name="Failures">The failures of listings, and of reading back.</param>
/// <param name="PutCalls">The number of PutEvaluations calls.</param>
public sealed record ConfigRuleReport(
    IReadOnlyList<ConfigEvaluation> Evaluations, int Evaluated, int Published, int Retired, int Kept,
    IReadOnlyList<UnpublishedEvaluation> Unpublished, IReadOnlyList<ServiceCallException> Failures, int PutCalls)
{
    /// <summary>The number of evaluations of each verdict, without retirements.</summary>
    public VerdictCounts Verdicts { get; init; } = new();

    /// <summary>Whether everything was listed and every evaluation was stored.</summary>
    public bool IsComplete => Unpublished.Count == 0 && Failures.Count == 0;
}

/// <summary>The number of evaluations of each verdict.</summary>
public sealed class VerdictCounts
{
    /// <summary>The number of COMPLIANT evaluations.</summary>
    public int Compliant { get; private set; }

    /// <summary>The number of NON_COMPLIANT evaluations.</summary>
    public int NonCompliant { get; private set; }

    /// <summary>The number of NOT_APPLICABLE evaluations.</summary>
    public int NotApplicable { get; private set; }

    /// <summary>Counts an evaluation.</summary>
    /// <param name="complianceType">Its verdict.</param>
    /// <returns>This object.</returns>
    public VerdictCounts Add(string complianceType)
    {
        Compliant += complianceType == ComplianceType.Compliant ? 1 : 0;
        NonCompliant += complianceType == ComplianceType.NonCompliant ? 1 : 0;
        NotApplicable += complianceType == ComplianceType.NotApplicable ? 1 : 0;
        return this;
    }
}

/// <summary>
/// One run of the rule: lists and judges the resources, and uploads the evaluations. Takes time linear in the number of resources.
/// </summary>
/// <param name="inventory">The account's resources.</param>
/// <param name="store">AWS Config.</param>
/// <param name="policy">The rule's policy.</param>
/// <param name="invocation">The rule and its token.</param>
public sealed class ConfigRuleRun(IRedisInventory inventory, IEvaluationStore store, AtRestPolicy policy, ConfigRuleInvocation invocation)
{
    /// <summary>The maximum number of evaluations in a report.</summary>
    public const int MaxReportedEvaluations = 1_000;

    private readonly AtRestAudit _audit = new(policy, invocation.OrderingTimestamp);
    private readonly RetireProof _proof = new();
    private readonly List<ConfigEvaluation> _reported = [];
    private readonly VerdictCounts _verdicts = new();
    private readonly List<ServiceCallException> _failures = [];

    /// <summary>Called after each page, for progress and logs.</summary>
    public Action<AuditPage>? PageRead { get; init; }

    /// <summary>Waits between attempts to put a failed evaluation; null to use the clock.</summary>
    public Func<TimeSpan, CancellationToken, Task>? Delay { get; init; }

    /// <summary>Runs the rule. If a listing fails, the evaluations of the others are still put.</summary>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>How the run ended. The caller must check <see cref="ConfigRuleReport.IsComplete"/>.</returns>
    /// <exception cref="ConnectionException">The resources belong to another account than the event's. Nothing was put.</exception>
    /// <exception cref="ServiceCallException">AWS did not return the account. Nothing was put.</exception>
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

    /// <summary>Checks that the resources belong to the event's account, before anything is put.</summary>
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
