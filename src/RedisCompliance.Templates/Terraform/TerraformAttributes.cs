using System.Text.Json;

namespace RedisCompliance.Templates.Terraform;

/// <summary>The attributes that decide the verdict on a resource; all others are skipped.</summary>
internal sealed class TerraformAttributes
{
    private const int MaxTags = 200;

    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal)
    {
        "replication_group_id", "cluster_id", "cluster_name", "name", "serverless_cache_name", "arn", "engine", "engine_version",
        "at_rest_encryption_enabled", "kms_key_id", "durability", "global_replication_group_id", "primary_cluster_id", "region",
    };

    private readonly Dictionary<string, (string? Text, bool IsUnreadable)> _values = new(StringComparer.Ordinal);

    /// <summary>The tags; null if none are known.</summary>
    public Dictionary<string, string>? Tags { get; private set; }

    /// <summary>Reads an object; null if there is none.</summary>
    public static TerraformAttributes? Read(TerraformJson json)
    {
        TerraformAttributes attributes = new();
        return json.ReadObject(name => attributes.Read(json, name)) ? attributes : null;
    }

    /// <summary>Reads <c>after_unknown</c>; null if it does not list attributes.</summary>
    public static TerraformAttributes? ReadUnknown(TerraformJson json)
    {
        TerraformAttributes attributes = new();
        return json.Read(name => attributes.Read(json, name)) is JsonTokenType.StartObject or JsonTokenType.False ? attributes : null;
    }

    /// <summary>The value of an attribute; missing, null and "" all mean not set.</summary>
    public (string? Text, bool IsUnreadable) Get(string name) =>
        _values.TryGetValue(name, out (string? Text, bool IsUnreadable) value)
            ? (PlainText.Trim(value.Text), value.IsUnreadable) : default;

    private void Read(TerraformJson json, string name)
    {
        if (name is "tags" or "tags_all")
        {
            json.ReadTags(AddTag);
        }
        else if (s_names.Contains(name))
        {
            _values[name] = json.ReadScalar();
        }
        else
        {
            json.Skip();
        }
    }

    private void AddTag(string name, string? value)
    {
        Tags ??= new(StringComparer.Ordinal);
        if (Tags.Count < MaxTags && value is not null)
        {
            Tags[PlainText.Of(name)] = PlainText.Of(value);
        }
    }
}
