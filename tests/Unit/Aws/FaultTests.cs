using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

/// <summary>What goes wrong on the way: each ends in the right evaluations or in one clear failure, never silently short.</summary>
public sealed class FaultTests : EndpointTest
{
    private const string Groups = ResourceType.ReplicationGroup;

    public static TheoryData<string> PassingFaults => [nameof(Fault.Throttled), nameof(Fault.InternalError), nameof(Fault.Dropped), nameof(Fault.DroppedHalfWay), nameof(Fault.CutOff)];

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task A_fault_that_passes_is_retried_and_leaves_no_trace(string fault)
    {
        AddThreePages();
        Endpoint.Fault = call => call is { Marker: "page-1", Attempt: 1 } ? Named(fault) : null;

        (List<Evaluation> evaluations, List<ServiceCallException> failures) = await AuditAsync(Groups);

        Assert.Equal(3, evaluations.Count);
        Assert.Empty(failures);
    }

    public static TheoryData<string, ServiceFailure> LastingFaults => new()
    {
        { nameof(Fault.Throttled), ServiceFailure.Throttled },
        { nameof(Fault.InternalError), ServiceFailure.ServiceUnavailable },
        { nameof(Fault.Dropped), ServiceFailure.Network },
        { nameof(Fault.DroppedHalfWay), ServiceFailure.Network },
        { nameof(Fault.CutOff), ServiceFailure.InvalidResponse },
        { nameof(Fault.AccessDenied), ServiceFailure.AccessDenied },
        { nameof(Fault.ExpiredToken), ServiceFailure.ExpiredCredentials },
        { nameof(Fault.InvalidToken), ServiceFailure.InvalidCredentials },
    };

    [Theory]
    [MemberData(nameof(LastingFaults))]
    public async Task A_fault_that_lasts_keeps_the_pages_before_it_and_is_one_failure(string fault, ServiceFailure expected)
    {
        AddThreePages();
        Endpoint.Fault = call => call.Marker == "page-1" ? Named(fault) : null;

        (List<Evaluation> evaluations, List<ServiceCallException> failures) = await AuditAsync(Groups);

        Assert.Equal("r0", Assert.Single(evaluations).ComplianceResourceId);
        ServiceCallException failure = Assert.Single(failures);
        Assert.Equal((expected, "DescribeReplicationGroups"), (failure.Failure, failure.Operation));
        Assert.DoesNotContain("SECRET", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("TOKEN", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, ServiceFailure.InvalidResponse)]
    [InlineData(404, ServiceFailure.Refused)]
    [InlineData(503, ServiceFailure.ServiceUnavailable)]
    public async Task A_page_of_HTML_is_not_taken_for_an_answer(int status, ServiceFailure expected)
    {
        Endpoint.Fault = _ => Fault.Html(status);

        Assert.Equal(expected, Assert.Single((await AuditAsync(Groups)).Failures).Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<DescribeCacheClustersResponse><DescribeCacheClustersResult/></DescribeCacheClustersResponse>")]
    [InlineData("<DescribeReplicationGroupsResponse/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><DescribeReplicationGroupsResponse>&b;</DescribeReplicationGroupsResponse>")]
    public async Task An_answer_of_another_kind_is_refused(string body)
    {
        Endpoint.Fault = _ => Fault.Body(body);

        Assert.Equal(ServiceFailure.InvalidResponse, Assert.Single((await AuditAsync(Groups)).Failures).Failure);
    }

    [Fact]
    public async Task The_service_s_own_code_and_words_are_kept()
    {
        Endpoint.Fault = _ => Fault.AccessDenied;

        ServiceCallException failure = Assert.Single((await AuditAsync(Groups)).Failures);

        Assert.Equal("AccessDenied", failure.ErrorCode);
        Assert.Contains("user/auditor is not authorized", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_marker_that_comes_again_ends_the_listing_as_a_failure()
    {
        AddThreePages();
        Endpoint.Fault = call => call.Marker == "page-1" ? Fault.Replace("page-2", "page-1") : null;

        (List<Evaluation> evaluations, List<ServiceCallException> failures) = await AuditAsync(Groups);

        Assert.Equal(2, evaluations.Count);
        Assert.Equal(ServiceFailure.EndlessListing, Assert.Single(failures).Failure);
    }

    [Fact]
    public async Task An_empty_marker_ends_the_listing()
    {
        AddThreePages();
        Endpoint.Fault = call => call.Marker == "page-1" ? Fault.Replace("page-2", string.Empty) : null;

        (List<Evaluation> evaluations, List<ServiceCallException> failures) = await AuditAsync(Groups);

        Assert.Equal(2, evaluations.Count);
        Assert.Empty(failures);
    }

    [Theory]
    [InlineData(nameof(Fault.Silent))]
    [InlineData(nameof(Fault.Stalled))]
    public async Task A_call_that_gets_no_answer_ends_when_it_is_cancelled(string fault)
    {
        AddThreePages();
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Endpoint.Fault = _ =>
        {
            asked.TrySetResult();
            return Named(fault);
        };
        using CancellationTokenSource stop = new();
        using ElastiCacheInventory inventory = await OpenAsync();
        Task<ResourcePage> call = inventory.GetPageAsync(Groups, null, stop.Token);
        await asked.Task;

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
    }

    private void AddThreePages()
    {
        Endpoint.ElastiCache.PageSize = 1;
        Endpoint.ElastiCache.Add(Region, Enumerable.Range(0, 3).Select(i => Described.ReplicationGroup($"r{i}")));
    }

    private static Fault Named(string name) => (Fault)typeof(Fault).GetProperty(name)!.GetValue(null)!;
}
