namespace RedisCompliance.Core.Tests;

/// <summary>Every listing that names its next page by a token is read to its end, and has one.</summary>
public sealed class TokenPagesTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_page_without_a_token_is_the_last(string? token)
    {
        List<string?> asked = [];

        List<int> items = await ReadAsync(asked, Page("a", 1), Page("b", 2), Page(token, 3), Page(null, 4));

        Assert.Equal([1, 2, 3], items);
        Assert.Equal([null, "a", "b"], asked);
    }

    [Fact]
    public async Task An_empty_page_with_a_token_is_not_the_end()
    {
        Assert.Equal([1], await ReadAsync([], Page("a"), Page("b"), Page(null, 1)));
    }

    [Fact]
    public async Task A_token_that_comes_again_fails_after_the_page_that_names_it_and_is_not_followed()
    {
        List<string?> asked = [];
        List<int> items = [];

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(async () =>
        {
            await foreach (IReadOnlyList<int> page in TokenPages.ReadAsync(
                "ListThings", Reader(asked, Page("a", 1), Page("b", 2), Page("a", 3)), Cancelled))
            {
                items.AddRange(page);
            }
        });

        Assert.Equal((ServiceFailure.EndlessListing, "ListThings"), (failure.Failure, failure.Operation));
        Assert.Equal([1, 2, 3], items);
        Assert.Equal([null, "a", "b"], asked);
    }

    [Fact]
    public async Task New_tokens_without_end_and_nothing_on_the_pages_end_as_a_failure()
    {
        int pages = 0;

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(() =>
            TokenPages.ReadAllAsync<int>("ListThings", (_, _) => Task.FromResult(Page($"{++pages}")), Cancelled));

        Assert.Equal((ServiceFailure.EndlessListing, PageCursor.MaxBarrenPages), (failure.Failure, pages));
    }

    [Fact]
    public async Task A_cancelled_reading_asks_for_no_further_page()
    {
        using CancellationTokenSource stop = new();
        List<string?> asked = [];
        Func<string?, CancellationToken, Task<TokenPage<int>>> read = Reader(asked, Page("a", 1), Page(null, 2));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (IReadOnlyList<int> _ in TokenPages.ReadAsync("ListThings", read, stop.Token))
            {
                await stop.CancelAsync();
            }
        });

        Assert.Equal([null], asked);
    }

    private static Task<List<int>> ReadAsync(List<string?> asked, params TokenPage<int>[] pages) =>
        TokenPages.ReadAllAsync("ListThings", Reader(asked, pages), Cancelled);

    private static Func<string?, CancellationToken, Task<TokenPage<int>>> Reader(List<string?> asked, params TokenPage<int>[] pages) =>
        (token, _) =>
    {
        asked.Add(token);
        return Task.FromResult(pages[asked.Count - 1]);
    };

    private static TokenPage<int> Page(string? nextToken, params int[] items) => new(items, nextToken);
}
