using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// Tells for each ElastiCache resource (Redis OSS, Valkey) whether the data that it keeps at rest is encrypted, in
/// effect, and with which key: live, from files that the AWS CLI wrote, or from objects of AWS Tools for PowerShell.
/// </summary>
[Cmdlet(VerbsCommon.Get, "RedisAtRestCompliance", DefaultParameterSetName = LiveSet)]
[OutputType(typeof(Evaluation))]
public sealed partial class GetRedisAtRestComplianceCommand : AwsCmdlet
{
    private const string LiveSet = "Live";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string InputObjectSet = "InputObject";
    private const string ConfigRuleSet = "ConfigRule";

    private static readonly string[] s_complianceTypes =
        [RedisCompliance.ComplianceType.Compliant, RedisCompliance.ComplianceType.NonCompliant, RedisCompliance.ComplianceType.NotApplicable];

    private DateTime _now = DateTime.UtcNow;
    private AtRestPolicy _policy = AtRestPolicy.Default;
    private AtRestAudit _audit = null!;
    private EvaluationFilter _filter = null!;
    private int _emitted;
    private bool _isIncomplete;

    /// <summary>Files, or folders of files, that <c>aws elasticache describe-…</c> wrote as JSON. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>The same without wildcards.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>
    /// Objects of Get-ECReplicationGroup, Get-ECCacheCluster and Get-ECServerlessCache, or any with properties of those
    /// names; files of Get-ChildItem as well.
    /// </summary>
    [Parameter(ParameterSetName = InputObjectSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The Regions, by system name (AWSRegion objects will do). Offline, only resources of these Regions.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Region { get; set; }

    /// <summary>Only resources of these ids. Wildcards are allowed; an id without any must exist.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ResourceIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Only resources of these types: the full name or its last part. Live, the others are not even listed.</summary>
    [Parameter]
    [ResourceTypeTransformation]
    [ValidateSet(RedisCompliance.ResourceType.ReplicationGroup, RedisCompliance.ResourceType.CacheCluster, RedisCompliance.ResourceType.ServerlessCache)]
    public string[]? ResourceType { get; set; }

    /// <summary>Only resources of these engines.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidateSet("redis", "valkey")]
    public string[]? Engine { get; set; }

    /// <summary>Only evaluations with these verdicts.</summary>
    [Parameter]
    [ValidateSet(RedisCompliance.ComplianceType.Compliant, RedisCompliance.ComplianceType.NonCompliant, RedisCompliance.ComplianceType.NotApplicable)]
    public string[]? ComplianceType { get; set; }

    /// <summary>The only KMS keys that will do, as key ids, key ARNs or, live, ARNs of aliases.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidateNotNullOrEmpty]
    public string[]? ApprovedKmsKey { get; set; }

    /// <summary>Only a customer-managed key will do.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    public SwitchParameter RequireCustomerManagedKey { get; set; }

    /// <summary>What is not judged: objects with Id or Tag, Reason and Expires.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidateNotNull]
    public PSObject[]? Exemption { get; set; }

    /// <summary>A file of exemptions, in JSON or CSV.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidateNotNullOrEmpty]
    public string? ExemptionPath { get; set; }

    /// <summary>
    /// The event, as JSON, that AWS Config ran a rule with: its policy is asked instead of the parameters', and its moment is
    /// the evaluations'.
    /// </summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [Alias("Event")]
    [ValidateNotNullOrEmpty]
    public string? InvokingEvent { get; set; }

    /// <summary>
    /// Give the results that this AWS Config rule has stored, instead of auditing. With an aggregator, the rule as it is
    /// named in the accounts, or an organization rule of this account.
    /// </summary>
    [Parameter(ParameterSetName = ConfigRuleSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RuleName")]
    [ArgumentCompleter(typeof(ConfigRuleNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ConfigRuleName { get; set; }

    /// <summary>Give the results of all accounts and Regions that this aggregator of AWS Config sees.</summary>
    [Parameter(ParameterSetName = ConfigRuleSet)]
    [ValidateNotNullOrEmpty]
    public string? ConfigurationAggregatorName { get; set; }

    /// <summary>Sets the moment and the policy of the audit.</summary>
    protected override void BeginProcessing()
    {
        _policy = InvokingEvent is null
            ? Policies.Of(this, new AtRestPolicy
            {
                Engines = Engine ?? AtRestPolicy.Default.Engines,
                ApprovedKmsKeyIds = ApprovedKmsKey ?? [],
                RequireCustomerManagedKey = RequireCustomerManagedKey,
                Exemptions = Exemptions.Of(this, Exemption, ExemptionPath),
            })
            : OfEvent();
        Exemptions.WarnOfExpired(this, _policy, _now);
        _audit = new AtRestAudit(_policy, _now);
        BeginTargets();
        BeginOffline();
        _filter = new EvaluationFilter(Id, ResourceType, ComplianceType, ParameterSetName is LiveSet or ConfigRuleSet ? null : Region);
    }

    /// <summary>Audits; for pipeline input, the one object in hand.</summary>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                ReadPaths(Path!, areLiteral: false);
                break;
            case LiteralPathSet:
                ReadPaths(LiteralPath!, areLiteral: true);
                break;
            case InputObjectSet:
                ReadObject(InputObject!);
                break;
            case ConfigRuleSet:
                ReadStored();
                break;
            default:
                AuditLive();
                break;
        }
    }

    /// <summary>Says what was asked for by name and not found, and which exports were only a part.</summary>
    protected override void EndProcessing()
    {
        if (_accounts.Count > 0 && ParameterSetName == InputObjectSet)
        {
            AuditLive();
        }

        if (ParameterSetName is PathSet or LiteralPathSet or InputObjectSet)
        {
            CompleteOffline();
        }

        WriteVerbose($"{_emitted} evaluations.");
        if (_isIncomplete)
        {
            return;
        }

        foreach (string id in _filter.IdsNotFound)
        {
            WriteError(ErrorRecords.Create(
                new ItemNotFoundException(Messages.ResourceNotFound.With(id)),
                "ResourceNotFound", ErrorCategory.ObjectNotFound, id,
                Messages.AdviceResourceNotFound));
        }

        WarnOfUnused();
    }

    /// <summary>Says which keys and exemptions were of no use, if all was seen: else, what they are for may be what was not.</summary>
    private void WarnOfUnused()
    {
        bool isLive = ParameterSetName == LiveSet || _accounts.Count > 0;
        bool isFiltered = _complete.Count > 0 || new[] { Id, ResourceType, Engine, ComplianceType }.Any(filter => filter is not null);
        bool isOfNothing = !isLive && (Region is not null || _audit.PolicyUse.ResourceCount == 0);
        if (ParameterSetName == ConfigRuleSet || isFiltered || isOfNothing)
        {
            return;
        }

        foreach (string key in _audit.PolicyUse.UnusedKeys)
        {
            WriteWarning(Messages.ApprovedKeyUnused.With(_givenKeys.FirstOrDefault(given => given.Key == key).Given ?? key));
        }

        // Without AWS there are no tags, and that was said.
        foreach (AtRestExemption exemption in _audit.PolicyUse.UnusedExemptions.Where(exemption => isLive || exemption.Tag is null))
        {
            string name = string.Join(", ", new[] { exemption.Id, exemption.Tag }.OfType<string>());
            WriteWarning(Messages.ExemptionUnused.With(name, exemption.Reason));
        }
    }

    private AtRestPolicy OfEvent()
    {
        if (Engine is not null || ApprovedKmsKey is not null || RequireCustomerManagedKey || Exemption is not null || ExemptionPath is not null)
        {
            ThrowTerminatingError(ErrorRecords.Create(
                new ArgumentException(Messages.PolicyTwice), "PolicyTwice", ErrorCategory.InvalidArgument, null, Messages.AdvicePolicyTwice));
        }

        try
        {
            ConfigRuleEvent ruleEvent = ConfigRuleEvent.Parse(InvokingEvent!);
            _now = ruleEvent.NotificationCreationTime;
            return RuleParameters.ToPolicy(ruleEvent.RuleParameters);
        }
        catch (ConfigEventException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception));
            throw;
        }
    }

    private void Emit(Evaluation evaluation)
    {
        if (_filter.Accepts(evaluation))
        {
            _emitted++;
            WriteObject(IncludeTag ? WithTagView(evaluation) : evaluation);
        }
    }

    /// <summary>The same object under a name whose table has a column of tags.</summary>
    private static PSObject WithTagView(Evaluation evaluation)
    {
        PSObject shown = new(evaluation);
        shown.TypeNames.Insert(0, "RedisCompliance.Evaluation#Tags");
        return shown;
    }
}
