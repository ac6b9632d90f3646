using CsCheck;
using static RedisCompliance.Core.Tests.Inventories;

namespace RedisCompliance.Core.Tests;

/// <summary>What is listed is judged once, and every listing ends.</summary>
public sealed class ListingTests
{
    private static readonly List<string> s_order = [Group, Cluster, Serverless];

    /// <summary>Pages of random records: few ids, so that they repeat, and often none at all.</summary>
    private static readonly Gen<int[][]> s_paging = Gen.Int[0, 30].Array[0, 6].Array[1, 12];

    [Fact]
    public async Task Every_page_is_asked_for_with_the_marker_of_the_one_before()
    {
        InMemoryInventory inventory = new InMemoryInventory().With(Group, Page("m1", "a"), Page("m2", "b"), Page(null, "c"));

        await RunAsync(inventory, Group);

        Assert.Equal([null, "m1", "m2"], inventory.Markers(Group));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_listing_ends_with_the_page_that_names_no_next(string? marker)
    {
        InMemoryInventory inventory = new InMemoryInventory().With(Group, Page("m1", "a"), Page(marker, "b"));

        (List<AuditPage> pages, _) = await RunAsync(inventory, Group);

        Assert.Equal([false, true], pages.Select(page => page.IsLast));
    }

    [Fact]
    public async Task An_empty_page_with_a_marker_is_not_the_end()
    {
        InMemoryInventory inventory = new InMemoryInventory().With(Group, Page("m1"), Page("m2"), Page(null, "a"));

        (_, List<Evaluation> evaluations) = await RunAsync(inventory, Group);

        Assert.Equal(["a"], evaluations.Ids());
    }

    [Fact]
    public async Task A_page_with_nothing_in_scope_still_leads_to_the_next()
    {
        ResourcePage memcachedOnly = new([Resource(Cluster, "sessions", engine: "memcached")], "m1");
        InMemoryInventory inventory = new InMemoryInventory()
            .With(Cluster, memcachedOnly, new ResourcePage([Resource(Cluster, "a")], null));

        (_, List<Evaluation> evaluations) = await RunAsync(inventory, Cluster);

        Assert.Equal(["a"], evaluations.Ids());
    }

    [Fact]
    public async Task A_marker_that_comes_again_ends_the_listing_as_a_failure()
    {
        InMemoryInventory inventory = new InMemoryInventory().With(Group, Page("m1", "a"), Page("m2", "b"), Page("m1", "c"));

        (List<AuditPage> pages, _) = await RunAsync(inventory, Group);

        Assert.Equal(ServiceFailure.EndlessListing, pages[^1].Failure!.Failure);
    }

    [Fact]
    public async Task The_page_whose_marker_comes_again_is_judged_all_the_same()
    {
        InMemoryInventory inventory = new InMemoryInventory().With(Group, (number, _) => Task.FromResult(Page("m1", $"id-{number}")));

        (List<AuditPage> pages, _) = await RunAsync(inventory, Group);

        Assert.Equal([1, 1, 0], pages.Select(page => page.ResourceCount));
    }

    [Fact]
    public async Task A_marker_that_comes_again_is_not_followed()
    {
        InMemoryInventory inventory = new InMemoryInventory().With(Group, (number, _) => Task.FromResult(Page("m1", $"id-{number}")));

        await RunAsync(inventory, Group);

        Assert.Equal([null, "m1"], inventory.Markers(Group));
    }

    [Fact]
    public async Task New_markers_without_end_that_bring_nothing_new_end_as_a_failure()
    {
        InMemoryInventory inventory = new InMemoryInventory().With(Group, (number, _) => Task.FromResult(Page($"m{number}", "a")));

        (List<AuditPage> pages, _) = await RunAsync(inventory, Group);

        Assert.Equal(
            (ServiceFailure.EndlessListing, PageCursor.MaxBarrenPages + 1),
            (pages[^1].Failure!.Failure, inventory.Markers(Group).Count()));
    }

    [Fact]
    public async Task A_page_that_brings_something_new_starts_the_count_of_barren_pages_again()
    {
        const int Last = PageCursor.MaxBarrenPages + 2;
        InMemoryInventory inventory = new InMemoryInventory().With(Group, (number, _) => Task.FromResult(
            number == Last ? Page(null) : number == Last / 2 ? Page($"m{number}", "a") : Page($"m{number}")));

        (List<AuditPage> pages, _) = await RunAsync(inventory, Group);

        Assert.Null(pages[^1].Failure);
    }

    [Fact]
    public async Task A_record_on_two_pages_is_judged_once()
    {
        InMemoryInventory inventory = new InMemoryInventory().With(Group, Page("m1", "a", "b"), Page(null, "b", "c"));

        (_, List<Evaluation> evaluations) = await RunAsync(inventory, Group);

        Assert.Equal(["a", "b", "c"], evaluations.Ids());
    }

    [Fact]
    public async Task A_record_twice_on_one_page_is_judged_once()
    {
        InMemoryInventory inventory = new InMemoryInventory().With(Group, Page(null, "a", "a"));

        (_, List<Evaluation> evaluations) = await RunAsync(inventory, Group);

        Assert.Equal(["a"], evaluations.Ids());
    }

    [Fact]
    public async Task One_id_under_two_types_is_two_resources()
    {
        InMemoryInventory inventory = new InMemoryInventory()
            .With(Group, Page(null, "orders"))
            .With(Cluster, new ResourcePage([Resource(Cluster, "orders")], null));

        (_, List<Evaluation> evaluations) = await RunAsync(inventory, Group, Cluster);

        Assert.Equal([Cluster, Group], evaluations.Select(evaluation => evaluation.ComplianceResourceType).Order());
    }

    [Fact]
    public async Task A_page_counts_what_it_brought_and_what_nothing_names()
    {
        InMemoryInventory inventory = new InMemoryInventory().With(Group, Page("m1", "a") with { Unnamed = 2 }, Page(null, "a", "b"));

        (List<AuditPage> pages, _) = await RunAsync(inventory, Group);

        Assert.Equal([(1, 1, 2), (2, 1, 0)], pages.Select(page => (page.PageNumber, page.ResourceCount, page.UnnamedCount)));
    }

    /// <summary>
    /// However a service cuts its records into pages, repeats them or sends pages without any, and however the pages
    /// of several listings interleave: every resource in scope is judged, and judged once.
    /// </summary>
    [Fact]
    public async Task Whatever_the_paging_the_evaluations_are_the_distinct_resources_in_scope()
    {
        await Gen.Select(s_paging, s_paging, s_paging).SampleAsync(async (groups, clusters, caches) =>
        {
            InMemoryInventory inventory = new InMemoryInventory()
                .With(Group, Paged(Group, groups))
                .With(Cluster, Paged(Cluster, clusters))
                .With(Serverless, Paged(Serverless, caches));

            (_, List<Evaluation> evaluations) = await RunAsync(inventory, Group, Cluster, Serverless);

            Assert.Equal(
                [.. InScope(Group, groups), .. InScope(Cluster, clusters), .. InScope(Serverless, caches)],
                evaluations.Select(evaluation => (evaluation.ComplianceResourceType, evaluation.ComplianceResourceId))
                    .OrderBy(key => s_order.IndexOf(key.ComplianceResourceType))
                        .ThenBy(key => key.ComplianceResourceId, StringComparer.Ordinal));
        });
    }

    /// <summary>The records as pages; every third id is a Memcached one.</summary>
    private static ResourcePage[] Paged(string resourceType, int[][] paging) =>
        [.. paging.Select((records, page) => new ResourcePage(
            [.. records.Select(record => Resource(resourceType, $"id-{record:00}", record % 3 == 0 ? "memcached" : "valkey"))],
            page + 1 < paging.Length ? $"m{page + 1}" : null))];

    private static IEnumerable<(string, string)> InScope(string resourceType, int[][] paging) =>
        paging.SelectMany(records => records).Distinct().Where(record => record % 3 != 0).Order()
            .Select(record => (resourceType, $"id-{record:00}"));
}
