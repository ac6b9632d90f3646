namespace RedisCompliance.Aws.Connection;

/// <summary>Reads environment variables.</summary>
internal static class EnvironmentVariable
{
    /// <summary>A variable's value; null if it is not set or empty.</summary>
    public static string? Get(string name) => Environment.GetEnvironmentVariable(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>Whether a variable is set to true.</summary>
    public static bool IsTrue(string name) => string.Equals(Get(name), "true", StringComparison.OrdinalIgnoreCase);
}
