namespace RedisCompliance.Remediation.Tests;

/// <summary>What is recommended in which situation, what blocks it, and how it begins.</summary>
public sealed class PlannerTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. Situations.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_situation_has_its_way_its_blockers_and_its_first_command(string name)
    {
        (Func<Situation> make, string expected) = Situations.All[name];

        RemediationPlan plan = await make().PlanAsync();

        string first = plan.Steps.FirstOrDefault(step => step.Operation is not null)?.AwsCli?["aws elasticache ".Length..] ?? "-";
        string actual = $"{plan.Way} | {string.Join(", ", plan.Blockers)} | "
            + first.Replace(" --region us-east-1", null, StringComparison.Ordinal);
        if (plan.Ways.Skip(1).FirstOrDefault(way => way.Name == RemediationWayName.EnableDurability) is { } inPlace)
        {
            actual += $" | not {inPlace}: {string.Join(", ", inPlace.Blockers)}";
        }

        output.WriteLine(PlanText.Of(plan));
        Assert.Equal(expected, actual);
    }
}
