using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RedisCompliance.Config.Events;

namespace RedisCompliance.Deployment;

/// <summary>
/// What Install notes on the function of what it was asked for, in an environment variable: the one place that belongs to
/// the installation, is replaced as a whole, and is read with one call. Without it, what is there would be all that is known,
/// and a change by hand could not be told from what was installed.
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

    /// <summary>The SHA-256 of the package that was put.</summary>
    public string? CodeSha256 { get; init; }

    /// <summary>The role's unique id: that of the role which Lambda was allowed the key of these variables for.</summary>
    public string? RoleId { get; init; }

    /// <summary>The name of the role that Install made; null where one was given.</summary>
    public string? RoleName { get; init; }

    /// <summary>A role that was given; null where Install made one.</summary>
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

    /// <summary>The topic that is told; null for none.</summary>
    public string? NotificationTopicArn { get; init; }

    /// <summary>The accounts of an organization that are left out.</summary>
    public IReadOnlyList<string>? ExcludedAccounts { get; init; }

    /// <summary>What a hook's failure does.</summary>
    public string? FailureMode { get; init; }

    /// <summary>What a hook is called for.</summary>
    public IReadOnlyList<string>? TargetOperations { get; init; }

    /// <summary>The name of a hook's execution role.</summary>
    public string? ExecutionRoleName { get; init; }

    /// <summary>The policy of a rule's or hook's parameters; null where there are none, or none that Install wrote.</summary>
    public static AtRestPolicy? PolicyOf(IReadOnlyDictionary<string, string>? parameters)
    {
        try
        {
            return parameters is null ? null : RuleParameters.ToPolicy(parameters);
        }
        catch (ConfigEventException)
        {
            // The difference is told, and mended.
            return null;
        }
    }

    /// <summary>The text of the variable.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_options);

    /// <summary>Reads the variable; null where it holds nothing that Install wrote.</summary>
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
