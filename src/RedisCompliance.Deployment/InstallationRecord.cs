using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RedisCompliance.Config.Events;

namespace RedisCompliance.Deployment;

/// <summary>
/// What the user requested, as Install records it on the function, in an environment variable: the one place that belongs to the
/// installation, is replaced atomically and takes one call to read. Without the record, only the current state would be known, and
/// manual changes would look like installed settings.
/// </summary>
internal sealed record InstallationRecord
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The module's version.</summary>
    public string? Version { get; init; }

    /// <summary>The SHA-256 of the deployed package.</summary>
    public string? CodeSha256 { get; init; }

    /// <summary>The unique id of the role that Lambda granted the key of these variables to.</summary>
    public string? RoleId { get; init; }

    /// <summary>The name of the role that Install created; null if the user specified one.</summary>
    public string? RoleName { get; init; }

    /// <summary>The role that the user specified; null if Install created one.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Whether the log group is Install's.</summary>
    public bool? OwnsLogGroup { get; init; }

    /// <summary>Days.</summary>
    public int? LogRetentionInDays { get; init; }

    /// <summary>MB.</summary>
    public int? MemorySize { get; init; }

    /// <summary>The function's architecture.</summary>
    public string? Architecture { get; init; }

    /// <summary>Whether the role has AWS's managed policies.</summary>
    public bool? UseManagedPolicy { get; init; }

    /// <summary>How often the rule runs.</summary>
    public string? MaximumExecutionFrequency { get; init; }

    /// <summary>The rule's description; null for the default.</summary>
    public string? Description { get; init; }

    /// <summary>The rule's parameters.</summary>
    public IReadOnlyDictionary<string, string>? InputParameters { get; init; }

    /// <summary>The topic that is notified; null for none.</summary>
    public string? NotificationTopicArn { get; init; }

    /// <summary>The excluded accounts of an organization.</summary>
    public IReadOnlyList<string>? ExcludedAccounts { get; init; }

    /// <summary>A hook's failure mode.</summary>
    public string? FailureMode { get; init; }

    /// <summary>The operations that a hook is called for.</summary>
    public IReadOnlyList<string>? TargetOperations { get; init; }

    /// <summary>The name of a hook's execution role.</summary>
    public string? ExecutionRoleName { get; init; }

    /// <summary>The policy in a rule's or hook's parameters; null if there are none, or Install did not write them.</summary>
    public static AtRestPolicy? PolicyOf(IReadOnlyDictionary<string, string>? parameters)
    {
        try
        {
            return parameters is null ? null : RuleParameters.ToPolicy(parameters);
        }
        catch (ConfigEventException)
        {
            // The difference is reported and repaired elsewhere.
            return null;
        }
    }

    /// <summary>The text of the variable.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_options);

    /// <summary>Reads the variable; null if Install did not write it.</summary>
    public static InstallationRecord? TryRead(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize<InstallationRecord>(json!, s_options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
