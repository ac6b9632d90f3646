using System.Globalization;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

/// <summary>
/// An answer with the status of success that is not what the operation returns is never taken for an empty one: of every
/// listing whose content decides something.
/// </summary>
public sealed class AnswerShapeTests : EndpointTest
{
    private const string RequestId = "11111111-2222-3333-4444-555555555555";
    private const string Arn = "arn:aws:config:us-east-1:123456789012:config-rule/r";

    /// <summary>Each listing: its operation, the list that it is for, and how it is asked.</summary>
    private static readonly Dictionary<string, (string List, Func<AwsConnection, Task> Ask)> s_xml = new()
    {
        ["DescribeReplicationGroups"] = ("ReplicationGroups", one => List(one, ResourceType.ReplicationGroup)),
        ["DescribeCacheClusters"] = ("CacheClusters", one => List(one, ResourceType.CacheCluster)),
        ["DescribeServerlessCaches"] = ("ServerlessCaches", one => List(one, ResourceType.ServerlessCache)),
        ["DescribeSnapshots"] = ("Snapshots", one => List(one, ResourceType.Snapshot)),
        ["DescribeServerlessCacheSnapshots"] = ("ServerlessCacheSnapshots", one => List(one, ResourceType.ServerlessCacheSnapshot)),
        ["ListTagsForResource"] = ("TagList", one => one.OpenInventory().ListTagsForResourceAsync(Arn, Cancelled)),
        ["DescribeRegions"] = ("regionInfo", one => new AmazonEC2Client(one).DescribeRegionsAsync(Cancelled)),
        ["ListRolePolicies"] = ("PolicyNames",
            one => new AmazonIdentityManagementServiceClient(one).ListRolePoliciesAsync("role", Cancelled)),
        ["ListAttachedRolePolicies"] =
            ("AttachedPolicies", one => new AmazonIdentityManagementServiceClient(one).ListAttachedRolePoliciesAsync("role", Cancelled)),
    };

    private static readonly Dictionary<string, (string List, Func<AwsConnection, Task> Ask)> s_json = new()
    {
        ["GetComplianceDetailsByConfigRule, read back"] =
            ("EvaluationResults", one => one.OpenEvaluationStore()
                .GetComplianceDetailsByConfigRuleAsync("r", ComplianceType.All, null, Cancelled)),
        ["GetComplianceDetailsByConfigRule, to be shown"] =
            ("EvaluationResults", one => Config(one).GetResultsAsync("r", null, Cancelled)),
        ["DescribeAggregateComplianceByConfigRules"] =
            ("AggregateComplianceByConfigRules", one => Config(one).DescribeAggregateRulesAsync("a", "r", null, Cancelled)),
        ["GetAggregateComplianceDetailsByConfigRule"] = ("AggregateEvaluationResults", one =>
            Config(one).GetAggregateResultsAsync(
                "a", new("r", Described.Account, Region, null), ComplianceType.Compliant, null, Cancelled)),
        ["DescribeConfigRules"] = ("ConfigRules", one => Config(one).ListConfigRuleNamesAsync(Cancelled)),
        ["DescribeConfigRuleEvaluationStatus"] =
            ("ConfigRulesEvaluationStatus", one => Config(one).DescribeConfigRuleEvaluationStatusAsync("r", Cancelled)),
        ["DescribeConfigurationRecorders"] = ("ConfigurationRecorders", one => Config(one).DescribeConfigurationRecorderAsync(Cancelled)),
        ["DescribeDeliveryChannels"] = ("DeliveryChannels", one => Config(one).DescribeDeliveryChannelAsync(Cancelled)),
        ["ListTagsForResource of AWS Config"] = ("Tags", one => Config(one).ListTagsForResourceAsync(Arn, Cancelled)),
        ["GetOrganizationConfigRuleDetailedStatus"] =
            ("OrganizationConfigRuleDetailedStatus", one => Config(one).GetOrganizationConfigRuleDetailedStatusAsync("r", Cancelled)),
        ["ListAccounts"] = ("Accounts",
            async one => await new AmazonOrganizationsClient(one).ListAccountsAsync(Cancelled).ToListAsync(Cancelled)),
        ["ListAccountsForParent"] =
            ("Accounts", async one => await new AmazonOrganizationsClient(one).ListAccountsForParentAsync("ou-1", Cancelled)
                .ToListAsync(Cancelled)),
        ["ListOrganizationalUnitsForParent"] =
            ("OrganizationalUnits", one => new AmazonOrganizationsClient(one).ListOrganizationalUnitsForParentAsync("ou-1", Cancelled)),
        ["FilterLogEvents"] =
            ("events", one => new AmazonCloudWatchLogsClient(one).FilterLogEventsAsync("g", "?ended", DateTime.UnixEpoch, Cancelled)),
        ["DescribeAlarms"] = ("MetricAlarms", one => new AmazonCloudWatchClient(one).DescribeAlarmAsync("a", Cancelled)),
        ["DescribeLogGroups"] = ("logGroups", one => new AmazonCloudWatchLogsClient(one).DescribeLogGroupAsync("g", Cancelled)),
    };

    /// <summary>What is asked for by name, and an answer that does not hold it is no answer.</summary>
    private static readonly Dictionary<string, (string List, Func<AwsConnection, Task> Ask)> s_named = new()
    {
        ["DescribeConfigRules of a name"] = ("ConfigRules", one => Config(one).DescribeConfigRuleAsync("r", Cancelled)),
        ["DescribeOrganizationConfigRules"] =
            ("OrganizationConfigRules", one => Config(one).DescribeOrganizationConfigRuleAsync("r", Cancelled)),
        ["GetPolicy"] = ("Policy", one => new AmazonLambdaClient(one).GetPolicyAsync("f", Cancelled)),
    };

    [Fact]
    public async Task A_broken_answer_of_the_Query_protocol_is_no_empty_listing()
    {
        Assert.Empty(await NotInvalidAsync(
            s_xml.SelectMany(one => BrokenXml(one.Key, one.Value.List).Select(body => (body, one.Value.Ask)))));

        static IEnumerable<string> BrokenXml(string operation, string list) =>
        [
            Xml(operation, string.Empty),
            Xml(operation, $"<Other><{list}/></Other>"),
            Xml(operation, $"<{list}>orders</{list}>"),
            Xml(operation, $"<{list}><member/>orders</{list}>"),
            Xml("DescribeSomethingElse", $"<{list}/>"),
            $"<{list}/>",
            Xml(operation, $"<{list}/>")[..^20],
            "<!DOCTYPE html><html><body>Please sign in</body></html>",
            "<html><head/><body>Please sign in</body></html>",
            string.Empty,
            .. operation == "ListRolePolicies" ? [] : new[] { Xml(operation, $"<{list}><member>orders</member></{list}>") },
            .. operation == "DescribeRegions" ? [] : new[] { $"<{operation}Response><{list}/></{operation}Response>" },
        ];
    }

    [Fact]
    public async Task Every_spelling_of_an_empty_list_is_an_empty_listing()
    {
        Assert.Empty(await FailuresAsync(
            s_xml.SelectMany(one => EmptyXml(one.Key, one.Value.List).Select(body => (body, one.Value.Ask)))));

        static IEnumerable<string> EmptyXml(string operation, string list) =>
        [
            Xml(operation, $"<{list}/>"),
            Xml(operation, $"<{list} />"),
            Xml(operation, $"<{list}></{list}>"),
            Xml(operation, $"<{list}>\n  </{list}>"),
            Xml(operation, $"<{list}><!-- none --></{list}><Newer><member><{list}>x</{list}></member></Newer>"),
        ];
    }

    [Fact]
    public async Task A_broken_answer_of_a_JSON_protocol_is_no_empty_listing()
    {
        Assert.Empty(await NotInvalidAsync(
            s_json.Concat(s_named).SelectMany(one => BrokenJson(one.Key, one.Value.List).Select(body => (body, one.Value.Ask)))));

        static IEnumerable<string> BrokenJson(string operation, string list)
        {
            string[] values = ["null", "\"orders\"", "7", "true", "{}", "[\"orders\"]", "[7]", "[null]", "[[]]", "[{}]"];
            return
            [
                "{}", "[]", "null", string.Empty, "<html/>",
                $$$"""{"Other":{"{{{list}}}":[]}}""",
                $$"""{"{{list}}":[]""",
                $$"""{"{{list}}":[]} and more""",
                .. s_named.ContainsKey(operation) ? [$$"""{"{{list}}":[{"{{list[..^1]}}Name":"of-another"}]}"""] : Array.Empty<string>(),

                .. values.Select(value => $$"""{"{{list}}":{{value}}}"""),
            ];
        }
    }

    [Fact]
    public async Task An_empty_list_of_JSON_is_an_empty_listing()
    {
        Assert.Empty(await FailuresAsync(s_json.Values.Concat(s_named.Values.Where(one => one.List != "Policy"))
            .Select(one => ($$"""{"Newer":{"{{one.List}}":["x"]},"{{one.List}}":[ ],"NextToken":null}""", one.Ask))));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"FailedEvaluations":null}""")]
    [InlineData("""{"FailedEvaluations":[]}""")]
    [InlineData("""{"Newer":[{"FailedEvaluations":[1]}]}""")]
    public async Task Absent_FailedEvaluations_say_that_none_failed(string body)
    {
        Endpoint.Fault = _ => Fault.Body(body);

        Assert.Empty(await PutAsync(await ConnectAsync()));
    }

    [Fact]
    public async Task A_broken_answer_to_a_put_does_not_say_that_none_failed()
    {
        string[] bodies =
        [
            string.Empty, "[]", "<html/>",
            """{"FailedEvaluations":"a"}""", """{"FailedEvaluations":{}}""", """{"FailedEvaluations":["a"]}""",
            """{"FailedEvaluations":[{}]}""", """{"FailedEvaluations":[{"ComplianceResourceType":"t"}]}""", """{"FailedEvaluations":[]""",
        ];

        Assert.Empty(await NotInvalidAsync(bodies.Select(body => (body, (Func<AwsConnection, Task>)PutAsync))));
    }

    [Fact]
    public async Task A_broken_answer_is_told_with_the_request_id_of_its_body()
    {
        Endpoint.Fault = _ => Fault.Body(Xml("DescribeReplicationGroups", string.Empty));

        Assert.Contains($"holds no <ReplicationGroups> (request id {RequestId})", await MessageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_answer_is_told_with_the_request_id_of_its_headers()
    {
        Endpoint.Fault = _ => Fault.Of(Answer.Xml("<a/>") with { Headers = [("x-amzn-RequestId", "id-7")] });

        Assert.Contains("(request id id-7)", await MessageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_no_service_of_AWS_gave_is_told_as_one_without_a_request_id()
    {
        Endpoint.Fault = _ => Fault.Html(200);

        Assert.Contains("(no request id)", await MessageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_statement_of_a_function_s_policy_is_read_whatever_its_form()
    {
        const string Policy = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"lambda:*"},
            {"Sid":"b","Effect":"Allow","Principal":{"Service":["config.amazonaws.com","s3.amazonaws.com"]},"Action":"lambda:*"},
            {"Sid":"c","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"lambda:*"},
            {"Sid":"ours","Effect":"Allow","Principal":{"Service":"config.amazonaws.com"},"Action":"lambda:InvokeFunction"}]}
            """;
        Endpoint.Fault = _ => Fault.Of(Answer.Json(new() { ["Policy"] = Policy }));

        IReadOnlyList<FunctionStatement> statements = await new AmazonLambdaClient(await ConnectAsync()).GetPolicyAsync("f", Cancelled);

        Assert.Equal([null, "b", "c", "ours"], statements.Select(statement => statement.Sid));
        Assert.Equal([true, true, false, true], statements.Select(statement => statement.IsWide));
    }

    [Fact]
    public async Task A_log_group_is_found_behind_others_of_its_prefix()
    {
        Endpoint.Fault = call => call.Operation != "DescribeLogGroups" ? Fault.Body("""{"tags":{}}""")
            : (string?)call.Json["nextToken"] is null ? Fault.Body("""{"logGroups":[],"nextToken":"2"}""")
            : Fault.Body("""{"logGroups":[{"logGroupName":"g","arn":"arn:g:*"}]}""");

        Assert.Equal("arn:g", (await new AmazonCloudWatchLogsClient(await ConnectAsync()).DescribeLogGroupAsync("g", Cancelled))?.Arn);
    }

    private async Task<AwsConnection> ConnectAsync(string accessKey = "AKID") => await AwsConnection.OpenAsync(
        new AwsConnectionSettings { Region = Region, AccessKey = accessKey, SecretKey = "SECRET", EndpointUrl = Endpoint.Url }, Cancelled);

    /// <summary>Those answers, each to a question, that are not refused as invalid.</summary>
    private async Task<IEnumerable<string>> NotInvalidAsync(IEnumerable<(string Body, Func<AwsConnection, Task> Ask)> cases) =>
        (await AskAsync(cases)).Where(one => one.Failure != ServiceFailure.InvalidResponse).Select(one => one.Body);

    /// <summary>Those answers, each to a question, that are refused.</summary>
    private async Task<IEnumerable<string>> FailuresAsync(IEnumerable<(string Body, Func<AwsConnection, Task> Ask)> cases) =>
        (await AskAsync(cases)).Where(one => one.Failure is not null).Select(one => one.Body);

    /// <summary>Asks all at the same time, because each that fails is tried again; they are told apart by their access keys.</summary>
    private async Task<(string Body, ServiceFailure? Failure)[]> AskAsync(IEnumerable<(string Body, Func<AwsConnection, Task> Ask)> cases)
    {
        (string Body, Func<AwsConnection, Task> Ask)[] all = [.. cases];
        Endpoint.Fault = call => Fault.Body(all[int.Parse(call.AccessKey["AKID".Length..], CultureInfo.InvariantCulture)].Body);
        return await Task.WhenAll(all.Select(async (one, number) =>
        {
            try
            {
                await one.Ask(await ConnectAsync($"AKID{number}"));
                return (one.Body, (ServiceFailure?)null);
            }
            catch (ServiceCallException failure)
            {
                return (one.Body, failure.Failure);
            }
        }));
    }

    private async Task<string> MessageAsync() => Assert.Single((await AuditAsync(ResourceType.ReplicationGroup)).Failures).Message;

    private static async Task List(AwsConnection connection, string resourceType)
    {
        using ElastiCacheInventory inventory = connection.OpenInventory();
        Assert.Empty((await inventory.GetPageAsync(resourceType, null, Cancelled)).Resources);
    }

    private static async Task<IReadOnlyList<ConfigEvaluation>> PutAsync(AwsConnection connection)
    {
        using ConfigEvaluationStore store = connection.OpenEvaluationStore();
        return await store.PutEvaluationsAsync(
            [new() { ComplianceResourceType = "t", ComplianceResourceId = "a", ComplianceType = ComplianceType.Compliant,
                OrderingTimestamp = DateTime.UnixEpoch }],
            "token", testMode: false, Cancelled);
    }

    private static ConfigRulesClient Config(AwsConnection connection) => new(connection);

    /// <summary>An answer of the Query protocol; of Amazon EC2 as it has them.</summary>
    private static string Xml(string operation, string result)
    {
        string content = operation == "DescribeRegions" ? $"<requestId>{RequestId}</requestId>{result}"
            : $"<{operation}Result>{result}</{operation}Result>"
                + $"<ResponseMetadata><RequestId>{RequestId}</RequestId></ResponseMetadata>";
        return $"<?xml version=\"1.0\"?>\n<{operation}Response xmlns=\"http://amazonaws.com/\">{content}</{operation}Response>";
    }
}
