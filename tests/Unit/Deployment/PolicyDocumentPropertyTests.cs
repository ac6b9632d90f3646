using System.Text.Json.Nodes;
using CsCheck;

namespace RedisCompliance.Deployment.Tests;

/// <summary>What holds for every policy document that IAM gives back in other words than it was given.</summary>
public sealed class PolicyDocumentPropertyTests
{
    private static readonly Gen<string[]> s_items = Gen.String[Gen.Char.AlphaNumeric, 1, 8].Array[1, 4]
        .Select(items => items.Distinct().ToArray());

    private static readonly Gen<Statement[]> s_document =
        (from actions in s_items from resources in s_items select new Statement(actions, resources)).Array[1, 3];

    [Fact]
    public void Every_document_is_the_same_in_another_order_and_with_single_items_unwrapped()
    {
        Gen.Select(s_document, Gen.Int).Sample((statements, seed) =>
            Assert.True(PolicyDocuments.AreSame(Write(statements, null), Write(statements, new Random(seed)))));
    }

    [Fact]
    public void Every_document_with_an_action_more_is_another_one()
    {
        s_document.Sample(statements =>
        {
            Statement[] wider = [statements[0] with { Actions = [.. statements[0].Actions, "iam:PassRole"] }, .. statements[1..]];

            Assert.False(PolicyDocuments.AreSame(Write(statements, null), Write(wider, null)));
        });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("{")]
    public void What_is_no_document_is_the_same_as_none(string? document) =>
        Assert.False(PolicyDocuments.AreSame(document, document));

    /// <summary>As lists in the order given; or shuffled, indented, and with lists of one as the item.</summary>
    private static string Write(Statement[] statements, Random? random)
    {
        Statement[] order = [.. statements];
        random?.Shuffle(order);
        JsonArray written = [.. order.Select(statement =>
        {
            (string, JsonNode)[] members =
                [("Effect", "Allow"), ("Action", Items(statement.Actions, random)), ("Resource", Items(statement.Resources, random))];
            random?.Shuffle(members);
            return new JsonObject(members.Select(member => KeyValuePair.Create<string, JsonNode?>(member.Item1, member.Item2)));
        })];
        return new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = written }.ToJsonString(
            new() { WriteIndented = random is not null });
    }

    private static JsonNode Items(string[] items, Random? random)
    {
        string[] order = [.. items];
        random?.Shuffle(order);
        return random is not null && order.Length == 1 ? order[0] : new JsonArray([.. order.Select(item => (JsonNode)item)]);
    }

    private sealed record Statement(string[] Actions, string[] Resources);
}
