using System.Text.Json;

namespace RedisCompliance.Text;

/// <summary>What every reader of AWS's JSON has in common.</summary>
internal static class JsonValues
{
    // The years 0001 and 9999.
    private const decimal MinSeconds = -62_135_596_800m;
    private const decimal MaxSeconds = 253_402_300_800m;

    private static readonly DateTime s_epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>A member; null where it is missing or null. What is no object has no members and is of the wrong shape.</summary>
    public static JsonElement? Find(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>
    /// Seconds since 1970 as a moment, exact to what a DateTime can hold: a double would put some milliseconds one
    /// too early.
    /// </summary>
    public static bool TryGetTime(decimal seconds, out DateTime time)
    {
        bool isInRange = seconds is > MinSeconds and < MaxSeconds;
        time = isInRange ? s_epoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : default;
        return isInRange;
    }
}
