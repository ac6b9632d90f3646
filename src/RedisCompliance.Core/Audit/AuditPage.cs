namespace RedisCompliance.Audit;

/// <summary>One page of an audit: what was read, and the evaluations that come of it.</summary>
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

    /// <summary>For a target that is not listed.</summary>
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

    /// <summary>What was found in the page's target so far.</summary>
    public TargetTally Tally { get; }

    /// <summary>The account and Region of the page.</summary>
    public AuditTarget Target => Tally.Target;

    /// <summary>The type that the listing lists; null for a target that is not listed.</summary>
    public string? ResourceType { get; }

    /// <summary>The number of the page in its listing, from 1.</summary>
    public int PageNumber { get; }

    /// <summary>Whether the listing is complete with it.</summary>
    public bool IsLast { get; }

    /// <summary>Whether it is the last page of its target.</summary>
    public bool IsLastOfTarget { get; internal set; }

    /// <summary>How many resources it brought that no earlier page had.</summary>
    public int ResourceCount => _resources.Count;

    /// <summary>How many records it brought that have neither an id nor an ARN.</summary>
    public int UnnamedCount { get; }

    /// <summary>Why the listing ends here without being complete; null where it did not fail.</summary>
    public ServiceCallException? Failure { get; }

    /// <summary>What of the page's listing could not be read: its next page, tags, or the names of resources.</summary>
    public IEnumerable<ServiceCallException> Failures => new[] { Failure, TagFailure, UnnamedFailure() }.OfType<ServiceCallException>();

    /// <summary>
    /// Why tags could not be read; null where they could, or nobody asked for them. The resources are evaluated
    /// without tags.
    /// </summary>
    public ServiceCallException? TagFailure { get; }

    internal bool EndsListing => IsLast || Failure is not null;

    /// <summary>Whether every resource of the page was evaluated.</summary>
    internal bool IsJudged { get; private set; }

    /// <summary>Evaluates the page's resources as they are taken. To be enumerated once, before the next page is taken.</summary>
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
