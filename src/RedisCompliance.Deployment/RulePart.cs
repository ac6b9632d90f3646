namespace RedisCompliance.Deployment;

/// <summary>How a part of an installation is, compared with what it is to be.</summary>
public enum RulePartState
{
    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It is there, and was not compared with anything, because it is to be taken away.</summary>
    Present,

    /// <summary>It is as it is to be.</summary>
    Current,

    /// <summary>It is there and not as it is to be; the differences say how.</summary>
    Drifted,

    /// <summary>There is one of that name that Install did not make.</summary>
    Unmanaged,
}

/// <summary>What was done to a part.</summary>
public enum RulePartAction
{
    /// <summary>Nothing was asked.</summary>
    None,

    /// <summary>Nothing had to be done.</summary>
    Unchanged,

    /// <summary>It was made.</summary>
    Created,

    /// <summary>It was there and was changed.</summary>
    Updated,

    /// <summary>It was taken away.</summary>
    Removed,

    /// <summary>It was left where it is, on purpose; the differences say why.</summary>
    Kept,

    /// <summary>It was not approved, or something before it failed.</summary>
    Skipped,
}

/// <summary>One part of an installation: the recorder, the log group, the role, the function, the permission or the rule.</summary>
public sealed class RulePart
{
    /// <summary>The rule that it is part of.</summary>
    public required string RuleName { get; init => field = PlainText.Of(value); }

    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The Region that was asked for; a role is in all of them.</summary>
    public required string Region { get; init; }

    /// <summary>Which part it is.</summary>
    public required string Part { get; init; }

    /// <summary>Its own name.</summary>
    public required string Name { get; init => field = PlainText.Of(value); }

    /// <summary>Its ARN; null while there is none.</summary>
    public string? Arn { get; init => field = PlainText.Of(value); }

    /// <summary>How it is, after what was done.</summary>
    public required RulePartState State { get; init; }

    /// <summary>What was done to it.</summary>
    public RulePartAction Action { get; init; }

    /// <summary>How it differs, or what was changed, one sentence each.</summary>
    public required IReadOnlyList<string> Differences
    {
        get;
        init => field = [.. value.Select(difference => PlainText.OneLine(difference))];
    }

    /// <summary>Part, name and state, for a log line.</summary>
    /// <returns>For example <c>Function redis-check: Drifted</c>.</returns>
    public override string ToString() => $"{Part} {Name}: {(Action == RulePartAction.None ? State.ToString() : Action.ToString())}";
}
