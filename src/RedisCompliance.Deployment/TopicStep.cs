namespace RedisCompliance.Deployment;

/// <summary>
/// The topic to notify. It belongs to the user: Install never creates, changes or removes it. What its policy lacks is a difference for
/// the topic's owner to repair.
/// </summary>
internal sealed class TopicStep(InstallationContext context) : RuleInstallationStep(context)
{
    private const string ManagedKey = "alias/aws/sns";

    private TopicDetail? _topic;

    public override string Part => "Topic";

    public override string Name => Arn!.Split(':').Last();

    public override string? Arn => Definition.NotificationTopicArn;

    public override bool Exists => _topic is not null;

    /// <summary>Why the topic cannot deliver notifications; null if no reason is known.</summary>
    public InstallationException? Obstacle()
    {
        string own = Context.Identity.Arn("sns", string.Empty);
        return !Arn!.StartsWith(own, StringComparison.Ordinal)
            ? new(InstallationFault.NoTopic, Part, Messages.TopicElsewhere.With(Arn, Context.Identity.AccountId, Context.Identity.Region))
            : !Exists ? new(InstallationFault.NoTopic, Part, Messages.TopicNotThere.With(Arn)) : null;
    }

    public override async Task ReadAsync(CancellationToken cancellationToken) =>
        _topic = Arn!.StartsWith(Context.Identity.Arn("sns", string.Empty), StringComparison.Ordinal)
            ? await Services.Topics.GetTopicAttributesAsync(Arn, cancellationToken).ConfigureAwait(false) : null;

    public override IEnumerable<string> Differences()
    {
        foreach (string service in Notifications.Unheard(_topic?.Policy, Context.Identity.AccountId))
        {
            yield return Messages.TopicRefuses.With(service);
        }

        if (_topic?.KmsMasterKeyId is { } key && key.EndsWith(ManagedKey, StringComparison.Ordinal))
        {
            yield return Messages.TopicKeyOfAws.With(key);
        }
    }

    public override IEnumerable<string> Remarks() => KeptOf(nameof(Definition.NotificationTopicArn)).Concat(
        _topic?.KmsMasterKeyId is { } key && !key.EndsWith(ManagedKey, StringComparison.Ordinal) ? [Messages.TopicKey.With(key)] : []);

    public override IEnumerable<InstallationChange> Changes()
    {
        Notes.Clear();
        Notes.AddRange(Differences());
        return [];
    }
}
