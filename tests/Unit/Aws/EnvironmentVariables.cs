using Amazon.Runtime.Internal;

namespace RedisCompliance.Aws.Tests;

/// <summary>Variables for the time of a test. They are the process's own: such tests are of the collection that runs by itself.</summary>
internal sealed class EnvironmentVariables : IDisposable
{
    private readonly (string Name, string? Value)[] _variables;
    private readonly Dictionary<string, string?> _before;

    // The SDK settles on the places of the shared AWS files when it is first used: not on those of a test.
    static EnvironmentVariables() => FallbackInternalConfigurationFactory.Reset();

    public EnvironmentVariables(params (string Name, string? Value)[] variables)
    {
        _variables = [.. variables.GroupBy(variable => variable.Name).Select(same => same.Last())];
        _before = _variables.ToDictionary(variable => variable.Name, variable => Environment.GetEnvironmentVariable(variable.Name));
        foreach ((string name, string? value) in _variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        FallbackInternalConfigurationFactory.Reset(); // The SDK reads some of them once only.
    }

    public void Dispose()
    {
        foreach ((string name, _) in _variables)
        {
            Environment.SetEnvironmentVariable(name, _before[name]);
        }

        FallbackInternalConfigurationFactory.Reset();
    }
}
