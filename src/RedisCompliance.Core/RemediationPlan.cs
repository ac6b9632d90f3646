namespace RedisCompliance;

/// <summary>
/// What can be done about one resource that is not compliant: the way that suits it, what blocks that, the steps with their
/// commands, and the other ways. A plan is words; nothing of it is carried out.
/// </summary>
public sealed class RemediationPlan
{
    /// <summary>The resource's type, as AWS Config names it.</summary>
    public required string ComplianceResourceType { get; init; }

    /// <summary>The resource's id.</summary>
    public required string ComplianceResourceId { get; init; }

    /// <summary>The resource's id under a short name.</summary>
    public string Id => ComplianceResourceId;

    /// <summary>The last part of the resource's type.</summary>
    public string Type => ComplianceResourceType.Substring(ComplianceResourceType.LastIndexOf(':') + 1);

    /// <summary>The 12-digit account id.</summary>
    public string? AccountId { get; init; }

    /// <summary>The Region's system name.</summary>
    public string? Region { get; init; }

    /// <summary>The Amazon Resource Name.</summary>
    public string? Arn { get; init; }

    /// <summary>Why the resource is not compliant.</summary>
    public string? Annotation { get; init; }

    /// <summary>What is asked of the key, in a sentence; the plan keeps to it.</summary>
    public required string KeyPolicy { get; init; }

    /// <summary>The same for scripts: two plans under one policy say the same here, in every language.</summary>
    public required string Policy { get; init; }

    /// <summary>The name of the recommended way: one of <see cref="RemediationWayName"/>.</summary>
    public string Way => Ways[0].Name;

    /// <summary>The names of what blocks the recommended way; none where it can begin.</summary>
    public IReadOnlyList<string> Blockers => [.. Ways[0].Blockers.Select(blocker => blocker.Name)];

    /// <summary>The steps of the recommended way, in order.</summary>
    public IReadOnlyList<RemediationStep> Steps => Ways[0].Steps;

    /// <summary>The recommended way, and the others behind it.</summary>
    public required IReadOnlyList<RemediationWay> Ways { get; init; }

    /// <summary>What could not be read, and why. Nothing is assumed in its place.</summary>
    public IReadOnlyList<UnknownFact> Unknown { get; init; } = [];

    /// <summary>Whether everything was read that the plan rests on.</summary>
    public bool IsComplete => Unknown.Count == 0;

    /// <summary>When the plan was made, UTC. What has changed since, it does not know.</summary>
    public required DateTime PlannedAt { get; init; }

    /// <summary>The plan in one line.</summary>
    /// <returns>For example <c>AWS::ElastiCache::ReplicationGroup orders: RestoreToReplicationGroup (NotAvailable)</c>.</returns>
    public override string ToString() => $"{ComplianceResourceType} {ComplianceResourceId}: {Way}"
        + (Blockers.Count == 0 ? null : $" ({string.Join(", ", Blockers)})");
}

/// <summary>One way to make a resource compliant.</summary>
public sealed class RemediationWay
{
    /// <summary>One of <see cref="RemediationWayName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Why it is not the one that is recommended; null of the one that is.</summary>
    public string? WhyNot { get; init; }

    /// <summary>What must change before it can begin, or keeps it from being possible at all.</summary>
    public IReadOnlyList<RemediationBlocker> Blockers { get; init; } = [];

    /// <summary>What the commands need that nobody but the reader knows, as it stands in them.</summary>
    public IReadOnlyList<RemediationInput> Inputs { get; init; } = [];

    /// <summary>What to know before the first step.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The steps, in order; none where the way is not possible.</summary>
    public IReadOnlyList<RemediationStep> Steps { get; init; } = [];

    /// <summary>The way's name.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;
}

/// <summary>The names of the ways.</summary>
public static class RemediationWayName
{
    /// <summary>Durability is switched on in the group as it is, which encrypts it with ElastiCache's own key.</summary>
    public const string EnableDurability = "EnableDurability";

    /// <summary>A snapshot is restored into a new replication group that is encrypted.</summary>
    public const string RestoreToReplicationGroup = "RestoreToReplicationGroup";

    /// <summary>A snapshot is restored into a new serverless cache, which always is encrypted.</summary>
    public const string RestoreToServerlessCache = "RestoreToServerlessCache";

    /// <summary>A Global Datastore is taken apart and built again around an encrypted primary.</summary>
    public const string RebuildGlobalDatastore = "RebuildGlobalDatastore";

    /// <summary>A snapshot is copied with a key.</summary>
    public const string CopySnapshot = "CopySnapshot";

    /// <summary>A snapshot is deleted.</summary>
    public const string DeleteSnapshot = "DeleteSnapshot";

    /// <summary>The evidence is found that the verdict lacks.</summary>
    public const string ShowEvidence = "ShowEvidence";

    /// <summary>The resource is exempt until a last day.</summary>
    public const string Exempt = "Exempt";
}

/// <summary>An unmet precondition of a way.</summary>
/// <param name="Name">A name that scripts can rest on.</param>
/// <param name="Description">What it is, in a sentence.</param>
public sealed record RemediationBlocker(string Name, string Description)
{
    /// <summary>Its name.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;
}

/// <summary>A value that is not known to the plan.</summary>
/// <param name="Placeholder">As it stands in the commands.</param>
/// <param name="Description">What to put in its place.</param>
public sealed record RemediationInput(string Placeholder, string Description);

/// <summary>A fact that could not be read.</summary>
/// <param name="Name">Which.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Permission">The IAM actions that were missing; none where something else was in the way.</param>
public sealed record UnknownFact(string Name, string Reason, IReadOnlyList<string> Permission)
{
    /// <summary>Its name.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;
}

/// <summary>One step of a way.</summary>
public sealed class RemediationStep
{
    /// <summary>Its number within the way, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What to do, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>The operation of Amazon ElastiCache that it calls; null for what people do.</summary>
    public string? Operation { get; init; }

    /// <summary>The members of the operation's request, by AWS's names.</summary>
    public IReadOnlyDictionary<string, object> Parameters { get; init; } = new Dictionary<string, object>();

    /// <summary>The command of the AWS CLI, for a POSIX shell; null for what people do.</summary>
    public string? AwsCli { get; init; }

    /// <summary>The command of AWS Tools for PowerShell, or of this module; null for what people do.</summary>
    public string? PowerShell { get; init; }

    /// <summary>What it interrupts; null for nothing.</summary>
    public string? Interrupts { get; init; }

    /// <summary>What it costs; null for nothing.</summary>
    public string? Cost { get; init; }

    /// <summary>Whether it cannot be undone.</summary>
    public bool IsIrreversible { get; init; }

    /// <summary>Whether one can stop behind it, and everything goes on working.</summary>
    public bool IsSafeStop { get; init; }

    /// <summary>The way back from here; null where there is nothing to undo, or no way.</summary>
    public string? WayBack { get; init; }

    /// <summary>The step in one line.</summary>
    /// <returns>Its number and description.</returns>
    public override string ToString() => $"{Number}. {Description}";
}
