namespace RedisCompliance.Remediation.Ways;

/// <summary>Collects the steps of a way, each with its commands.</summary>
internal sealed class StepList(string? region)
{
    private readonly List<RemediationStep> _steps = [];

    public IReadOnlyList<RemediationStep> Steps => _steps;

    /// <summary>The effects of a step beyond its call.</summary>
    internal readonly record struct Effect(
        string? Interrupts = null, string? Cost = null, bool IsIrreversible = false, bool IsSafeStop = false, string? WayBack = null);

    /// <summary>Adds a manual step.</summary>
    public StepList Do(string description, Effect effect = default, string? powerShell = null)
    {
        _steps.Add(Make(description, effect, null, null, powerShell));
        return this;
    }

    /// <summary>Adds a step that is a call.</summary>
    /// <param name="description">What the step does.</param>
    /// <param name="call">The call.</param>
    /// <param name="effect">Its effects beyond the call.</param>
    /// <param name="otherRegion">The Region, if it differs from the resource's.</param>
    public StepList Call(string description, AwsCall call, Effect effect = default, string? otherRegion = null)
    {
        string? where = otherRegion ?? region;
        _steps.Add(Make(description, effect, call, AwsCliText.Of(call, where), PowerShellText.Of(call, where)));
        return this;
    }

    /// <summary>Adds a step that waits until a group is available, as it must be before each modification.</summary>
    public StepList AwaitGroup(string id)
    {
        AwsCall call = new AwsCall("DescribeReplicationGroups").With("ReplicationGroupId", id);
        _steps.Add(Make(Messages.StepAwaitGroup.With(id), default, call,
            AwsCliText.Wait("replication-group-available", "ReplicationGroupId", id, region),
            PowerShellText.Of(call, region, "Status")));
        return this;
    }

    /// <summary>Adds a step that polls for a state for which AWS has no waiter.</summary>
    public StepList Await(string description, AwsCall call, string query, string property)
    {
        _steps.Add(Make(description, default, call, AwsCliText.Of(call, region, query), PowerShellText.Of(call, region, property)));
        return this;
    }

    private RemediationStep Make(string description, Effect effect, AwsCall? call, string? awsCli, string? powerShell) => new()
    {
        Number = _steps.Count + 1,
        Description = description,
        Operation = call?.Operation,
        Parameters = call?.Members.ToDictionary(member => member.Key, member => member.Value) ?? [],
        AwsCli = awsCli,
        PowerShell = powerShell,
        Interrupts = effect.Interrupts,
        Cost = effect.Cost,
        IsIrreversible = effect.IsIrreversible,
        IsSafeStop = effect.IsSafeStop,
        WayBack = effect.WayBack,
    };
}
