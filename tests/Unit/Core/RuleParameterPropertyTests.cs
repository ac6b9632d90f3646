using CsCheck;

namespace RedisCompliance.Core.Tests;

/// <summary>What holds for every policy that is written as rule parameters and read back by the function.</summary>
public sealed class RuleParameterPropertyTests
{
    private static readonly string[] s_engines = ["redis", "valkey"];

    // What JSON and AWS Config's own separators could stumble over.
    private static readonly Gen<string> s_text = Gen.Char["aZ9-*?=,;:\"'\\{}[] \u00e9\u65e5/"].Array[1, 20]
        .Select(letters => "x" + new string(letters) + "x");

    private static readonly Gen<AtRestExemption> s_exemption =
        from id in s_text.Select(text => text.Replace('[', '*').Replace(']', '?'))
        from tag in s_text
        from which in Gen.Int[1, 3]
        from reason in s_text
        from day in Gen.Int[0, 20_000]
        select new AtRestExemption { Id = (which & 1) > 0 ? id : null, Tag = (which & 2) > 0 ? tag : null, Reason = reason,
            Expires = DateTime.UnixEpoch.AddDays(day) };

    private static readonly Gen<AtRestPolicy> s_policy =
        from engines in NonEmptySubset(s_engines)
        from types in NonEmptySubset([.. ResourceType.Default])
        from keys in Gen.Guid.Select(id => id.ToString()).Array[0, 5]
        from required in Gen.Bool
        from exemptions in s_exemption.Array[0, 4]
        select new AtRestPolicy { Engines = engines, ResourceTypes = types, ApprovedKmsKeyIds = keys, RequireCustomerManagedKey = required,
            Exemptions = exemptions };

    [Fact]
    public void Every_policy_reads_back_as_it_was_written()
    {
        s_policy.Sample(policy =>
        {
            AtRestPolicy read = RuleParameters.ToPolicy(RuleParameters.FromPolicy(policy));

            Assert.Equal(policy.Engines.ToHashSet(), read.Engines.ToHashSet());
            Assert.Equal(policy.ResourceTypes.ToHashSet(), read.ResourceTypes.ToHashSet());
            Assert.Equal(policy.ApprovedKmsKeyIds.ToHashSet(), read.ApprovedKmsKeyIds.ToHashSet());
            Assert.Equal(policy.RequireCustomerManagedKey, read.RequireCustomerManagedKey);
            Assert.Equal(policy.Exemptions, read.Exemptions);
        });
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"engines\": null}")]
    [InlineData("{\"engines\": [\"redis\"]}")]
    [InlineData("{\"engines\": \"redis\"")]
    [InlineData("{\"engines\": \"redis\", \"engines\": \"valkey\"}")]
    [InlineData("{\"engines\": \"redis\", \"engines\": null}")]
    [InlineData("{\"\\ud800\": \"redis\"}")]
    [InlineData("{\"engines\": \"\\ud800\"}")]
    public void What_is_no_object_of_texts_is_no_parameters(string json) => Assert.Null(RuleParameters.TryParse(json));

    [Theory]
    [InlineData(RuleParameters.Engines, "redis", "redis, Redis")]
    [InlineData(RuleParameters.ResourceTypes, "CacheCluster", "CacheCluster,AWS::ElastiCache::CacheCluster")]
    [InlineData(RuleParameters.ApprovedKmsKeyIds, "1111", "1111,1111")]
    public void An_item_that_is_named_twice_is_the_same_policy(string name, string once, string twice) =>
        Assert.True(RuleParameters.AreSame(
            new Dictionary<string, string> { [name] = once }, new Dictionary<string, string> { [name] = twice }));

    /// <summary>So that an installation that is repeated does not take another order for a drift.</summary>
    [Fact]
    public void Every_policy_is_written_the_same_whatever_the_order_of_its_items()
    {
        Gen.Select(s_policy, Gen.Int).Sample((policy, seed) =>
        {
            AtRestPolicy shuffled = policy with
            {
                Engines = Shuffle(policy.Engines, seed),
                ResourceTypes = Shuffle(policy.ResourceTypes, seed),
                ApprovedKmsKeyIds = Shuffle(policy.ApprovedKmsKeyIds, seed),
            };

            Assert.Equal(RuleParameters.FromPolicy(policy), RuleParameters.FromPolicy(shuffled));
        });
    }

    private static string[] Shuffle(IReadOnlyCollection<string> items, int seed)
    {
        string[] shuffled = [.. items];
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    private static Gen<string[]> NonEmptySubset(string[] items) =>
        Gen.Int[1, (1 << items.Length) - 1].Select(mask => items.Where((_, index) => (mask >> index & 1) == 1).ToArray());
}
