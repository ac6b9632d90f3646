using Amazon.Runtime.Internal;
using RedisCompliance.Endpoint;

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
        using EnvironmentVariables _ = new(("AWS_ENDPOINT_URL", "http://127.0.0.1:9"), ("AWS_ENDPOINT_URL_ELASTICACHE", "http://127.0.0.1:9"));

        await CallAsync(new() { Region = Region, AccessKey = "AKID", SecretKey = "SECRET", EndpointUrl = Endpoint.Url });

        Assert.Single(Endpoint.Calls);
    }

    [Theory]
    [InlineData("AWS_REGION")]
    [InlineData("AWS_DEFAULT_REGION")]
    public async Task Keys_and_Region_are_found_in_the_environment(string regionVariable)
    {
        using EnvironmentVariables _ = new(("AWS_ACCESS_KEY_ID", "ENVIRONMENT"), ("AWS_SECRET_ACCESS_KEY", "SECRET"), (regionVariable, "eu-central-1"));

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

        using ElastiCacheInventory inventory = (await AwsConnection.OpenAsync(new() { Region = region, AccessKey = "a", SecretKey = "b" }, Cancelled)).OpenInventory();

        Assert.Equal(url, inventory.Endpoint.TrimEnd('/'));
    }

    [Fact]
    public async Task A_role_is_assumed_through_STS()
    {
        using TempFile file = new("""
            [base]
            aws_access_key_id = BASE
            aws_secret_access_key = SECRET
            [audit]
            role_arn = arn:aws:iam::123456789012:role/audit
            source_profile = base
            region = us-east-1
            """);
        Endpoint.Fault = call => call.Operation == "AssumeRole" ? Fault.Body("""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
              <Credentials><AccessKeyId>ASSUMED</AccessKeyId><SecretAccessKey>SECRET</SecretAccessKey><SessionToken>SESSION</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
              <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/audit/x</Arn><AssumedRoleId>AROA:x</AssumedRoleId></AssumedRoleUser>
            </AssumeRoleResult></AssumeRoleResponse>
            """) : null;
        using EnvironmentVariables _ = new(("AWS_ENDPOINT_URL", Endpoint.Url));

        await CallAsync(new() { ProfileName = "audit", ProfileLocation = file.Path });

        Assert.Equal(["BASE AssumeRole", "ASSUMED DescribeCacheClusters"], Endpoint.Calls.Select(call => $"{call.AccessKey} {call.Operation}"));
        Assert.Equal("SESSION", Endpoint.Calls[1].SessionToken);
    }

    private static async Task CallAsync(AwsConnectionSettings settings)
    {
        using ElastiCacheInventory inventory = (await AwsConnection.OpenAsync(settings, Cancelled)).OpenInventory();
        await inventory.GetPageAsync(ResourceType.CacheCluster, null, Cancelled);
    }

    private sealed class EnvironmentVariables : IDisposable
    {
        private readonly (string Name, string Value)[] _variables;

        public EnvironmentVariables(params (string Name, string Value)[] variables)
        {
            _variables = variables;
            foreach ((string name, string value) in variables)
            {
                Environment.SetEnvironmentVariable(name, value);
            }

            FallbackInternalConfigurationFactory.Reset(); // The SDK reads some of them once only.
        }

        public void Dispose()
        {
            foreach ((string name, _) in _variables)
            {
                Environment.SetEnvironmentVariable(name, null);
            }

            FallbackInternalConfigurationFactory.Reset();
        }
    }
}
