namespace RedisCompliance.Deployment;

/// <summary>An alarm on failed or missing runs. It exists only if a notification topic is set.</summary>
internal sealed class AlarmStep(InstallationContext context, string part, Func<RuleDefinition, AlarmSettings> define)
    : RuleInstallationStep(context)
{
    private AlarmDetail? _alarm;

    public override string Part => part;

    public override string Name => Desired.AlarmName;

    public override string? Arn => _alarm?.Arn;

    public override bool Exists => _alarm is not null;

    public override bool IsPart => Definition.NotificationTopicArn is not null || Exists
        || Outcome is RulePartAction.Removed or RulePartAction.Kept;

    public override string? UnmanagedReason => _alarm is null ? null : UnmanagedReasonOf(Messages.AlarmNamed.With(Name), _alarm.Tags);

    private AlarmSettings Desired => define(Definition);

    private string Target => Messages.TargetAlarm.With(Name, Context.Identity.Region);

    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        AlarmDetail? alarm = await Services.Alarms.DescribeAlarmAsync(Name, cancellationToken).ConfigureAwait(false);
        _alarm = alarm is not null && IsOfInterest(alarm.Tags) ? alarm : null;
    }

    public override IEnumerable<string> Differences() => _alarm is null ? []
        : Definition.NotificationTopicArn is null ? [Messages.AlarmNeedless]
        : [.. SettingsDifferences(_alarm),
            .. MissingTags(_alarm.Tags) is { Count: > 0 } missing ? [TagsDiffer(missing)] : Array.Empty<string>()];

    public override IEnumerable<InstallationChange> Changes()
    {
        if (Definition.NotificationTopicArn is null)
        {
            foreach (InstallationChange change in Removal())
            {
                yield return change;
            }

            yield break;
        }

        if (_alarm is null)
        {
            yield return Change(Target, Messages.CreateToTell.With(Definition.NotificationTopicArn), RulePartAction.Created, PutAsync);
            yield break;
        }

        if (MissingTags(_alarm.Tags) is { Count: > 0 } missing)
        {
            yield return Change(Target, TagWith(missing), RulePartAction.Updated, async cancellationToken =>
            {
                await Services.Alarms.TagResourceAsync(_alarm.Arn, missing, cancellationToken).ConfigureAwait(false);
                _alarm = _alarm with { Tags = With(_alarm.Tags, missing) };
            });
        }

        if (SettingsDifferences(_alarm).ToArray() is { Length: > 0 } differences)
        {
            yield return Change(Target, Messages.Update.With(string.Join("; ", differences)), RulePartAction.Updated, PutAsync);
        }
    }

    public override IEnumerable<InstallationChange> Removal()
    {
        if (_alarm is null)
        {
            yield break;
        }

        if (UnmanagedReason is { } reason)
        {
            Keep(reason);
            yield break;
        }

        yield return Change(Target, Messages.Delete, RulePartAction.Removed, async cancellationToken =>
        {
            await DeleteAsync(() => Services.Alarms.DeleteAlarmAsync(Name, cancellationToken)).ConfigureAwait(false);
            _alarm = null;
        });
    }

    private IEnumerable<string> SettingsDifferences(AlarmDetail actual)
    {
        AlarmSettings has = actual.Settings;
        AlarmSettings desired = Desired;
        (string Name, object? Actual, object? Desired)[] members =
        [
            ("AlarmDescription", has.AlarmDescription, desired.AlarmDescription),
            ("MetricName", has.MetricName, desired.MetricName),
            ("FunctionName", has.FunctionName, desired.FunctionName),
            ("Period", has.Period, desired.Period),
            ("EvaluationPeriods", has.EvaluationPeriods, desired.EvaluationPeriods),
            ("DatapointsToAlarm", has.DatapointsToAlarm, desired.DatapointsToAlarm),
            ("ComparisonOperator", has.ComparisonOperator, desired.ComparisonOperator),
            ("TreatMissingData", has.TreatMissingData, desired.TreatMissingData),
            ("AlarmActions", string.Join(", ", has.AlarmActions), string.Join(", ", desired.AlarmActions)),
            ("OKActions", string.Join(", ", has.OKActions), string.Join(", ", desired.OKActions)),
        ];
        return [.. actual.IsEnabled ? Array.Empty<string>() : [Messages.AlarmActionsDisabled],
            .. members.Where(member => !Equals(member.Actual, member.Desired))
                .Select(member => Differs(member.Name, member.Actual, member.Desired))];
    }

    private async Task PutAsync(CancellationToken cancellationToken)
    {
        await Services.Alarms.PutMetricAlarmAsync(Desired, Definition.AllTags, cancellationToken).ConfigureAwait(false);
        _alarm = new AlarmDetail(
            Desired, _alarm?.Arn ?? Context.Identity.Arn("cloudwatch", "alarm:" + Name), true, _alarm?.Tags ?? Definition.AllTags);
    }
}
