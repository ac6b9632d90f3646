namespace RedisCompliance.Deployment;

/// <summary>The EventBridge rule that reports compliance changes. It exists only if a notification topic is set.</summary>
internal sealed class EventRuleStep(InstallationContext context) : RuleInstallationStep(context)
{
    private EventRuleDetail? _rule;

    public override string Part => "ChangeEvents";

    public override string Name => Desired.Name;

    public override string? Arn => _rule?.Arn;

    public override bool Exists => _rule is not null;

    public override bool IsPart => Definition.NotificationTopicArn is not null || Exists
        || Outcome is RulePartAction.Removed or RulePartAction.Kept;

    public override string? UnmanagedReason => _rule is null ? null : UnmanagedReasonOf(Messages.EventRuleNamed.With(Name), _rule.Tags);

    private EventRuleSettings Desired => Notifications.Changes(Definition);

    private string Target => Messages.TargetEventRule.With(Name, Context.Identity.Region);

    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        EventRuleDetail? rule = await Services.EventRules.DescribeRuleAsync(Name, cancellationToken).ConfigureAwait(false);
        _rule = rule is not null && IsOfInterest(rule.Tags) ? rule : null;
    }

    public override IEnumerable<string> Differences() => _rule is null ? []
        : Definition.NotificationTopicArn is null ? [Messages.EventRuleNeedless]
        : [.. RuleDifferences(_rule), .. TargetDifferences(_rule),
            .. MissingTags(_rule.Tags) is { Count: > 0 } missing ? [TagsDiffer(missing)] : Array.Empty<string>()];

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

        if (_rule is null)
        {
            yield return Change(Target, Messages.CreateToTellChanges.With(Definition.NotificationTopicArn), RulePartAction.Created,
                cancellationToken => PutAsync(Definition.AllTags, cancellationToken));
        }
        else if (MissingTags(_rule.Tags) is { Count: > 0 } missing)
        {
            yield return Change(Target, TagWith(missing), RulePartAction.Updated, async cancellationToken =>
            {
                await Services.EventRules.TagResourceAsync(_rule.Arn, missing, cancellationToken).ConfigureAwait(false);
                _rule = _rule with { Tags = With(_rule.Tags, missing) };
            });
        }

        if (_rule is not null && RuleDifferences(_rule).ToArray() is { Length: > 0 } differences)
        {
            yield return Change(Target, Messages.Update.With(string.Join("; ", differences)), RulePartAction.Updated,
                cancellationToken => PutAsync(null, cancellationToken));
        }

        if (_rule is null || TargetDifferences(_rule).Any())
        {
            yield return Change(Target, Messages.SendAlone.With(Definition.NotificationTopicArn), RulePartAction.Updated, PutTargetAsync);
        }
    }

    public override IEnumerable<InstallationChange> Removal()
    {
        if (_rule is null)
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
            string[] targets = [.. _rule.Targets.Select(target => target.Id)];
            if (targets.Length > 0)
            {
                await DeleteAsync(() => Services.EventRules.RemoveTargetsAsync(Name, targets, cancellationToken)).ConfigureAwait(false);
            }

            await DeleteAsync(() => Services.EventRules.DeleteRuleAsync(Name, cancellationToken)).ConfigureAwait(false);
            _rule = null;
        });
    }

    private IEnumerable<string> RuleDifferences(EventRuleDetail actual)
    {
        if (!actual.IsEnabled)
        {
            yield return Messages.Disabled;
        }

        if (!PolicyDocuments.AreSame(actual.EventPattern, Desired.EventPattern))
        {
            yield return Differs("EventPattern", actual.EventPattern, Desired.EventPattern);
        }

        if (actual.Description != Desired.Description)
        {
            yield return Differs("Description", actual.Description, Desired.Description);
        }
    }

    private IEnumerable<string> TargetDifferences(EventRuleDetail actual)
    {
        EventTarget? own = actual.Targets.FirstOrDefault(target => target.Id == Notifications.TargetId);
        if (own?.Arn != Desired.TargetArn)
        {
            yield return Messages.SendsElsewhere.With(own?.Arn ?? Messages.Nobody, Desired.TargetArn);
        }
        else if (own.InputTemplate != Desired.InputTemplate
            || !new HashSet<string>(own.InputPaths.Select(path => $"{path.Key}={path.Value}"))
                .SetEquals(Desired.InputPaths.Select(path => $"{path.Key}={path.Value}")))
        {
            yield return Messages.SendsOtherTexts;
        }

        foreach (EventTarget other in actual.Targets.Where(target => target.Id != Notifications.TargetId))
        {
            yield return Messages.SendsAlso.With(other.Arn);
        }
    }

    private async Task PutAsync(IReadOnlyDictionary<string, string>? tags, CancellationToken cancellationToken)
    {
        string arn = await Services.EventRules.PutRuleAsync(Desired, tags, cancellationToken).ConfigureAwait(false);
        _rule = new EventRuleDetail(
            Name, arn, Desired.EventPattern, Desired.Description, true, _rule?.Targets ?? [], tags ?? _rule!.Tags);
    }

    private async Task PutTargetAsync(CancellationToken cancellationToken)
    {
        await Services.EventRules.PutTargetAsync(Desired, cancellationToken).ConfigureAwait(false);
        string[] others = [.. _rule!.Targets.Select(target => target.Id).Where(id => id != Notifications.TargetId)];
        if (others.Length > 0)
        {
            await Services.EventRules.RemoveTargetsAsync(Name, others, cancellationToken).ConfigureAwait(false);
        }

        _rule = _rule with { Targets = [new(Notifications.TargetId, Desired.TargetArn, Desired.InputPaths, Desired.InputTemplate)] };
    }
}
