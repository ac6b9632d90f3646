namespace RedisCompliance.Audit;

/// <summary>One page of an audit: what was read, and the evaluations that come of it.</summary>
public sealed class AuditPage
{
    private readonly AtRestAudit? _audit;
    private readonly IReadOnlyList<RedisResource> _resources = [];
    private Action? _askForNext;

    internal AuditPage(AtRestAudit audit, AuditTarget target, ResourceListing listing, ResourcePage page, Action askForNext)
        : this(target, listing)
    {
        _audit = audit;
        _resources = page.Resources;
        _askForNext = listing.IsComplete ? null : askForNext;
        UnnamedCount = page.Unnamed;
        TagFailure = page.TagFailure;
    }

    internal AuditPage(AuditTarget target, ResourceListing listing, ServiceCallException failure)
        : this(target, listing) => Failure = failure;

    /// <summary>For a target that is not listed.</summary>
    internal AuditPage(AuditTarget target)
    {
        Target = target;
        IsLastOfTarget = true;
    }

    private AuditPage(AuditTarget target, ResourceListing listing)
        : this(target)
    {
        ResourceType = listing.ResourceType;
        PageNumber = listing.PageNumber;
        IsLast = listing.IsComplete;
        IsLastOfTarget = false;
    }

    /// <summary>The account and Region that it is of.</summary>
    public AuditTarget Target { get; }

    /// <summary>The type that the listing lists; null for a target that is not listed, because it is skipped or could not be entered.</summary>
    public string? ResourceType { get; }

    /// <summary>The number of the page in its listing, from 1.</summary>
    public int PageNumber { get; }

    /// <summary>Whether the listing is complete with it.</summary>
    public bool IsLast { get; }

    /// <summary>Whether the target comes to its end with it.</summary>
    public bool IsLastOfTarget { get; internal set; }

    /// <summary>How many resources it brought that no earlier page had.</summary>
    public int ResourceCount => _resources.Count;

    /// <summary>How many records it brought that nothing names: neither an id nor an ARN.</summary>
    public int UnnamedCount { get; }

    /// <summary>Why the listing ends here without being complete; null where it did not fail.</summary>
    public ServiceCallException? Failure { get; }

    /// <summary>What of the page's listing could not be had: its next page, tags, or the names of resources.</summary>
    public IEnumerable<ServiceCallException> Failures => new[] { Failure, TagFailure, UnnamedFailure() }.OfType<ServiceCallException>();

    /// <summary>Why tags of its resources could not be read; null where they could, or need not. The resources are judged as if they had none.</summary>
    public ServiceCallException? TagFailure { get; }

    internal bool EndsListing => IsLast || Failure is not null;

    /// <summary>Whether every resource of the page was judged.</summary>
    internal bool IsJudged { get; private set; }

    /// <summary>Judges the page's resources as they are taken. To be enumerated once, before the audit goes on.</summary>
    /// <returns>The evaluations of the resources in scope.</returns>
    public IEnumerable<Evaluation> Evaluate()
    {
        foreach (RedisResource resource in _resources)
        {
            if (_audit!.Judge(resource) is { } evaluation)
            {
                Target.Add(evaluation);
                yield return evaluation;
                AskForNext();
            }
        }

        IsJudged = true;
    }

    private ServiceCallException? UnnamedFailure() => UnnamedCount == 0 ? null : new ServiceCallException(
        ServiceFailure.UnnamedResource, $"listing of {ResourceType}", Messages.UnnamedResources.With(UnnamedCount, ResourceType, Target.Region));

    internal void AskForNext()
    {
        Action? ask = _askForNext;
        _askForNext = null;
        ask?.Invoke();
    }
}
