using System.Globalization;
using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// Reports evaluations to AWS Config: any evaluation with the result token of a custom rule's run or in test mode; with
/// neither, one summary of the account to a process-check rule. AWS Config takes evaluations of resources only with a
/// run's token.
/// </summary>
[Cmdlet(VerbsData.Publish, "ConfigEvaluation", DefaultParameterSetName = TokenSet, SupportsShouldProcess = true)]
[OutputType(typeof(PublishResult), typeof(Evaluation), typeof(ConfigEvaluation))]
public sealed partial class PublishConfigEvaluationCommand : AwsCmdlet
{
    private const string TokenSet = "ResultToken";
    private const string EventSet = "InvokingEvent";

    private readonly Dictionary<(string, string), string> _verdicts = [];
    private readonly List<object> _passedThru = [];
    private readonly RetireProof _proof = new();
    private readonly DateTime _now = DateTime.UtcNow;
    private ConfigRuleEvent? _event;
    private PublishSession? _session;
    private AccountSummary? _summary;
    private DateTime _oldest = DateTime.MaxValue;
    private bool _isPolicyCompared;
    private bool? _isApproved;
    private string? _accountId;
    private string? _region;
    private int _refused;

    /// <summary>Evaluations of Get-RedisAtRestCompliance, or any objects with AWS Config's property names.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The result token of the rule's run.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    [ValidateNotNullOrEmpty]
    public string? ResultToken { get; set; }

    /// <summary>The event, as JSON, with which AWS Config ran the rule: it has the token, the timestamp and the rule's name.</summary>
    [Parameter(ParameterSetName = EventSet, Mandatory = true)]
    [Alias("Event")]
    [ValidateNotNullOrEmpty]
    public string? InvokingEvent { get; set; }

    /// <summary>With a result token, the rule of that token; without one, a process-check rule.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConfigRuleNameCompleter))]
    public string? ConfigRuleName { get; set; }

    /// <summary>Have AWS Config only check the evaluations. Any token works, and none is needed.</summary>
    [Parameter]
    public SwitchParameter TestMode { get; set; }

    /// <summary>
    /// Retire stored results of the rule that the input lacks, once all input is published. Refused unless the input is
    /// every evaluation of one complete, unfiltered audit of the account and Region with the rule's policy.
    /// </summary>
    [Parameter]
    public SwitchParameter RetireStale { get; set; }

    /// <summary>
    /// Treat the input as everything there is in the account and Region although nothing proves it: for users with copies of an
    /// audit that they know to be complete. Asks for confirmation. A result newer than the input is kept all the same.
    /// </summary>
    [Parameter]
    public SwitchParameter AssumeComplete { get; set; }

    /// <summary>The Region of the rule. Evaluations of another Region are refused.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>Output the published evaluations instead of the counts.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Reads the event and checks the combination of parameters.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            _event = InvokingEvent is null ? null : ConfigRuleEvent.Parse(InvokingEvent);
        }
        catch (ConfigEventException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception));
        }

        CheckDestination();
    }

    /// <summary>Checks each evaluation, and sends a batch as soon as it is full.</summary>
    protected override void ProcessRecord()
    {
        // An array given as an argument arrives as one object.
        foreach (object? item in LanguagePrimitives.GetEnumerable(InputObject) ?? new[] { InputObject })
        {
            if (item is not null)
            {
                Take(PSObject.AsPSObject(item));
            }
            else
            {
                Refuse(new PSObject(), Messages.ComplianceTypeMissing, ErrorId.InvalidEvaluation, Messages.AdviceInvalidEvaluation);
            }
        }
    }

    /// <summary>Sends the last batch, retires stale results, and outputs the result.</summary>
    protected override void EndProcessing()
    {
        if (_verdicts.Count == 0 && _refused == 0 && !TakeNothingInScope())
        {
            return;
        }

        if (IsWhatIf)
        {
            Preview();
            return;
        }

        if (_isApproved is null && RetireStale)
        {
            ReportObstacle(RetireObstacle.Refused, Messages.NothingRetired);
        }

        if (_session is null || _isApproved == false)
        {
            return;
        }

        if (_isApproved == true)
        {
            Complete(_session);
        }

        HashSet<(string, string)> unpublished = _session.ReportUnpublished();
        if (!PassThru)
        {
            WriteObject(_session.Result(_refused, TestMode));
            return;
        }

        foreach (object passed in _passedThru.Where(
            passed => passed is not ConfigEvaluation evaluation || !unpublished.Contains(evaluation.Key)))
        {
            WriteObject(passed is ConfigEvaluation { Source: { } source } ? source : passed);
        }
    }

    /// <summary>Disposes of the clients.</summary>
    /// <param name="disposing">Whether Dispose was called.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _session?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CheckDestination()
    {
        if (ResultToken is null && _event is null && ConfigRuleName is null && !TestMode)
        {
            ThrowTerminatingError(ErrorRecords.Create(
                new ArgumentException(Messages.DestinationMissing),
                ErrorId.DestinationMissing, ErrorCategory.InvalidArgument, null,
                Messages.AdviceDestinationMissing));
        }

        if (RetireStale && (RuleName is null || IsProcessCheck))
        {
            ThrowTerminatingError(ErrorRecords.Create(
                new ArgumentException(Messages.RuleNameMissing),
                ErrorId.RuleNameMissing, ErrorCategory.InvalidArgument, null, Messages.AdviceRuleNameMissing));
        }
    }

    private bool IsProcessCheck => ResultToken is null && _event is null && !TestMode;

    private bool IsTestMode => TestMode || _event is { IsTestMode: true };

    private string? RuleName => ConfigRuleName ?? _event?.ConfigRuleName;

    private bool IsWhatIf => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given) ? given
            : SessionState.PSVariable.GetValue("WhatIfPreference"));

    private string Target(string region) =>
        RuleName is null ? Messages.TargetConfig.With(region) : Messages.TargetConfigRule.With(RuleName, region);

    private string Action(int? count)
    {
        string action = IsProcessCheck ? Messages.ActionPutSummary
            : TestMode ? (RetireStale ? Messages.ActionPutInTestModeAndRetire : Messages.ActionPutInTestMode)
            : RetireStale ? Messages.ActionPutAndRetire
            : Messages.ActionPut;
        return action.With(count is null ? Messages.AllEvaluations : Messages.EvaluationCount.With(count));
    }

    private PublishSession Session(DateTime moment) => _session ??= PublishSession.Open(this, Region, new ConfigRuleInvocation(
        RuleName, _event?.AccountId, ResultToken ?? _event?.ResultToken ?? ConfigRuleEvent.TestModeToken,
        _event?.NotificationCreationTime ?? moment, IsTestMode), RetireStale);

    private void Take(PSObject input)
    {
        try
        {
            ConfigEvaluation evaluation = ConfigEvaluationReader.Read(input, _event?.NotificationCreationTime, _now);
            if (Exists(input) && IsUnaltered(input, evaluation) && IsForConfig(input, evaluation) && IsOfRegion(input, evaluation)
                && IsOfAccount(input, evaluation) && IsFirst(input, evaluation))
            {
                NoteOrigin(input, evaluation);
                Put(evaluation);
            }
        }
        catch (ArgumentException exception)
        {
            Refuse(input, exception.Message, ErrorId.InvalidEvaluation,
                IdOf(input) is null ? Messages.AdviceNotAnEvaluation : Messages.AdviceInvalidEvaluation);
        }
    }

    private void Put(ConfigEvaluation evaluation)
    {
        if (IsWhatIf || !(_isApproved ??= ShouldProcess(Target(Session(evaluation.OrderingTimestamp).Region), Action(null))))
        {
            return;
        }

        if (IsProcessCheck)
        {
            (_summary ??= new AccountSummary(_session!.AccountId!)).Add(evaluation);
            return;
        }

        if (PassThru)
        {
            _passedThru.Add(evaluation);
        }

        _session!.Put(evaluation);
    }

    private void NoteOrigin(PSObject input, ConfigEvaluation evaluation)
    {
        _oldest = evaluation.OrderingTimestamp < _oldest ? evaluation.OrderingTimestamp : _oldest;
        Evaluation? ours = input.BaseObject as Evaluation;
        _proof.Add(ours);
        if (ours?.LedgerEntry is { } entry)
        {
            WarnOfOtherPolicy(entry.Ledger);
        }
    }
}
