namespace RedisCompliance.Aws.Fleet;

/// <summary>An account to audit.</summary>
/// <param name="AccountId">The 12-digit account id, or <see cref="Own"/>.</param>
/// <param name="Name">Its name, if known.</param>
public sealed record AccountSettings(string AccountId, string? Name = null)
{
    /// <summary>Stands for the caller's own account.</summary>
    public const string Own = "";

    /// <summary>Its Regions; empty for those of the whole audit.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>The role to assume in it; null for the role of the whole audit.</summary>
    public string? RoleName { get; init; }

    /// <summary>The external id that the role's trust policy requires; null for the one of the whole audit.</summary>
    public string? ExternalId { get; init; }

    /// <summary>A warning to give when the account is audited.</summary>
    internal string? Warning { get; init; }
}

/// <summary>Which accounts and Regions to audit, and how to enter them.</summary>
public sealed record FleetSettings
{
    /// <summary>The default name of sessions in the accounts' audit trails.</summary>
    public const string DefaultRoleSessionName = "RedisCompliance";

    /// <summary>How many accounts and Regions to list at the same time by default.</summary>
    public const int DefaultThrottleLimit = 16;

    /// <summary>Accounts by their ids. The caller's own account is entered without a role.</summary>
    public IReadOnlyList<AccountSettings> Accounts { get; init; } = [];

    /// <summary>Whether to audit every active account of the organization.</summary>
    public bool Organization { get; init; }

    /// <summary>Organizational units: their active accounts are audited, and those of the units below.</summary>
    public IReadOnlyList<string> OrganizationalUnitIds { get; init; } = [];

    /// <summary>The Regions; empty for the connection's Region.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Whether to audit every Region that is enabled for an account.</summary>
    public bool AllRegions { get; init; }

    /// <summary>The role to assume in each account, with its path if it has one.</summary>
    public string? RoleName { get; init; }

    /// <summary>The external id that the role's trust policy requires.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The name of sessions in the accounts' audit trails.</summary>
    public string RoleSessionName { get; init; } = DefaultRoleSessionName;

    /// <summary>The duration of a session in seconds: 900 to the role's maximum; null for an hour. Sessions are renewed.</summary>
    public int? DurationInSeconds { get; init; }

    /// <summary>How many accounts and Regions to list at the same time.</summary>
    public int ThrottleLimit { get; init; } = DefaultThrottleLimit;

    /// <summary>Whether to ask for the caller's account id even if no other account is audited: for a report, say.</summary>
    public bool TellAccount { get; init; }

    /// <summary>Whether to skip an account in a Region.</summary>
    public Func<string?, string, bool> IsSkipped { get; init; } = (_, _) => false;

    /// <summary>Whether the settings may name any account but the caller's own.</summary>
    public bool NamesAccounts => Accounts.Count > 0 || Organization || OrganizationalUnitIds.Count > 0;
}
