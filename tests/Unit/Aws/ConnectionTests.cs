using Amazon.Runtime;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

public sealed class ConnectionTests : EndpointTest
{
    [Theory]
    [InlineData("us-east-1")]
    [InlineData("ap-northeast-1")]
    public async Task The_Region_asked_for_is_the_one_signed_for(string region)
    {
        await CallAsync(new AwsConnectionSettings { Region = region, AccessKey = "AKID", SecretKey = "SECRET",
            EndpointUrl = Endpoint.Url });

        Assert.Equal((region, "elasticache"), (Assert.Single(Endpoint.Calls).Region, Endpoint.Calls[0].Service));
    }

    [Fact]
    public async Task A_session_token_goes_with_its_keys()
    {
        await CallAsync(new AwsConnectionSettings { Region = Region, AccessKey = "AKID", SecretKey = "SECRET", SessionToken = "TOKEN",
            EndpointUrl = Endpoint.Url });

        Assert.Equal(("AKID", "TOKEN"), (Assert.Single(Endpoint.Calls).AccessKey, Endpoint.Calls[0].SessionToken));
    }

    [Fact]
    public async Task A_profile_gives_keys_and_Region()
    {
        using TempFile file = new("[audit]\naws_access_key_id = PROFILE\naws_secret_access_key = SECRET\nregion = eu-west-1\n");

        await CallAsync(new AwsConnectionSettings { ProfileName = "audit", ProfileLocation = file.Path, EndpointUrl = Endpoint.Url });

        Assert.Equal(("PROFILE", "eu-west-1"), (Assert.Single(Endpoint.Calls).AccessKey, Endpoint.Calls[0].Region));
    }

    [Fact]
    public async Task The_Region_given_beats_the_stored_one_and_that_one_the_profile_s()
    {
        using TempFile file = new("[audit]\naws_access_key_id = PROFILE\naws_secret_access_key = SECRET\nregion = eu-west-1\n");

        AwsConnection given = await OpenAsync(
            new() { Region = "us-west-2", StoredRegion = "us-east-2", ProfileName = "audit", ProfileLocation = file.Path });
        AwsConnection stored = await OpenAsync(new() { StoredRegion = "us-east-2", ProfileName = "audit", ProfileLocation = file.Path });

        Assert.Equal(("us-west-2", "parameter Region", "us-east-2", "$StoredAWSRegion"),
            (given.Region, given.RegionSource, stored.Region, stored.RegionSource));
    }

    [Fact]
    public async Task Keys_beat_a_profile_a_profile_beats_credentials_and_those_beat_stored_ones()
    {
        using TempFile file = new("[audit]\naws_access_key_id = PROFILE\naws_secret_access_key = SECRET\n");
        AwsConnectionSettings all = new()
        {
            Region = Region, AccessKey = "AKID", SecretKey = "SECRET", ProfileName = "audit", ProfileLocation = file.Path,
            Credential = new BasicAWSCredentials("OBJECT", "SECRET"), StoredCredential = new BasicAWSCredentials("STORED", "SECRET"),
        };

        Assert.Equal("parameters AccessKey and SecretKey", (await OpenAsync(all)).CredentialSource);
        Assert.Equal("AWS profile 'audit'",
            (await OpenAsync(new() { Region = Region, ProfileName = all.ProfileName, ProfileLocation = all.ProfileLocation,
                Credential = all.Credential })).CredentialSource);
        Assert.Equal("parameter Credential",
            (await OpenAsync(new() { Region = Region, Credential = all.Credential,
                StoredCredential = all.StoredCredential })).CredentialSource);
        Assert.Equal("$StoredAWSCredentials",
            (await OpenAsync(new() { Region = Region, StoredCredential = all.StoredCredential })).CredentialSource);
    }

    [Fact]
    public async Task Credentials_of_another_SDK_are_asked_anew_for_each_call_so_that_they_stay_fresh()
    {
        int asked = 0;
        AwsConnectionSettings settings =
            new() { Region = Region, Credential = new ForeignSdkCredentials(() => $"KEY{++asked}"), EndpointUrl = Endpoint.Url };
        using ElastiCacheInventory inventory = (await AwsConnection.OpenAsync(settings, Cancelled)).OpenInventory();

        await inventory.GetPageAsync(ResourceType.CacheCluster, null, Cancelled);
        await inventory.GetPageAsync(ResourceType.CacheCluster, null, Cancelled);

        Assert.NotEqual(Endpoint.Calls[0].AccessKey, Endpoint.Calls[1].AccessKey);
    }

    public static TheoryData<AwsConnectionSettings, ConnectionFault> Unusable => new()
    {
        { new() { Region = "nowhere-1", AccessKey = "a", SecretKey = "b" }, ConnectionFault.UnknownRegion },
        { new() { Region = "nowhere-1", AccessKey = "a", SecretKey = "b", EndpointUrl = "http://localhost:1" },
            ConnectionFault.UnknownRegion },
        { new() { AccessKey = "a", SecretKey = "b" }, ConnectionFault.NoRegion },
        { new() { Region = "us-east-1" }, ConnectionFault.NoCredentials },
        { new() { Region = "us-east-1", AccessKey = "a" }, ConnectionFault.IncompleteKeys },
        { new() { Region = "us-east-1", SessionToken = "a" }, ConnectionFault.IncompleteKeys },
        { new() { Region = "us-east-1", Credential = "text" }, ConnectionFault.InvalidCredentialType },
        { new() { Region = "us-east-1", ProfileName = "nobody" }, ConnectionFault.ProfileNotFound },
        { new() { Region = "us-east-1", AccessKey = "a", SecretKey = "b", EndpointUrl = "localhost:1" }, ConnectionFault.InvalidEndpoint },
        { new() { Region = "us-east-1", AccessKey = "a", SecretKey = "b", EndpointUrl = "ftp://localhost" },
            ConnectionFault.InvalidEndpoint },
    };

    [Theory]
    [MemberData(nameof(Unusable), DisableDiscoveryEnumeration = true)]
    public async Task What_no_call_can_be_made_with_is_said_before_any(AwsConnectionSettings settings, ConnectionFault fault)
    {
        ConnectionException exception = await Assert.ThrowsAsync<ConnectionException>(() => OpenAsync(settings));

        Assert.Equal(fault, exception.Fault);
    }

    [Fact]
    public async Task A_Region_younger_than_the_SDK_is_had_by_an_endpoint_that_names_it()
    {
        AwsConnection connection = await OpenAsync(
            new() { Region = "xx-new-1", AccessKey = "a", SecretKey = "b", EndpointUrl = "https://elasticache.xx-new-1.amazonaws.com" });

        Assert.Equal("xx-new-1", connection.Region);
    }

    [Theory]
    [InlineData("us-east-1", "https://elasticache.us-east-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://elasticache.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-gov-west-1", "https://elasticache.us-gov-west-1.amazonaws.com/")]
    public async Task Without_an_endpoint_of_one_s_own_the_Region_s_is_called(string region, string url)
    {
        using ElastiCacheInventory inventory = (await OpenAsync(new() { Region = region, AccessKey = "a", SecretKey = "b" }))
            .OpenInventory();

        Assert.Equal(url, inventory.Endpoint + (inventory.Endpoint.EndsWith('/') ? null : "/"));
    }

    private static Task<AwsConnection> OpenAsync(AwsConnectionSettings settings) => AwsConnection.OpenAsync(settings, Cancelled);

    private static async Task CallAsync(AwsConnectionSettings settings)
    {
        using ElastiCacheInventory inventory = (await OpenAsync(settings)).OpenInventory();
        await inventory.GetPageAsync(ResourceType.CacheCluster, null, Cancelled);
    }

    /// <summary>Credentials as another AWSSDK.Core has them: no type of ours, but the same members.</summary>
    private sealed class ForeignSdkCredentials(Func<string> nextKey)
    {
        public ForeignKeys GetCredentials() => new(nextKey(), "SECRET", string.Empty);
    }

    private sealed record ForeignKeys(string AccessKey, string SecretKey, string Token);
}
