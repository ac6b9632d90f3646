namespace RedisCompliance.Aws.Connection;

/// <summary>What the environment says.</summary>
internal static class EnvironmentVariable
{
    /// <summary>A variable; null where it is not set or empty.</summary>
    public static string? Get(string name) => Environment.GetEnvironmentVariable(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>Whether a variable says true.</summary>
    public static bool IsTrue(string name) => string.Equals(Get(name), "true", StringComparison.OrdinalIgnoreCase);
}
