using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

/// <summary>Where credentials and a Region are looked for when nobody names a source.</summary>
[Collection(nameof(EnvironmentTests))]
public sealed class DefaultChainTests : EndpointTest
{
    [Fact]
    public async Task Where_nothing_is_found_each_place_says_why()
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home);
        home.Write(".aws/config", "[default]\nregion = us-east-1\n");

        ConnectionException exception = await FailAsync();

        Assert.Equal(ConnectionFault.NoCredentials, exception.Fault);
        Assert.Equal("No AWS credentials were found. Tried: "
            + "Environment variables: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; "
            + "Web identity of the environment: AWS_WEB_IDENTITY_TOKEN_FILE is not set; "
            + "AWS profile 'default': it has no settings for credentials; "
            + "Container credentials: neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set; "
            + "Instance metadata: turned off by AWS_EC2_METADATA_DISABLED.", exception.Message);
    }

    [Fact]
    public async Task A_default_profile_that_is_not_there_is_told_with_the_files_that_were_looked_into()
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home, ("AWS_REGION", "us-east-1"));

        ConnectionException exception = await FailAsync();

        Assert.Contains($"AWS profile 'default': it does not exist in {home.Config} (does not exist), {home.Credentials} (does not exist)",
            exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_profile_that_is_not_there_is_an_error_whoever_names_it(bool isVariable)
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home, ("AWS_PROFILE", isVariable ? "gone" : null), ("AWS_ACCESS_KEY_ID", null));
        home.Write(".aws/config", "[default]\naws_access_key_id = OTHER\naws_secret_access_key = SECRET\nregion = us-east-1\n");

        ConnectionException exception = await FailAsync(new() { ProfileName = isVariable ? null : "gone" });

        Assert.Equal((ConnectionFault.ProfileNotFound, "gone"), (exception.Fault, exception.Target));
        Assert.Contains(home.Config, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY is missing")]
    [InlineData("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID is missing")]
    public async Task Half_a_key_pair_in_the_environment_is_an_error_and_nothing_else_is_taken(string variable, string says)
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home, (variable, "SECRET"));
        home.Write(".aws/config", "[default]\naws_access_key_id = OTHER\naws_secret_access_key = SECRET\nregion = us-east-1\n");

        ConnectionException exception = await FailAsync();

        Assert.Equal(ConnectionFault.IncompleteKeys, exception.Fault);
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_identity_without_a_role_is_an_error()
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(
            home, ("AWS_WEB_IDENTITY_TOKEN_FILE", home.Write("token", "SECRET")), ("AWS_REGION", "us-east-1"));

        ConnectionException exception = await FailAsync();

        Assert.Contains("AWS_ROLE_ARN is missing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_identity_whose_token_is_not_there_is_an_error()
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home,
            ("AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere/token"), ("AWS_ROLE_ARN", "arn:aws:iam::333333333333:role/pipeline"),
            ("AWS_REGION", "us-east-1"));

        Assert.Equal(ConnectionFault.WebIdentityTokenMissing, (await FailAsync()).Fault);
    }

    [Fact]
    public async Task A_container_gives_credentials_to_who_shows_its_token()
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home,
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", Endpoint.Url + "/container"),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", home.Write("token", "POD-TOKEN\n")), ("AWS_REGION", "us-east-1"));

        await CallAsync();

        Assert.Equal(["GetContainerCredentials POD-TOKEN", "DescribeCacheClusters SESSION"],
            Endpoint.Calls.Select(call => $"{call.Operation} {call.SessionToken}"));
        Assert.Equal("CONTAINER", Endpoint.Calls[1].AccessKey);
    }

    public static TheoryData<string, string, string?, string> FailingContainers => new()
    {
        { "/container", "403", null, "HTTP status 403" },
        { "/container", "500", null, "HTTP status 500" },
        { "/container", "<html>", null, "not valid JSON" },
        { "/container", "{\"AccessKeyId\":\"SECRET\"}", null, "is missing" },
        { "http://192.0.2.1/keys", "", null, "AWS_CONTAINER_CREDENTIALS_FULL_URI" },
        { "no-url", "", null, "AWS_CONTAINER_CREDENTIALS_FULL_URI" },
        { "/container", "", "/nowhere/token", "/nowhere/token" },
        { "http://127.0.0.1:9/", "", null, "did not answer" },
    };

    [Theory]
    [MemberData(nameof(FailingContainers))]
    public async Task A_container_whose_credentials_fail_is_an_error(string url, string answer, string? tokenFile, string says)
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home,
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", url.StartsWith('/') ? Endpoint.Url + url : url),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", tokenFile), ("AWS_REGION", "us-east-1"));
        Endpoint.Fault = _ => int.TryParse(answer, out int status) ? Fault.Html(status) : Fault.Body(answer);

        ConnectionException exception = await FailAsync();

        Assert.Equal(ConnectionFault.ContainerCredentialsFailed, exception.Fault);
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_gives_credentials_and_Region()
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home, ("AWS_EC2_METADATA_DISABLED", null), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", Endpoint.Url));

        await CallAsync();

        Assert.Equal(("INSTANCE", "ap-northeast-1"), (Endpoint.Calls[^1].AccessKey, Endpoint.Calls[^1].Region));
        Assert.All(Endpoint.Calls.Where(call => call.Operation == "GetMetadata"),
            call => Assert.Equal("METADATA-TOKEN", call.SessionToken));
    }

    [Theory]
    [InlineData("/latest/meta-data/iam/security-credentials/", 404, "the instance has no role")]
    [InlineData("/latest/meta-data/iam/security-credentials/", 500, "HTTP status 500")]
    [InlineData("/latest/meta-data/iam/security-credentials/audit", 404, "HTTP status 404")]
    public async Task An_instance_without_credentials_is_told_as_one(string path, int status, string says)
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home, ("AWS_EC2_METADATA_DISABLED", null), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", Endpoint.Url));
        Endpoint.Fault = call => call.Operation == "GetMetadata" && call.Names[0] == path ? Fault.Html(status) : null;

        ConnectionException exception = await FailAsync();

        Assert.Equal(ConnectionFault.NoCredentials, exception.Fault);
        Assert.Contains("Instance metadata: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_Region_is_found_it_is_told_where_it_was_looked_for()
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home);

        ConnectionException exception = await FailAsync(new() { AccessKey = "a", SecretKey = "b" });

        Assert.Equal(ConnectionFault.NoRegion, exception.Fault);
        Assert.Contains(home.Config, exception.Message, StringComparison.Ordinal);
        Assert.Contains("AWS_EC2_METADATA_DISABLED", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_cannot_be_renewed_fail_the_call_with_their_own_reason()
    {
        Queue<TemporaryKeys> keys = new([new(new("A", "S", "T"), DateTime.UtcNow)]);
        ConnectionException reason = CredentialOrigin.OfProfile("audit")
            .Failure(ConnectionFault.CredentialProcessFailed, "its process ended");
        Amazon.Runtime.AWSCredentials credentials = await TemporaryCredentials.BeginAsync(
            _ => keys.TryDequeue(out TemporaryKeys? next) ? Task.FromResult(next) : throw reason, Cancelled);
        using ElastiCacheInventory inventory = AwsConnection.To(credentials, Amazon.RegionEndpoint.USEast1).OpenInventory();

        ServiceCallException exception = await Assert.ThrowsAsync<ServiceCallException>(
            () => inventory.GetPageAsync(ResourceType.CacheCluster, null, Cancelled));

        Assert.Equal(ServiceFailure.NoCredentials, exception.Failure);
        Assert.Contains("AWS profile 'audit': its process ended.", exception.Message, StringComparison.Ordinal);
        Assert.Same(reason, exception.InnerException!.InnerException);
    }

    /// <summary>A sign-in fails on this machine, a role in AWS STS.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Credentials_that_cannot_be_renewed_yet_are_used_as_long_as_they_are_good(bool failsInSts)
    {
        Exception failure = failsInSts ? new ServiceCallException(ServiceFailure.Throttled, "AssumeRole", "slow down")
            : CredentialOrigin.Environment.Failure(ConnectionFault.LoginRequired, "ended");
        Queue<TemporaryKeys> keys = new([new(new("A", "S", "T"), DateTime.UtcNow.AddMinutes(4))]);
        Amazon.Runtime.AWSCredentials credentials = await TemporaryCredentials.BeginAsync(
            _ => keys.TryDequeue(out TemporaryKeys? next) ? Task.FromResult(next)
                : throw failure, Cancelled);

        Assert.Equal("A", (await credentials.GetCredentialsAsync()).AccessKey);
    }

    [Fact]
    public async Task A_credentials_object_that_gives_no_keys_is_an_error_before_any_call()
    {
        ConnectionException exception = await Assert.ThrowsAsync<ConnectionException>(
            () => AwsConnection.OpenAsync(
                new() { Region = Region, Credential = new FailingCredentials("The sign-in has ended") }, Cancelled));

        Assert.Equal(ConnectionFault.CredentialObjectFailed, exception.Fault);
        Assert.Contains("The sign-in has ended", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<ConnectionException> FailAsync(AwsConnectionSettings? settings = null) =>
        await Assert.ThrowsAsync<ConnectionException>(() => AwsConnection.OpenAsync(settings ?? new(), Cancelled));

    private static async Task CallAsync()
    {
        using ElastiCacheInventory inventory = (await AwsConnection.OpenAsync(new(), Cancelled)).OpenInventory();
        await inventory.GetPageAsync(ResourceType.CacheCluster, null, Cancelled);
    }

    private EnvironmentVariables At(TempHome home, params (string Name, string? Value)[] others) => new(
        [("HOME", home.Path), ("AWS_CONFIG_FILE", null), ("AWS_SHARED_CREDENTIALS_FILE", null), ("AWS_ENDPOINT_URL", Endpoint.Url),
            .. others]);

    private sealed class FailingCredentials(string reason)
    {
        public FailingKeys GetCredentials() => throw new InvalidOperationException(reason);
    }

    private sealed record FailingKeys(string AccessKey, string SecretKey, string Token);
}
