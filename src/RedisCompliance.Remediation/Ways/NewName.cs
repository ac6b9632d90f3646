using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RedisCompliance.Remediation.Ways;

/// <summary>Names for what a plan creates: recognizable beside the old ones, and valid in AWS.</summary>
internal static class NewName
{
    private const int MaxGroupId = 40;
    private const int MaxSnapshotName = 200;

    /// <summary>The id of a new group or cache: 1 to 40 letters, digits and hyphens, no consecutive hyphens, none at the end.</summary>
    public static string OfGroup(string id) => Make(id, "-encrypted", MaxGroupId);

    /// <summary>The name of a snapshot, with the day of the plan.</summary>
    public static string OfSnapshot(string id, DateTime day) =>
        Make(id, day.ToString("'-before-encryption-'yyyyMMdd", CultureInfo.InvariantCulture), MaxSnapshotName);

    /// <summary>The name of a snapshot's copy.</summary>
    public static string OfCopy(string name) =>
        Make(name.StartsWith("automatic.", StringComparison.OrdinalIgnoreCase) ? name.Substring("automatic.".Length) : name,
            "-encrypted", MaxSnapshotName);

    /// <summary>The name of a parameter group.</summary>
    public static string OfParameters(string id, string purpose) => Make(id, "-" + purpose, MaxSnapshotName);

    private static string Make(string id, string suffix, int max)
    {
        StringBuilder name = new();
        foreach (char letter in id.ToLowerInvariant())
        {
            bool isPlain = letter is (>= 'a' and <= 'z') or (>= '0' and <= '9');
            if (isPlain || (name.Length > 0 && name[name.Length - 1] != '-'))
            {
                name.Append(isPlain ? letter : '-');
            }
        }

        // Ids that begin alike must not get one name: what is cut off is told apart by a hash.
        string end = name.Length + suffix.Length > max ? $"-{Fingerprint(id)}{suffix}" : suffix;
        string stem = name.ToString(0, Math.Min(name.Length, max - end.Length)).TrimEnd('-');
        return stem.Length > 0 && stem[0] is >= 'a' and <= 'z' ? stem + end : "cache" + end;
    }

    private static string Fingerprint(string id)
    {
#pragma warning disable CA1850 // HashData is not in netstandard2.0.
        using var sha256 = SHA256.Create();
        byte[] hash = sha256.ComputeHash(Encoding.UTF8.GetBytes(id));
#pragma warning restore CA1850
        return string.Concat(hash.Take(3).Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
