namespace RedisCompliance.Templates.CloudFormation;

/// <summary>
/// Limits the evaluation of one template, by count rather than by time: mapping entries that refer to each other or back to themselves
/// could take forever or exhaust the stack. A value beyond the limits cannot be determined.
/// </summary>
/// <param name="cancellationToken">Cancels the evaluation.</param>
internal sealed class ScopeLimits(CancellationToken cancellationToken)
{
    /// <summary>Why a value beyond the limits cannot be determined.</summary>
    public const string Reason = "it takes too much to work out";

    /// <summary>The maximum number of functions, conditions, lists and mapping entries.</summary>
    private const int MaxSteps = 500_000;

    /// <summary>The maximum depth of nesting.</summary>
    private const int MaxDepth = 200;

    private int _steps;
    private int _depth;

    /// <summary>Evaluates something if the limits allow it.</summary>
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

    /// <summary>Counts a step; false if the limit is reached.</summary>
    public bool TryStep()
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _steps < MaxSteps && ++_steps > 0;
    }
}
