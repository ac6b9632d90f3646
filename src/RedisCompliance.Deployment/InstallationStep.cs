namespace RedisCompliance.Deployment;

/// <summary>One thing that an installation is about to do. Nothing happens before it is applied.</summary>
/// <param name="Part">The part that it is done to.</param>
/// <param name="Target">What it is done to, as a person says it.</param>
/// <param name="Action">What is done.</param>
/// <param name="ApplyAsync">Does it.</param>
public sealed record InstallationChange(string Part, string Target, string Action, Func<CancellationToken, Task> ApplyAsync)
{
    /// <summary>What it is done to.</summary>
    public string Target { get; } = PlainText.OneLine(Target);

    /// <summary>What is done; it may quote what AWS has now.</summary>
    public string Action { get; } = PlainText.OneLine(Action);

    /// <summary>Whether the rule may come to other results by it.</summary>
    public bool AffectsResults { get; init; }
}

/// <summary>
/// One part of an installation: reads how it is, says what it lacks, makes it so, and takes it away again. What a change
/// did is taken over into what is known, so that changes asked for again are only those that are still missing.
/// </summary>
internal abstract class InstallationStep(InstallationContext context)
{
    private const string StackTag = "aws:cloudformation:stack-name";

    private static readonly IReadOnlyDictionary<string, string> s_none = new Dictionary<string, string>();

    /// <summary>Which part it is.</summary>
    public abstract string Part { get; }

    /// <summary>The part's own name.</summary>
    public abstract string Name { get; }

    /// <summary>The part's ARN, where it has one.</summary>
    public virtual string? Arn => null;

    /// <summary>Whether there is such a part, whoever made it.</summary>
    public abstract bool Exists { get; }

    /// <summary>Whether it is a part of this installation; what nobody asked for and nobody made is none.</summary>
    public virtual bool IsPart => true;

    /// <summary>Why it is not Install's; null where it is, or where there is none.</summary>
    public virtual string? UnmanagedReason => null;

    /// <summary>Whether it is a hook's where a rule is meant, or the other way round: then -Adopt does not take it over either.</summary>
    public virtual bool IsOfOtherKind => Tags.ContainsKey(Definition.OtherTagKey);

    /// <summary>The CloudFormation stack that it is of; null where it is of none.</summary>
    public virtual string? StackName => StackOf(Tags);

    /// <summary>What AWS is still doing to it; null where it is through.</summary>
    public virtual string? PendingReason => null;

    /// <summary>Its tags; none where it has none, or where there is none.</summary>
    protected virtual IReadOnlyDictionary<string, string> Tags => s_none;

    /// <summary>Why it is not known how it is, or whose; null where it is.</summary>
    public ServiceCallException? Unread { get; private set; }

    /// <summary>What that means for it.</summary>
    public string UnreadReason { get; private set; } = string.Empty;

    /// <summary>What was done to it.</summary>
    public string Outcome { get; set; } = RulePartAction.None;

    /// <summary>What was changed, or why nothing was.</summary>
    public List<string> Notes { get; } = [];

    protected InstallationContext Context { get; } = context;

    protected InstallationDefinition Definition => Context.Definition;

    protected RuleServices Services => Context.Services;

    /// <summary>Reads how it is.</summary>
    public abstract Task ReadAsync(CancellationToken cancellationToken);

    /// <summary>Reads how it is, or notes why that cannot be read.</summary>
    public async Task TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceCallException exception) when (!exception.IsCredentialFailure)
        {
            LeaveUnread(exception, Messages.PartUnread);
        }
    }

    /// <summary>Notes that it is not known how it is; the first reason stands.</summary>
    /// <param name="failure">The call that failed.</param>
    /// <param name="reason">What that means for this part; the permission goes into it.</param>
    public void LeaveUnread(ServiceCallException failure, string reason)
    {
        if (Unread is null)
        {
            Unread = failure;
            UnreadReason = reason.With(RuleHealth.Said(failure));
        }
    }

    /// <summary>Leaves it where it is to be taken away.</summary>
    public void Keep(string reason)
    {
        Outcome = RulePartAction.Kept;
        Notes.Add(reason);
    }

    /// <summary>How it differs from what it is to be.</summary>
    public abstract IEnumerable<string> Differences();

    /// <summary>What is worth knowing beside that, and is left as it is.</summary>
    public virtual IEnumerable<string> Remarks() => [];

    /// <summary>What is to be done to make it so.</summary>
    public abstract IEnumerable<InstallationChange> Changes();

    /// <summary>What is to be done once the rule exists and can be named.</summary>
    public virtual IEnumerable<InstallationChange> Narrowing() => [];

    /// <summary>What is to be done to take it away.</summary>
    public virtual IEnumerable<InstallationChange> Removal() => [];

    /// <summary>What is told of it: how it differs, or what was done.</summary>
    internal IReadOnlyList<string> Told => Outcome != RulePartAction.None ? [.. Notes]
        : Unread is not null ? [UnreadReason]
        : UnmanagedReason is { } reason ? [reason, .. AllDifferences] : AllDifferences;

    /// <summary>What is worth knowing beside that.</summary>
    internal IReadOnlyList<string> ToldBeside => Exists && !Context.IsRemoval && Unread is null ? [.. Remarks()] : [];

    /// <summary>How it is, in one word.</summary>
    internal string State => Unread is not null ? RulePartState.Unknown : StateOf(AllDifferences.Length);

    /// <summary>Where it is.</summary>
    internal AccountIdentity Identity => Context.Identity;

    private string[] AllDifferences =>
    [
        .. Exists && !Context.IsRemoval ? Differences() : [],
        .. PendingReason is { } pending ? [pending] : Array.Empty<string>(),
    ];

    private string StateOf(int differences) =>
        !Exists ? PendingReason is null ? RulePartState.Missing : RulePartState.Pending
        : StackName is not null ? RulePartState.ManagedByStack
        : UnmanagedReason is not null ? RulePartState.Unmanaged
        : Context.IsRemoval ? RulePartState.Present
        : differences > (PendingReason is null ? 0 : 1) ? RulePartState.Drifted
        : PendingReason is not null ? RulePartState.Pending : RulePartState.Current;

    /// <summary>A change that is noted on the part once it was applied.</summary>
    protected InstallationChange Change(string target, string action, string outcome, Func<CancellationToken, Task> apply) =>
        new(Part, target, action, async cancellationToken =>
        {
            await apply(cancellationToken).ConfigureAwait(false);
            Outcome = Outcome is RulePartAction.Created && outcome == RulePartAction.Updated ? Outcome : outcome;
            Notes.Add(action);
        });

    /// <summary>
    /// Makes the part, or finds that it is made: a call whose answer was lost is repeated, and then told that there is one
    /// already.
    /// </summary>
    protected async Task CreateAsync(Func<Task> create, string existsCode, CancellationToken cancellationToken)
    {
        try
        {
            await create().ConfigureAwait(false);
        }
        catch (ServiceCallException exception) when (exception.ErrorCode == existsCode)
        {
            await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!Exists || UnmanagedReason is not null)
            {
                throw;
            }
        }
    }

    /// <summary>Takes something away; that it is gone already is as good.</summary>
    protected static async Task DeleteAsync(Func<Task> delete)
    {
        try
        {
            await delete().ConfigureAwait(false);
        }
        catch (ServiceCallException exception)
            when (exception.ErrorCode is "NoSuchEntity" or "ResourceNotFoundException"
                or "NoSuchConfigRuleException" or "NoSuchOrganizationConfigRuleException" or "TypeNotFoundException")
        {
            // The call that did it was repeated, or someone else was faster.
        }
    }

    /// <summary>The tags that are to be there and are not.</summary>
    protected IReadOnlyDictionary<string, string> MissingTags(IReadOnlyDictionary<string, string> tags) =>
        Definition.AllTags.Where(tag => !tags.TryGetValue(tag.Key, out string? value) || value != tag.Value)
            .ToDictionary(tag => tag.Key, tag => tag.Value);

    /// <summary>The tags as they are after some were added.</summary>
    protected static IReadOnlyDictionary<string, string> With(
        IReadOnlyDictionary<string, string> tags, IReadOnlyDictionary<string, string> added)
    {
        Dictionary<string, string> all = tags.ToDictionary(tag => tag.Key, tag => tag.Value);
        foreach (KeyValuePair<string, string> tag in added)
        {
            all[tag.Key] = tag.Value;
        }

        return all;
    }

    /// <summary>What is kept as it was installed, of the settings of that name.</summary>
    protected IEnumerable<string> KeptOf(params string[] settings) =>
        Definition.Kept.Where(kept => settings.Contains(kept.Key)).Select(kept => Messages.KeptAsInstalled.With(kept.Key, kept.Value));

    /// <summary>How a member is, and how it is to be.</summary>
    internal static string Differs(string member, object? actual, object? desired) =>
        Messages.Differs.With(member, actual is null or "" ? Messages.NotSet : actual, desired);

    protected static string Accounts(int count) => (count == 1 ? Messages.AccountCountOne : Messages.AccountCount).With(count);

    protected static string TagWith(IReadOnlyDictionary<string, string> missing) => Messages.TagWith.With(string.Join(", ", missing.Keys));

    protected static string TagsDiffer(IReadOnlyDictionary<string, string> missing) =>
        Messages.TagsDiffer.With(string.Join(", ", missing.Select(tag => $"{tag.Key}={tag.Value}")));

    /// <summary>
    /// Whether the tag of Install is there, for this very rule or hook; null if it is, or the reason why not. What is taken over was
    /// made by hand: what has the tag of another rule or hook is that one's, and in use.
    /// </summary>
    protected string? UnmanagedReasonOf(string what, IReadOnlyDictionary<string, string> tags) =>
        StackOf(tags) is { } stack ? Messages.OfStack.With(what, stack)
        : tags.TryGetValue(Definition.OtherTagKey, out string? other) ? Definition.OfOtherKind.With(what, other)
        : tags.TryGetValue(Definition.OwnerTagKey, out string? owner)
            ? owner == Definition.OwnerName ? null : Definition.OfOther.With(what, owner)
        : Context.Adopts ? null
        : Messages.NotMadeByInstall.With(what, Definition.OwnerTagKey, Definition.InstallCmdlet);

    /// <summary>The tag that CloudFormation puts on what it makes.</summary>
    internal static string? StackOf(IReadOnlyDictionary<string, string> tags) =>
        tags.TryGetValue(StackTag, out string? stack) ? stack : null;
}
