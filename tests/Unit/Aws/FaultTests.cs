using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

/// <summary>What goes wrong on the way: each ends in the right evaluations or in one clear failure, never silently short.</summary>
public sealed class FaultTests : EndpointTest
{
    private const string Groups = ResourceType.ReplicationGroup;

    public static TheoryData<string> PassingFaults =>
        [nameof(Fault.Throttled), nameof(Fault.InternalError), nameof(Fault.Dropped), nameof(Fault.DroppedHalfWay), nameof(Fault.CutOff)];

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

    [Fact]
    public async Task The_environment_says_how_often_a_call_is_tried()
    {
        Endpoint.Fault = _ => Fault.Throttled;

        await AuditAsync(Groups);

        Assert.Equal(2, Endpoint.Calls.Length);
    }

    private void AddThreePages()
    {
        Endpoint.ElastiCache.PageSize = 1;
        Endpoint.ElastiCache.Add(Region, Enumerable.Range(0, 3).Select(i => Described.ReplicationGroup($"r{i}")));
    }

    private static Fault Named(string name) => (Fault)typeof(Fault).GetProperty(name)!.GetValue(null)!;
}
