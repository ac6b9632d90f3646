using System.Runtime.CompilerServices;

namespace RedisCompliance.Tests;

/// <summary>No test sees the AWS configuration of whoever runs it.</summary>
internal static class TestEnvironment
{
    [ModuleInitializer]
    internal static void Isolate()
    {
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)))
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        string nowhere = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(nowhere, "credentials"));
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", Path.Combine(nowhere, "config"));
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");

        // One retry instead of two: the waits between them are most of what these tests take.
        Environment.SetEnvironmentVariable("AWS_MAX_ATTEMPTS", "2");
    }
}
