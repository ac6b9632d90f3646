using System.Text;
using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;
using RedisCompliance.Function.Tests;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// One policy is one verdict, by whichever of the three doors it comes: the audit in the console, what Publish puts to AWS
/// Config, and what the installed rule's function puts there, which has the policy from the rule's parameters.
/// </summary>
/// <remarks>The function is called as Lambda calls it, with an environment that is the process's own.</remarks>
[Collection(nameof(PolicyTests))]
[CollectionDefinition(nameof(PolicyTests), DisableParallelization = true)]
public sealed class PolicyTests : EndpointTest
{
    private const string Key = "arn:aws:kms:us-east-1:123456789012:key/1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11";
    private const string Alias = "arn:aws:kms:us-east-1:123456789012:alias/redis";
    private const string Unencrypted = "Encryption at rest not enabled for Amazon ElastiCache cluster: ";
    private const string Rule = "article-rule";
    private const string Token = "token";

    private readonly Dictionary<string, string?> _environment = [];

    protected override void Prepare()
    {
        Endpoint.ElastiCache.Add("us-east-1",
            Described.ReplicationGroup("own-key", "sse-kms").With("KmsKeyId", Key),
            Described.ReplicationGroup("service-key", engine: "valkey"),
            Described.ReplicationGroup("open", "none", "false"),
            Described.ReplicationGroup("going", "none", "false").With("Status", "deleting"),
            Described.CacheCluster("alone"),
            Described.ServerlessCache("serverless", "another-key", "sse-kms"));
        Endpoint.ElastiCache.Tag($"arn:aws:elasticache:us-east-1:{Described.Account}:replicationgroup:open", ("stage", "dev"));
        Endpoint.AccountFacts.KeyAliases[Alias] = Key;
        Endpoint.Config.AddRecorder();
        Endpoint.Config.AddRule(Rule, Token);
        foreach ((string name, string value) in new[] { ("AWS_REGION", "us-east-1"), ("AWS_ACCESS_KEY_ID", "LAMBDA"),
            ("AWS_SECRET_ACCESS_KEY", "SECRET"), ("AWS_ENDPOINT_URL", Endpoint.Url) })
        {
            _environment[name] = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        foreach ((string name, string? value) in _environment)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        await base.DisposeAsync();
    }

    public static TheoryData<string, string[]> Policies => new()
    {
        { "", [
            "alone NON_COMPLIANT " + Unencrypted + "alone",
            "going NOT_APPLICABLE Not judged: the resource is being deleted (status 'deleting')",
            "open NON_COMPLIANT " + Unencrypted + "open", "own-key COMPLIANT ", "serverless COMPLIANT ", "service-key COMPLIANT "] },
        { "-Engine valkey", ["serverless COMPLIANT ", "service-key COMPLIANT "] },
        { "-Engine valkey -RequireCustomerManagedKey", [
            "serverless COMPLIANT ", "service-key NON_COMPLIANT Encrypted at rest, but not with a customer-managed key: service-key"] },
        { $"-Engine valkey -ApprovedKmsKey {Key}", [
            "serverless NON_COMPLIANT Encrypted at rest, but not with an approved KMS key (another-key): serverless",
            "service-key NON_COMPLIANT Encrypted at rest, but not with an approved KMS key: service-key"] },
        { $"-Engine redis -ResourceType ReplicationGroup -ApprovedKmsKey {Alias} -Exemption @{{ Id = 'open'; Reason = 'r'; "
            + "Expires = '2099-12-31' }", [
            "going NOT_APPLICABLE Not judged: the resource is being deleted (status 'deleting')",
            "open NOT_APPLICABLE Exempt until 2099-12-31: r", "own-key COMPLIANT "] },
        { "-ResourceType ReplicationGroup -Engine redis -Exemption @{ Tag = 'stage=d*'; Reason = 'scratch, \u5efa\u6bd4 \"only\"'; "
            + "Expires = '2099-12-31' }", [
            "going NOT_APPLICABLE Not judged: the resource is being deleted (status 'deleting')",
            "open NOT_APPLICABLE Exempt until 2099-12-31: scratch, \u5efa\u6bd4 \"only\"", "own-key COMPLIANT "] },
        { "-ResourceType CacheCluster -Exemption @{ Id = 'arn:aws:elasticache:*:cluster:al*'; Reason = 'r'; Expires = '2026-01-31' }", [
            "alone NON_COMPLIANT " + Unencrypted + "alone (exemption expired on 2026-01-31: r)"] },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task One_policy_gives_one_verdict_in_the_cmdlet_through_Publish_and_in_the_function(string policy, string[] expected)
    {
        Outcome audit = Session.Run($"Get-RedisAtRestCompliance @connection {policy}");
        Outcome published = Session.Run(
            $"Get-RedisAtRestCompliance @connection {policy} | Publish-ConfigEvaluation -ResultToken {Token} @connection");
        string[] inConfig = Stored();
        string ruleEvent = InstallAndRun(policy);
        string[] ofFunction = await RunFunctionAsync(ruleEvent);
        Session.Set("event", ruleEvent);
        Outcome byEvent = Session.Run(
            "Get-RedisAtRestCompliance @connection -InvokingEvent $event | Publish-ConfigEvaluation -InvokingEvent $event @connection "
                + "-WarningAction Stop");

        Assert.Empty(audit.Errors.Concat(published.Errors).Concat(byEvent.Errors));
        Assert.Equal(expected, audit.Output.Select(item => $"{item.Properties["ComplianceResourceId"].Value} "
            + $"{item.Properties["ComplianceType"].Value} {item.Properties["Annotation"].Value}").Order(StringComparer.Ordinal));
        Assert.Equal(expected, inConfig);
        Assert.Equal(expected, ofFunction);
        Assert.Equal(expected, Stored());
    }

    [Fact]
    public void Verdicts_by_another_policy_than_the_rule_s_are_published_with_a_warning()
    {
        Session.Set("event", InstallAndRun("-RequireCustomerManagedKey"));

        Outcome outcome = Session.Run(
            "$null = Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -InvokingEvent $event @connection "
                + "-WarningVariable warned -WarningAction SilentlyContinue; $warned");

        Assert.Contains("a different policy", $"{Assert.Single(outcome.Output)}", StringComparison.Ordinal);
    }

    private const string Misspelt =
        "-ApprovedKmsKey another-key, no-such-key -Exemption @{ Id = 'opne'; Reason = 'r1'; Expires = '2099-12-31' }, "
        + "@{ Tag = 'stage=prod'; Reason = 'r2'; Expires = '2099-12-31' }, @{ Id = 'open'; Reason = 'r3'; Expires = '2099-12-31' }";

    [Fact]
    public void Each_key_and_each_exemption_that_matches_nothing_in_a_whole_audit_is_a_warning()
    {
        Assert.Equal(
            ["No audited resource uses the approved KMS key 'no-such-key'.",
                "The exemption of 'opne' matches no audited resource: r1",
                "The exemption of 'stage=prod' matches no audited resource: r2"],
            WarningsOf($"Get-RedisAtRestCompliance @connection {Misspelt}"));
    }

    [Fact]
    public void A_key_that_matches_nothing_is_named_as_it_was_given()
    {
        Endpoint.AccountFacts.KeyAliases[Alias] = Key + "-of-nothing";

        string[] warnings = WarningsOf($"Get-RedisAtRestCompliance @connection -ApprovedKmsKey {Alias}");

        Assert.Equal([$"No audited resource uses the approved KMS key '{Alias}'."], warnings);
    }

    [Theory]
    [InlineData("-Id open")]
    [InlineData("-ResourceType ReplicationGroup")]
    [InlineData("-Engine redis")]
    [InlineData("-ComplianceType NON_COMPLIANT")]
    public void An_audit_that_was_filtered_says_nothing_of_what_matched_nothing(string filter)
    {
        Assert.Empty(WarningsOf($"Get-RedisAtRestCompliance @connection {Misspelt} {filter}"));
    }

    [Fact]
    public void An_audit_that_was_stopped_says_nothing_of_what_matched_nothing()
    {
        Assert.Empty(WarningsOf($"Get-RedisAtRestCompliance @connection {Misspelt}", "| Select-Object -First 1"));
    }

    [Fact]
    public void An_audit_that_could_not_see_everything_says_nothing_of_what_matched_nothing()
    {
        Endpoint.Fault = call => call.Operation == "DescribeServerlessCaches" ? Fault.AccessDenied : null;

        Assert.Empty(WarningsOf($"Get-RedisAtRestCompliance @connection {Misspelt} -ErrorAction SilentlyContinue"));
    }

    [Fact]
    public void An_audit_of_files_says_it_of_what_it_can_tell()
    {
        string[] warnings = WarningsOf($"Get-RedisAtRestCompliance '{Session.Samples}' {Misspelt}");

        Assert.Contains(warnings, warning => warning.Contains("'opne'", StringComparison.Ordinal));
        Assert.DoesNotContain(warnings, warning => warning.Contains("stage=prod", StringComparison.Ordinal));
    }

    private string[] WarningsOf(string command, string pipe = "") =>
        [.. Session.Run($"$null = {command} -WarningVariable warned -WarningAction SilentlyContinue {pipe}; $warned").Output.Select(
            warning => $"{warning}")];

    [Fact]
    public void An_event_and_a_policy_of_one_s_own_exclude_each_other()
    {
        Session.Set("event", InstallAndRun(string.Empty));

        Outcome outcome = Session.Run("Get-RedisAtRestCompliance @connection -InvokingEvent $event -Engine redis");

        Assert.True(outcome.IsTerminated);
        Assert.StartsWith("PolicyTwice,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    /// <summary>
    /// Installs the rule with the policy; gives the event by which AWS Config runs it, with the parameters that the
    /// rule has then.
    /// </summary>
    private string InstallAndRun(string policy)
    {
        Assert.Empty(Session.Run($"Install-RedisAtRestRule @connection {policy}").Errors);
        JsonObject invokingEvent = new()
        {
            ["awsAccountId"] = Described.Account,
            ["notificationCreationTime"] = "2026-11-23T03:00:00.000Z",
            ["messageType"] = "ScheduledNotification",
        };
        return new JsonObject
        {
            ["invokingEvent"] = invokingEvent.ToJsonString(),
            ["ruleParameters"] = (string)Endpoint.Config.FindRule("redis-encrypted-at-rest-check-rule")!["InputParameters"]!,
            ["resultToken"] = Token,
            ["configRuleName"] = Rule,
            ["accountId"] = Described.Account,
        }.ToJsonString();
    }

    private static async Task<string[]> RunFunctionAsync(string ruleEvent)
    {
        await using Stream answer = await LambdaPackage.InvokeAsync(new MemoryStream(Encoding.UTF8.GetBytes(ruleEvent)));
        return [.. JsonNode.Parse(answer)!.AsArray()
            .Select(item => $"{item!["ComplianceResourceId"]} {item["ComplianceType"]} "
                + $"{item["Annotation"]}").Order(StringComparer.Ordinal)];
    }

    private string[] Stored() => [.. Endpoint.Config.Stored(Rule).Select(line => line.Split(' ')).Select(parts =>
        $"{parts[2]} {parts[0]} {Endpoint.Config.Find(Rule, parts[1], parts[2])!.Annotation}").Order(StringComparer.Ordinal)];
}
