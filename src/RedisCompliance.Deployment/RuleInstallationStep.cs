namespace RedisCompliance.Deployment;

/// <summary>A part that only a rule has.</summary>
internal abstract class RuleInstallationStep(InstallationContext context) : InstallationStep(context)
{
    /// <summary>Only <see cref="RuleInstallation"/> has such parts, so the definition is a rule's.</summary>
    protected new RuleDefinition Definition => (RuleDefinition)Context.Definition;

    /// <summary>Without a topic, someone else's part of that name is ignored, even with -Adopt.</summary>
    protected bool IsOfInterest(IReadOnlyDictionary<string, string> tags) => Definition.NotificationTopicArn is not null
        || (tags.TryGetValue(RuleDefinition.TagKey, out string? rule) && rule == Definition.RuleName);
}
