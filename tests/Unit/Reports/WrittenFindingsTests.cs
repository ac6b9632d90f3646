using CsCheck;

namespace RedisCompliance.Reports.Tests;

/// <summary>What tells a report that a resource comes twice.</summary>
public sealed class WrittenFindingsTests
{
    private static readonly Gen<(FindingKey Key, FindingStatus Status)> s_finding = Gen.Select(
        Gen.Bool, Gen.Bool, Gen.Int[0, 150_000], Gen.Enum<FindingStatus>(),
        (isKnown, isWest, id, status) => (new FindingKey(
            isKnown ? "111122223333" : null, isWest ? "eu-west-1" : "us-east-1", ResourceType.ReplicationGroup, $"group-{id}"), status));

    [Fact]
    public void The_worst_status_of_a_resource_is_kept_however_many_there_are() => s_finding.Array[0, 400_000].Sample(findings =>
    {
        using WrittenFindings written = new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
        Dictionary<FindingKey, FindingStatus> worst = [];
        foreach ((FindingKey key, FindingStatus status) in findings)
        {
            FindingStatus? known = worst.TryGetValue(key, out FindingStatus before) ? before : null;
            Assert.Equal(known, written.Add(key, status));
            worst[key] = known < status ? known.Value : status;
        }
    }, iter: 10);
}
