using Amazon;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Tests;

/// <summary>What the environment says. It is the process's own, so these tests run by themselves.</summary>
[CollectionDefinition(nameof(EnvironmentTests), DisableParallelization = true)]
[Collection(nameof(EnvironmentTests))]
public sealed class EnvironmentTests : EndpointTest
{
    [Fact]
    public async Task The_endpoint_of_the_environment_is_called_and_signed_for_the_Region_asked_for()
    {
        using EnvironmentVariables _ = new(("AWS_ENDPOINT_URL", Endpoint.Url));

        await CallAsync(new() { Region = "ap-northeast-1", AccessKey = "AKID", SecretKey = "SECRET" });

        Assert.Equal("ap-northeast-1", Assert.Single(Endpoint.Calls).Region);
    }

    [Fact]
    public async Task The_endpoint_of_the_service_beats_the_one_of_all()
    {
        using EnvironmentVariables _ = new(("AWS_ENDPOINT_URL", "http://127.0.0.1:9"), ("AWS_ENDPOINT_URL_ELASTICACHE", Endpoint.Url));

        await CallAsync(new() { Region = Region, AccessKey = "AKID", SecretKey = "SECRET" });

        Assert.Single(Endpoint.Calls);
    }

    [Fact]
    public async Task The_endpoint_given_beats_both()
    {
        using EnvironmentVariables _ = new(
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"), ("AWS_ENDPOINT_URL_ELASTICACHE", "http://127.0.0.1:9"));

        await CallAsync(new() { Region = Region, AccessKey = "AKID", SecretKey = "SECRET", EndpointUrl = Endpoint.Url });

        Assert.Single(Endpoint.Calls);
    }

    [Theory]
    [InlineData("AWS_REGION")]
    [InlineData("AWS_DEFAULT_REGION")]
    public async Task Keys_and_Region_are_found_in_the_environment(string regionVariable)
    {
        using EnvironmentVariables _ = new(
            ("AWS_ACCESS_KEY_ID", "ENVIRONMENT"), ("AWS_SECRET_ACCESS_KEY", "SECRET"), (regionVariable, "eu-central-1"));

        await CallAsync(new() { EndpointUrl = Endpoint.Url });

        Assert.Equal(("ENVIRONMENT", "eu-central-1"), (Assert.Single(Endpoint.Calls).AccessKey, Endpoint.Calls[0].Region));
    }

    [Theory]
    [InlineData("us-east-1", "AWS_USE_FIPS_ENDPOINT", "https://elasticache-fips.us-east-1.amazonaws.com")]
    [InlineData("us-gov-west-1", "AWS_USE_FIPS_ENDPOINT", "https://elasticache.us-gov-west-1.amazonaws.com")]
    [InlineData("us-east-1", "AWS_USE_DUALSTACK_ENDPOINT", "https://elasticache.us-east-1.api.aws")]
    [InlineData("cn-north-1", "AWS_USE_DUALSTACK_ENDPOINT", "https://elasticache.cn-north-1.api.amazonwebservices.com.cn")]
    public async Task FIPS_and_dual_stack_endpoints_are_honoured(string region, string variable, string url)
    {
        using EnvironmentVariables _ = new((variable, "true"));

        using ElastiCacheInventory inventory =
            (await AwsConnection.OpenAsync(new() { Region = region, AccessKey = "a", SecretKey = "b" }, Cancelled)).OpenInventory();

        Assert.Equal(url, inventory.Endpoint.TrimEnd('/'));
    }

    [Theory]
    [InlineData("us-gov-west-1", "https://kms-fips.us-gov-west-1.amazonaws.com", "https://lambda-fips.us-gov-west-1.amazonaws.com")]
    [InlineData("us-east-1", "https://kms-fips.us-east-1.amazonaws.com", "https://lambda-fips.us-east-1.amazonaws.com")]
    public void The_client_of_each_service_calls_its_own_FIPS_endpoint(string region, params string[] urls)
    {
        using EnvironmentVariables _ = new(("AWS_USE_FIPS_ENDPOINT", "true"));
        var connection = AwsConnection.To(new BasicAWSCredentials("a", "b"), RegionEndpoint.GetBySystemName(region));

        using AmazonKeyManagementServiceClient kms = new(connection);
        using AmazonLambdaClient lambda = new(connection);

        Assert.Equal(urls, new[] { kms.Endpoint, lambda.Endpoint });
    }

    [Fact]
    public void The_STS_that_a_profile_s_role_is_had_from_is_the_one_that_the_profile_chooses()
    {
        using AmazonSecurityTokenServiceClient client = new(AwsConnection.To(
            new Amazon.Runtime.AnonymousAWSCredentials(), Amazon.RegionEndpoint.USEast1,
            new EndpointVariant(IsFips: true, IsDualstack: false)));

        Assert.Equal("https://sts-fips.us-east-1.amazonaws.com", client.Endpoint.TrimEnd('/'));
    }

    [Fact]
    public async Task Where_AWS_has_no_FIPS_endpoint_there_is_an_error_and_no_call()
    {
        using EnvironmentVariables _ = new(("AWS_USE_FIPS_ENDPOINT", "true"));

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(
            () => CallAsync(new() { Region = "eu-west-1", AccessKey = "a", SecretKey = "b" }));

        Assert.Equal((ServiceFailure.NoEndpoint, "elasticache", "DescribeCacheClusters"),
            (failure.Failure, failure.Service, failure.Operation));
        Assert.Contains("AWS has no FIPS endpoint for ElastiCache in eu-west-1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_is_given_is_called_whatever_AWS_publishes()
    {
        using EnvironmentVariables _ = new(("AWS_USE_FIPS_ENDPOINT", "true"), ("AWS_ENDPOINT_URL_ELASTICACHE", Endpoint.Url));

        await CallAsync(new() { Region = "eu-west-1", AccessKey = "AKID", SecretKey = "SECRET" });

        Assert.Equal("eu-west-1", Assert.Single(Endpoint.Calls).Region);
    }

    [Theory]
    [InlineData("AWS_USE_FIPS_ENDPOINT", "1")]
    [InlineData("AWS_USE_DUALSTACK_ENDPOINT", "yes")]
    public async Task A_choice_of_endpoints_that_cannot_be_read_is_an_error_and_not_taken_for_no(string variable, string value)
    {
        using EnvironmentVariables _ = new((variable, value));

        ConnectionException failure = await Assert.ThrowsAsync<ConnectionException>(
            () => CallAsync(new() { Region = Region, AccessKey = "a", SecretKey = "b" }));

        Assert.Equal(ConnectionFault.InvalidEndpointSetting, failure.Fault);
        Assert.Contains(variable, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("use_fips_endpoint = true", null, "https://elasticache-fips.us-east-1.amazonaws.com")]
    [InlineData("use_dualstack_endpoint = true", null, "https://elasticache.us-east-1.api.aws")]
    [InlineData("use_fips_endpoint = true", "false", "https://elasticache.us-east-1.amazonaws.com")]
    [InlineData("", "true", "https://elasticache-fips.us-east-1.amazonaws.com")]
    [InlineData("", null, "https://elasticache.us-east-1.amazonaws.com")]
    public async Task The_profile_that_is_named_chooses_unless_the_environment_does(string key, string? variable, string url)
    {
        using TempFile file = new($"[audit]\naws_access_key_id = AKID\naws_secret_access_key = SECRET\nregion = us-east-1\n{key}\n");
        using EnvironmentVariables _ = new(("AWS_USE_FIPS_ENDPOINT", variable));

        using ElastiCacheInventory inventory =
            (await AwsConnection.OpenAsync(new() { ProfileName = "audit", ProfileLocation = file.Path }, Cancelled)).OpenInventory();

        Assert.Equal(url, inventory.Endpoint);
    }

    [Fact]
    public async Task A_blank_profile_name_is_none_so_that_the_environment_s_profile_chooses()
    {
        using TempFile file = new("[default]\nregion = us-east-1\nuse_fips_endpoint = true\n");
        using EnvironmentVariables _ = new(("AWS_CONFIG_FILE", file.Path), ("AWS_USE_FIPS_ENDPOINT", null));

        using ElastiCacheInventory inventory = (await AwsConnection.OpenAsync(
            new() { ProfileName = " ", AccessKey = "AKID", SecretKey = "SECRET" }, Cancelled)).OpenInventory();

        Assert.Equal("https://elasticache-fips.us-east-1.amazonaws.com", inventory.Endpoint);
    }

    [Fact]
    public async Task A_role_is_assumed_through_the_STS_of_the_Region_asked_for()
    {
        using TempFile file = new("""
            [base]
            aws_access_key_id = BASE
            aws_secret_access_key = SECRET
            [audit]
            role_arn = arn:aws:iam::123456789012:role/audit
            source_profile = base
            external_id = redis-audit
            role_session_name = nightly
            region = eu-west-1
            """);
        using EnvironmentVariables _ = new(("AWS_ENDPOINT_URL", Endpoint.Url));

        await CallAsync(new() { ProfileName = "audit", ProfileLocation = file.Path });

        Assert.Equal(["BASE AssumeRole eu-west-1", "ASIA123456789012 DescribeCacheClusters eu-west-1"],
            Endpoint.Calls.Select(call => $"{call.AccessKey} {call.Operation} {call.Region}"));
        Assert.Equal(("redis-audit", "nightly"),
            (Endpoint.Calls[0].Parameters["ExternalId"], Endpoint.Calls[0].Parameters["RoleSessionName"]));
        Assert.Equal("SESSION", Endpoint.Calls[1].SessionToken);
    }

    [Fact]
    public async Task A_role_is_assumed_by_a_role()
    {
        using TempFile file = new("""
            [base]
            aws_access_key_id = BASE
            aws_secret_access_key = SECRET
            [hub]
            role_arn = arn:aws:iam::111111111111:role/hub
            source_profile = base
            [audit]
            role_arn = arn:aws:iam::222222222222:role/audit
            source_profile = hub
            region = us-east-1
            """);
        using EnvironmentVariables _ = new(("AWS_ENDPOINT_URL", Endpoint.Url));

        await CallAsync(new() { ProfileName = "audit", ProfileLocation = file.Path });

        Assert.Equal(["BASE AssumeRole", "ASIA111111111111 AssumeRole", "ASIA222222222222 DescribeCacheClusters"],
            Endpoint.Calls.Select(call => $"{call.AccessKey} {call.Operation}"));
    }

    [Fact]
    public async Task A_web_identity_takes_its_role_by_a_call_that_is_not_signed()
    {
        using TempFile token = new("WEB-TOKEN");
        using EnvironmentVariables _ = new(
            ("AWS_ENDPOINT_URL", Endpoint.Url), ("AWS_WEB_IDENTITY_TOKEN_FILE", token.Path),
            ("AWS_ROLE_ARN", "arn:aws:iam::333333333333:role/pipeline"), ("AWS_ROLE_SESSION_NAME", "build"));

        await CallAsync(new() { Region = Region });

        Assert.Equal([" AssumeRoleWithWebIdentity", "ASIA333333333333 DescribeCacheClusters"],
            Endpoint.Calls.Select(call => $"{call.AccessKey} {call.Operation}"));
        Assert.Equal("WEB-TOKEN", Endpoint.Calls[0].Parameters["WebIdentityToken"]);
    }

    [Theory]
    [InlineData(1, "SIGNED-IN", "GetRoleCredentials", "DescribeCacheClusters")]
    [InlineData(0, "RENEWED", "CreateToken", "GetRoleCredentials", "DescribeCacheClusters")]
    public async Task A_user_of_Identity_Center_gets_credentials_by_the_sign_in_that_the_CLI_keeps(
        int hoursLeft, string token, params string[] operations)
    {
        using TempHome home = new();
        using TempFile file = new("""
            [audit]
            sso_start_url = https://corp.awsapps.com/start
            sso_region = eu-central-1
            sso_account_id = 444444444444
            sso_role_name = Auditor
            """);
        using EnvironmentVariables _ = new(("AWS_ENDPOINT_URL", Endpoint.Url), ("HOME", home.Path));
        home.SignIn(DateTime.UtcNow.AddHours(hoursLeft));

        await CallAsync(new() { Region = Region, ProfileName = "audit", ProfileLocation = file.Path });

        Assert.Equal(operations, Endpoint.Calls.Select(call => call.Operation));
        Assert.Equal(("444444444444", "Auditor", token),
            Endpoint.Calls.Where(call => call.Operation == "GetRoleCredentials")
                .Select(call => (call.Parameters["account_id"], call.Parameters["role_name"], call.SessionToken)).Single());
        Assert.Equal("ASIA444444444444", Endpoint.Calls[^1].AccessKey);
    }

    private static async Task CallAsync(AwsConnectionSettings settings)
    {
        using ElastiCacheInventory inventory = (await AwsConnection.OpenAsync(settings, Cancelled)).OpenInventory();
        await inventory.GetPageAsync(ResourceType.CacheCluster, null, Cancelled);
    }
}
