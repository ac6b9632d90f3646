namespace RedisCompliance.Templates.CloudFormation;

/// <summary>
/// How much is worked out for one template, by count and never by the clock: entries of mappings that lead to each other, or
/// back to themselves, would take for ever or all of the stack. What is beyond cannot be determined.
/// </summary>
/// <param name="cancellationToken">Ends the work, wherever it is.</param>
internal sealed class ScopeLimits(CancellationToken cancellationToken)
{
    /// <summary>Why a value beyond cannot be determined.</summary>
    public const string Reason = "it takes too much to work out";

    /// <summary>The most functions, conditions, lists and entries of mappings.</summary>
    private const int MaxSteps = 500_000;

    /// <summary>The most of them within each other.</summary>
    private const int MaxDepth = 200;

    private int _steps;
    private int _depth;

    /// <summary>Works something out, where there is still room for it.</summary>
    public T Within<T>(Func<T> work, T beyond)
    {
        if (_depth >= MaxDepth || !TryStep())
        {
            return beyond;
        }

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

    /// <summary>Takes a step; false where there is no room for another.</summary>
    public bool TryStep()
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _steps < MaxSteps && ++_steps > 0;
    }
}
