using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RedisCompliance.Function.Hooks;

namespace RedisCompliance.Function.Tests;

/// <summary>
/// Requests and payloads that are damaged, or made to take all time and memory: never a success, and nothing secret said.
/// </summary>
[Collection("Function")]
public sealed class HookHostileTests : HookTest
{
    private const string Failure = "FAILED InternalFailure ";

    public static TheoryData<string, string> Requests => new()
    {
        { "", "The request cannot be read. It is not JSON (line 1)." },
        { "not JSON", "The request cannot be read. It is not JSON (line 1)." },
        { "null", "The request is not an object." },
        { "[]", "The request is not an object." },
        { "{}", "The request has no requestData." },
        { """{"requestData":[]}""", "requestData is not an object." },
        { """{"requestData":"x"}""", "requestData is not an object." },
        { """{"requestData":{}}""", "The request has no targetName." },
        { """{"requestData":{"targetType":"RESOURCE"}}""", "The request has no targetName." },
        { """{"requestData":{"targetName":{}}}""", "targetName is not a text." },
        { """{"requestData":{"targetName":"STACK","TargetName":"AWS::S3::Bucket"}}""", "targetName appears twice." },
        { """{"requestData":{"targetName":"STACK","targetName":"AWS::S3::Bucket"}}""",
            "The request cannot be read. The key targetName appears twice (line 1)." },
        { """{"requestData":{"targetName":"AWS::ElastiCache::ServerlessCache","targetModel":[]}}""", "targetModel is not an object." },
        { """{"requestData":{"targetName":"AWS::ElastiCache::ServerlessCache","targetModel":{"resourceProperties":"{}"}}}""",
            "resourceProperties is not an object." },
        { """{"requestData":{"targetName":"AWS::ElastiCache::ServerlessCache","targetModel":{}}}""",
            "The request has no resourceProperties." },
        { """{"requestData":{"targetName":"STACK"}}""", "The request has no payload." },
        { """{"requestData":{"targetName":"CHANGE_SET","payload":["https://s3.amazonaws.com/x"]}}""", "payload is not a text." },
        { """{"requestData":{"targetName":"\ud800"}}""", "The request cannot be read. It is not JSON (line 1)." },
        { "{\"requestData\":" + new string('[', 100_000), "The request cannot be read. It is nested more than 100 levels deep (line 1)." },
        { "{\"requestData\":{\"targetName\":\"" + new string('x', 9_000_000) + "\"}}", "The request is too long." },
    };

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public async Task A_request_that_is_none_is_an_internal_failure(string request, string why) =>
        Assert.Equal(Failure + why, Line(await AskAsync(request)));

    [Fact]
    public async Task The_token_comes_back_with_a_failure()
    {
        JsonObject answer = await AskAsync("""{"clientRequestToken":"TOKEN","requestData":{}}""".Replace("TOKEN", Token));

        Assert.Equal(
            $$"""
            {"hookStatus":"FAILED","errorCode":"InternalFailure","message":"The request has no targetName.",
            "clientRequestToken":"{{Token}}"}
            """.ReplaceLineEndings(string.Empty),
            answer.ToJsonString());
    }

    public static TheoryData<string, string> Payloads => new()
    {
        { "", "The payload cannot be read. It is not JSON (line 1)." },
        { "<Error/>", "The payload cannot be read. It is not JSON (line 1)." },
        { "[]", "The payload is not an object." },
        { "{}", "The payload has no template." },
        { """{"template":null}""", "The payload has no template." },
        { """{"template":{"Resources":{}}}""", "template is not a text." },
        { """{"template":"Resources: []"}""", "The template cannot be read. The template has no Resources." },
        { """{"template":"Hello"}""", "The template cannot be read. It is not an object." },
        { """{"template":"{\"Resources\":"}""", "The template cannot be read. It is not JSON (line 1)." },
        { """{"template":"Resources: &a {A: *a}"}""",
            "The template cannot be read. CloudFormation takes no YAML aliases or merges: a (line 1)." },
        { """{"template":"Resources:\n  A: {Type: x}\n  A: {Type: y}"}""",
            "The template cannot be read. The key A appears twice (line 3)." },
        { """{"template":"Resources: {}","Template":"x"}""", "template appears twice." },
    };

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task A_payload_that_is_none_is_an_internal_failure(string payload, string why)
    {
        Serve = context => context.Response.WriteAsync(payload);

        Assert.Equal(Failure + why, Line(await AskAsync(Stack("UPDATE"))));
    }

    [Theory]
    [InlineData("""{"template":"Resources: {}"}""", "The payload has no list of changedResources.")]
    [InlineData("""{"changedResources":{}}""", "The payload has no list of changedResources.")]
    [InlineData("""{"changedResources":[null]}""", "One of the changedResources is not an object.")]
    [InlineData("""{"changedResources":[{}]}""", "One of the changedResources has no resourceType.")]
    [InlineData("""{"changedResources":[{"resourceType":"AWS::ElastiCache::ReplicationGroup"}]}""",
        "One of the changedResources has no logicalResourceId.")]
    public async Task A_change_set_without_its_changes_is_an_internal_failure(string payload, string why)
    {
        Serve = context => context.Response.WriteAsync(payload);

        Assert.Equal(Failure + why, Line(await AskAsync(ChangeSet())));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(204)]
    public async Task A_payload_that_S3_does_not_give_is_an_internal_failure(int status)
    {
        Serve = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        Assert.Equal($"{Failure}The payload could not be fetched: S3 answered {status}.", Line(await AskAsync(Stack("CREATE"))));
        Assert.DoesNotContain(Secret, Log);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        Serve = context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };

        Assert.Equal($"{Failure}The payload could not be fetched: S3 answered 302.", Line(await AskAsync(Stack("CREATE"))));
        Assert.Equal(1, Fetched);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_payload_that_never_ends_is_left(bool saysSo)
    {
        Serve = async context =>
        {
            context.Response.ContentLength = saysSo ? long.MaxValue : null;
            byte[] some = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(some, context.RequestAborted);
            }
        };

        Assert.Equal($"{Failure}The payload is longer than 8 MB.", Line(await AskAsync(Stack("CREATE"))));
    }

    [Fact]
    public async Task A_payload_that_never_comes_ends_with_the_time()
    {
        Serve = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

        JsonObject answer = await AskAsync(Stack("CREATE").ToJsonString(), TimeSpan.FromMilliseconds(300));

        Assert.Equal($"{Failure}The hook did not end in time.", Line(answer));
        Assert.DoesNotContain(Secret, Log);
    }

    [Fact]
    public async Task A_payload_that_breaks_off_is_an_internal_failure()
    {
        Serve = async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("{\"template\":\"Resources: {}\"}");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };

        string answer = Line(await AskAsync(Stack("CREATE")));

        Assert.StartsWith($"{Failure}The payload could not be fetched (", answer);
        Assert.DoesNotContain(Secret, Log + answer);
    }

    [Theory]
    [InlineData("http://s3.amazonaws.com/b/k")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://s3.amazonaws.com.evil.example/b")]
    [InlineData("https://evil.example/s3.amazonaws.com")]
    [InlineData("https://s3.us-west-2.amazonaws.com@evil.example/b")]
    [InlineData("https://user@s3.us-west-2.amazonaws.com/b")]
    [InlineData("https://s3.us-west-2.amazonaws.com:8443/b")]
    [InlineData("https://s3.execute-api.us-west-2.amazonaws.com/b")]
    [InlineData("https://s3-bucket.us-west-2.elb.amazonaws.com/b")]
    [InlineData("https://evils3.us-west-2.amazonaws.com/b")]
    [InlineData("https://amazonaws.com/b")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://s3.amazonaws.com/b")]
    [InlineData("not a URL")]
    [InlineData("/b/k")]
    public async Task Nothing_is_fetched_from_anywhere_but_S3(string url)
    {
        using StringWriter log = new();
        HookHandler handler = new(log, new HookPayload());
        JsonObject request = Stack("CREATE");
        request["requestData"]!["payload"] = url + "?" + Secret;

        await using Stream answer = await handler.HandleAsync(new MemoryStream(Encoding.UTF8.GetBytes(request.ToJsonString())));

        Assert.Equal(
            $"{Failure}The payload is not at an HTTPS address of Amazon S3, and was not fetched.",
            Line((await JsonNode.ParseAsync(answer, cancellationToken: TestContext.Current.CancellationToken))!.AsObject()));
        Assert.DoesNotContain(Secret, log.ToString());
    }

    [Theory]
    [InlineData("https://s3.amazonaws.com/bucket/key")]
    [InlineData("https://bucket.s3.amazonaws.com/key?X-Amz-Signature=x")]
    [InlineData("https://s3.us-west-2.amazonaws.com/bucket/key")]
    [InlineData("https://my.bucket.s3.us-west-2.amazonaws.com/key")]
    [InlineData("https://s3-us-west-2.amazonaws.com/bucket/key")]
    [InlineData("https://bucket.s3-eu-west-1.amazonaws.com/key")]
    [InlineData("https://bucket.s3.dualstack.ap-northeast-1.amazonaws.com/key")]
    [InlineData("https://bucket.s3-fips.us-gov-west-1.amazonaws.com/key")]
    [InlineData("https://bucket.s3-fips.dualstack.us-gov-east-1.amazonaws.com/key")]
    [InlineData("https://s3-external-1.amazonaws.com/bucket/key")]
    [InlineData("https://bucket.s3.cn-north-1.amazonaws.com.cn/key")]
    [InlineData("https://bucket.s3.eusc-de-east-1.amazonaws.eu/key")]
    public void What_is_of_S3_is_fetched(string url) => Assert.True(HookPayload.IsS3(new Uri(url)));

    [Fact]
    public async Task What_nobody_foresaw_is_a_failure_that_quotes_nothing()
    {
        Serve = _ => Task.CompletedTask;
        using StringWriter log = new();
        HookHandler handler = new(log, new HookPayload(_ => throw new InvalidOperationException(Secret)));

        await using Stream answer = await handler.HandleAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(Stack("CREATE").ToJsonString())));

        string line = Line((await JsonNode.ParseAsync(answer, cancellationToken: TestContext.Current.CancellationToken))!.AsObject());
        Assert.Equal($"{Failure}The hook failed (InvalidOperationException). Its log says where.", line);
        Assert.Contains("HookPayload.FetchAsync", log.ToString());
        Assert.DoesNotContain(Secret, log.ToString());
    }

    [Fact]
    public async Task What_deceives_the_eye_is_written_out()
    {
        JsonObject request = Resource(Group, "CREATE", "{}");
        request["requestData"]!["targetLogicalId"] = "Ca\u202Eche";
        request["hookTypeName"] = "\u001b[2J";

        string answer = Line(await AskAsync(request));

        Assert.Contains("MyStack/Ca<U+202E>che", answer);
        Assert.DoesNotContain('\u001b', Log);
    }
}
