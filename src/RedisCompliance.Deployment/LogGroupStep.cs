namespace RedisCompliance.Deployment;

/// <summary>
/// The log group of the function, made before Lambda would make it: tagged, with an end to how long logs are kept, and
/// so that the role need not be allowed to make log groups. One that someone else made is used as it is.
/// </summary>
internal sealed class LogGroupStep(InstallationContext context, bool keep) : InstallationStep(context)
{
    private LogGroupDetail? _group;

    public override string Part => "LogGroup";

    public override string Name => Definition.LogGroupName;

    public override string? Arn => _group?.Arn;

    public override bool Exists => _group is not null;

    /// <summary>One of somebody else is used as it is; the log of a rule is not that of a hook.</summary>
    public override string? UnmanagedReason => IsOfOtherKind ? NotOursReason : null;

    protected override IReadOnlyDictionary<string, string> Tags => _group?.Tags ?? base.Tags;

    /// <summary>Why it is left as it is. It is used all the same, so that this is nothing in the way.</summary>
    private string? NotOursReason => _group is null ? null : UnmanagedReasonOf(Messages.LogGroupNamed.With(Name), _group.Tags);

    /// <summary>
    /// One whose tag was taken away is still known by the note on the function; one with the tag of another rule or hook is
    /// not.
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
