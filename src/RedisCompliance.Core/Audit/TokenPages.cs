using System.Runtime.CompilerServices;

namespace RedisCompliance.Audit;

/// <summary>One page of a listing that names its next page by a token.</summary>
/// <param name="Items">What is on the page; it may be empty although more pages follow.</param>
/// <param name="NextToken">Where the next page begins; null or empty after the last.</param>
public sealed record TokenPage<T>(IReadOnlyList<T> Items, string? NextToken);

/// <summary>Reads listings that name each next page by a token, to their end.</summary>
internal static class TokenPages
{
    /// <summary>
    /// The pages of a listing. A page without a token is the last, an empty page with one is not. A listing that goes in
    /// circles fails after the page that shows it.
    /// </summary>
    /// <param name="operation">The API operation.</param>
    /// <param name="read">Reads the page of a token; null stands for the first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ServiceCallException">A page could not be had, or the listing does not end.</exception>
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

    /// <summary>All items of a listing that is short enough to be held.</summary>
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

/// <summary>Where the reading of a listing is, page by page; makes sure that it ends.</summary>
internal sealed class PageCursor
{
    /// <summary>
    /// Pages in a row that may bring nothing new. Real listings have some (AWS filters member clusters after
    /// paging), so the bound only stops one that would never end: 1,000 full pages are 100,000 members.
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

    /// <summary>Goes behind a page that was read.</summary>
    /// <param name="nextToken">What it says of the next.</param>
    /// <param name="isBarren">Whether it brought nothing new.</param>
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

    /// <summary>Says that the listing does not end, once a page has shown that.</summary>
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
