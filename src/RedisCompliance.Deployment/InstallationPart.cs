using System.Diagnostics.CodeAnalysis;

namespace RedisCompliance.Deployment;

/// <summary>One part of an installation.</summary>
public abstract class InstallationPart
{
    /// <summary>Creates a part from given values.</summary>
    private protected InstallationPart()
    {
    }

    [SetsRequiredMembers]
    private protected InstallationPart(InstallationStep step)
    {
        AccountId = step.Identity.AccountId;
        Region = step.Identity.Region;
        Part = step.Part;
        Name = step.Name;
        Arn = step.Exists ? step.Arn : null;
        State = step.State;
        Action = step.Outcome;
        Remarks = step.ToldBeside;
        Differences = step.Told;
    }

    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The requested Region; a role exists in all of them.</summary>
    public required string Region { get; init; }

    /// <summary>Which part it is.</summary>
    public required string Part { get; init; }

    /// <summary>Its own name.</summary>
    public required string Name { get; init => field = PlainText.Of(value); }

    /// <summary>Its ARN; null while it does not exist.</summary>
    public string? Arn { get; init => field = PlainText.Of(value); }

    /// <summary>Its state after the action.</summary>
    public required string State { get; init; }

    /// <summary>The action that was taken.</summary>
    public string Action { get; init; } = RulePartAction.None;

    /// <summary>How it differs or what was changed, one sentence each.</summary>
    public required IReadOnlyList<string> Differences
    {
        get;
        init => field = [.. value.Select(difference => PlainText.OneLine(difference))];
    }

    /// <summary>Further notes on what is left as it is: kept settings, and what others have added.</summary>
    public IReadOnlyList<string> Remarks
    {
        get;
        init => field = [.. value.Select(remark => PlainText.OneLine(remark))];
    } = [];

    /// <summary>Part, name and state, for a log line.</summary>
    /// <returns>For example <c>Function redis-check: Drifted</c>.</returns>
    public override string ToString() => $"{Part} {Name}: {(Action == RulePartAction.None ? State : Action)}";
}
