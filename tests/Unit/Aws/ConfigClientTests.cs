using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

public sealed class ConfigClientTests : EndpointTest
{
    private const string Rule = "rule";

    [Fact]
    public async Task An_evaluation_is_put_as_AWS_Config_s_API_has_it()
    {
        Endpoint.Config.AddRule(Rule, "token");
        using ConfigEvaluationStore store = await OpenStoreAsync();

        await store.PutEvaluationsAsync([Evaluation("a", "在庫")], "token", testMode: false, Cancelled);

        Assert.Equal("config", Assert.Single(Endpoint.Calls).Service);
        Assert.Equal(
            """{"Evaluations":[{"ComplianceResourceType":"AWS::ElastiCache::CacheCluster","ComplianceResourceId":"a","ComplianceType":"COMPLIANT","Annotation":"\u5728\u5EAB","OrderingTimestamp":1763866800.123}],"ResultToken":"token"}""",
            Endpoint.Calls[0].Json.ToJsonString());
    }

    [Fact]
    public async Task Those_that_failed_come_back_as_the_same_objects()
    {
        Endpoint.Config.AddRule(Rule, "token");
        Endpoint.Config.Fails = (id, _) => id == "b";
        using ConfigEvaluationStore store = await OpenStoreAsync();
        ConfigEvaluation[] batch = [Evaluation("a"), Evaluation("b")];

        IReadOnlyList<ConfigEvaluation> failed = await store.PutEvaluationsAsync(batch, "token", testMode: false, Cancelled);

        Assert.Same(batch[1], Assert.Single(failed));
    }

    [Fact]
    public async Task Stored_results_are_read_page_by_page()
    {
        Endpoint.Config.AddRule(Rule, "token");
        foreach (int i in Enumerable.Range(0, 150))
        {
            Endpoint.Config.Store(Rule, ResourceType.CacheCluster, $"c{i}", i % 2 == 0 ? ComplianceType.Compliant
                : ComplianceType.NonCompliant);
        }

        Endpoint.Config.Store(Rule, ResourceType.CacheCluster, "retired", ComplianceType.NotApplicable);
        using ConfigEvaluationStore store = await OpenStoreAsync();

        TokenPage<StoredEvaluation> first = await store.GetComplianceDetailsByConfigRuleAsync(
            Rule, [ComplianceType.Compliant, ComplianceType.NonCompliant], null, Cancelled);
        TokenPage<StoredEvaluation> second = await store.GetComplianceDetailsByConfigRuleAsync(
            Rule, [ComplianceType.Compliant, ComplianceType.NonCompliant], first.NextToken, Cancelled);

        Assert.Equal((100, 50, true), (first.Items.Count, second.Items.Count, string.IsNullOrEmpty(second.NextToken)));
        Assert.DoesNotContain((ResourceType.CacheCluster, "retired"), first.Items.Concat(second.Items).Select(one => one.Key));
    }

    [Fact]
    public async Task A_stored_result_is_read_with_its_times_to_the_millisecond()
    {
        // 1450314645.261 is one of those that a double puts a millisecond too early.
        Endpoint.Fault = _ => Fault.Body("""
            {"EvaluationResults":[{"EvaluationResultIdentifier":{"EvaluationResultQualifier":{"ConfigRuleName":"rule","ResourceType":"AWS::X::Y","ResourceId":"a"},
            "OrderingTimestamp":1450314643.156},"ComplianceType":"NON_COMPLIANT","ResultRecordedTime":1450314645.261,"ConfigRuleInvokedTime":1.45031464518E9,"ResultToken":null},
            {"EvaluationResultIdentifier":{"EvaluationResultQualifier":{"ResourceType":"AWS::ElastiCache::CacheCluster","ResourceId":"b"}},"ResultRecordedTime":null}]}
            """);
        using ConfigEvaluationStore store = await OpenStoreAsync();

        IReadOnlyList<StoredEvaluation> stored =
            (await store.GetComplianceDetailsByConfigRuleAsync(Rule, ComplianceType.All, null, Cancelled)).Items;

        Assert.Equal(
            [
                new("AWS::X::Y", "a", ComplianceType.NonCompliant, At(43, 156), At(45, 261), At(45, 180)),
                new(ResourceType.CacheCluster, "b"),
            ], stored);

        static DateTime At(int second, int millisecond) => new(2015, 12, 17, 1, 10, second, millisecond, DateTimeKind.Utc);
    }

    [Fact]
    public async Task An_entry_of_FailedEvaluations_that_was_not_put_is_given_back_as_well()
    {
        Endpoint.Fault = _ => Fault.Body("""{"FailedEvaluations":[{"ComplianceResourceType":"AWS::X::Y","ComplianceResourceId":"other"}]}""");
        using ConfigEvaluationStore store = await OpenStoreAsync();

        IReadOnlyList<ConfigEvaluation> failed = await store.PutEvaluationsAsync([Evaluation("a")], "token", testMode: false, Cancelled);

        Assert.Equal(("AWS::X::Y", "other"), Assert.Single(failed).Key);
    }

    [Theory]
    [InlineData("NoSuchConfigRuleException", ServiceFailure.Refused)]
    [InlineData("AccessDeniedException", ServiceFailure.AccessDenied)]
    [InlineData("ExpiredTokenException", ServiceFailure.ExpiredCredentials)]
    [InlineData("ThrottlingException", ServiceFailure.Throttled)]
    public async Task An_error_of_the_JSON_protocol_keeps_its_code(string code, ServiceFailure expected)
    {
        Endpoint.Fault = _ => Fault.JsonError(400, "com.amazonaws.config#" + code, "why");
        using ConfigEvaluationStore store = await OpenStoreAsync();

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(
            () => store.GetComplianceDetailsByConfigRuleAsync(Rule, ComplianceType.All, null, Cancelled));

        Assert.Equal((expected, code), (failure.Failure, failure.ErrorCode));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"EvaluationResults":[{"ComplianceType":"COMPLIANT"}]}""")]
    [InlineData("""{"EvaluationResults":[""")]
    public async Task An_answer_that_is_damaged_is_no_empty_page(string body)
    {
        Endpoint.Fault = _ => Fault.Body(body);
        using ConfigEvaluationStore store = await OpenStoreAsync();

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(
            () => store.GetComplianceDetailsByConfigRuleAsync(Rule, ComplianceType.All, null, Cancelled));

        Assert.Equal(ServiceFailure.InvalidResponse, failure.Failure);
    }

    [Fact]
    public async Task A_throttled_put_is_retried()
    {
        Endpoint.Config.AddRule(Rule, "token");
        Endpoint.Fault = call => call.Attempt == 1 ? Fault.JsonError(400, "ThrottlingException", "Rate exceeded") : null;
        using ConfigEvaluationStore store = await OpenStoreAsync();

        Assert.Empty(await store.PutEvaluationsAsync([Evaluation("a")], "token", testMode: false, Cancelled));
        Assert.Equal([$"COMPLIANT {ResourceType.CacheCluster} a"], Endpoint.Config.Stored(Rule));
    }

    private async Task<ConfigEvaluationStore> OpenStoreAsync() => (await AwsConnection.OpenAsync(
        new AwsConnectionSettings { Region = Region, AccessKey = "AKID", SecretKey = "SECRET", EndpointUrl = Endpoint.Url }, Cancelled))
            .OpenEvaluationStore();

    private static ConfigEvaluation Evaluation(string id, string? annotation = null) => new()
    {
        Annotation = annotation,
        ComplianceResourceType = ResourceType.CacheCluster,
        ComplianceResourceId = id,
        ComplianceType = ComplianceType.Compliant,
        OrderingTimestamp = new DateTime(2025, 11, 23, 3, 0, 0, 123, DateTimeKind.Utc),
    };
}
