using System.Collections;
using System.Management.Automation;
using RedisCompliance.Commands.Reports;
using RedisCompliance.Remediation;
using RedisCompliance.Remediation.Views;

namespace RedisCompliance.Commands;

/// <summary>
/// Plans what to do about non-compliant resources: the best way for each, what blocks it, every step with its command,
/// and the other ways. Changes nothing.
/// </summary>
[Cmdlet(VerbsCommon.Get, "RedisAtRestRemediation", DefaultParameterSetName = InputObjectSet)]
[OutputType(typeof(RemediationPlan), typeof(string))]
public sealed class GetRedisAtRestRemediationCommand : AwsCmdlet
{
    private const string InputObjectSet = "InputObject";
    private const string IdSet = "Id";
    private const string CloudFormation = "CloudFormation";
    private const string Terraform = "Terraform";
    private const int DefaultThrottleLimit = 16;

    private readonly DateTime _now = DateTime.UtcNow;
    private readonly Dictionary<string, Evaluation> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _planned = new(StringComparer.Ordinal);
    private int _incomplete;

    /// <summary>Evaluations of Get-RedisAtRestCompliance, or the same read back. Only those that are NON_COMPLIANT get a plan.</summary>
    [Parameter(ParameterSetName = InputObjectSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The ids of resources to read live.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ResourceIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>
    /// JSON files from <c>aws elasticache describe-…</c>: plans are made from these, without calls to AWS. Wildcards are
    /// allowed.
    /// </summary>
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>The Region of -Id, and of evaluations without one.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>The KMS key for the new resource.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KmsKeyId { get; set; }

    /// <summary>The only approved KMS keys; applies in addition to the evaluations' policy.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ApprovedKmsKey { get; set; }

    /// <summary>Require a customer-managed key; applies in addition to the evaluations' policy.</summary>
    [Parameter]
    public SwitchParameter RequireCustomerManagedKey { get; set; }

    /// <summary>The role to assume in each account that is not the caller's own, with its path if it has one.</summary>
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidatePattern(@"^([A-Za-z0-9_+=,.@-]+/)*[A-Za-z0-9_+=,.@-]{1,64}\z")]
    public string? RoleName { get; set; }

    /// <summary>The external id that the role's trust policy requires.</summary>
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidateLength(2, 1224)]
    public string? ExternalId { get; set; }

    /// <summary>How many resources to read at the same time; each makes up to two calls at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = DefaultThrottleLimit;

    /// <summary>Earlier plans: resources that have a complete plan under the same key policy are not planned again.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject[]? ResumeFrom { get; set; }

    /// <summary>Output each plan as text to follow.</summary>
    [Parameter]
    public SwitchParameter AsText { get; set; }

    /// <summary>Output each plan in Markdown, for a change ticket.</summary>
    [Parameter]
    public SwitchParameter AsMarkdown { get; set; }

    /// <summary>Output the new, encrypted resource of each plan as a template instead.</summary>
    [Parameter]
    [ValidateSet(CloudFormation, Terraform)]
    public string? AsTemplate { get; set; }

    private AtRestPolicy? GivenPolicy { get; set; }

    /// <summary>Notes the key policy and the earlier plans.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        string[] forms = [nameof(AsText), nameof(AsMarkdown), nameof(AsTemplate)];
        string[] given = [.. forms.Where(MyInvocation.BoundParameters.ContainsKey)];
        if (given.Length > 1)
        {
            Refuse(given[1], Messages.FormsTwice.With(string.Join(", ", given.Select(name => "-" + name))));
        }

        string[] live = [.. ParameterUse.Connection, nameof(RoleName), nameof(ExternalId)];
        if (Path is not null && ParameterUse.FindGiven(this, live) is { } unused)
        {
            Refuse(unused, Messages.ParameterOfLiveAudit.With(unused));
        }

        // -RequireCustomerManagedKey:$false allows any key; without the switch there is no requirement of either kind.
        if (ApprovedKmsKey is not null || MyInvocation.BoundParameters.ContainsKey(nameof(RequireCustomerManagedKey)) || Id is not null)
        {
            GivenPolicy = PolicyBinder.Bind(this, AtRestPolicy.Default with
            {
                ApprovedKmsKeyIds = ApprovedKmsKey ?? [], RequireCustomerManagedKey = RequireCustomerManagedKey,
            });
        }

        foreach (PSObject earlier in ResumeFrom ?? [])
        {
            if (ObjectMembers.Text(earlier, nameof(RemediationPlan.IsComplete)) is "true" or "True")
            {
                _planned[Key(name => ObjectMembers.Text(earlier, name))] =
                    ObjectMembers.Text(earlier, nameof(RemediationPlan.Policy)) ?? string.Empty;
            }
        }
    }

    /// <summary>Reads the current evaluation.</summary>
    protected override void ProcessRecord()
    {
        foreach (object? item in LanguagePrimitives.GetEnumerable(InputObject) ?? new[] { InputObject }.OfType<PSObject>())
        {
            Take(ObjectMembers.Wrap(item));
        }
    }

    /// <summary>Makes the plans.</summary>
    protected override void EndProcessing()
    {
        if (Id is not null)
        {
            RemediationSource.OfIds(this, Id.Distinct(StringComparer.OrdinalIgnoreCase), GivenPolicy!, Region, _now,
                (evaluation, reader) => Write([(evaluation, reader)]));
        }
        else if (_open.Count > 0 && Path is not null)
        {
            ExportedDetails exports = RemediationFiles.Read(this, Path);
            Write(_open.Values.Select(evaluation =>
                (evaluation, new FactReader(exports.In(evaluation.AccountId, evaluation.Region), isOffline: true))));
        }
        else if (_open.Count > 0)
        {
            RemediationSource.OfEvaluations(this, [.. _open.Values], Region,
                new RemediationRole(RoleName, ExternalId, ThrottleLimit), Write);
        }

        if (_incomplete > 0)
        {
            WriteWarning(Messages.PlansIncomplete.With(_incomplete));
        }
    }

    private void Take(PSObject input)
    {
        Evaluation evaluation;
        try
        {
            evaluation = EvaluationReader.ReadEvaluation(input, _now);
        }
        catch (ArgumentException exception)
        {
            WriteError(ErrorRecords.Create(
                new ArgumentException(Messages.NotAnEvaluation.With(
                    ObjectMembers.Text(input, "ComplianceResourceId") ?? input.BaseObject.GetType().Name, exception.Message), exception),
                ErrorId.NotAnEvaluation, ErrorCategory.InvalidData, input, Messages.AdviceNotAnEvaluation));
            return;
        }

        if (evaluation.Address is { } address)
        {
            WriteError(ErrorRecords.Create(
                new ArgumentException(Messages.NotPlannable.With(evaluation.ComplianceResourceId, address)), ErrorId.PlannedEvaluation,
                ErrorCategory.InvalidData, input, Messages.AdviceNotPlannable));
            return;
        }

        if (evaluation.ComplianceType != ComplianceType.NonCompliant)
        {
            WriteVerbose($"{evaluation}: there is nothing to plan.");
            return;
        }

        string key = KeyOf(evaluation);
        if (_planned.TryGetValue(key, out string? policy) && policy == RuleOf(evaluation).Policy)
        {
            WriteVerbose($"{evaluation}: planned before.");
            return;
        }

        // The same resource given twice: the later evaluation is the newer.
        _open[key] = evaluation;
    }

    /// <summary>Outputs the plans as they are ready.</summary>
    private void Write(IEnumerable<(Evaluation Evaluation, FactReader Reader)> resources)
    {
        IAsyncEnumerator<RemediationPlan> plans = new PlanRun(RuleOf, _now).RunAsync(resources, ThrottleLimit, StopToken)
            .GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (Wait(plans.MoveNextAsync()))
            {
                Write(plans.Current);
            }
        }
        finally
        {
            plans.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private void Write(RemediationPlan plan)
    {
        _incomplete += plan.IsComplete ? 0 : 1;
        if (AsTemplate is null)
        {
            WriteObject(AsText ? PlanText.Of(plan) : AsMarkdown ? PlanMarkdown.Of(plan) : plan);
            return;
        }

        if (NewResource.Of(plan) is { } resource)
        {
            WriteObject(AsTemplate == Terraform ? TerraformTemplate.Of(resource) : CloudFormationTemplate.Of(resource));
            return;
        }

        WriteError(ErrorRecords.Create(
            new InvalidOperationException(Messages.PlanWithoutTemplate.With(plan)), ErrorId.PlanWithoutTemplate,
            ErrorCategory.InvalidOperation, plan, Messages.AdvicePlanWithoutTemplate));
    }

    private KeyRule RuleOf(Evaluation evaluation) => KeyRule.Find(
        [.. new[] { evaluation.Policy, GivenPolicy }.OfType<AtRestPolicy>().Distinct()], KmsKeyId, evaluation);

    private static string KeyOf(Evaluation evaluation) => Key(name => name switch
    {
        nameof(Evaluation.AccountId) => evaluation.AccountId,
        nameof(Evaluation.Region) => evaluation.Region,
        nameof(Evaluation.ComplianceResourceType) => evaluation.ComplianceResourceType,
        _ => evaluation.ComplianceResourceId,
    });

    private static string Key(Func<string, string?> member) => string.Join("\n", new[]
    {
        nameof(Evaluation.AccountId), nameof(Evaluation.Region), nameof(Evaluation.ComplianceResourceType),
        nameof(Evaluation.ComplianceResourceId),
    }.Select(member));

    private void Refuse(string parameter, string message) => ThrowTerminatingError(ErrorRecords.Create(
        new ArgumentException(message), ErrorId.ParameterWithoutEffect, ErrorCategory.InvalidArgument, parameter,
        Messages.AdviceParameterWithoutEffect.With(parameter)));
}
