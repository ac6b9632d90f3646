namespace RedisCompliance;

/// <summary>
/// How to make one resource compliant: the recommended way, what blocks it, its steps with commands, and the other ways. A plan is
/// only text; this module executes none of it.
/// </summary>
public sealed class RemediationPlan
{
    /// <summary>The resource's type in AWS Config.</summary>
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

    /// <summary>The policy's key requirement, in a sentence; the plan complies with it.</summary>
    public required string KeyPolicy { get; init; }

    /// <summary>The policy for scripts; the same text for the same policy, in every language.</summary>
    public required string Policy { get; init; }

    /// <summary>The name of the recommended way: one of <see cref="RemediationWayName"/>.</summary>
    public string Way => Ways[0].Name;

    /// <summary>The names of what blocks the recommended way; empty if it can begin.</summary>
    public IReadOnlyList<string> Blockers => [.. Ways[0].Blockers.Select(blocker => blocker.Name)];

    /// <summary>The steps of the recommended way, in order.</summary>
    public IReadOnlyList<RemediationStep> Steps => Ways[0].Steps;

    /// <summary>The recommended way first, then the others.</summary>
    public required IReadOnlyList<RemediationWay> Ways { get; init; }

    /// <summary>What could not be read, and why. The plan assumes nothing in its place.</summary>
    public IReadOnlyList<UnknownFact> Unknown { get; init; } = [];

    /// <summary>Whether everything that the plan needs was read.</summary>
    public bool IsComplete => Unknown.Count == 0;

    /// <summary>When the plan was made, UTC. It does not reflect later changes.</summary>
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

    /// <summary>What the way does, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Why the way is not recommended; null for the recommended one.</summary>
    public string? WhyNot { get; init; }

    /// <summary>What must change before the way can begin, or makes it impossible.</summary>
    public IReadOnlyList<RemediationBlocker> Blockers { get; init; } = [];

    /// <summary>The values that the reader must supply, as placeholders in the commands.</summary>
    public IReadOnlyList<RemediationInput> Inputs { get; init; } = [];

    /// <summary>What to know before the first step.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The steps, in order; empty if the way is impossible.</summary>
    public IReadOnlyList<RemediationStep> Steps { get; init; } = [];

    /// <summary>The way's name.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;
}

/// <summary>The names of the ways.</summary>
public static class RemediationWayName
{
    /// <summary>Turns on durability in the existing group, which encrypts it with ElastiCache's own key.</summary>
    public const string EnableDurability = "EnableDurability";

    /// <summary>Restores a snapshot to a new, encrypted replication group.</summary>
    public const string RestoreToReplicationGroup = "RestoreToReplicationGroup";

    /// <summary>Restores a snapshot to a new serverless cache, which is always encrypted.</summary>
    public const string RestoreToServerlessCache = "RestoreToServerlessCache";

    /// <summary>Takes a Global Datastore apart and rebuilds it around an encrypted primary.</summary>
    public const string RebuildGlobalDatastore = "RebuildGlobalDatastore";

    /// <summary>Copies a snapshot with a key.</summary>
    public const string CopySnapshot = "CopySnapshot";

    /// <summary>Deletes a snapshot.</summary>
    public const string DeleteSnapshot = "DeleteSnapshot";

    /// <summary>Obtains the evidence that the verdict lacks.</summary>
    public const string ShowEvidence = "ShowEvidence";

    /// <summary>Exempts the resource until a last day.</summary>
    public const string Exempt = "Exempt";
}

/// <summary>An unmet precondition of a way.</summary>
/// <param name="Name">A stable name for scripts.</param>
/// <param name="Description">The precondition, in a sentence.</param>
public sealed record RemediationBlocker(string Name, string Description)
{
    /// <summary>Its name.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;
}

/// <summary>A value that the plan does not know.</summary>
/// <param name="Placeholder">The placeholder in the commands.</param>
/// <param name="Description">What to replace it with.</param>
public sealed record RemediationInput(string Placeholder, string Description);

/// <summary>A fact that could not be read.</summary>
/// <param name="Name">The name of the fact.</param>
/// <param name="Reason">Why it could not be read.</param>
/// <param name="Permission">The missing IAM actions; empty if the cause was something else.</param>
public sealed record UnknownFact(string Name, string Reason, IReadOnlyList<string> Permission)
{
    /// <summary>Its name.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;
}

/// <summary>One step of a way.</summary>
public sealed class RemediationStep
{
    /// <summary>The step's number within the way, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What to do, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>The ElastiCache operation that the step calls; null for a manual step.</summary>
    public string? Operation { get; init; }

    /// <summary>The members of the operation's request, under AWS's names.</summary>
    public IReadOnlyDictionary<string, object> Parameters { get; init; } = new Dictionary<string, object>();

    /// <summary>The AWS CLI command, for a POSIX shell; null for a manual step.</summary>
    public string? AwsCli { get; init; }

    /// <summary>The command of AWS Tools for PowerShell, or of this module; null for a manual step.</summary>
    public string? PowerShell { get; init; }

    /// <summary>What the step interrupts; null for nothing.</summary>
    public string? Interrupts { get; init; }

    /// <summary>What the step costs; null for nothing.</summary>
    public string? Cost { get; init; }

    /// <summary>Whether the step cannot be undone.</summary>
    public bool IsIrreversible { get; init; }

    /// <summary>Whether the reader can stop after the step and everything still works.</summary>
    public bool IsSafeStop { get; init; }

    /// <summary>How to go back from here; null if there is nothing to undo, or no way back.</summary>
    public string? WayBack { get; init; }

    /// <summary>The step in one line.</summary>
    /// <returns>The number and description.</returns>
    public override string ToString() => $"{Number}. {Description}";
}
