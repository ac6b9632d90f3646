namespace RedisCompliance.Aws.Tests;

/// <summary>Errors of the JSON protocols, whose code may stand in a header or in the body, with a namespace and a URL about it.</summary>
public sealed class ErrorTests
{
    [Theory]
    [InlineData("ResourceConflictException:http://internal.amazon.com/coral/com.amazonaws.lambda/", """{"Type":"User","message":"why"}""", "ResourceConflictException", "why")]
    [InlineData("com.amazonaws.lambda#ResourceConflictException", """{"__type":"Other","Message":"why"}""", "ResourceConflictException", "why")]
    [InlineData(null, """{"code":"ResourceConflictException","message":"why"}""", "ResourceConflictException", "why")]
    [InlineData("", """{"code":"com.amazonaws.lambda#ResourceConflictException:http://x","message":"why"}""", "ResourceConflictException", "why")]
    [InlineData(null, """{"__type":"com.amazonaws.lambda#ResourceConflictException:http://x","Message":"why"}""", "ResourceConflictException", "why")]
    [InlineData(null, """{"code":400,"message":{"text":"x"},"__type":"aws#ServiceException"}""", "ServiceException", "HTTP status 400 without an error of the service")]
    [InlineData(null, """{"nested":{"code":"Wrong","message":"Wrong"},"code":"InvalidGrantException","error":"invalid_grant","error_description":"why"}""", "InvalidGrantException", "why")]
    [InlineData(null, "<html>proxy</html>", null, "HTTP status 400 without an error of the service")]
    [InlineData(null, "", null, "HTTP status 400 without an error of the service")]
    public async Task The_code_of_an_error_is_found_wherever_the_service_has_put_it(string? errorType, string body, string? code, string message)
    {
        await using ModelEndpoint endpoint = await ModelEndpoint.StartAsync();
        endpoint.Error = (400, errorType, body);
        using AmazonLambdaClient client = new(await ConnectAsync(endpoint));

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(() => client.DeleteFunctionAsync("function", TestContext.Current.CancellationToken));

        Assert.Equal(code, failure.ErrorCode);
        Assert.EndsWith(message, failure.Message.TrimEnd('.'), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"EvaluationResults":[{"EvaluationResultIdentifier":{"EvaluationResultQualifier":{"ResourceType":"t","ResourceId":"i"},"OrderingTimestamp":1e300},"ComplianceType":"COMPLIANT"}]}""")]
    [InlineData("""{"EvaluationResults":[{"EvaluationResultIdentifier":{"EvaluationResultQualifier":{"ResourceType":"t","ResourceId":"i"},"OrderingTimestamp":-1e18},"ComplianceType":"COMPLIANT"}]}""")]
    [InlineData("""{"EvaluationResults":[{"EvaluationResultIdentifier":{"EvaluationResultQualifier":{"ResourceType":"t","ResourceId":"i"},"OrderingTimestamp":"soon"},"ComplianceType":"COMPLIANT"}]}""")]
    public async Task A_time_that_cannot_be_is_a_damaged_answer(string body)
    {
        await using ModelEndpoint endpoint = await ModelEndpoint.StartAsync();
        endpoint.Error = (200, null, body);
        using AmazonConfigServiceClient client = new(await ConnectAsync(endpoint));

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(() => client.GetResultsAsync("rule", null, TestContext.Current.CancellationToken));

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

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(() => client.AssumeRoleAsync("role", "session", new(), TestContext.Current.CancellationToken));

        Assert.Equal(ServiceFailure.InvalidResponse, failure.Failure);
    }

    private static Task<AwsConnection> ConnectAsync(ModelEndpoint endpoint) => AwsConnection.OpenAsync(
        new AwsConnectionSettings { Region = Samples.Region, AccessKey = "AKID", SecretKey = "SECRET", SessionToken = "TOKEN", EndpointUrl = endpoint.Url }, TestContext.Current.CancellationToken);
}
