using System.Management.Automation;
using System.Text.Json;

namespace RedisCompliance.Commands;

/// <summary>
/// Reports whether each ElastiCache resource (Redis OSS, Valkey) is encrypted at rest, and with which key: from AWS, from
/// files that the AWS CLI wrote, or from objects of AWS Tools for PowerShell.
/// </summary>
[Cmdlet(VerbsCommon.Get, "RedisAtRestCompliance", DefaultParameterSetName = LiveSet)]
[OutputType(typeof(Evaluation))]
public sealed partial class GetRedisAtRestComplianceCommand : AwsCmdlet
{
    private const string LiveSet = "Live";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string InputObjectSet = "InputObject";

    private AtRestPolicy _policy = AtRestPolicy.Default;
    private DateTime _moment = DateTime.UtcNow;
    private AuditReport _report = null!;
    private CompletedTargets _completed = null!;
    private AuditReporter _reporter = null!;
    private EvaluationOutput _output = null!;
    private TargetInput _targets = null!;
    private OfflineSource _offline = null!;
    private PolicyUse _policyUse = null!;
    private Func<string, string> _givenKey = key => key;

    /// <summary>
    /// Files, or folders of files: JSON from <c>aws elasticache describe-…</c>, Terraform plans and states as JSON, and
    /// CloudFormation templates. Wildcards are allowed.
    /// </summary>
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
    /// Objects of Get-ECReplicationGroup, Get-ECCacheCluster, Get-ECServerlessCache and, with backups, Get-ECSnapshot and
    /// Get-ECServerlessCacheSnapshot, or any with the same property names; files of Get-ChildItem; accounts and Regions to audit live.
    /// </summary>
    [Parameter(ParameterSetName = InputObjectSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The Regions, by system name (AWSRegion objects also work). Offline, only resources of these Regions.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Region { get; set; }

    /// <summary>Only resources with these ids. Wildcards are allowed; an id without wildcards must exist.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ResourceIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>
    /// Only resources of these types: the full name or its last part. Live, other types are not even listed. Backups (Snapshot,
    /// ServerlessCacheSnapshot) are evaluated only if named here.
    /// </summary>
    [Parameter]
    [ResourceTypeTransformation]
    [ArgumentCompleter(typeof(ResourceTypeCompleter))]
    [ValidateResourceType]
    public string[]? ResourceType { get; set; }

    /// <summary>Only resources of these engines.</summary>
    [Parameter]
    [ValidateSet("redis", "valkey")]
    public string[]? Engine { get; set; }

    /// <summary>Only evaluations with these verdicts.</summary>
    [Parameter]
    [ValidateSet(RedisCompliance.ComplianceType.Compliant, RedisCompliance.ComplianceType.NonCompliant,
        RedisCompliance.ComplianceType.NotApplicable)]
    public string[]? ComplianceType { get; set; }

    /// <summary>The only approved KMS keys, as key ids, key ARNs or, live, ARNs of aliases.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ApprovedKmsKey { get; set; }

    /// <summary>Require a customer-managed key.</summary>
    [Parameter]
    public SwitchParameter RequireCustomerManagedKey { get; set; }

    /// <summary>Resources that are not evaluated: objects with Id or Tag, Reason and Expires.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSObject[]? Exemption { get; set; }

    /// <summary>A file of exemptions, in JSON or CSV.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ExemptionPath { get; set; }

    /// <summary>
    /// The event, as JSON, with which AWS Config ran a rule: its policy replaces that of the parameters, and the evaluations
    /// carry its time.
    /// </summary>
    [Parameter]
    [Alias("Event")]
    [ValidateNotNullOrEmpty]
    public string? InvokingEvent { get; set; }

    /// <summary>Sets the time and the policy of the audit.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        CheckCombination();
        _policy = InvokingEvent is null ? BindPolicy() : ReadEvent();
        _policy = AskedBackups.Length == 0 ? _policy : _policy with { ResourceTypes = [.. _policy.ResourceTypes, .. AskedBackups] };
        ExemptionReader.WarnOfExpired(this, _policy, _moment);

        IReadOnlyDictionary<string, string> asked =
            RuleParameters.FromPolicy(ResourceType is null ? _policy : _policy with { ResourceTypes = ResourceType });
        string? policy = asked.Count > 0 ? JsonSerializer.Serialize(asked) : null;
        _report = new AuditReport();
        _completed = ReadResumeFrom(policy);
        _reporter = new AuditReporter(_report, _completed, policy);
        if (ReportVariable is not null)
        {
            SessionState.PSVariable.Set(ReportVariable, _report);
        }

        _output = new EvaluationOutput(this,
            new EvaluationFilter(Id, ResourceType, ComplianceType, ParameterSetName == LiveSet ? null : Region), IncludeTag);
        _targets = new TargetInput(this, _output, _reporter);
        _policyUse = new PolicyUse(_policy, _moment);
        string? region = Region is { Length: 1 } ? Region[0] : null;
        _offline = new OfflineSource(this, _output, _policy, _moment, _policyUse, _targets.TryAdd, region,
            new PlannedRequest(TemplateParameter, TemplateParameterPath, PlanSection, UnknownAsWarning), policy);
    }

    /// <summary>Reads the files, or the current object.</summary>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                _offline.ReadPaths(Path!, areLiteral: false);
                break;
            case LiteralPathSet:
                _offline.ReadPaths(LiteralPath!, areLiteral: true);
                break;
            case InputObjectSet:
                _offline.ReadObject(InputObject!);
                break;
        }
    }

    /// <summary>Evaluates what was read, audits AWS if requested, and reports requested names that were not found.</summary>
    protected override void EndProcessing()
    {
        if (ParameterSetName != LiveSet)
        {
            // First: offline results must not be lost if AWS cannot be reached.
            _offline.Complete(hasObjects: ParameterSetName == InputObjectSet);
        }

        bool isLive = ParameterSetName == LiveSet || Rows.Count > 0;
        PolicyUse? live = isLive ? AuditLive() : null;

        WriteVerbose($"{_output.Count} evaluations.");
        if (_output.IsIncomplete)
        {
            return;
        }

        foreach (string id in _output.Filter.IdsNotFound)
        {
            WriteError(ErrorRecords.Create(
                new ItemNotFoundException(Messages.ResourceNotFound.With(id)), ErrorId.ResourceNotFound, ErrorCategory.ObjectNotFound, id,
                Messages.AdviceResourceNotFound));
        }

        if (!isLive)
        {
            ReportPartsNotFound();
        }

        // A key or exemption used by either audit is used.
        WarnOfUnused(live is null ? [_policyUse] : _policyUse.ResourceCount == 0 ? [live] : [_policyUse, live], isLive);
    }

    /// <summary>If a requested Region or type is in none of the files, silence would look as if nothing were wrong.</summary>
    private void ReportPartsNotFound()
    {
        foreach (string region in _output.Filter.RegionsNotFound)
        {
            WriteError(ErrorRecords.Create(
                new ItemNotFoundException(Messages.RegionNotFound.With(region)), ErrorId.RegionNotFound, ErrorCategory.ObjectNotFound,
                region, Messages.AdviceRegionNotFound));
        }

        foreach (string type in _offline.ExportedTypes is { } exported ? (ResourceType ?? []).Except(exported) : [])
        {
            WriteError(ErrorRecords.Create(
                new ItemNotFoundException(Messages.ResourceTypeNotExported.With(type)), ErrorId.ResourceTypeNotExported,
                ErrorCategory.ObjectNotFound, type, Messages.AdviceResourceTypeNotExported));
        }
    }

    /// <summary>
    /// Warns of keys and exemptions that matched nothing, if everything was evaluated: otherwise, what they match may be
    /// missing.
    /// </summary>
    private void WarnOfUnused(PolicyUse[] uses, bool isLive)
    {
        bool isFiltered = _completed.Count > 0 || new[] { Id, ResourceType, Engine, ComplianceType }.Any(filter => filter is not null);
        if (isFiltered || (!isLive && (Region is not null || uses[0].ResourceCount == 0)))
        {
            return;
        }

        foreach (string key in uses[0].UnusedKeys.Where(key => uses.All(use => use.UnusedKeys.Contains(key))))
        {
            WriteWarning(Messages.ApprovedKeyUnused.With(_givenKey(key)));
        }

        // Offline there are no tags; another warning has said so.
        foreach (AtRestExemption exemption in uses[0].UnusedExemptions
            .Where(exemption => (isLive || exemption.Tag is null) && uses.All(use => use.UnusedExemptions.Contains(exemption))))
        {
            string name = string.Join(", ", new[] { exemption.Id, exemption.Tag }.OfType<string>());
            WriteWarning(Messages.ExemptionUnused.With(name, exemption.Reason));
        }
    }

    private AtRestPolicy BindPolicy() => PolicyBinder.Bind(this, new AtRestPolicy
    {
        Engines = Engine ?? AtRestPolicy.Default.Engines,
        ApprovedKmsKeyIds = ApprovedKmsKey ?? [],
        RequireCustomerManagedKey = RequireCustomerManagedKey,
        Exemptions = ExemptionReader.Read(this, Exemption, ExemptionPath),
    });

    private AtRestPolicy ReadEvent()
    {
        if (Engine is not null || ApprovedKmsKey is not null || RequireCustomerManagedKey || Exemption is not null
            || ExemptionPath is not null)
        {
            Refuse(Messages.PolicyTwice, ErrorId.PolicyTwice, null, Messages.AdvicePolicyTwice);
        }

        try
        {
            ConfigRuleEvent ruleEvent = ConfigRuleEvent.Parse(InvokingEvent!);
            _moment = ruleEvent.NotificationCreationTime;
            return RuleParameters.ToPolicy(ruleEvent.RuleParameters);
        }
        catch (ConfigEventException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception));
            throw;
        }
    }
}
