using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <content>Which accounts and Regions a live audit covers.</content>
public sealed partial class GetRedisAtRestComplianceCommand
{
    private static readonly string[] s_accounts = [nameof(AccountId), nameof(Organization), nameof(OrganizationalUnitId)];

    /// <summary>The parameters that only a live audit uses.</summary>
    private static readonly string[] s_live =
    [
        .. ParameterUse.Connection, .. s_accounts, nameof(AllRegions), nameof(RoleName), nameof(ExternalId), nameof(RoleSessionName),
        nameof(DurationInSeconds), nameof(ThrottleLimit), nameof(ReportVariable), nameof(ResumeFrom), nameof(IncludeTag),
    ];

    /// <summary>The accounts. The caller's own is audited directly, each other by assuming -RoleName in it.</summary>
    [Parameter]
    [ValidatePattern(TargetRow.AccountIdPattern)]
    public string[]? AccountId { get; set; }

    /// <summary>Every active account of the organization; from its management account or a delegated administrator.</summary>
    [Parameter]
    public SwitchParameter Organization { get; set; }

    /// <summary>Every active account in these organizational units and those below them. The root's id also works.</summary>
    [Parameter]
    [Alias("OUId")]
    [ValidatePattern(@"^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})\z")]
    public string[]? OrganizationalUnitId { get; set; }

    /// <summary>Every Region that is enabled for an account.</summary>
    [Parameter]
    public SwitchParameter AllRegions { get; set; }

    /// <summary>The role to assume in each account that is not the caller's own, with its path if it has one.</summary>
    [Parameter]
    [ValidatePattern(@"^([A-Za-z0-9_+=,.@-]+/)*[A-Za-z0-9_+=,.@-]{1,64}\z")]
    public string? RoleName { get; set; }

    /// <summary>The external id that the role's trust policy requires.</summary>
    [Parameter]
    [ValidateLength(2, 1224)]
    public string? ExternalId { get; set; }

    /// <summary>The session name in the accounts' audit trails.</summary>
    [Parameter]
    [ValidatePattern(@"^[A-Za-z0-9_+=,.@-]{2,64}\z")]
    public string RoleSessionName { get; set; } = FleetSettings.DefaultRoleSessionName;

    /// <summary>
    /// How long a session lasts, in seconds: 900 to the role's maximum; default 3600. Sessions are renewed during the
    /// audit.
    /// </summary>
    [Parameter]
    [ValidateRange(900, 43_200)]
    public int? DurationInSeconds { get; set; }

    /// <summary>How many accounts and Regions to list at the same time; each makes up to three calls at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = FleetSettings.DefaultThrottleLimit;

    /// <summary>
    /// The name of a variable that receives the audit's report: a row for each account and Region with its findings and
    /// failures, and their sums. It fills during the audit.
    /// </summary>
    [Parameter]
    [ValidatePattern(@"^(\w+:)?\w+\z")]
    public string? ReportVariable { get; set; }

    /// <summary>
    /// The report of an earlier audit, to resume it: targets that it completed under the same policy are not audited again.
    /// Null or an empty list skips nothing.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject[]? ResumeFrom { get; set; }

    /// <summary>Read the resources' tags, with a call for each. Exemptions by tag read them anyway.</summary>
    [Parameter]
    public SwitchParameter IncludeTag { get; set; }

    private IReadOnlyList<TargetRow> Rows => _targets.Rows;

    /// <summary>Whether the parameters may mean more than the session's one account and Region.</summary>
    private bool MeansFleet() => AccountId is not null || Organization || OrganizationalUnitId is not null || AllRegions
        || Rows.Count > 0 || Region?.Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1;

    /// <summary>The Region of the first connection, if nothing else determines it: any will do to find and enter accounts.</summary>
    private string? FirstRegion() =>
        Region?[0] ?? (Rows.Count > 0 && Rows.All(row => row.Regions is { Count: > 0 }) ? Rows[0].Regions![0] : null);

    /// <summary>
    /// Combinations that leave a parameter without effect terminate the cmdlet with an error, before any
    /// call.
    /// </summary>
    private void CheckCombination()
    {
        bool isOfPipeline = ParameterSetName == InputObjectSet;
        if (ParameterSetName != LiveSet && ParameterUse.FindGiven(this, isOfPipeline ? s_accounts : s_live) is { } unused)
        {
            Refuse(isOfPipeline ? Messages.TargetsTwice.With(unused) : Messages.ParameterOfLiveAudit.With(unused),
                ErrorId.ParameterWithoutEffect, unused, Messages.AdviceParameterWithoutEffect.With(unused));
        }

        if (InvokingEvent is not null && AskedBackups.Length > 0)
        {
            Refuse(Messages.BackupOfRule.With(string.Join(", ", AskedBackups)), ErrorId.BackupNotForConfig, AskedBackups,
                Messages.AdviceBackupOfRule);
        }

        CheckPlanned();
        if (AllRegions && Region is not null)
        {
            Refuse(Messages.RegionsTwice, ErrorId.RegionsTwice, Region, Messages.AdviceRegionsTwice);
        }

        if ((Organization || OrganizationalUnitId is not null) && RoleName is null)
        {
            Refuse(Messages.RoleNameMissing, ErrorId.RoleNameMissing, null, Messages.AdviceNoRole);
        }
    }

    private void Refuse(string message, ErrorId errorId, object? target, string advice) =>
        ThrowTerminatingError(ErrorRecords.Create(new ArgumentException(message), errorId, ErrorCategory.InvalidArgument, target, advice));

    private CompletedTargets ReadResumeFrom(string? policy)
    {
        CompletedTargets completed = new(policy);
        foreach (PSObject row in TargetResultReader.Flatten(ResumeFrom ?? []))
        {
            if (TargetResultReader.Read(row) is { } earlier)
            {
                completed.Add(earlier);
            }
            else
            {
                Refuse(Messages.NotAReportRow.With(row), ErrorId.NotAReportRow, row, Messages.AdviceNotAReportRow);
            }
        }

        return completed;
    }

    // A separate method, so that the runtime loads nothing of AWS before a live audit begins.
    private PolicyUse? AuditLive()
    {
        bool isFleet = MeansFleet();
        WarnOfMissingSources();
        LiveSource source = new(this, _output, _report, _reporter);
        source.Run(new LiveRequest
        {
            Policy = _policy,
            Moment = _moment,
            ResourceTypes = ResourceType ?? _policy.ResourceTypes,
            FirstRegion = FirstRegion(),
            IsFleet = isFleet,
            IncludeTag = IncludeTag,
            IsFiltered = Id is not null || ResourceType is not null || ComplianceType is not null || ResumeFrom is not null,
            Fleet = DescribeFleet(),
        });
        _givenKey = source.GivenKey;
        return source.PolicyUse;
    }

    /// <summary>The requested types of backups; no policy includes them by default.</summary>
    private string[] AskedBackups => [.. (ResourceType ?? []).Where(RedisCompliance.ResourceType.IsBackup).Distinct()];

    /// <summary>Warns once if backups are listed but not their sources.</summary>
    private void WarnOfMissingSources()
    {
        string[] asked = ResourceType ?? [];
        IEnumerable<string> sources = asked.SelectMany(type => type switch
        {
            RedisCompliance.ResourceType.Snapshot =>
                new[] { RedisCompliance.ResourceType.ReplicationGroup, RedisCompliance.ResourceType.CacheCluster },
            RedisCompliance.ResourceType.ServerlessCacheSnapshot => [RedisCompliance.ResourceType.ServerlessCache],
            _ => [],
        });
        string[] missing = [.. sources.Except(asked)];
        if (missing.Length > 0)
        {
            WriteWarning(Messages.BackupsWithoutSources.With(string.Join(", ", missing)));
        }
    }

    private FleetSettings DescribeFleet() => new()
    {
        Accounts =
        [
            .. (AccountId ?? []).Select(account => new AccountSettings(account)),
            .. Rows.Select(row => new AccountSettings(row.AccountId, row.Name)
            {
                Regions = row.Regions ?? [], RoleName = row.RoleName, ExternalId = row.ExternalId,
            }),
        ],
        Organization = Organization,
        OrganizationalUnitIds = OrganizationalUnitId ?? [],
        Regions = Region?.Distinct(StringComparer.OrdinalIgnoreCase).ToArray() ?? [],
        AllRegions = AllRegions,
        RoleName = RoleName,
        ExternalId = ExternalId,
        RoleSessionName = RoleSessionName,
        DurationInSeconds = DurationInSeconds,
        ThrottleLimit = ThrottleLimit,
        TellAccount = ReportVariable is not null || ResumeFrom is not null,
        IsSkipped = _completed.Contains,
    };
}
