namespace RedisCompliance.Aws.Tests;

/// <summary>Errors of the JSON protocols, whose code may stand in a header or in the body, with a namespace and a URL about it.</summary>
public sealed class ErrorTests
{
    private const string Conflict = "ResourceConflictException";
    private const string Alone = "HTTP status 400 without a service error";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ResourceConflictException:http://internal.amazon.com/coral/", """{"Type":"User","message":"why"}""", Conflict, "why")]
    [InlineData("com.amazonaws.lambda#ResourceConflictException", """{"__type":"Other","Message":"why"}""", Conflict, "why")]
    [InlineData(null, """{"code":"ResourceConflictException","message":"why"}""", Conflict, "why")]
    [InlineData("", """{"code":"com.amazonaws.lambda#ResourceConflictException:http://x","message":"why"}""", Conflict, "why")]
    [InlineData(null, """{"__type":"com.amazonaws.lambda#ResourceConflictException:http://x","Message":"why"}""", Conflict, "why")]
    [InlineData(null, """{"code":400,"message":{"text":"x"},"__type":"aws#ServiceException"}""", "ServiceException", Alone)]
    [InlineData(null, """{"in":{"code":"W","message":"W"},"code":"SlowException","error_description":"why"}""", "SlowException", "why")]
    [InlineData(null, "<html>proxy</html>", null, Alone)]
    [InlineData(null, "", null, Alone)]
    public async Task The_code_of_an_error_is_found_wherever_the_service_has_put_it(
        string? errorType, string body, string? code, string message)
    {
        await using ModelEndpoint endpoint = await ModelEndpoint.StartAsync();
        endpoint.Error = (400, errorType, body);
        using AmazonLambdaClient client = new(await ConnectAsync(endpoint));

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(
            () => client.DeleteFunctionAsync("function", Cancelled));

        Assert.Equal(code, failure.ErrorCode);
        Assert.EndsWith(message, failure.Message.TrimEnd('.'), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e300")]
    [InlineData("-1e18")]
    [InlineData("\"soon\"")]
    public async Task A_time_that_cannot_be_is_a_damaged_answer(string time)
    {
        string qualifier = """{"ResourceType":"t","ResourceId":"i"}""";
        string identifier = $$"""{"EvaluationResultQualifier":{{qualifier}},"OrderingTimestamp":{{time}}}""";
        string body = $$"""{"EvaluationResults":[{"EvaluationResultIdentifier":{{identifier}},"ComplianceType":"COMPLIANT"}]}""";
        await using ModelEndpoint endpoint = await ModelEndpoint.StartAsync();
        endpoint.Error = (200, null, body);
        using AmazonConfigServiceClient client = new(await ConnectAsync(endpoint));

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(
            () => client.GetResultsAsync("rule", null, Cancelled));

        Assert.Equal(ServiceFailure.InvalidResponse, failure.Failure);
    }

    [Fact]
    public async Task Credentials_that_expire_at_no_time_are_a_damaged_answer()
    {
        await using ModelEndpoint endpoint = await ModelEndpoint.StartAsync();
        endpoint.Error = (200, null, """
            <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>a</AccessKeyId><SecretAccessKey>b</SecretAccessKey>
            <SessionToken>c</SessionToken><Expiration>soon</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
            """);
        using AmazonSecurityTokenServiceClient client = new(await ConnectAsync(endpoint));

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(
            () => client.AssumeRoleAsync("role", "session", new(), Cancelled));

        Assert.Equal(ServiceFailure.InvalidResponse, failure.Failure);
    }

    private static Task<AwsConnection> ConnectAsync(ModelEndpoint endpoint) => AwsConnection.OpenAsync(
        new AwsConnectionSettings { Region = Samples.Region, AccessKey = "AKID", SecretKey = "SECRET", EndpointUrl = endpoint.Url },
        Cancelled);
}
