using CsCheck;

namespace RedisCompliance.Reports.Tests;

/// <summary>What tells a report that a resource comes twice.</summary>
public sealed class WrittenFindingsTests
{
    private static readonly Gen<(FindingKey Key, FindingCount Count)> s_finding = Gen.Select(
        Gen.Bool, Gen.Bool, Gen.Int[0, 150_000], Gen.Enum<FindingStatus>(), Gen.Int[0, FindingCount.MaxGroup],
        (isKnown, isWest, id, status, group) => (new FindingKey(
            isKnown ? "111122223333" : null, isWest ? "eu-west-1" : "us-east-1", ResourceType.ReplicationGroup, $"group-{id}"),
            new FindingCount(status, group)));

    [Fact]
    public void Where_the_worst_of_a_resource_counts_is_kept_however_many_there_are() => s_finding.Array[0, 400_000].Sample(findings =>
    {
        using WrittenFindings written = new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
        Dictionary<FindingKey, FindingCount> worst = [];
        foreach ((FindingKey key, FindingCount count) in findings)
        {
            FindingCount? known = worst.TryGetValue(key, out FindingCount before) ? before : null;
            Assert.Equal(known, written.Add(key, count));
            worst[key] = known?.Status <= count.Status ? known.Value : count;
        }
    }, iter: 10);
}
