namespace RedisCompliance.Audit;

/// <summary>One page of an audit: the resources that were read, and their evaluations.</summary>
public sealed class AuditPage
{
    private readonly ResourceJudge? _judge;
    private readonly IReadOnlyList<RedisResource> _resources = [];
    private Action? _askForNext;

    internal AuditPage(TargetTally tally, ResourceListing listing, ResourcePage page, ResourceJudge judge, Action askForNext)
        : this(tally, listing)
    {
        _judge = judge;
        _resources = page.Resources;
        foreach (RedisResource resource in tally.Sources is null ? [] : _resources)
        {
            tally.Sources!.Note(resource);
        }

        _askForNext = listing.IsComplete ? null : askForNext;
        UnnamedCount = page.Unnamed;
        TagFailure = page.TagFailure;
    }

    internal AuditPage(TargetTally tally, ResourceListing listing, ServiceCallException failure)
        : this(tally, listing) => Failure = failure;

    /// <summary>Makes the page of a target that is not listed.</summary>
    internal AuditPage(TargetTally tally)
    {
        Tally = tally;
        IsLastOfTarget = true;
    }

    private AuditPage(TargetTally tally, ResourceListing listing)
        : this(tally)
    {
        ResourceType = listing.ResourceType;
        PageNumber = listing.PageNumber;
        IsLast = listing.IsComplete;
        IsLastOfTarget = false;
    }

    /// <summary>What the audit has found in the page's target so far.</summary>
    public TargetTally Tally { get; }

    /// <summary>The account and Region of the page.</summary>
    public AuditTarget Target => Tally.Target;

    /// <summary>The type being listed; null for a target that is not listed.</summary>
    public string? ResourceType { get; }

    /// <summary>The number of the page in its listing, from 1.</summary>
    public int PageNumber { get; }

    /// <summary>Whether the page completes its listing.</summary>
    public bool IsLast { get; }

    /// <summary>Whether it is the last page of its target.</summary>
    public bool IsLastOfTarget { get; internal set; }

    /// <summary>The number of resources that no earlier page of the listing had.</summary>
    public int ResourceCount => _resources.Count;

    /// <summary>The number of records that have neither an id nor an ARN.</summary>
    public int UnnamedCount { get; }

    /// <summary>Why the listing ended early; null if it did not fail.</summary>
    public ServiceCallException? Failure { get; }

    /// <summary>What could not be read: the page, its tags, or the names of resources.</summary>
    public IEnumerable<ServiceCallException> Failures => new[] { Failure, TagFailure, UnnamedFailure() }.OfType<ServiceCallException>();

    /// <summary>
    /// Why tags could not be read; null if they were read or not requested. The resources are evaluated without tags.
    /// </summary>
    public ServiceCallException? TagFailure { get; }

    internal bool EndsListing => IsLast || Failure is not null;

    /// <summary>Whether every resource of the page was evaluated.</summary>
    internal bool IsJudged { get; private set; }

    /// <summary>Evaluates the page's resources lazily. Enumerate once, before taking the next page.</summary>
    /// <returns>The evaluations of the resources that the policy covers.</returns>
    public IEnumerable<Evaluation> Evaluate()
    {
        foreach (RedisResource resource in _resources)
        {
            if (_judge!.Judge(Tally.Sources?.AddTo(resource) ?? resource) is { } evaluation)
            {
                Tally.Add(evaluation);
                yield return evaluation;
                AskForNext();
            }
        }

        IsJudged = true;
    }

    private ServiceCallException? UnnamedFailure() => UnnamedCount == 0 ? null : new ServiceCallException(
        ServiceFailure.UnnamedResource, $"listing of {ResourceType}",
        Messages.UnnamedResources.With(UnnamedCount, ResourceType, Target.Region));

    internal void AskForNext()
    {
        Action? ask = _askForNext;
        _askForNext = null;
        ask?.Invoke();
    }
}
