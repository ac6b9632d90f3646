using System.Text;

namespace RedisCompliance.Core.Tests;

/// <summary>How the members that the API names become a resource.</summary>
public sealed class ResourceRecordTests
{
    [Theory]
    [InlineData("arn:aws:elasticache:us-east-1:123456789012:replicationgroup:orders", "us-east-1")]
    [InlineData("arn:aws-cn:elasticache:cn-north-1:123456789012:replicationgroup:orders", "cn-north-1")]
    [InlineData("arn:aws-us-gov:elasticache:us-gov-west-1:123456789012:replicationgroup:orders", "us-gov-west-1")]
    public void Region_and_account_are_those_of_the_ARN_in_every_partition(string arn, string region)
    {
        RedisResource resource = Resource((ResourceMember.ReplicationGroupId, "orders"), (ResourceMember.ARN, arn))!;

        Assert.Equal((region, "123456789012"), (resource.Region, resource.AccountId));
    }

    [Theory]
    [InlineData("junk")]
    [InlineData("arn")]
    [InlineData("arn:")]
    [InlineData("arn:aws")]
    [InlineData("arn:aws:elasticache")]
    [InlineData("arn::elasticache:us-east-1:123456789012:replicationgroup:orders")]
    [InlineData("arn:aws:rds:us-east-1:123456789012:cluster:orders")]
    [InlineData("ARN:aws:elasticache:us-east-1:123456789012:replicationgroup:orders")]
    [InlineData(":::::::")]
    public void What_is_not_an_ARN_of_ElastiCache_says_nothing(string arn)
    {
        RedisResource resource = Resource((ResourceMember.ReplicationGroupId, "orders"), (ResourceMember.ARN, arn))!;

        Assert.Equal((null, null), (resource.Region, resource.AccountId));
    }

    [Theory]
    [InlineData("arn:aws:elasticache:us-east-1")]
    [InlineData("arn:aws:elasticache:us-east-1:123456789012")]
    [InlineData("arn:aws:elasticache:us-east-1:123456789012:replicationgroup")]
    [InlineData("arn:aws:elasticache:us-east-1:123456789012:replicationgroup:")]
    [InlineData("arn:aws:elasticache:us-east-1:123456789012:parametergroup:nightly")]
    public void An_ARN_with_too_few_parts_or_of_another_kind_names_no_resource(string arn)
    {
        Assert.Null(Resource((ResourceMember.ARN, arn)));
    }

    [Fact]
    public void The_ARN_is_kept_as_it_was_reported()
    {
        Assert.Equal("junk", Resource((ResourceMember.CacheClusterId, "orders"), (ResourceMember.ARN, "junk"))!.Arn);
    }

    [Theory]
    [InlineData("replicationgroup", ResourceType.ReplicationGroup)]
    [InlineData("cluster", ResourceType.CacheCluster)]
    [InlineData("serverlesscache", ResourceType.ServerlessCache)]
    public void An_ARN_alone_tells_kind_and_id(string kind, string resourceType)
    {
        RedisResource resource = Resource((ResourceMember.ARN, $"arn:aws:elasticache:us-east-1:123456789012:{kind}:orders"))!;

        Assert.Equal((resourceType, "orders"), (resource.ResourceType, resource.Id));
    }

    [Fact]
    public void The_listing_s_kind_and_the_ARN_s_id_make_a_resource()
    {
        ResourceRecord record = Record((ResourceMember.ARN, "arn:aws:elasticache:us-east-1:123456789012:cluster:orders"));

        RedisResource resource = record.ToResource(ResourceType.CacheCluster)!;

        Assert.Equal((ResourceType.CacheCluster, "orders"), (resource.ResourceType, resource.Id));
    }

    [Theory]
    [InlineData(ResourceMember.ReplicationGroupId, ResourceType.ReplicationGroup)]
    [InlineData(ResourceMember.CacheClusterId, ResourceType.CacheCluster)]
    [InlineData(ResourceMember.ServerlessCacheName, ResourceType.ServerlessCache)]
    public void The_kind_is_told_by_the_member_that_names_the_resource(ResourceMember member, string resourceType)
    {
        RedisResource resource = Resource((member, "orders"))!;

        Assert.Equal((resourceType, "orders"), (resource.ResourceType, resource.Id));
    }

    [Fact]
    public void A_cluster_that_names_a_group_is_a_member_of_it_and_not_the_group()
    {
        RedisResource resource = Resource((ResourceMember.ReplicationGroupId, "orders"), (ResourceMember.CacheClusterId, "orders-001"))!;

        Assert.Equal((ResourceType.CacheCluster, "orders-001", "orders"),
            (resource.ResourceType, resource.Id, resource.ReplicationGroupId));
    }

    [Fact]
    public void A_group_is_no_member_of_itself()
    {
        Assert.Null(Resource((ResourceMember.ReplicationGroupId, "orders"))!.ReplicationGroupId);
    }

    [Fact]
    public void Nothing_that_names_it_makes_no_resource()
    {
        Assert.Null(Resource((ResourceMember.Engine, "redis"), (ResourceMember.StorageEncryptionType, "none")));
    }

    [Fact]
    public void A_listing_s_kind_alone_makes_no_resource()
    {
        Assert.Null(Record((ResourceMember.Engine, "redis")).ToResource(ResourceType.CacheCluster));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    public void A_blank_value_is_an_absent_one(string? blank)
    {
        Assert.Null(Resource((ResourceMember.ReplicationGroupId, "orders"),
            (ResourceMember.StorageEncryptionType, blank))!.StorageEncryptionType);
    }

    [Fact]
    public void White_space_around_a_value_is_no_part_of_it()
    {
        Assert.Equal("none", Resource(
            (ResourceMember.ReplicationGroupId, "orders"), (ResourceMember.StorageEncryptionType, " none\n"))!.StorageEncryptionType);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("junk")]
    [InlineData("arn:aws:elasticache::123456789012:replicationgroup:orders")]
    public void The_Region_that_was_asked_stands_in_for_an_ARN_that_names_none(string? arn)
    {
        ResourceRecord record = Record((ResourceMember.ReplicationGroupId, "orders"), (ResourceMember.ARN, arn));

        Assert.Equal("eu-west-1", record.ToResource(region: "eu-west-1")!.Region);
    }

    [Fact]
    public void The_ARN_s_Region_goes_before_the_one_that_was_asked()
    {
        ResourceRecord record = Record((ResourceMember.ARN, "arn:aws:elasticache:us-east-1:123456789012:cluster:orders"));

        Assert.Equal("us-east-1", record.ToResource(region: "eu-west-1")!.Region);
    }

    [Fact]
    public void The_status_of_a_cluster_is_its_CacheClusterStatus()
    {
        RedisResource resource = Resource(
            (ResourceMember.CacheClusterId, "orders"), (ResourceMember.Status, "other"), (ResourceMember.CacheClusterStatus, "deleting"))!;

        Assert.Equal("deleting", resource.Status);
    }

    [Fact]
    public void Every_member_is_known_by_the_API_s_own_name()
    {
        Assert.All(Enum.GetValues<ResourceMember>(), member =>
            Assert.Equal(member, ResourceRecord.MemberOf(Encoding.UTF8.GetBytes(member.ToString()))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Description")]
    [InlineData("arn")]
    [InlineData("KmsKeyIdentifier")]
    public void Other_names_are_no_member(string name)
    {
        Assert.Null(ResourceRecord.MemberOf(Encoding.UTF8.GetBytes(name)));
    }

    [Fact]
    public void Every_member_reads_back_as_it_was_taken()
    {
        Assert.All(Enum.GetValues<ResourceMember>(), member => Assert.Equal($"{member}", Record((member, $"{member}")).Get(member)));
    }

    private static RedisResource? Resource(params (ResourceMember, string?)[] members) => Record(members).ToResource();

    private static ResourceRecord Record(params (ResourceMember, string?)[] members)
    {
        ResourceRecord record = default;
        foreach ((ResourceMember member, string? value) in members)
        {
            record.Set(member, value);
        }

        return record;
    }
}
