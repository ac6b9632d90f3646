using System.Globalization;

namespace RedisCompliance.Remediation.Facts;

/// <summary>An engine and its version, as far as known.</summary>
internal sealed class EngineVersion(string? engine, string? version)
{
    private readonly int[]? _numbers = Parse(version);

    public string? Engine { get; } = engine?.ToLowerInvariant();

    public string? Text { get; } = version;

    public bool IsValkey => Engine == "valkey";

    public bool IsRedis => Engine == "redis";

    /// <summary>Whether engine and version are both known.</summary>
    public bool IsKnown => Engine is not null && _numbers is not null;

    /// <summary>The major version.</summary>
    public string? Major => _numbers?[0].ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The version as a create request accepts it: from 6 on without the last number, which only descriptions show; before 6 complete.
    /// </summary>
    public string? Requested => _numbers is null ? null
        : _numbers[0] < 6 ? Text
        : _numbers.Length < 2 ? null
        : $"{_numbers[0].ToString(CultureInfo.InvariantCulture)}.{_numbers[1].ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Whether the version is at least the given one; false if unknown.</summary>
    public bool IsAtLeast(params int[] numbers)
    {
        if (_numbers is null)
        {
            return false;
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            int own = i < _numbers.Length ? _numbers[i] : 0;
            if (own != numbers[i])
            {
                return own > numbers[i];
            }
        }

        return true;
    }

    public override string ToString() => $"{Engine} {Text}";

    private static int[]? Parse(string? version)
    {
        List<int> numbers = [];
        foreach (string part in version?.Split('.') ?? [])
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                return null;
            }

            numbers.Add(number);
        }

        return numbers.Count > 0 ? [.. numbers] : null;
    }
}
