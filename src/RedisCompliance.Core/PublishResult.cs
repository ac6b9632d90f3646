namespace RedisCompliance;

/// <summary>The result of publishing evaluations to AWS Config.</summary>
public sealed class PublishResult
{
    /// <summary>The rule; null if unknown, because a result token does not name its rule.</summary>
    public string? ConfigRuleName { get; init => field = PlainText.Of(value); }

    /// <summary>The Region.</summary>
    public required string Region { get; init; }

    /// <summary>The number of evaluations that AWS Config accepted, without retirements.</summary>
    public int PublishedCount { get; init; }

    /// <summary>The number of stored results retired.</summary>
    public int RetiredCount { get; init; }

    /// <summary>The number of stored results that the input lacks but that were kept, because they are newer than the audit.</summary>
    public int KeptCount { get; init; }

    /// <summary>The number of evaluations that were rejected before a call, or did not arrive. Each has its own error.</summary>
    public int FailedCount { get; init; }

    /// <summary>The number of calls that put evaluations.</summary>
    public int CallCount { get; init; }

    /// <summary>Whether AWS Config only validated the evaluations.</summary>
    public bool TestMode { get; init; }
}
