using System.Management.Automation;
using System.Text.RegularExpressions;

namespace RedisCompliance.Commands;

/// <content>Which accounts and Regions are audited: by parameters, or by objects from the pipeline.</content>
public sealed partial class GetRedisAtRestComplianceCommand
{
    private const string AccountIdPattern = @"^[0-9]{12}\z";

    private readonly List<(string AccountId, string? Name, string[] Regions, string? RoleName, string? ExternalId)> _accounts = [];

    /// <summary>The accounts. The caller's own is entered as it is, each other by assuming -RoleName in it.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [ValidatePattern(AccountIdPattern)]
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
    public string? ScopeReport { get; set; }

    /// <summary>Rows of a report: those that were seen whole are left out, so that an audit can be gone on with. None, or null, leave out nothing.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject[]? SkipScope { get; set; }

    /// <summary>Reads the resources' tags, with a call for each. Exemptions by tag do so by themselves.</summary>
    [Parameter(ParameterSetName = LiveSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    public SwitchParameter IncludeTag { get; set; }

    /// <summary>Whether more than the one account and Region of the session may be meant.</summary>
    private bool MeansFleet() => AccountId is not null || Organization || OrganizationalUnitId is not null || AllRegions
        || _accounts.Count > 0 || Region?.Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1;

    /// <summary>Where the way to AWS begins, if nothing else says: every Region will do for finding and entering accounts.</summary>
    private string? FirstRegion => Region?[0] ?? (_accounts.Count > 0 && _accounts.All(account => account.Regions.Length > 0) ? _accounts[0].Regions[0] : null);

    private void BeginScopes()
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
            RefuseAliases();
        }

        _report = new ScopeReport();
        if (ScopeReport is not null)
        {
            SessionState.PSVariable.Set(ScopeReport, _report);
        }
    }

    /// <summary>What is judged without AWS cannot be held against an alias.</summary>
    private void RefuseAliases()
    {
        if (_policy.HasKeyAliases)
        {
            ThrowTerminatingError(ErrorRecords.Create(
                new ArgumentException(Messages.AliasOffline), "AliasOffline", ErrorCategory.InvalidArgument, ApprovedKmsKey, Messages.AdviceInvalidPolicy));
        }
    }

    /// <summary>
    /// Takes an object for an account or Region to audit: a row with AccountId, Region, RoleName, ExternalId, as of a CSV or
    /// JSON file or of a report; an account of Get-ORGAccountList; an account id.
    /// </summary>
    private bool TryAddScope(PSObject input)
    {
        if (input.BaseObject is string text)
        {
            return IsAccountId(text) && Add(text, null, [], null, null);
        }

        string? accountId = Text(input, "AccountId") ?? (Text(input, "Arn")?.Contains(":organizations:") == true ? Text(input, "Id") : null);
        string[] regions = Regions(input);
        if (accountId is null && regions.Length == 0)
        {
            return false;
        }

        if (accountId is not null && !IsAccountId(accountId))
        {
            _isIncomplete = true;
            WriteError(ErrorRecords.Create(
                new ArgumentException(Messages.NotAnAccountId.With(accountId)), "NotAnAccountId", ErrorCategory.InvalidArgument, input, Messages.AdviceNotAnAccountId));
            return true;
        }

        bool isActive = (Text(input, "State") ?? Text(input, "Status")) is not ("SUSPENDED" or "PENDING_CLOSURE" or "CLOSED" or "PENDING_ACTIVATION");
        if (!isActive)
        {
            WriteVerbose($"Account {accountId} is left out: it is not active.");
            return true;
        }

        // An object of Get-AWSRegion has a name, too: the Region's.
        string? name = accountId is null ? null : Text(input, "AccountName") ?? Text(input, "Name");
        return Add(accountId ?? string.Empty, name, regions, Text(input, "RoleName"), Text(input, "ExternalId"));
    }

    private bool Add(string accountId, string? name, string[] regions, string? roleName, string? externalId)
    {
        _accounts.Add((accountId, name, regions, roleName, externalId));
        return true;
    }

    private static string[] Regions(PSObject input) => Value(input, "Region") switch
    {
        string text => text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries),
        System.Collections.IEnumerable several => [.. several.Cast<object?>().Select(region => $"{region}").Where(region => region.Length > 0)],
        { } region => [$"{region}"],
        null => [],
    };

    /// <summary>Whether an account in a Region is among the rows that were seen whole.</summary>
    private Func<string?, string, bool> Skipping()
    {
        // A report as a whole comes as one object, not as its rows: PowerShell's binder enumerates arrays and lists alone.
        HashSet<(string?, string)> settled = [.. (SkipScope ?? [])
            .SelectMany(item => LanguagePrimitives.GetEnumerable(item)?.Cast<object>().Select(PSObject.AsPSObject) ?? [item])
            .Where(row => Text(row, "Status") is ScopeStatus.Completed or ScopeStatus.Skipped)
            .Select(row => (Text(row, "AccountId"), Text(row, "Region") ?? string.Empty))];
        return (accountId, region) => settled.Contains((accountId, region));
    }

    private static bool IsAccountId(string text) => Regex.IsMatch(text, AccountIdPattern, RegexOptions.CultureInvariant);

    private static string? Text(PSObject input, string name) => ConfigEvaluationReader.Text(input, name);
}
