using System.Collections;
using System.Management.Automation;

namespace RedisCompliance.Module.Tests;

/// <summary>Objects of every shape by the hundred thousand: a verdict that their values support, or an error that names them.</summary>
public sealed class ObjectMutationTests : IDisposable
{
    private const int Inputs = 100_000;

    private static readonly string[] s_members = ["StorageEncryptionType", "AtRestEncryptionEnabled", "KmsKeyId", "Engine", "Status"];

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void No_object_is_compliant_whose_values_do_not_show_it()
    {
        Random random = new(20261126);
        PSObject[] objects = [.. Enumerable.Range(0, Inputs).Select(number => Make(random, number))];
        Dictionary<string, PSObject> byId = objects.ToDictionary(item => $"{Member(item, "ReplicationGroupId")}");

        Outcome outcome = _session.Run("$input | Get-RedisAtRestCompliance 3> $null", [.. objects]);

        Assert.Equal(Inputs, outcome.Output.Count);
        string[] compliant = [.. outcome.Output.Where(item => (string)item.Properties["ComplianceType"].Value == "COMPLIANT")
            .Select(item => (string)item.Properties["ComplianceResourceId"].Value)];
        Assert.True(compliant.Length > Inputs / 100, $"{compliant.Length} compliant: the mutations are of no use.");
        Assert.DoesNotContain(compliant, id => !IsShown(byId[id]));
    }

    private static PSObject Make(Random random, int number)
    {
        Dictionary<string, object?> members = new() { ["ReplicationGroupId"] = $"group-{number}" };
        foreach (string name in s_members.Where(_ => random.Next(4) > 0))
        {
            members[name] = name == "Engine" ? null : Value(random, 0);
        }

        if (random.Next(2) == 0)
        {
            return PSObject.AsPSObject(new Hashtable(members));
        }

        PSObject item = new();
        foreach ((string name, object? value) in members)
        {
            item.Properties.Add(new PSNoteProperty(name, value));
        }

        return item;
    }

    private static object? Value(Random random, int depth) => random.Next(depth > 2 ? 9 : 14) switch
    {
        0 => null,
        1 => true,
        2 => false,
        3 => "none",
        4 => "sse-kms",
        5 => random.Next(2) == 0 ? "true" : "False",
        6 => random.Next(3),
        7 => string.Empty,
        8 => new object(),
        9 => new Hashtable { ["Value"] = Value(random, depth + 1) },
        10 => new[] { Value(random, depth + 1) },
        11 => new PSObject(new Hashtable { [random.Next(2) == 0 ? "value" : "Other"] = Value(random, depth + 1) }),
        12 => PSObject.AsPSObject(Value(random, depth + 1) ?? "none"),
        _ => new ArrayList { "sse-kms" },
    };

    private static bool IsShown(PSObject item)
    {
        object? state = Plain(Member(item, "StorageEncryptionType"));
        return state is null or "" ? Plain(Member(item, "AtRestEncryptionEnabled")) is true or "true" : state is "sse-kms";
    }

    /// <summary>A value, or the text of an enumeration; any other object as it is.</summary>
    private static object? Plain(object? value)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        return plain is Hashtable table
            && table.Cast<DictionaryEntry>()
                .SingleOrDefault(entry => string.Equals($"{entry.Key}", "value", StringComparison.OrdinalIgnoreCase)).Value is { } word
            && (word is PSObject inner ? inner.BaseObject : word) is string { Length: > 0 } text ? text : plain;
    }

    private static object? Member(PSObject item, string name) =>
        item.BaseObject is Hashtable table ? table[name] : item.Properties[name]?.Value;
}
