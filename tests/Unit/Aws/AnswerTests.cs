using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

/// <summary>Answers that are none, and listings that would not end.</summary>
public sealed class AnswerTests : EndpointTest
{
    private const string Groups = ResourceType.ReplicationGroup;

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

    private void AddThreePages()
    {
        Endpoint.ElastiCache.PageSize = 1;
        Endpoint.ElastiCache.Add(Region, Enumerable.Range(0, 3).Select(i => Described.ReplicationGroup($"r{i}")));
    }
}
