namespace RedisCompliance.Core.Tests;

/// <summary>Which keys and exemptions of a policy were of use to an audit.</summary>
public sealed class PolicyUseTests
{
    private static readonly DateTime s_now = new(2026, 11, 23, 3, 0, 0, DateTimeKind.Utc);

    private readonly ResourceJudge _judge = new(new AtRestPolicy
    {
        ApprovedKmsKeyIds = ["used", "arn:aws:kms:us-east-1:123456789012:key/used", "idle"],
        Exemptions = [Exemption("ord*"), Exemption("orders"), Exemption("misspelt"),
            Exemption("over") with { Expires = s_now.AddDays(-1) }],
    }, s_now);

    [Fact]
    public void Those_that_no_resource_has_used_are_left_and_expired_exemptions_are_not_among_them()
    {
        _judge.Judge(Group("orders"));
        _judge.Judge(Group("other") with { KmsKeyId = "arn:aws:kms:us-east-1:123456789012:key/USED" });

        Assert.Equal(2, _judge.PolicyUse.ResourceCount);
        Assert.Equal(["idle"], _judge.PolicyUse.UnusedKeys);
        Assert.Equal(["misspelt"], _judge.PolicyUse.UnusedExemptions.Select(exemption => exemption.Id));
    }

    [Fact]
    public void A_resource_out_of_scope_is_no_use()
    {
        _judge.Judge(Group("orders") with { Engine = "memcached", KmsKeyId = "used" });

        Assert.Equal((0, 3, 3), (_judge.PolicyUse.ResourceCount, _judge.PolicyUse.UnusedKeys.Count,
            _judge.PolicyUse.UnusedExemptions.Count));
    }

    private static RedisResource Group(string id) => new() { ResourceType = ResourceType.ReplicationGroup, Id = id };

    private static AtRestExemption Exemption(string id) => new() { Id = id, Reason = "r", Expires = s_now };
}
