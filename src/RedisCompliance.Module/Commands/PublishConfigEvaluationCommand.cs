using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// Reports evaluations to AWS Config: with the result token of a custom rule's run, any evaluation; without one, in test
/// mode, or to a process-check rule, one summary for the account. AWS Config takes evaluations of resources from a run's
/// token only.
/// </summary>
[Cmdlet(VerbsData.Publish, "ConfigEvaluation", DefaultParameterSetName = TokenSet, SupportsShouldProcess = true)]
[OutputType(typeof(PublishResult), typeof(Evaluation), typeof(ConfigEvaluation))]
public sealed class PublishConfigEvaluationCommand : AwsCmdlet
{
    private const string TokenSet = "ResultToken";
    private const string EventSet = "InvokingEvent";

    private readonly HashSet<(string, string)> _seen = [];
    private readonly DateTime _now = DateTime.UtcNow;
    private ConfigRuleEvent? _event;
    private EvaluationSink? _sink;
    private AuditCoverage? _coverage;
    private bool _hasForeignInput;
    private bool _isPolicyCompared;
    private bool? _isApproved;
    private string? _accountId;
    private int _count;
    private int _refused;

    /// <summary>Evaluations of Get-RedisAtRestCompliance, or any objects with AWS Config's property names.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The result token of the rule's run.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    [ValidateNotNullOrEmpty]
    public string? ResultToken { get; set; }

    /// <summary>The event, as JSON, that AWS Config ran the rule with: token, timestamp and rule name are taken from it.</summary>
    [Parameter(ParameterSetName = EventSet, Mandatory = true)]
    [Alias("Event")]
    [ValidateNotNullOrEmpty]
    public string? InvokingEvent { get; set; }

    /// <summary>With a result token, the rule that it is of; without one, a process-check rule.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConfigRuleNameCompleter))]
    public string? ConfigRuleName { get; set; }

    /// <summary>Has AWS Config only check the evaluations. Any token will do, and none is needed.</summary>
    [Parameter]
    public SwitchParameter TestMode { get; set; }

    /// <summary>
    /// Retires what the rule has stored and the input does not have, once all input was put. Refused for an audit of
    /// Get-RedisAtRestCompliance that was filtered, named accounts or could not see everything.
    /// </summary>
    [Parameter]
    public SwitchParameter RetireStale { get; set; }

    /// <summary>The Region of the rule. Evaluations of another Region are refused.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>Gives the evaluations that were put instead of the counts.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Reads the event and checks that what was asked for can be done.</summary>
    protected override void BeginProcessing()
    {
        try
        {
            _event = InvokingEvent is null ? null : ConfigRuleEvent.Parse(InvokingEvent);
        }
        catch (ConfigEventException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception));
        }

        CheckDestination();

        _accountId = _event?.AccountId;
    }

    /// <summary>Checks one evaluation, and puts it as soon as its batch is full.</summary>
    protected override void ProcessRecord()
    {
        try
        {
            ConfigEvaluation evaluation = ConfigEvaluationReader.Read(InputObject!, _event?.NotificationCreationTime, _now);
            if (IsOfThisAccount() && _seen.Add(evaluation.Key))
            {
                _count++;
                NoteCoverage();
                Put(evaluation);
            }
        }
        catch (ArgumentException exception)
        {
            Refuse(exception.Message, "InvalidEvaluation", Messages.AdviceInvalidEvaluation);
        }
    }

    /// <summary>Puts what is left, retires what is stale, and says what came of it.</summary>
    protected override void EndProcessing()
    {
        if (IsWhatIf)
        {
            ShouldProcess(Target(SinkOrOpen().Region), Action(_count));
            return;
        }

        if (_sink is null || _isApproved != true)
        {
            return;
        }

        _sink.Complete(RetireStale && MayRetire());
        if (!PassThru)
        {
            WriteObject(_sink.Result(RuleName, _refused));
        }
    }

    /// <summary>Lets go of the clients.</summary>
    /// <param name="disposing">Whether it was asked to.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sink?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CheckDestination()
    {
        if (ResultToken is null && _event is null && ConfigRuleName is null && !TestMode)
        {
            ThrowTerminatingError(ErrorRecords.Create(
                new ArgumentException(Messages.DestinationMissing),
                "DestinationMissing", ErrorCategory.InvalidArgument, null,
                Messages.AdviceDestinationMissing));
        }

        if (RetireStale && (RuleName is null || IsProcessCheck))
        {
            ThrowTerminatingError(ErrorRecords.Create(
                new ArgumentException(Messages.RuleNameMissing),
                "RuleNameMissing", ErrorCategory.InvalidArgument, null, Messages.AdviceRuleNameMissing));
        }
    }

    private bool IsProcessCheck => ResultToken is null && _event is null && !TestMode;

    private string? RuleName => ConfigRuleName ?? _event?.ConfigRuleName;

    private bool IsWhatIf => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given) ? given : SessionState.PSVariable.GetValue("WhatIfPreference"));

    private string Target(string region) => $"{(RuleName is null ? "AWS Config" : $"AWS Config rule {RuleName}")} in {region}";

    private string Action(int? count) =>
        IsProcessCheck ? $"Put one summary of {count?.ToString(System.Globalization.CultureInfo.CurrentCulture) ?? "all"} evaluations"
        : $"Put {count?.ToString(System.Globalization.CultureInfo.CurrentCulture) ?? "all"} evaluations{(TestMode ? " in test mode" : null)}{(RetireStale ? " and retire stale ones" : null)}";

    private EvaluationSink SinkOrOpen() => _sink ??= EvaluationSink.Open(this, Region, new EvaluationSinkSettings
    {
        ResultToken = ResultToken ?? _event?.ResultToken ?? ConfigRuleEvent.TestModeToken,
        TestMode = TestMode || _event is { IsTestMode: true },
        ProcessCheckRule = IsProcessCheck ? ConfigRuleName : null,
        RuleToReconcile = RetireStale && !IsWhatIf ? RuleName : null,
        OrderingTimestamp = _event?.NotificationCreationTime ?? _now,
        PassThru = PassThru,
    });

    private void Put(ConfigEvaluation evaluation)
    {
        EvaluationSink sink = SinkOrOpen();
        if (ConfigEvaluationReader.Text(InputObject!, "Region") is { } region && !string.Equals(region, sink.Region, StringComparison.OrdinalIgnoreCase))
        {
            Refuse(Messages.OtherRegion.With(region, sink.Region), "OtherRegion", Messages.AdviceOtherRegion);
            return;
        }

        if (IsWhatIf || !(_isApproved ??= ShouldProcess(Target(sink.Region), Action(null))))
        {
            return;
        }

        sink.Put(evaluation, _accountId);
    }

    /// <summary>A token and a process-check rule are of one account; evaluations of another must never be put there.</summary>
    private bool IsOfThisAccount()
    {
        if (ConfigEvaluationReader.Text(InputObject!, "AccountId") is not { } account)
        {
            return true;
        }

        _accountId ??= account;
        if (account == _accountId)
        {
            return true;
        }

        Refuse(Messages.OtherAccount.With(account, _accountId), "OtherAccount", Messages.AdviceOtherAccount);
        return false;
    }

    private void Refuse(string why, string errorId, string recommendedAction)
    {
        _refused++;
        WriteError(ErrorRecords.Create(
            new ArgumentException(Messages.NotPublishable.With(ConfigEvaluationReader.Text(InputObject!, "ComplianceResourceId"), why)),
            errorId, ErrorCategory.InvalidData, InputObject, recommendedAction));
    }

    private void NoteCoverage()
    {
        if (InputObject!.BaseObject is Evaluation { Coverage: { } coverage })
        {
            _coverage ??= coverage;
            _hasForeignInput |= !ReferenceEquals(coverage, _coverage);
            WarnOfOtherPolicy(coverage);
        }
        else
        {
            _hasForeignInput = true;
        }
    }

    /// <summary>Says, once, that AWS Config would be told verdicts that its rule did not ask for.</summary>
    private void WarnOfOtherPolicy(AuditCoverage coverage)
    {
        if (_event is null || _isPolicyCompared)
        {
            return;
        }

        _isPolicyCompared = true;
        if (!RuleParameters.AreSame(_event.RuleParameters, coverage.Policy))
        {
            WriteWarning(Messages.OtherPolicy.With(RuleName));
        }
    }

    /// <summary>Whether what is not in the input may be taken for gone.</summary>
    private bool MayRetire()
    {
        bool isSure = _refused == 0 && (_coverage is null || (!_hasForeignInput && _coverage.IsComplete));
        if (!isSure)
        {
            WriteError(ErrorRecords.Create(
                new InvalidOperationException(Messages.IncompleteInput),
                "IncompleteInput", ErrorCategory.InvalidOperation, RuleName,
                Messages.AdviceIncompleteInput));
        }

        return isSure;
    }
}
