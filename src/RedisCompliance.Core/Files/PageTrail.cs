namespace RedisCompliance.Files;

/// <summary>
/// Whether the answers of one file, or of one pipeline, are everything: one that ends with a token goes on in the very next, of
/// the same list, account and Region, or it goes on elsewhere. Answers of other files never tell: they may be of other resources.
/// </summary>
internal sealed class PageTrail
{
    private bool _isBroken;
    private (string? ResourceType, RedisResource? Last)? _open;

    /// <summary>Whether an answer goes on elsewhere.</summary>
    public bool IsPartial => _isBroken || _open is not null;

    /// <summary>Takes note of an answer.</summary>
    /// <param name="hasToken">Whether it says that it goes on.</param>
    /// <param name="resourceType">What it lists; null where it does not say.</param>
    /// <param name="last">The last resource of it; null if it has none.</param>
    public void Note(bool hasToken, string? resourceType, RedisResource? last)
    {
        _isBroken |= _open is { } before && !GoesOn(before, resourceType, last);
        _open = hasToken ? (resourceType, last) : null;
    }

    private static bool GoesOn((string? ResourceType, RedisResource? Last) before, string? resourceType, RedisResource? last) =>
        before.ResourceType == resourceType
        && (before.Last is null || last is null || (before.Last.AccountId == last.AccountId && before.Last.Region == last.Region));
}
