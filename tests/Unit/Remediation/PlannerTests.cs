using RedisCompliance.Remediation.Ways;

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

    [Theory]
    [InlineData("us-iso-east-1a", false)]
    [InlineData("us-gov-west-1b", false)]
    [InlineData("eusc-de-east-1a", false)]
    [InlineData("us-west-2-lax-1a", true)]
    [InlineData("us-east-1-wl1-bos-wlz-1", true)]
    public async Task A_Local_Zone_is_told_by_what_follows_the_number_of_its_Region(string zone, bool expected)
    {
        RemediationPlan plan = await Situation.Durable().SetMember(member => member["PreferredAvailabilityZone"] = zone).PlanAsync();

        Assert.Equal(expected, plan.Ways.SelectMany(way => way.Blockers).Any(blocker => blocker.Name == "LocalZone"));
    }

    /// <summary>Two groups whose ids differ at the end only are rebuilt beside each other.</summary>
    [Fact]
    public void Long_ids_that_begin_alike_get_different_names()
    {
        const string Long = "payments-production-orders-blue-";
        string[] names = [NewName.OfGroup(Long + "east"), NewName.OfGroup(Long + "west")];

        Assert.NotEqual(names[0], names[1]);
        Assert.All(names, name => Assert.Matches("^[a-z](?:-?[a-z0-9])*-encrypted$", name));
        Assert.All(names, name => Assert.InRange(name.Length, 1, 40));
        Assert.Equal("orders-encrypted", NewName.OfGroup("orders"));
    }
}
