using System.Globalization;
using System.Text;

namespace RedisCompliance.Templates.Tests;

/// <summary>
/// Inputs that are made to take all time and memory, or to say two things. The tests hold what each of them gives, the benchmark how
/// long it takes.
/// </summary>
internal static class HostileInputs
{
    private const string Cache = "\n  Cache: {Type: 'AWS::ElastiCache::ReplicationGroup'}\n";

    /// <summary>Those that are refused, and what their error says.</summary>
    public static IReadOnlyList<(string Name, string Text, string Why)> Refused { get; } =
    [
        ("a billion laughs", "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nResources:" + Cache, "aliases"),
        ("an alias", "Resources:\n  A: &a {Type: x}\n  B: *a\n", "aliases"),
        ("an alias as a key", "Resources:\n  &k A: {Type: x}\n  *k : {Type: x}\n", "aliases"),
        ("a merge", "Resources:\n  A:\n    <<: {Type: x}\n", "aliases"),
        ("a tag that makes an object", "Resources:\n  A: !!python/object/apply:os.system [ls]\n", "python"),
        ("a tag of nobody", "Resources:\n  A: !Execute ls\n", "!Execute"),
        ("a key twice in YAML", "Resources:\n  A: {Type: x}\n  A: {Type: y}\n", "twice (line 3)"),
        ("a key twice in JSON", "{\"Resources\":{\n\"A\":{\"Type\":\"x\"},\n\"A\":{\"Type\":\"y\"}}}", "twice (line 3)"),
        ("a key twice, once escaped", "{\"Resources\":{\"A\":{\"Type\":\"x\"},\"\\u0041\":{\"Type\":\"y\"}}}", "twice"),
        ("deep YAML", "Resources: " + new string('[', 100_000), "levels deep"),
        ("deep YAML in blocks", "Resources:\n" + Deep(300), "levels deep"),
        ("deep JSON", "{\"Resources\":{\"A\":" + new string('[', 100_000), "line 1"),
        ("a million keys in YAML", "Resources:\n" + Keys(1_000_000, "  A{0}: x\n"), "values"),
        ("a million keys in JSON", "{\"Resources\":{" + Keys(1_000_000, "\"A{0}\":1,") + "\"B\":1}}", "values"),
        ("a template of 20 MB", "{\"Resources\":{\"A\":\"" + new string('x', 20_000_000) + "\"}}", "16 MB"),
        ("ten thousand resources",
            "{\"Resources\":{" + Keys(10_000, "\"A{0}\":{{\"Type\":\"x\"}},") + "\"B\":{\"Type\":\"x\"}}}", "resources"),
        ("loops in loops in loops", Loops(4), "resources"),
        ("loops in loops in loops around nothing", Loops(4).Replace("A: {Type: x}", "{}"), "resources"),
        ("YAML that is cut off", "Resources:\n  A: {Type: 'AWS::", "YAML"),
        ("a flow mapping that goes on further left", "Resources:\n  A:\n    Type: {x:\n y}\n", "YAML"),
        ("JSON that is cut off", "{\"Resources\":{\"A\":{\"Type\":", "JSON"),
        ("two documents", "Resources:\n  A: {Type: x}\n---\nResources: {}\n", "after the first"),
        ("a resource that is a text", "Resources:\n  A: x\n", "no Type"),
        ("a list of resources", "Resources: []\n", "no Resources"),
        ("a key that is a list", "Resources:\n  ? [a, b]\n  : x\n", "not a text"),
        ("a million keys in Terraform",
            "{\"format_version\":\"1.2\",\"resource_changes\":[{\"change\":{\"after\":{" + Keys(1_000_000, "\"a{0}\":1,") + "\"b\":1}}}]}",
            "values"),
        ("deep Terraform", "{\"format_version\":\"1.2\",\"planned_values\":" + new string('[', 100_000), "JSON"),
    ];

    /// <summary>Those that are read, and what would grow without end is left at a bound.</summary>
    public static IReadOnlyList<(string Name, string Text)> Bounded =>
    [
        ("conditions that double", DoublingConditions),
        ("mappings that double", DoublingMappings),
        ("mappings that double, in 4,000 resources", ManyDoubling),
        ("lookups in lookups whose keys are not known", NestedLookups),
        ("a chain of 50,000 conditions", LongChain),
        ("conditions of 9,000 levels", DeepConditions),
        ("a text of 600 MB put together", LongText),
        ("references that double", DoublingReferences),
    ];

    /// <summary>Each of 60 conditions asks the next one twice.</summary>
    public static string DoublingConditions
    {
        get
        {
            StringBuilder conditions = new("  C60: !Equals [!Ref P, x]\n");
            for (int i = 0; i < 60; i++)
            {
                conditions.Append("  C" + i + ": !And [!Condition C" + (i + 1) + ", !Condition C" + (i + 1) + "]\n");
            }

            return $$$"""
                Parameters: {P: {Type: String}}
                Conditions:
                {{{conditions}}}
                Resources:
                  Cache:
                    Type: AWS::ElastiCache::ReplicationGroup
                    Properties: {AtRestEncryptionEnabled: !If [C0, true, false]}
                """;
        }
    }

    /// <summary>Each of 60 entries of a mapping is made of the next one twice.</summary>
    public static string DoublingMappings => """
        Mappings: {M: {a: {ENTRIES, e60: x}}}
        Resources:
          Cache:
            Type: AWS::ElastiCache::ReplicationGroup
            Properties: {AtRestEncryptionEnabled: !FindInMap [M, a, e0]}
        """.Replace("ENTRIES", string.Join(", ", Enumerable.Range(0, 60).Select(
            index => $"e{index}: !Join ['', [!FindInMap [M, a, e{index + 1}], !FindInMap [M, a, e{index + 1}]]]")));

    /// <summary>The same, which every one of 4,000 resources asks for.</summary>
    public static string ManyDoubling => DoublingMappings.Split("Resources:")[0] + "Resources:\n" + Keys(4_000,
        "  Cache{0}:\n    Type: AWS::ElastiCache::ReplicationGroup\n"
            + "    Properties: {{AtRestEncryptionEnabled: !FindInMap [M, a, e0]}}\n");

    /// <summary>Three lookups in each other, in a mapping of 150 times 150 entries that are all the same.</summary>
    public static string NestedLookups
    {
        get
        {
            string entries = string.Join(", ", Enumerable.Range(0, 150).Select(index => $"k{index}: v"));
            return $$$"""
                Parameters: {P: {Type: String}}
                Mappings:
                  M: {{{{string.Join(", ", Enumerable.Range(0, 150).Select(index => $"k{index}: {{{entries}}}"))}}}}
                Resources:
                  Cache:
                    Type: AWS::ElastiCache::ReplicationGroup
                    Properties:
                      AtRestEncryptionEnabled:
                        !FindInMap [M, !Ref P, !FindInMap [M, !Ref P, !FindInMap [M, !Ref P, !Ref P]]]
                """;
        }
    }

    /// <summary>190 conditions, each with 46 levels of its own around the next one.</summary>
    public static string DeepConditions
    {
        get
        {
            StringBuilder conditions = new("  C190: !Equals [a, a]\n");
            for (int i = 0; i < 190; i++)
            {
                conditions.Append("  C" + i + ": ").Insert(conditions.Length, "{Fn::And: [", 46)
                    .Append("!Condition C" + (i + 1)).Insert(conditions.Length, "]}", 46).Append('\n');
            }

            return $"AWSTemplateFormatVersion: '2010-09-09'\nConditions:\n{conditions}Resources:\n  Cache:\n"
                + "    Type: AWS::ElastiCache::ReplicationGroup\n    Properties: {AtRestEncryptionEnabled: !If [C0, true, false]}\n";
        }
    }

    /// <summary>Each of 50,000 conditions is the next one.</summary>
    public static string LongChain
    {
        get
        {
            StringBuilder conditions = new("  C50000: !Equals [a, a]\n");
            for (int i = 0; i < 50_000; i++)
            {
                conditions.Append("  C" + i + ": !Condition C" + (i + 1) + "\n");
            }

            return $"AWSTemplateFormatVersion: '2010-09-09'\nConditions:\n{conditions}Resources:\n  Cache:\n"
                + "    Type: AWS::ElastiCache::ReplicationGroup\n    Properties: {AtRestEncryptionEnabled: !If [C0, true, false]}\n";
        }
    }

    /// <summary>A parameter of 60,000 characters, 10,000 times in one text.</summary>
    public static string LongText => """
        Parameters: {P: {Type: String, Default: HUGE}}
        Resources:
          Cache:
            Type: AWS::ElastiCache::ReplicationGroup
            Properties: {AtRestEncryptionEnabled: !Sub "REFERENCE"}
        """.Replace("HUGE", new string('x', 60_000)).Replace("REFERENCE", string.Concat(Enumerable.Repeat("${P}", 10_000)));

    /// <summary>A variable that every one of 25 modules takes 64 times from the one around it.</summary>
    public static string DoublingReferences
    {
        get
        {
            StringBuilder modules = new();
            for (int i = 0; i < 25; i++)
            {
                modules.Append("\"module_calls\":{\"m\":{\"expressions\":{\"k\":{\"references\":[")
                    .AppendJoin(',', Enumerable.Repeat("\"var.k\"", 64)).Append("]}},\"module\":{");
            }

            string path = string.Concat(Enumerable.Repeat("module.m.", 25));
            return """
                {"format_version":"1.2","resource_changes":[{"address":"PATHaws_elasticache_replication_group.a",
                "type":"aws_elasticache_replication_group","name":"a","change":{"actions":["create"],"after":{"engine":"valkey"},
                "after_unknown":{"at_rest_encryption_enabled":true}}}],"configuration":{"root_module":{MODULES
                "resources":[{"address":"aws_elasticache_replication_group.a","expressions":
                {"at_rest_encryption_enabled":{"references":["var.k"]}}}]END
                """.Replace("PATH", path).Replace("MODULES", $"{modules}").Replace("END", new string('}', 3 + (3 * 25)));
        }
    }

    private static string Keys(int count, string format)
    {
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            text.AppendFormat(CultureInfo.InvariantCulture, format, i);
        }

        return text.ToString();
    }

    private static string Deep(int depth)
    {
        StringBuilder text = new();
        for (int i = 0; i < depth; i++)
        {
            text.Append(' ', i + 1).Append("a:\n");
        }

        return text.ToString();
    }

    private static string Loops(int depth)
    {
        StringBuilder text = new("Resources:\n");
        string names = string.Join(", ", Enumerable.Range(0, 100));
        for (int i = 0; i < depth; i++)
        {
            string indent = new(' ', 2 + (6 * i));
            text.Append(indent + "Fn::ForEach::L" + i + ":\n" + indent + "  - V" + i + "\n");
            text.Append(indent + "  - [" + names + "]\n" + indent + "  -\n");
        }

        return text.Append(' ', 2 + (6 * depth)).Append("A: {Type: x}\n").ToString();
    }
}
