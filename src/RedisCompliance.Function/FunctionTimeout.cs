using System.Globalization;

namespace RedisCompliance.Function;

/// <summary>How much of its timeout a run may use.</summary>
internal static class FunctionTimeout
{
    /// <summary>The share of the timeout that is reserved for an orderly end.</summary>
    private const double ReservedShare = 0.1;

    private static readonly TimeSpan s_leastReserve = TimeSpan.FromSeconds(2);

    /// <summary>The time that a run may use of the timeout in <see cref="FunctionEnvironment.TimeoutSeconds"/>.</summary>
    /// <exception cref="ConnectionException">The variable is not a number of seconds.</exception>
    public static TimeSpan Read(int defaultSeconds)
    {
        string? text = Environment.GetEnvironmentVariable(FunctionEnvironment.TimeoutSeconds);
        int seconds = string.IsNullOrWhiteSpace(text) ? defaultSeconds
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int set) && set > 0 ? set
            : throw new ConnectionException(
                ConnectionFault.InvalidEnvironment, $"{FunctionEnvironment.TimeoutSeconds} is '{text}'; possible is a number of seconds.",
                text);
        TimeSpan timeout = TimeSpan.FromSeconds(seconds);
        TimeSpan reserve = TimeSpan.FromTicks(Math.Max(s_leastReserve.Ticks, (long)(timeout.Ticks * ReservedShare)));
        return timeout > reserve * 2 ? timeout - reserve : timeout / 2;
    }
}
