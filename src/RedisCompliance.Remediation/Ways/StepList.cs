namespace RedisCompliance.Remediation.Ways;

/// <summary>Collects the steps of a way, each with its commands.</summary>
internal sealed class StepList(string? region)
{
    private readonly List<RemediationStep> _steps = [];

    public IReadOnlyList<RemediationStep> Steps => _steps;

    /// <summary>What a step does beside what its call says.</summary>
    internal readonly record struct Effect(
        string? Interrupts = null, string? Cost = null, bool IsIrreversible = false, bool IsSafeStop = false, string? WayBack = null);

    /// <summary>A step that people do.</summary>
    public StepList Do(string description, Effect effect = default, string? powerShell = null)
    {
        _steps.Add(Make(description, effect, null, null, powerShell));
        return this;
    }

    /// <summary>A step that is a call.</summary>
    /// <param name="description">What it does.</param>
    /// <param name="call">The call.</param>
    /// <param name="effect">What it does beside.</param>
    /// <param name="otherRegion">Its Region, where that is not the resource's own.</param>
    public StepList Call(string description, AwsCall call, Effect effect = default, string? otherRegion = null)
    {
        string? where = otherRegion ?? region;
        _steps.Add(Make(description, effect, call, AwsCliText.Of(call, where), PowerShellText.Of(call, where)));
        return this;
    }

    /// <summary>A step that waits for a group to be available, as each modification must before the next.</summary>
    public StepList AwaitGroup(string id)
    {
        AwsCall call = new AwsCall("DescribeReplicationGroups").With("ReplicationGroupId", id);
        _steps.Add(Make(Messages.StepAwaitGroup.With(id), default, call,
            AwsCliText.Wait("replication-group-available", "ReplicationGroupId", id, region),
            PowerShellText.Of(call, region, "Status")));
        return this;
    }

    /// <summary>A step that asks for a state until it is the one that is waited for; AWS has no waiter for it.</summary>
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
