using System.Runtime.CompilerServices;

namespace RedisCompliance.Audit;

/// <summary>One page of a listing that refers to its next page by a token.</summary>
/// <param name="Items">The page's items; may be empty although more pages follow.</param>
/// <param name="NextToken">Where the next page begins; null or empty after the last.</param>
public sealed record TokenPage<T>(IReadOnlyList<T> Items, string? NextToken);

/// <summary>Reads token-paged listings to their end.</summary>
internal static class TokenPages
{
    /// <summary>
    /// Reads the pages of a listing. The first page without a token is the last; an empty page with a token is not. If a page shows
    /// that the listing goes in circles, the next read fails.
    /// </summary>
    /// <param name="operation">The API operation.</param>
    /// <param name="read">Reads the page for a token; null for the first page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ServiceCallException">A page could not be read, or the listing does not end.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<T>> ReadAsync<T>(
        string operation, Func<string?, CancellationToken, Task<TokenPage<T>>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PageCursor cursor = new();
        while (!cursor.IsAtEnd)
        {
            cursor.ThrowIfEndless(operation, operation);
            cancellationToken.ThrowIfCancellationRequested();
            TokenPage<T> page = await read(cursor.Token, cancellationToken).ConfigureAwait(false);
            cursor.MoveTo(page.NextToken, isBarren: page.Items.Count == 0);
            yield return page.Items;
        }
    }

    /// <summary>Reads all items of a listing that is small enough to hold in memory.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static async Task<List<T>> ReadAllAsync<T>(
        string operation, Func<string?, CancellationToken, Task<TokenPage<T>>> read, CancellationToken cancellationToken)
    {
        List<T> items = [];
        await foreach (IReadOnlyList<T> page in ReadAsync(operation, read, cancellationToken).ConfigureAwait(false))
        {
            items.AddRange(page);
        }

        return items;
    }
}

/// <summary>Tracks the position in a paged listing, and makes sure that reading ends.</summary>
internal sealed class PageCursor
{
    /// <summary>
    /// The number of consecutive pages that may bring nothing new. Real listings have some (AWS filters member clusters after
    /// paging), so the bound only stops a listing that would never end: 1,000 full pages are 100,000 members.
    /// </summary>
    internal const int MaxBarrenPages = 1_000;

    private readonly HashSet<string> _tokens = new(StringComparer.Ordinal);
    private string? _endlessBecause;
    private int _barrenPages;

    /// <summary>The token of the page to read next; null for the first.</summary>
    public string? Token { get; private set; }

    /// <summary>How many pages were read.</summary>
    public int PageNumber { get; private set; }

    /// <summary>Whether the last page was read.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Moves past a page that was read.</summary>
    /// <param name="nextToken">The page's token for the next page.</param>
    /// <param name="isBarren">Whether the page brought nothing new.</param>
    public void MoveTo(string? nextToken, bool isBarren)
    {
        PageNumber++;
        Token = nextToken;
        _barrenPages = isBarren ? _barrenPages + 1 : 0;
        if (string.IsNullOrEmpty(nextToken))
        {
            IsAtEnd = true;
        }
        else if (!_tokens.Add(nextToken!))
        {
            _endlessBecause = Messages.PageReadBefore.With(PageNumber);
        }
        else if (_barrenPages >= MaxBarrenPages)
        {
            _endlessBecause = Messages.BarrenPages.With(MaxBarrenPages);
        }
    }

    /// <summary>Throws once a page has shown that the listing does not end.</summary>
    /// <param name="operation">The API operation.</param>
    /// <param name="listing">The listing, as the message names it.</param>
    public void ThrowIfEndless(string operation, string listing)
    {
        if (_endlessBecause is not null)
        {
            throw new ServiceCallException(
                ServiceFailure.EndlessListing, operation, Messages.EndlessListing.With(listing, _endlessBecause));
        }
    }
}
