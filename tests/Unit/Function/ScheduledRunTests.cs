using System.Text.Json;
using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Function.Tests;

/// <summary>The article's scenarios, and where the article's function falls short of them.</summary>
[Collection("Function")]
public sealed class ScheduledRunTests : FunctionTest
{
    [Fact]
    public async Task No_cluster_is_NOT_APPLICABLE_on_the_account()
    {
        Assert.Equal([$"NOT_APPLICABLE AWS::::Account {Described.Account}"], await InvokeAsync(Event()));
        Assert.Equal([$"NOT_APPLICABLE AWS::::Account {Described.Account}"], Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public async Task An_unencrypted_cluster_is_NON_COMPLIANT_in_the_article_s_words()
    {
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("test", null, "false"));

        await InvokeAsync(Event());

        ConfigService.Result stored = Endpoint.Config.Find(Rule, Groups, "test")!;
        Assert.Equal(("NON_COMPLIANT", "Encryption at rest not enabled for Amazon ElastiCache cluster: test"),
            (stored.ComplianceType, stored.Annotation));
    }

    [Fact]
    public async Task An_encrypted_cluster_is_COMPLIANT()
    {
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("test2", null, "true"));

        Assert.Equal([$"COMPLIANT {Groups} test2"], await InvokeAsync(Event()));
    }

    [Fact]
    public async Task The_event_s_time_is_the_ordering_timestamp()
    {
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("a"));

        await InvokeAsync(Event());

        Assert.Equal("2026-11-23T03:00:00.000Z", Endpoint.Config.Find(Rule, Groups, "a")!.OrderingTimestamp);
    }

    [Fact]
    public async Task Memcached_alone_is_nothing_in_scope()
    {
        Endpoint.ElastiCache.Add("us-east-1", Described.CacheCluster("pages", engine: "memcached"));

        Assert.Equal([$"NOT_APPLICABLE AWS::::Account {Described.Account}"], await InvokeAsync(Event()));
    }

    [Fact]
    public async Task The_last_cluster_s_result_is_retired_when_it_is_gone()
    {
        Endpoint.Config.Store(Rule, Groups, "gone", "NON_COMPLIANT");

        await InvokeAsync(Event());

        Assert.Contains($"NOT_APPLICABLE {Groups} gone", Endpoint.Config.Stored(Rule));
    }

    [Theory]
    [InlineData("2026-11-22T03:00:00.000Z", -60, "NOT_APPLICABLE")]
    [InlineData("2026-11-23T04:00:00.000Z", -60, "NON_COMPLIANT")]
    [InlineData("2026-11-22T03:00:00.000Z", 600, "NON_COMPLIANT")]
    public async Task What_a_newer_event_or_a_run_since_has_stored_is_kept(
        string orderingTimestamp, int recordedSecondsAfterStart, string expected)
    {
        Endpoint.Config.Store(Rule, Groups, "not-listed",
            new ConfigService.Result("NON_COMPLIANT", null, orderingTimestamp, DateTime.UtcNow.AddSeconds(recordedSecondsAfterStart)));

        await InvokeAsync(Event());

        Assert.Equal(expected, Endpoint.Config.Find(Rule, Groups, "not-listed")!.ComplianceType);
    }

    [Fact]
    public async Task Results_of_the_article_s_function_are_retired_under_the_type_that_it_stored_them_with()
    {
        Endpoint.Config.Store(Rule, Clusters, "orders", "NON_COMPLIANT");
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("orders"));

        await InvokeAsync(Event());

        Assert.Equal([$"COMPLIANT {Groups} orders", $"NOT_APPLICABLE {Clusters} orders"], Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public async Task A_group_and_a_cluster_of_one_name_are_two_results()
    {
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("same"), Described.CacheCluster("same"));

        await InvokeAsync(Event());

        Assert.Equal([$"COMPLIANT {Groups} same", $"NON_COMPLIANT {Clusters} same"], Endpoint.Config.Stored(Rule));
    }

    /// <summary>As in a member of an organization whose rule has a name of more than 41 characters.</summary>
    [Fact]
    public async Task A_rule_whose_name_is_too_long_to_be_read_back_has_its_run_fail_and_nothing_is_retired()
    {
        string name = new('r', 65);
        Endpoint.Config.AddRule(name, "token-of-the-long-one");
        Endpoint.Config.Store(name, Groups, "gone", "NON_COMPLIANT");
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("a"));

        Exception exception = await Assert.ThrowsAnyAsync<Exception>(
            () => InvokeAsync(Event(("configRuleName", name), ("resultToken", "token-of-the-long-one"))));

        Assert.Contains("less than or equal to 64", exception.Message, StringComparison.Ordinal);
        Assert.Equal([$"COMPLIANT {Groups} a", $"NON_COMPLIANT {Groups} gone"], Endpoint.Config.Stored(name));
    }

    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        Endpoint.ElastiCache.Add("us-east-1", Enumerable.Range(0, 250).Select(i => Described.ReplicationGroup($"g{i}")));
        await InvokeAsync(Event());
        string[] first = Endpoint.Config.Stored(Rule);

        await InvokeAsync(Event());

        Assert.Equal(first, Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public async Task A_listing_that_fails_on_its_last_page_retires_nothing_and_fails_the_run()
    {
        Endpoint.Config.Store(Rule, Groups, "on-the-last-page", "COMPLIANT");
        Endpoint.ElastiCache.PageSize = 1;
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("first"), Described.ReplicationGroup("on-the-last-page"));
        Endpoint.Fault = call => call.Marker == "page-1" ? Fault.AccessDenied : null;

        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => InvokeAsync(Event()));

        Assert.Equal("RuleRunException", failure.GetType().Name);
        Assert.Equal([$"COMPLIANT {Groups} first", $"COMPLIANT {Groups} on-the-last-page"], Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public async Task Evaluations_that_fail_once_all_arrive()
    {
        Endpoint.ElastiCache.Add("us-east-1", Enumerable.Range(0, 150).Select(i => Described.ReplicationGroup($"g{i}")));
        Endpoint.Config.Fails = (id, before) => before == 0 && id[^1] % 2 == 0;

        await InvokeAsync(Event());

        Assert.Equal(150, Endpoint.Config.Stored(Rule).Length);
    }

    [Fact]
    public async Task What_does_not_arrive_is_named()
    {
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("good"), Described.ReplicationGroup("bad"));
        Endpoint.Config.Fails = (id, _) => id == "bad";

        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => InvokeAsync(Event()));

        Assert.Contains($"1 evaluation(s) did not reach AWS Config: {Groups} bad. AWS Config reported them as "
            + "failed 4 times.", failure.Message, StringComparison.Ordinal);
        Assert.Equal([$"COMPLIANT {Groups} good"], Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public async Task A_run_that_is_refused_after_two_batches_logs_each_evaluation_that_did_not_arrive()
    {
        int puts = 0;
        Endpoint.ElastiCache.Add("us-east-1", Enumerable.Range(0, 450).Select(i => Described.ReplicationGroup($"g{i}")));
        Endpoint.Fault = call => call.Operation == "PutEvaluations"
            && Interlocked.Increment(ref puts) > 2 ? Fault.JsonError(400, "AccessDeniedException", "denied") : null;

        await Assert.ThrowsAnyAsync<Exception>(() => InvokeAsync(Event()));

        IEnumerable<string> named = Log.Select(line => JsonNode.Parse(line)!).Where(line => (string?)line["step"] == "unpublished")
            .SelectMany(line => line["evaluations"]!.AsArray()).Select(name => ((string)name!).Split(' ')[1]);
        IEnumerable<string> arrived = Endpoint.Config.Stored(Rule).Select(stored => stored.Split(' ')[2]);
        Assert.Equal(Enumerable.Range(0, 450).Select(i => $"g{i}").Order(StringComparer.Ordinal),
            named.Concat(arrived).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_resource_type_that_Config_refuses_takes_nothing_else_down()
    {
        Endpoint.Config.RefusedTypes.Add("AWS::ElastiCache::ServerlessCache");
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("group"), Described.ServerlessCache("serverless"));

        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => InvokeAsync(Event()));

        Assert.Contains("ServerlessCache serverless. AWS Config does not accept evaluations of AWS::ElastiCache::ServerlessCache.",
            failure.Message, StringComparison.Ordinal);
        Assert.Equal([$"COMPLIANT {Groups} group"], Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public async Task A_run_in_test_mode_stores_nothing()
    {
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("a"));

        Assert.Equal([$"COMPLIANT {Groups} a"], await InvokeAsync(Event(("resultToken", "TESTMODE"))));
        Assert.Empty(Endpoint.Config.Stored(Rule));
    }

    [Theory]
    [InlineData("""{"approvedKMSKeyIds":"key-1"}""", $"COMPLIANT {Groups} customer|NON_COMPLIANT {Groups} service")]
    [InlineData("""{"requireCustomerManagedKey":"true"}""", $"COMPLIANT {Groups} customer|NON_COMPLIANT {Groups} service")]
    [InlineData("""{"engines":"valkey"}""", $"COMPLIANT {Groups} service")]
    public async Task Rule_parameters_carry_the_policy(string parameters, string verdicts)
    {
        Endpoint.ElastiCache.Add(
            "us-east-1", Described.ReplicationGroup("customer", "sse-kms")
                .With("KmsKeyId", "arn:aws:kms:us-east-1:123456789012:key/key-1"),
                Described.ReplicationGroup("service", engine: "valkey"));

        Assert.Equal(verdicts.Split('|'), await InvokeAsync(Event(("ruleParameters", parameters))));
    }

    [Fact]
    public async Task Nothing_secret_is_logged()
    {
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("a"));

        await InvokeAsync(Event());

        Assert.DoesNotContain(Log, line => line.Contains(Token, StringComparison.Ordinal)
            || line.Contains("SECRET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_last_line_of_the_log_has_the_counts()
    {
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("a"));

        await InvokeAsync(Event());

        Assert.Matches("""^\{"level":"info","step":"ended","elapsedMs":\d+"""
            + ""","configRuleName":"[^"]+","accountId":"\d{12}","testMode":false"""
            + ""","evaluated":1,"published":1,"retired":0,"kept":0,"unpublished":0,"failures":0"""
            + ""","putCalls":1,"compliant":\d,"nonCompliant":\d,"notApplicable":0\}$""",
            Log[^1].TrimEnd());
    }

    [Fact]
    public async Task The_last_line_of_the_log_counts_the_verdicts_of_all_resources()
    {
        for (int i = 0; i < 1_001; i++)
        {
            Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup($"g{i}"));
        }

        await InvokeAsync(Event());

        using JsonDocument ended = JsonDocument.Parse(Log[^1]);
        Assert.Equal(1_001, Count("compliant") + Count("nonCompliant"));
        Assert.Equal(0, Count("notApplicable"));

        int Count(string verdict) => ended.RootElement.GetProperty(verdict).GetInt32();
    }

    [Fact]
    public async Task The_first_line_of_the_log_says_which_version_runs_on_what()
    {
        await InvokeAsync(Event());

        using JsonDocument started = JsonDocument.Parse(Log[0]);
        Assert.Matches(@"^\d+\.\d+\.\d+$", started.RootElement.GetProperty("version").GetString());
        Assert.StartsWith(".NET ", started.RootElement.GetProperty("runtime").GetString());
    }

    [Fact]
    public async Task A_run_that_gets_no_answer_fails_before_Lambda_ends_it()
    {
        Environment.SetEnvironmentVariable("FUNCTION_TIMEOUT_SECONDS", "1");
        Endpoint.Fault = _ => Fault.Silent;

        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => InvokeAsync(Event()));

        Assert.Contains("did not end within", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_role_that_Config_names_is_assumed_where_the_switch_is_on()
    {
        Environment.SetEnvironmentVariable("ASSUME_ROLE_MODE", "true");

        await InvokeAsync(Event());

        EndpointCall assume = Assert.Single(Endpoint.Calls, call => call.Operation == "AssumeRole");
        Assert.Equal(("arn:aws:iam::123456789012:role/config", "configLambdaExecution", "900"),
            (assume.Parameters["RoleArn"], assume.Parameters["RoleSessionName"], assume.Parameters["DurationSeconds"]));
        Assert.All(Endpoint.Calls.Where(call => call.Operation != "AssumeRole"),
            call => Assert.Equal(SecurityTokenService.KeyOf(Described.Account), call.AccessKey));
    }
}
