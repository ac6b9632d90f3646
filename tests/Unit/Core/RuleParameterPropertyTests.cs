using CsCheck;

namespace RedisCompliance.Core.Tests;

/// <summary>What holds for every policy that is written as rule parameters and read back by the function.</summary>
public sealed class RuleParameterPropertyTests
{
    private static readonly string[] s_engines = ["redis", "valkey"];

    private static readonly Gen<AtRestPolicy> s_policy =
        from engines in NonEmptySubset(s_engines)
        from types in NonEmptySubset([.. ResourceType.All])
        from keys in Gen.Guid.Select(id => id.ToString()).Array[0, 5]
        from required in Gen.Bool
        select new AtRestPolicy { Engines = engines, ResourceTypes = types, ApprovedKmsKeyIds = keys, RequireCustomerManagedKey = required };

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
        });
    }

    /// <summary>So that an installation that is repeated does not take another order for a drift.</summary>
    [Fact]
    public void Every_policy_is_written_the_same_whatever_the_order_of_its_items()
    {
        Gen.Select(s_policy, Gen.Int).Sample((policy, seed) =>
        {
            AtRestPolicy shuffled = new()
            {
                Engines = Shuffle(policy.Engines, seed),
                ResourceTypes = Shuffle(policy.ResourceTypes, seed),
                ApprovedKmsKeyIds = Shuffle(policy.ApprovedKmsKeyIds, seed),
                RequireCustomerManagedKey = policy.RequireCustomerManagedKey,
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
