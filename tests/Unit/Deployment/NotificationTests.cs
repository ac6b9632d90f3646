using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>What tells of the rule: made, compared, mended and taken away like the rest, and nothing of it where nobody asks.</summary>
public sealed class NotificationTests : InstallationTest
{
    private const string Events = RuleName + "-changes";
    private const string Failed = RuleName + "-failed";
    private const string Overdue = RuleName + "-overdue";

    private static readonly (string Name, string Part, string Says, Action<NotificationService> Apply)[] s_drifts =
    [
        ("no target", "ChangeEvents", "it sends to nobody", aws => aws.FindRule(Events)!.Targets.Clear()),
        ("the event rule disabled", "ChangeEvents", "it is disabled", aws => aws.FindRule(Events)!.Definition["State"] = "DISABLED"),
        ("another pattern", "ChangeEvents", "EventPattern is",
            aws => aws.FindRule(Events)!.Definition["EventPattern"] = """{"source":["aws.ec2"]}"""),
        ("another topic", "ChangeEvents", "it sends to arn:aws:sns:us-east-1:999999999999:x",
            aws => aws.FindRule(Events)!.Targets[0]!["Arn"] = "arn:aws:sns:us-east-1:999999999999:x"),
        ("one more target", "ChangeEvents", "it sends to arn:aws:sqs:us-east-1:999999999999:q, too",
            aws => aws.FindRule(Events)!.Targets.Add(
                new JsonObject { ["Id"] = "more", ["Arn"] = "arn:aws:sqs:us-east-1:999999999999:q" })),
        ("the whole event", "ChangeEvents", "it sends a different message",
            aws => aws.FindRule(Events)!.Targets[0]!.AsObject().Remove("InputTransformer")),
        ("another description", "ChangeEvents", "Description is x", aws => aws.FindRule(Events)!.Definition["Description"] = "x"),
        ("the alarm silenced", "FailureAlarm", "its actions are disabled",
            aws => aws.FindAlarm(Failed)!.Definition["ActionsEnabled"] = false),
        ("another metric", "FailureAlarm", "MetricName is Throttles",
            aws => aws.FindAlarm(Failed)!.Definition["MetricName"] = "Throttles"),
        ("another namespace", "FailureAlarm", "MetricName is Own Errors by Sum, 1",
            aws => aws.FindAlarm(Failed)!.Definition["Namespace"] = "Own"),
        ("another threshold", "FailureAlarm", "MetricName is AWS/Lambda Errors by Sum, 99",
            aws => aws.FindAlarm(Failed)!.Definition["Threshold"] = 99),
        ("another function", "FailureAlarm", "FunctionName is other",
            aws => aws.FindAlarm(Failed)!.Definition["Dimensions"]![0]!["Value"] = "other"),
        ("another receiver", "FailureAlarm", "AlarmActions is not set",
            aws => aws.FindAlarm(Failed)!.Definition["AlarmActions"] = new JsonArray()),
        ("a longer look", "OverdueAlarm", "EvaluationPeriods is 99, not 30",
            aws => aws.FindAlarm(Overdue)!.Definition["EvaluationPeriods"] = 99),
        ("no data is good", "OverdueAlarm", "TreatMissingData is notBreaching, not breaching",
            aws => aws.FindAlarm(Overdue)!.Definition["TreatMissingData"] = "notBreaching"),
        ("a tag of the alarm", "OverdueAlarm", "tag Team=audit", aws => aws.FindAlarm(Overdue)!.Tags.Remove("Team")),
        ("a tag of the event rule", "ChangeEvents", "tag Team=audit", aws => aws.FindRule(Events)!.Tags["Team"] = "other"),
    ];

    private string _topic = string.Empty;

    public static TheoryData<string> Drifts => [.. s_drifts.Select(drift => drift.Name)];

    private RuleDefinition Told => Definition with
    {
        NotificationTopicArn = _topic, Tags = new Dictionary<string, string> { ["Team"] = "audit" },
    };

    /// <summary>Makes one of the changes.</summary>
    internal static void Apply(string drift, NotificationService aws) => s_drifts.Single(one => one.Name == drift).Apply(aws);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _topic = Endpoint.Notifications.AddTopic("audit");
    }

    [Fact]
    public async Task Without_a_topic_nothing_of_it_is_made_or_told()
    {
        string[] parts = await InstallAsync();

        Assert.Equal(6, parts.Length);
        Assert.DoesNotContain(Endpoint.Account, line => line.StartsWith("notification", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_topic_three_signals_go_to_it_and_a_second_run_changes_nothing()
    {
        string[] parts = await InstallAsync(Told);
        int before = CallsSoFar;
        string[] again = await InstallAsync(Told);

        Assert.Equal(["Topic Unchanged", "ChangeEvents Created", "FailureAlarm Created", "OverdueAlarm Created"], parts[6..]);
        Assert.All(again, part => Assert.EndsWith("Unchanged", part, StringComparison.Ordinal));
        Assert.Empty(ChangesSince(before));
        Assert.Equal(_topic, (string?)Endpoint.Notifications.FindRule(Events)!.Targets[0]!["Arn"]);
        Assert.Equal(_topic, (string?)Endpoint.Notifications.FindAlarm(Failed)!.Definition["AlarmActions"]![0]);
        Assert.Equal("breaching", (string?)Endpoint.Notifications.FindAlarm(Overdue)!.Definition["TreatMissingData"]);
    }

    [Fact]
    public async Task No_message_has_the_event_or_a_result_token_in_it()
    {
        await InstallAsync(Told);

        JsonNode transformer = Endpoint.Notifications.FindRule(Events)!.Targets[0]!["InputTransformer"]!;

        Assert.DoesNotContain("oken", transformer.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("aws.events.event", transformer.ToJsonString(), StringComparison.Ordinal);
        Assert.All(transformer["InputPathsMap"]!.AsObject(), path =>
        {
            Assert.StartsWith("$.detail.", (string?)path.Value, StringComparison.Ordinal);
            Assert.Contains($"<{path.Key}>", (string)transformer["InputTemplate"]!, StringComparison.Ordinal);
        });
        Assert.Null(Endpoint.Lambda.FindFunction(FunctionName)!.EventInvokeConfig);
    }

    [Theory]
    [MemberData(nameof(Drifts))]
    public async Task Each_kind_of_drift_is_named_and_mended(string name)
    {
        (_, string part, string says, Action<NotificationService> apply) = s_drifts.Single(drift => drift.Name == name);
        await InstallAsync(Told);
        apply(Endpoint.Notifications);

        RulePart found = (await LookAsync(Told)).Parts.Single(one => one.Part == part);
        Assert.Equal(RulePartState.Drifted, found.State);
        Assert.StartsWith(says, Assert.Single(found.Differences), StringComparison.Ordinal);

        await InstallAsync(Told);

        Assert.All((await LookAsync(Told)).Parts, one => Assert.Equal(RulePartState.Current, one.State));
    }

    [Fact]
    public async Task Uninstalling_takes_it_away_also_where_only_the_names_are_known()
    {
        string[] before = Endpoint.Account;
        await InstallAsync(Told);

        string[] parts = await UninstallAsync();

        Assert.All(parts, part => Assert.EndsWith("Removed", part, StringComparison.Ordinal));
        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public async Task Without_the_topic_it_is_taken_away_also_when_the_note_of_it_was_lost()
    {
        await InstallAsync(Told);

        Assert.Contains("ChangeEvents",
            (await LookAsync()).Parts.Where(part => part.State == RulePartState.Drifted).Select(part => part.Part));
        string[] parts = await InstallAsync();

        Assert.Equal(["ChangeEvents Removed", "FailureAlarm Removed", "OverdueAlarm Removed"], parts[6..]);
        Assert.Equal(6, (await LookAsync()).Parts.Count);
    }

    [Fact]
    public async Task What_somebody_else_has_under_these_names_is_left_and_in_the_way_only_of_who_asks_for_them()
    {
        await InstallAsync(Told);
        Endpoint.Notifications.FindRule(Events)!.Tags.Clear();
        Endpoint.Notifications.FindAlarm(Failed)!.Tags.Clear();
        Endpoint.Notifications.FindAlarm(Overdue)!.Tags.Clear();

        Assert.Equal(3, (await LookAsync(Told)).Obstacles.Length);
        await InstallAsync(Definition, new InstallationOptions { Adopt = true });
        await UninstallAsync();

        Assert.NotNull(Endpoint.Notifications.FindAlarm(Failed));
        Assert.NotNull(Endpoint.Notifications.FindRule(Events));
    }

    [Theory]
    [InlineData("arn:aws:sns:us-east-1:123456789012:gone", "There is no topic")]
    [InlineData("arn:aws:sns:eu-west-1:123456789012:audit", "is not of account 123456789012, Region us-east-1")]
    [InlineData("arn:aws:sns:us-east-1:999999999999:audit", "is not of account 123456789012, Region us-east-1")]
    public async Task A_topic_that_cannot_be_told_is_said_before_anything_is_changed(string topic, string says)
    {
        InstallationException obstacle = Assert.Single((await LookAsync(Definition with { NotificationTopicArn = topic })).Obstacles);

        Assert.Equal(InstallationFault.NoTopic, obstacle.Fault);
        Assert.Contains(says, obstacle.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":["SNS:Publish"]}}""",
        "cloudwatch")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:Publish"],"Condition":"""
        + """{"StringEquals":{"AWS:SourceOwner":"123456789012"}}}]}""", "events")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sns:*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Deny","Principal":"*","Action":"sns:*"}]}""", "events", "cloudwatch")]
    [InlineData(
        """{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sns:*","Condition":{"IpAddress":{"aws:SourceIp":"1.2.3.4"}}}]}""",
        "events", "cloudwatch")]
    [InlineData("not JSON", "events", "cloudwatch")]
    [InlineData("""{"Statement":[{"Effect":"Allow"}]}""", "events", "cloudwatch")]
    public async Task A_policy_that_lets_a_service_publish_nothing_is_named(string policy, params string[] unheard)
    {
        string topic = Endpoint.Notifications.AddTopic("strict", policy);

        RulePart part = (await LookAsync(Definition with { NotificationTopicArn = topic })).Parts.Single(one => one.Part == "Topic");

        Assert.Equal(unheard.Select(service => $"its policy does not let {service}.amazonaws.com publish"), part.Differences);
    }

    [Fact]
    public async Task A_topic_with_AWS_s_own_key_is_named_and_one_with_another_is_remarked()
    {
        string of = Endpoint.Notifications.AddTopic("of-aws", key: "alias/aws/sns");
        string own = Endpoint.Notifications.AddTopic("own", key: "arn:aws:kms:us-east-1:123456789012:key/x");

        Assert.Contains("alias/aws/sns", Assert.Single(await TopicAsync(of, part => part.Differences)), StringComparison.Ordinal);
        Assert.Contains("key/x", Assert.Single(await TopicAsync(own, part => part.Remarks)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_entry_of_a_call_that_succeeded_is_a_failure()
    {
        Endpoint.Fault = call => call.Operation == "PutTargets"
            ? Fault.Of(Answer.Json(JsonNode.Parse(
                """{"FailedEntryCount":1,"FailedEntries":[{"TargetId":"topic","ErrorCode":"LimitExceeded","ErrorMessage":"x"}]}""")!
                .AsObject())) : null;

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(() => InstallAsync(Told));

        Assert.Equal("LimitExceeded", failure.ErrorCode);
    }

    [Fact]
    public void Names_fit_EventBridge_and_differ_for_rules_that_begin_alike()
    {
        string stem = new('a', 99);
        string one = Notifications.Changes(Definition with { RuleName = stem + "1" }).Name;
        string other = Notifications.Changes(Definition with { RuleName = stem + "2" }).Name;

        Assert.NotEqual(one, other);
        Assert.Matches(@"^[\.\-_A-Za-z0-9]{1,64}$", one);
        Assert.True(Notifications.Overdue(Told).EvaluationPeriods * Notifications.Overdue(Told).Period <= 7 * 86_400);
    }

    private async Task<IReadOnlyList<string>> TopicAsync(string topic, Func<RulePart, IReadOnlyList<string>> read) =>
        read((await LookAsync(Definition with { NotificationTopicArn = topic })).Parts.Single(part => part.Part == "Topic"));
}
