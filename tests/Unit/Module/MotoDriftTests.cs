namespace RedisCompliance.Module.Tests;

/// <summary>
/// What somebody changes by hand in an account of moto, through moto's own operations: Get names the parts, and Install mends it.
/// </summary>
public sealed class MotoDriftTests(MotoServer moto) : IClassFixture<MotoServer>, IDisposable
{
    private const string Rule = "redis-encrypted-at-rest-check-rule";
    private const string Function = "redis-encrypted-at-rest-check-function";
    private const string Role = "redis-encrypted-at-rest-check-role";
    private const string LogGroup = "/aws/lambda/" + Function;
    private const string Everything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";
    private const string Anybody =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}""";

    private static readonly Dictionary<string, (string Parts, Func<MotoServer, Task> Apply)> s_drifts = new()
    {
        ["the recorder is stopped"] = ("Recorder", moto => moto.JsonAsync("config", "StarlingDoveService.StopConfigurationRecorder",
            """{"ConfigurationRecorderName":"default"}""")),
        ["the log is kept a week"] = ("LogGroup", moto => LogsAsync(moto, "PutRetentionPolicy", """, "retentionInDays": 7""")),
        ["the log is kept for ever"] = ("LogGroup", moto => LogsAsync(moto, "DeleteRetentionPolicy", string.Empty)),
        ["the log group is deleted"] = ("LogGroup Function", moto => LogsAsync(moto, "DeleteLogGroup", string.Empty)),
        ["the log group's tag is gone"] = ("LogGroup", moto => LogsAsync(moto, "UntagLogGroup", """, "tags": ["Team"]""")),
        ["anybody assumes the role"] = ("Role", moto => RoleAsync(moto, "UpdateAssumeRolePolicy", ("PolicyDocument", Anybody))),
        ["the role may do everything"] = ("Role", moto => RoleAsync(moto, "PutRolePolicy",
            ("PolicyName", $"{Rule}.{MotoServer.Region}"), ("PolicyDocument", Everything))),
        ["the role's policy is gone"] =
            ("Role", moto => RoleAsync(moto, "DeleteRolePolicy", ("PolicyName", $"{Rule}.{MotoServer.Region}"))),
        ["a policy more"] = ("Role", moto => RoleAsync(moto, "PutRolePolicy", ("PolicyName", "debug"), ("PolicyDocument", Everything))),
        ["a managed policy more"] = ("Role", async moto =>
        {
            await moto.QueryAsync("iam", "2010-05-08", ("Action", "CreatePolicy"), ("PolicyName", "more"), ("PolicyDocument", Everything));
            await RoleAsync(moto, "AttachRolePolicy", ("PolicyArn", "arn:aws:iam::123456789012:policy/more"));
        }),
        ["the role's tag is gone"] = ("Role", moto => RoleAsync(moto, "UntagRole", ("TagKeys.member.1", "Team"))),
        ["less memory"] = ("Function", moto => ConfigureAsync(moto, """{"MemorySize": 128}""")),
        ["less time"] = ("Function", moto => ConfigureAsync(moto, """{"Timeout": 3}""")),
        ["another handler"] = ("Function", moto => ConfigureAsync(moto, """{"Handler": "Other::Type::Method"}""")),
        ["another role"] = ("Function", moto => ConfigureAsync(moto, """{"Role": "arn:aws:iam::123456789012:role/admin"}""")),
        ["another description"] = ("Function", moto => ConfigureAsync(moto, """{"Description": "by hand"}""")),
        ["results sent elsewhere"] = ("Function", moto => ConfigureAsync(moto,
            """{"Environment": {"Variables": {"AWS_ENDPOINT_URL_CONFIG": "https://elsewhere.example"}}}""")),
        ["the note is gone"] = ("Function", moto => ConfigureAsync(moto, """{"Environment": {"Variables": {}}}""")),
        ["other code"] = ("Function", moto => moto.LambdaAsync(HttpMethod.Put, $"/2015-03-31/functions/{Function}/code",
            """{"ZipFile": "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="}""")),
        ["AWS Config may not call"] = ("Permission", moto => moto.LambdaAsync(HttpMethod.Delete,
            $"/2015-03-31/functions/{Function}/policy/RedisCompliance-ConfigRule", string.Empty)),
        ["another frequency"] = ("Rule", moto => PutRuleAsync(moto, "One_Hour", "{}")),
        ["other parameters"] = ("Rule", moto => PutRuleAsync(moto, "TwentyFour_Hours", """{\"engines\":\"valkey\"}""")),
        ["the rule is deleted"] = ("Role Permission Rule", moto => moto.JsonAsync("config", "StarlingDoveService.DeleteConfigRule",
            $$"""{"ConfigRuleName":"{{Rule}}"}""")),
    };

    private readonly Session _session = new();

    public static TheoryData<string> Drifts => [.. s_drifts.Keys];

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(Drifts))]
    public async Task What_was_changed_by_hand_is_named_and_mended(string drift)
    {
        Assert.SkipWhen(MotoServer.IsMissing, MotoServer.Missing);
        string at = Session.At(moto.Url, MotoServer.Region);
        string install = $"Install-RedisAtRestRule {at} -Tag @{{ Team = 'audit' }} -EnableRecorder";
        string changed = $"(Get-RedisAtRestRule {Rule} {at} -WarningAction Ignore).Parts | Where-Object State -NE Current | "
            + "ForEach-Object { $_.Part }";
        await moto.ResetAsync();
        Assert.Empty(_session.Run(install).Errors);
        (string parts, Func<MotoServer, Task> apply) = s_drifts[drift];
        await apply(moto);

        Outcome told = _session.Run(changed);
        Outcome mended = _session.Run(install);

        Assert.Equal(parts, string.Join(' ', told.Output));
        Assert.Empty(mended.Errors);
        Assert.Empty(_session.Run(changed).Output);
    }

    private static Task LogsAsync(MotoServer moto, string operation, string members) =>
        moto.JsonAsync("logs", "Logs_20140328." + operation, $$"""{"logGroupName": "{{LogGroup}}"{{members}} }""");

    private static Task RoleAsync(MotoServer moto, string action, params (string Name, string Value)[] parameters) =>
        moto.QueryAsync("iam", "2010-05-08", [("Action", action), ("RoleName", Role), .. parameters]);

    private static Task ConfigureAsync(MotoServer moto, string json) =>
        moto.LambdaAsync(HttpMethod.Put, $"/2015-03-31/functions/{Function}/configuration", json);

    private static Task PutRuleAsync(MotoServer moto, string frequency, string parameters) =>
        moto.JsonAsync("config", "StarlingDoveService.PutConfigRule", $$"""
            {"ConfigRule": {"ConfigRuleName": "{{Rule}}", "MaximumExecutionFrequency": "{{frequency}}",
            "InputParameters": "{{parameters}}",
            "Source": {"Owner": "CUSTOM_LAMBDA",
            "SourceIdentifier": "arn:aws:lambda:{{MotoServer.Region}}:123456789012:function:{{Function}}",
            "SourceDetails": [{"EventSource": "aws.config", "MessageType": "ScheduledNotification",
            "MaximumExecutionFrequency": "{{frequency}}"}]} },
            "Tags": [{"Key": "RedisCompliance:ConfigRule", "Value": "{{Rule}}"}, {"Key": "Team", "Value": "audit"}] }
            """);
}
