namespace RedisCompliance.Deployment;

/// <summary>
/// The function's log group. Creating it before Lambda does gives it tags and a retention period, and the role needs no permission to
/// create log groups. Someone else's log group is used as it is.
/// </summary>
internal sealed class LogGroupStep(InstallationContext context, bool keep) : InstallationStep(context)
{
    private LogGroupDetail? _group;

    public override string Part => "LogGroup";

    public override string Name => Definition.LogGroupName;

    public override string? Arn => _group?.Arn;

    public override bool Exists => _group is not null;

    /// <summary>Someone else's log group is used as it is, unless it belongs to a rule where this is a hook, or vice versa.</summary>
    public override string? UnmanagedReason => IsOfOtherKind ? NotOursReason : null;

    protected override IReadOnlyDictionary<string, string> Tags => _group?.Tags ?? base.Tags;

    /// <summary>Why it is left as it is. Since it is used anyway, this is no obstacle.</summary>
    private string? NotOursReason => _group is null ? null : UnmanagedReasonOf(Messages.LogGroupNamed.With(Name), _group.Tags);

    /// <summary>
    /// The function's record still identifies a log group whose tag was removed, but not one with the tag of another rule or hook.
    /// </summary>
    private bool IsOurs => _group is not null
        && (NotOursReason is null
            || (Context.Record?.OwnsLogGroup == true && !_group.Tags.ContainsKey(Definition.OwnerTagKey)
                && Context.FunctionOwner == Definition.OwnerName));

    private string Target => Messages.TargetLogGroup.With(Name, Context.Identity.Region);

    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        Context.OwnsLogGroup = () => IsOurs;
        _group = await Services.LogGroups.DescribeLogGroupAsync(Name, cancellationToken).ConfigureAwait(false);
    }

    public override IEnumerable<string> Remarks() => KeptOf(nameof(Definition.LogRetentionInDays))
        .Concat(IsOurs || _group is null ? [] : [Messages.LogGroupLeft.With(NotOursReason)]);

    public override IEnumerable<string> Differences()
    {
        if (!IsOurs)
        {
            yield break;
        }

        if (_group!.RetentionInDays != Definition.LogRetentionInDays)
        {
            yield return Messages.Differs.With(
                "RetentionInDays", (object?)_group.RetentionInDays ?? Messages.Unlimited, Definition.LogRetentionInDays);
        }

        if (MissingTags(_group.Tags) is { Count: > 0 } missing)
        {
            yield return TagsDiffer(missing);
        }
    }

    public override IEnumerable<InstallationChange> Changes()
    {
        if (_group is null)
        {
            yield return Change(Target, Messages.Create, RulePartAction.Created, async cancellationToken =>
            {
                await CreateAsync(async () =>
                {
                    await Services.LogGroups.CreateLogGroupAsync(Name, Definition.AllTags, cancellationToken).ConfigureAwait(false);
                    _group = new LogGroupDetail(Context.Identity.Arn("logs", "log-group:" + Name), null, Definition.AllTags);
                }, "ResourceAlreadyExistsException", cancellationToken).ConfigureAwait(false);
            });
        }

        if (_group is null || (IsOurs && _group.RetentionInDays != Definition.LogRetentionInDays))
        {
            yield return Change(Target, Messages.KeepEvents.With(Definition.LogRetentionInDays), RulePartAction.Updated,
                async cancellationToken =>
            {
                await Services.LogGroups.PutRetentionPolicyAsync(Name, Definition.LogRetentionInDays, cancellationToken)
                    .ConfigureAwait(false);
                _group = _group! with { RetentionInDays = Definition.LogRetentionInDays };
            });
        }

        if (IsOurs && MissingTags(_group!.Tags) is { Count: > 0 } missing)
        {
            yield return Change(Target, TagWith(missing), RulePartAction.Updated, async cancellationToken =>
            {
                await Services.LogGroups.TagResourceAsync(_group.Arn, missing, cancellationToken).ConfigureAwait(false);
                _group = _group with { Tags = With(_group.Tags, missing) };
            });
        }
    }

    public override IEnumerable<InstallationChange> Removal()
    {
        if (_group is null)
        {
            yield break;
        }

        if (keep || !IsOurs)
        {
            Keep(keep ? Messages.KeptWithEvents : NotOursReason!);
            yield break;
        }

        yield return Change(Target, Messages.DeleteWithEvents, RulePartAction.Removed, async cancellationToken =>
        {
            await DeleteAsync(() => Services.LogGroups.DeleteLogGroupAsync(Name, cancellationToken)).ConfigureAwait(false);
            _group = null;
        });
    }
}
