using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;

namespace RedisCompliance.Core.Tests;

/// <summary>An export as the AWS CLI might have written it: some resources, and a file that holds them.</summary>
/// <param name="Resources">The resources in the order of the file.</param>
/// <param name="File">The file.</param>
/// <param name="Encoding">The name of its encoding.</param>
/// <param name="Json">Its text.</param>
internal sealed record RandomExport(IReadOnlyList<RedisResource> Resources, byte[] File, string Encoding, string Json)
{
    /// <summary>Indented or not, and everything beyond ASCII escaped or nothing of it.</summary>
    private static readonly JsonSerializerOptions[] s_styles =
    [
        new() { WriteIndented = true },
        new() { WriteIndented = false },
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
        new() { WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
    ];

    /// <summary>Texts of any characters but lone surrogates, which no encoding carries; never blank at an end.</summary>
    private static readonly Gen<string> s_text =
        Gen.OneOf(Gen.Int[1, 0x7F], Gen.Int[0x80, 0xD7FF], Gen.Int[0xE000, 0x10FFFF]).Array[0, 12]
            .Select(scalars => $"a{string.Concat(scalars.Select(char.ConvertFromUtf32))}z");

    private static readonly Gen<string?> s_optional = Gen.OneOf(Gen.Const((string?)null), s_text.Select(text => (string?)text));

    private static readonly Gen<string?> s_flag = Gen.OneOf(Gen.OneOf<string?>("true", "false"), s_optional);

    /// <summary>Values of members that are none of ours, nested, with names of our members in them where they mean nothing.</summary>
    private static readonly Gen<object?> s_junk = Gen.Recursive<object?>((depth, inner) =>
    {
        Gen<object?> scalar = Gen.OneOf(
            s_text.Select(text => (object?)text), Gen.Int.Select(number => (object?)number), Gen.Bool.Select(flag => (object?)flag),
            Gen.Const((object?)null));
        return depth > 4 ? scalar : Gen.OneOf(
            scalar,
            inner.Array[0, 3].Select(items => (object?)items),
            Gen.Select(Gen.OneOf("ReplicationGroupId", "AtRestEncryptionEnabled", "Status", "x"), inner)
                .Select((name, value) => (object?)new Dictionary<string, object?> { [name] = value }));
    });

    /// <summary>A resource of a given type with what an export says of it, and without what it does not.</summary>
    private static Gen<RedisResource> ResourceOf(string resourceType) =>
        Gen.Select(s_text, Gen.Bool, s_flag, s_optional.Array[6]).Select((id, hasArn, flag, texts) =>
    {
        string kind = resourceType == ResourceType.ReplicationGroup ? "replicationgroup" : resourceType == ResourceType.CacheCluster
            ? "cluster" : "serverlesscache";
        return new RedisResource
        {
            ResourceType = resourceType,
            Id = id,
            Arn = hasArn ? $"arn:aws:elasticache:eu-central-1:123456789012:{kind}:{id}" : null,
            Region = hasArn ? "eu-central-1" : null,
            AccountId = hasArn ? "123456789012" : null,
            Engine = texts[0],
            EngineVersion = texts[1],
            Status = texts[2],
            StorageEncryptionType = texts[3],
            AtRestEncryptionEnabled = flag,
            KmsKeyId = texts[4],
            ReplicationGroupId = resourceType == ResourceType.CacheCluster ? texts[5] : null,
        };
    });

    /// <summary>The members of a resource as the API names them, between members of other names, in any order.</summary>
    private static Gen<Dictionary<string, object?>> MembersOf(RedisResource resource)
    {
        bool isCluster = resource.ResourceType == ResourceType.CacheCluster;
        (string Name, object? Value)[] members =
        [
            (isCluster ? "CacheClusterId" : resource.ResourceType == ResourceType.ServerlessCache ? "ServerlessCacheName"
                : "ReplicationGroupId", resource.Id),
            ("ARN", resource.Arn),
            ("Engine", resource.Engine),
            ("EngineVersion", resource.EngineVersion),
            (isCluster ? "CacheClusterStatus" : "Status", resource.Status),
            ("StorageEncryptionType", resource.StorageEncryptionType),
            ("AtRestEncryptionEnabled", bool.TryParse(resource.AtRestEncryptionEnabled, out bool flag) ? flag
                : resource.AtRestEncryptionEnabled),
            ("KmsKeyId", resource.KmsKeyId),
            .. isCluster ? [("ReplicationGroupId", resource.ReplicationGroupId)] : Array.Empty<(string, object?)>(),
        ];
        return Gen.Select(s_junk.Array[0, 3], Gen.Bool)
            .SelectMany((junk, keepsNulls) => Gen.Shuffle(members
                .Where(member => member.Value is not null || keepsNulls)
                .Concat(junk.Select((value, i) => ($"Unknown{i}", value))).ToList()))
            .Select(all => all.ToDictionary());
    }

    private static readonly Gen<(RedisResource Resource, Dictionary<string, object?> Members)[]> s_groups = ListOf(
        ResourceType.ReplicationGroup);
    private static readonly Gen<(RedisResource Resource, Dictionary<string, object?> Members)[]> s_clusters = ListOf(
        ResourceType.CacheCluster);
    private static readonly Gen<(RedisResource Resource, Dictionary<string, object?> Members)[]> s_caches = ListOf(
        ResourceType.ServerlessCache);

    /// <summary>One document of the three lists, with something else before and after them.</summary>
    public static Gen<RandomExport> Any { get; } =
        Gen.Select(s_groups, s_clusters, s_caches, s_junk.Array[2], Gen.OneOf([.. Exports.Encodings.Keys]), Gen.OneOf(s_styles))
            .Select((groups, clusters, caches, junk, encoding, style) =>
            {
                Dictionary<string, object?> document = new()
                {
                    ["Before"] = junk[0],
                    ["ReplicationGroups"] = groups.Select(item => item.Members),
                    ["CacheClusters"] = clusters.Select(item => item.Members),
                    ["ServerlessCaches"] = caches.Select(item => item.Members),
                    ["After"] = junk[1],
                };
                string json = JsonSerializer.Serialize(document, style);
                return new RandomExport(
                    [.. groups.Concat(clusters).Concat(caches).Select(item => item.Resource)], json.In(Exports.Encodings[encoding]),
                    encoding, json);
            });

    private static Gen<(RedisResource Resource, Dictionary<string, object?> Members)[]> ListOf(string resourceType) =>
        ResourceOf(resourceType).SelectMany(resource => MembersOf(resource).Select(members => (resource, members))).Array[0, 4];

    /// <summary>For the report of a failure.</summary>
    public override string ToString() => $"{Encoding}: {Json}";
}
