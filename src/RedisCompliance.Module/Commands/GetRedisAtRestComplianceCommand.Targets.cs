using System.Globalization;
using System.Management.Automation;
using System.Text.Json;

namespace RedisCompliance.Commands;

/// <content>Which accounts and Regions are audited: by parameters, or by objects from the pipeline.</content>
public sealed partial class GetRedisAtRestComplianceCommand
{
    private readonly List<TargetRow> _accounts = [];
    private readonly Dictionary<(string?, string), PSObject> _complete = [];

    /// <summary>What is asked of every target, as a row of the report says it.</summary>
    private string? _asked;

    private bool _isWarnedOfTags;

    /// <summary>The accounts. The caller's own is entered as it is, each other by assuming -RoleName in it.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [ValidatePattern(TargetRow.AccountIdPattern)]
    public string[]? AccountId { get; set; }

    /// <summary>Every active account of the organization; from its management account or a delegated administrator.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    public SwitchParameter Organization { get; set; }

    /// <summary>Every active account in these organizational units and those below them. The root's id will do.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Alias("OUId")]
    [ValidatePattern(@"^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$")]
    public string[]? OrganizationalUnitId { get; set; }

    /// <summary>Every Region that is enabled for an account.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    public SwitchParameter AllRegions { get; set; }

    /// <summary>The role to assume in each account that is not the caller's own, with its path if it has one.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidatePattern(@"^([\w+=,.@-]+/)*[\w+=,.@-]{1,64}$")]
    public string? RoleName { get; set; }

    /// <summary>The external id that the role's trust policy asks for.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidateLength(2, 1224)]
    public string? ExternalId { get; set; }

    /// <summary>What the sessions are called in the accounts' audit trails.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidatePattern(@"^[\w+=,.@-]{2,64}$")]
    public string RoleSessionName { get; set; } = "RedisCompliance";

    /// <summary>How long a session lasts, in seconds; an hour, unless said otherwise. Sessions are renewed while the audit goes on.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidateRange(900, 43_200)]
    public int? DurationInSeconds { get; set; }

    /// <summary>How many accounts and Regions are listed at the same time; three times as many calls are under way at most.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>
    /// The name of a variable that is set to the report: a row for each account and Region with what was seen and what went
    /// wrong, and their sums. It fills while the audit goes on.
    /// </summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidatePattern(@"^(\w+:)?\w+$")]
    public string? ReportVariable { get; set; }

    /// <summary>Rows of a report: those that were seen whole are left out, so that an audit can be gone on with. None, or null, leave out nothing.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject[]? ResumeFrom { get; set; }

    /// <summary>Reads the resources' tags, with a call for each. Exemptions by tag do so by themselves.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    public SwitchParameter IncludeTag { get; set; }

    /// <summary>Whether more than the one account and Region of the session may be meant.</summary>
    private bool MeansFleet() => AccountId is not null || Organization || OrganizationalUnitId is not null || AllRegions
        || _accounts.Count > 0 || Region?.Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1;

    /// <summary>Where the way to AWS begins, if nothing else says: every Region will do for finding and entering accounts.</summary>
    private string? FirstRegion => Region?[0] ?? (_accounts.Count > 0 && _accounts.All(account => account.Regions is { Count: > 0 }) ? _accounts[0].Regions![0] : null);

    private void BeginTargets()
    {
        if (AllRegions && Region is not null)
        {
            ThrowTerminatingError(ErrorRecords.Create(
                new ArgumentException(Messages.RegionsTwice), "RegionsTwice", ErrorCategory.InvalidArgument, Region, Messages.AdviceRegionsTwice));
        }

        if ((Organization || OrganizationalUnitId is not null) && RoleName is null)
        {
            ThrowTerminatingError(ErrorRecords.Create(
                new ArgumentException(Messages.RoleNameMissing), "RoleNameMissing", ErrorCategory.InvalidArgument, null, Messages.AdviceNoRole));
        }

        if (ParameterSetName is PathSet or LiteralPathSet)
        {
            CheckOfflinePolicy();
        }

        IReadOnlyDictionary<string, string> asked = RuleParameters.FromPolicy(ResourceType is null ? _policy : _policy with { ResourceTypes = ResourceType });
        _asked = asked.Count > 0 ? JsonSerializer.Serialize(asked) : null;
        ReadResumeFrom();

        _report = new AuditReport();
        if (ReportVariable is not null)
        {
            SessionState.PSVariable.Set(ReportVariable, _report);
        }
    }

    /// <summary>What is judged without AWS cannot be held against an alias, and has no tags.</summary>
    private void CheckOfflinePolicy()
    {
        if (_policy.HasKeyAliases)
        {
            ThrowTerminatingError(ErrorRecords.Create(
                new ArgumentException(Messages.AliasOffline), "AliasOffline", ErrorCategory.InvalidArgument, ApprovedKmsKey, Messages.AdviceInvalidPolicy));
        }

        if (_policy.ReadsTags && !_isWarnedOfTags)
        {
            _isWarnedOfTags = true;
            WriteWarning(Messages.TagsOffline);
        }
    }

    /// <summary>Takes an object for an account or Region to audit, if it is one; what is wrong with it is an error and a row of the report.</summary>
    private bool TryAddTarget(PSObject input)
    {
        try
        {
            if (TargetRow.Read(input) is not { } row)
            {
                return false;
            }

            if (!row.IsActive)
            {
                WriteVerbose($"Account {row.AccountId} is left out: it is not active.");
            }
            else if (FleetRegions.UnknownRegion(row.Regions, EndpointUrl) is { } unknown)
            {
                RefuseRow(input, row.AccountId, unknown, "UnknownRegion", Messages.UnknownRegionOfRow.With(unknown, row.AccountId), Messages.AdviceUnknownRegion);
            }
            else
            {
                _accounts.Add(row);
            }
        }
        catch (FormatException exception)
        {
            RefuseRow(input, Text(input, "AccountId"), null, "NotAnAccount", exception.Message, Messages.AdviceNotAnAccount);
        }

        return true;
    }

    private void RefuseRow(PSObject input, string? accountId, string? region, string errorId, string message, string advice)
    {
        _isIncomplete = true;
        _report.Add(new TargetResult { AccountId = accountId, Region = region, Status = TargetStatus.Failed, ErrorId = errorId, ErrorMessage = message, Policy = _asked });
        WriteError(ErrorRecords.Create(new ArgumentException(message), errorId, ErrorCategory.InvalidArgument, input, advice));
    }

    /// <summary>Notes the rows that need not be seen again: those that were seen whole by an audit that asked the same.</summary>
    private void ReadResumeFrom()
    {
        // A report as a whole comes as one object, not as its rows: PowerShell's binder enumerates arrays and lists alone.
        foreach (PSObject row in (ResumeFrom ?? []).SelectMany(item => item.BaseObject is string ? [item] : LanguagePrimitives.GetEnumerable(item)?.Cast<object>().Select(PSObject.AsPSObject) ?? [item]))
        {
            if (Text(row, "Status") is not { } status || row.Properties["Region"] is null || row.Properties["AccountId"] is null)
            {
                ThrowTerminatingError(ErrorRecords.Create(
                    new ArgumentException(Messages.NotAReportRow.With(row)), "NotAReportRow", ErrorCategory.InvalidArgument, row, Messages.AdviceNotAReportRow));
                continue;
            }

            if (status is TargetStatus.Completed or TargetStatus.Skipped && Text(row, "Policy") == _asked)
            {
                _complete[(Text(row, "AccountId"), Text(row, "Region") ?? string.Empty)] = row;
            }
        }
    }

    /// <summary>A target that was skipped, with what an earlier audit has counted in it; that one's calls are not this one's.</summary>
    private static TargetResult WithCountsOf(PSObject earlier, TargetResult skipped)
    {
        int Count(string name) =>
            int.TryParse(Text(earlier, name), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 0;
        return new TargetResult
        {
            AccountId = skipped.AccountId,
            AccountName = skipped.AccountName,
            Region = skipped.Region,
            Status = skipped.Status,
            Policy = skipped.Policy,
            CompliantCount = Count(nameof(TargetResult.CompliantCount)),
            NonCompliantCount = Count(nameof(TargetResult.NonCompliantCount)),
            NotApplicableCount = Count(nameof(TargetResult.NotApplicableCount)),
            ReplicationGroupCount = Count(nameof(TargetResult.ReplicationGroupCount)),
            CacheClusterCount = Count(nameof(TargetResult.CacheClusterCount)),
            ServerlessCacheCount = Count(nameof(TargetResult.ServerlessCacheCount)),
        };
    }

    private static string? Text(PSObject input, string name) => ConfigEvaluationReader.Text(input, name);
}
