namespace RedisCompliance.Deployment;

/// <summary>One change that an installation is about to make. Nothing happens until it is applied.</summary>
/// <param name="Part">The part that it changes.</param>
/// <param name="Target">The target, as shown to the user.</param>
/// <param name="Action">The action, as shown to the user.</param>
/// <param name="ApplyAsync">Applies the change.</param>
public sealed record InstallationChange(string Part, string Target, string Action, Func<CancellationToken, Task> ApplyAsync)
{
    /// <summary>The target, as shown to the user.</summary>
    public string Target { get; } = PlainText.OneLine(Target);

    /// <summary>The action, as shown to the user; it may quote current values from AWS.</summary>
    public string Action { get; } = PlainText.OneLine(Action);

    /// <summary>Whether the change may alter the rule's results.</summary>
    public bool AffectsResults { get; init; }
}

/// <summary>
/// One part of an installation: reads its state, finds differences, repairs them and removes the part. Each applied change updates the
/// known state, so that enumerating the changes again yields only those still missing.
/// </summary>
internal abstract class InstallationStep(InstallationContext context)
{
    private const string StackTag = "aws:cloudformation:stack-name";

    private static readonly IReadOnlyDictionary<string, string> s_none = new Dictionary<string, string>();

    /// <summary>Which part it is.</summary>
    public abstract string Part { get; }

    /// <summary>The part's own name.</summary>
    public abstract string Name { get; }

    /// <summary>The part's ARN, if it has one.</summary>
    public virtual string? Arn => null;

    /// <summary>Whether the part exists, whoever created it.</summary>
    public abstract bool Exists { get; }

    /// <summary>Whether it belongs to this installation; an optional part that was neither requested nor created does not.</summary>
    public virtual bool IsPart => true;

    /// <summary>Why it is not Install's; null if it is, or does not exist.</summary>
    public virtual string? UnmanagedReason => null;

    /// <summary>Whether it belongs to a hook where a rule is expected, or vice versa; -Adopt does not take over such a part.</summary>
    public virtual bool IsOfOtherKind => Tags.ContainsKey(Definition.OtherTagKey);

    /// <summary>The CloudFormation stack that owns it; null if none does.</summary>
    public virtual string? StackName => StackOf(Tags);

    /// <summary>What AWS is still doing to it; null if AWS has finished.</summary>
    public virtual string? PendingReason => null;

    /// <summary>Its tags; empty if it has none or does not exist.</summary>
    protected virtual IReadOnlyDictionary<string, string> Tags => s_none;

    /// <summary>Why its state or owner is unknown; null if both are known.</summary>
    public ServiceCallException? Unread { get; private set; }

    /// <summary>What that means for this part.</summary>
    public string UnreadReason { get; private set; } = string.Empty;

    /// <summary>The action that was taken.</summary>
    public string Outcome { get; set; } = RulePartAction.None;

    /// <summary>What was changed, or why nothing was changed.</summary>
    public List<string> Notes { get; } = [];

    protected InstallationContext Context { get; } = context;

    protected InstallationDefinition Definition => Context.Definition;

    protected RuleServices Services => Context.Services;

    /// <summary>Reads the part's state.</summary>
    public abstract Task ReadAsync(CancellationToken cancellationToken);

    /// <summary>Reads the part's state, or records why it cannot be read.</summary>
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

    /// <summary>Records that the state is unknown; the first reason stands.</summary>
    /// <param name="failure">The call that failed.</param>
    /// <param name="reason">The message that says what that means for this part; takes the missing permission.</param>
    public void LeaveUnread(ServiceCallException failure, string reason)
    {
        if (Unread is null)
        {
            Unread = failure;
            UnreadReason = reason.With(RuleHealth.Said(failure));
        }
    }

    /// <summary>Keeps the part in place of removing it.</summary>
    public void Keep(string reason)
    {
        Outcome = RulePartAction.Kept;
        Notes.Add(reason);
    }

    /// <summary>The differences from the desired state.</summary>
    public abstract IEnumerable<string> Differences();

    /// <summary>Further notes on what is left as it is.</summary>
    public virtual IEnumerable<string> Remarks() => [];

    /// <summary>The changes that lead to the desired state.</summary>
    public abstract IEnumerable<InstallationChange> Changes();

    /// <summary>The changes that restrict permissions once the rule exists and can be named.</summary>
    public virtual IEnumerable<InstallationChange> Narrowing() => [];

    /// <summary>The changes that remove the part.</summary>
    public virtual IEnumerable<InstallationChange> Removal() => [];

    /// <summary>What is reported of it: the differences, or the actions taken.</summary>
    internal IReadOnlyList<string> Told => Outcome != RulePartAction.None ? [.. Notes]
        : Unread is not null ? [UnreadReason]
        : UnmanagedReason is { } reason ? [reason, .. AllDifferences] : AllDifferences;

    /// <summary>The further notes that are reported.</summary>
    internal IReadOnlyList<string> ToldBeside => Exists && !Context.IsRemoval && Unread is null ? [.. Remarks()] : [];

    /// <summary>The part's state, in one word.</summary>
    internal string State => Unread is not null ? RulePartState.Unknown : StateOf(AllDifferences.Length);

    /// <summary>The account and Region.</summary>
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

    /// <summary>Creates a change that, once applied, is recorded on the part.</summary>
    protected InstallationChange Change(string target, string action, string outcome, Func<CancellationToken, Task> apply) =>
        new(Part, target, action, async cancellationToken =>
        {
            await apply(cancellationToken).ConfigureAwait(false);
            Outcome = Outcome is RulePartAction.Created && outcome == RulePartAction.Updated ? Outcome : outcome;
            Notes.Add(action);
        });

    /// <summary>
    /// Creates the part, or finds that it already exists: if the answer to a call is lost, the repeated call fails because of the first.
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

    /// <summary>Deletes something; if it is already gone, that is fine.</summary>
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
            // A repeated call, or someone else, was faster.
        }
    }

    /// <summary>The desired tags that are missing.</summary>
    protected IReadOnlyDictionary<string, string> MissingTags(IReadOnlyDictionary<string, string> tags) =>
        Definition.AllTags.Where(tag => !tags.TryGetValue(tag.Key, out string? value) || value != tag.Value)
            .ToDictionary(tag => tag.Key, tag => tag.Value);

    /// <summary>The tags after adding some.</summary>
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

    /// <summary>The remarks on those of the named settings that are kept as installed.</summary>
    protected IEnumerable<string> KeptOf(params string[] settings) =>
        Definition.Kept.Where(kept => settings.Contains(kept.Key)).Select(kept => Messages.KeptAsInstalled.With(kept.Key, kept.Value));

    /// <summary>Describes a member's actual and desired value.</summary>
    internal static string Differs(string member, object? actual, object? desired) =>
        Messages.Differs.With(member, actual is null or "" ? Messages.NotSet : actual, desired);

    protected static string Accounts(int count) => (count == 1 ? Messages.AccountCountOne : Messages.AccountCount).With(count);

    protected static string TagWith(IReadOnlyDictionary<string, string> missing) => Messages.TagWith.With(string.Join(", ", missing.Keys));

    protected static string TagsDiffer(IReadOnlyDictionary<string, string> missing) =>
        Messages.TagsDiffer.With(string.Join(", ", missing.Select(tag => $"{tag.Key}={tag.Value}")));

    /// <summary>
    /// Null if the owner tag names this rule or hook, else the reason why the part is unmanaged. Only untagged parts, made by hand, can
    /// be adopted: a tag of another rule or hook means that it is in use there.
    /// </summary>
    protected string? UnmanagedReasonOf(string what, IReadOnlyDictionary<string, string> tags) =>
        StackOf(tags) is { } stack ? Messages.OfStack.With(what, stack)
        : tags.TryGetValue(Definition.OtherTagKey, out string? other) ? Definition.OfOtherKind.With(what, other)
        : tags.TryGetValue(Definition.OwnerTagKey, out string? owner)
            ? owner == Definition.OwnerName ? null : Definition.OfOther.With(what, owner)
        : Context.Adopts ? null
        : Messages.NotMadeByInstall.With(what, Definition.OwnerTagKey, Definition.InstallCmdlet);

    /// <summary>The stack that CloudFormation's tag names.</summary>
    internal static string? StackOf(IReadOnlyDictionary<string, string> tags) =>
        tags.TryGetValue(StackTag, out string? stack) ? stack : null;
}
