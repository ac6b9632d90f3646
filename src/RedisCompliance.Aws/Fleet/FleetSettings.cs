namespace RedisCompliance.Aws.Fleet;

/// <summary>An account to audit.</summary>
/// <param name="AccountId">The 12-digit account id, or <see cref="Own"/>.</param>
/// <param name="Name">Its name, where it is known.</param>
public sealed record AccountSettings(string AccountId, string? Name = null)
{
    /// <summary>Stands for the caller's own account.</summary>
    public const string Own = "";

    /// <summary>Its Regions; none for those of the whole audit.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>The role to assume in it; null for that of the whole audit.</summary>
    public string? RoleName { get; init; }

    /// <summary>The external id that the role's trust policy asks for; null for that of the whole audit.</summary>
    public string? ExternalId { get; init; }

    /// <summary>What is to be said of it where it is audited.</summary>
    internal string? Warning { get; init; }
}

/// <summary>Which accounts and Regions an audit is to see, and how it comes into them.</summary>
public sealed record FleetSettings
{
    /// <summary>What the sessions are called in the accounts' audit trails, unless said otherwise.</summary>
    public const string DefaultRoleSessionName = "RedisCompliance";

    /// <summary>How many accounts and Regions are listed at the same time, unless said otherwise.</summary>
    public const int DefaultThrottleLimit = 16;

    /// <summary>Accounts by their ids. The caller's own is entered without a role.</summary>
    public IReadOnlyList<AccountSettings> Accounts { get; init; } = [];

    /// <summary>Whether to see every active account of the organization.</summary>
    public bool Organization { get; init; }

    /// <summary>Organizational units, whose active accounts are seen, and those of the units below.</summary>
    public IReadOnlyList<string> OrganizationalUnitIds { get; init; } = [];

    /// <summary>The Regions; none for the one that the connection is for.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Whether to see every Region that is enabled for an account.</summary>
    public bool AllRegions { get; init; }

    /// <summary>The role to assume in each account, with its path if it has one.</summary>
    public string? RoleName { get; init; }

    /// <summary>The external id that the role's trust policy asks for.</summary>
    public string? ExternalId { get; init; }

    /// <summary>What the sessions are called in the accounts' audit trails.</summary>
    public string RoleSessionName { get; init; } = DefaultRoleSessionName;

    /// <summary>How long a session lasts, in seconds: 900 to what the role allows; null for an hour. Sessions are renewed.</summary>
    public int? DurationInSeconds { get; init; }

    /// <summary>How many accounts and Regions are listed at the same time.</summary>
    public int ThrottleLimit { get; init; } = DefaultThrottleLimit;

    /// <summary>Whether the caller's account id is wanted although no other account is audited: for a report, say.</summary>
    public bool TellAccount { get; init; }

    /// <summary>Whether an account in a Region is left out.</summary>
    public Func<string?, string, bool> IsSkipped { get; init; } = (_, _) => false;

    /// <summary>Whether any account but the caller's own may be meant.</summary>
    public bool NamesAccounts => Accounts.Count > 0 || Organization || OrganizationalUnitIds.Count > 0;
}
