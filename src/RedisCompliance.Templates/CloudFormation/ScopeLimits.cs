namespace RedisCompliance.Templates.CloudFormation;

/// <summary>
/// How much is worked out for one template, by count and never by the clock: entries of mappings that lead to each other, or
/// back to themselves, would take for ever or all of the stack. What is beyond cannot be determined.
/// </summary>
internal sealed class ScopeLimits
{
    /// <summary>Why a value beyond cannot be determined.</summary>
    public const string Reason = "it takes too much to work out";

    /// <summary>The most functions, conditions and lists.</summary>
    private const int MaxSteps = 500_000;

    /// <summary>The most of them within each other.</summary>
    private const int MaxDepth = 200;

    private int _steps;
    private int _depth;

    /// <summary>Works something out, where there is still room for it.</summary>
    public T Within<T>(Func<T> work, T beyond)
    {
        if (_depth >= MaxDepth || _steps >= MaxSteps)
        {
            return beyond;
        }

        _steps++;
        _depth++;
        try
        {
            return work();
        }
        finally
        {
            _depth--;
        }
    }
}
