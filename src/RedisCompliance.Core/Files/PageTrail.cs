namespace RedisCompliance.Files;

/// <summary>
/// Tells whether the answers of one file or pipeline are complete. An answer with a token must be continued by the next answer, for
/// the same list, account and Region. Answers in other files do not count: they may cover other resources.
/// </summary>
internal sealed class PageTrail
{
    private bool _isBroken;
    private (string? ResourceType, RedisResource? Last)? _open;

    /// <summary>Whether an answer has not been continued.</summary>
    public bool IsPartial => _isBroken || _open is not null;

    /// <summary>Notes an answer.</summary>
    /// <param name="hasToken">Whether it has a token for a next page.</param>
    /// <param name="resourceType">The type that it lists; null if unknown.</param>
    /// <param name="last">Its last resource; null if it has none.</param>
    public void Note(bool hasToken, string? resourceType, RedisResource? last)
    {
        _isBroken |= _open is { } before && !GoesOn(before, resourceType, last);
        _open = hasToken ? (resourceType, last) : null;
    }

    private static bool GoesOn((string? ResourceType, RedisResource? Last) before, string? resourceType, RedisResource? last) =>
        before.ResourceType == resourceType
        && (before.Last is null || last is null || (before.Last.AccountId == last.AccountId && before.Last.Region == last.Region));
}
