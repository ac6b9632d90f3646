namespace RedisCompliance;

/// <summary>What came of publishing evaluations to AWS Config.</summary>
public sealed class PublishResult
{
    /// <summary>The rule, where its name is known: a result token does not tell it.</summary>
    public string? ConfigRuleName { get; init => field = PlainText.Of(value); }

    /// <summary>The Region.</summary>
    public required string Region { get; init; }

    /// <summary>How many evaluations AWS Config took, without the retired ones.</summary>
    public int PublishedCount { get; init; }

    /// <summary>How many stored results were retired.</summary>
    public int RetiredCount { get; init; }

    /// <summary>How many stored results the input lacks and that were kept, because they are newer than the audit.</summary>
    public int KeptCount { get; init; }

    /// <summary>How many did not arrive, or were refused before any call. Each has an error of its own.</summary>
    public int FailedCount { get; init; }

    /// <summary>How many calls that took.</summary>
    public int CallCount { get; init; }

    /// <summary>Whether AWS Config only checked the evaluations.</summary>
    public bool TestMode { get; init; }
}
