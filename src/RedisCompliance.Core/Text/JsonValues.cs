using System.Text.Json;

namespace RedisCompliance.Text;

/// <summary>Helpers that every reader of AWS's JSON shares.</summary>
internal static class JsonValues
{
    // The years 0001 and 9999.
    private const decimal MinSeconds = -62_135_596_800m;
    private const decimal MaxSeconds = 253_402_300_800m;

    private static readonly DateTime s_epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>A member; null if it is missing or null. Throws if the element is not an object.</summary>
    public static JsonElement? Find(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Converts seconds since 1970 to a time, exactly: through a double, some times would be a millisecond early.</summary>
    public static bool TryGetTime(decimal seconds, out DateTime time)
    {
        bool isInRange = seconds is > MinSeconds and < MaxSeconds;
        time = isInRange ? s_epoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : default;
        return isInRange;
    }
}
