using System.Globalization;
using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <summary>Reads rows of an earlier report, live or from CSV, JSON or CLIXML.</summary>
internal static class TargetResultReader
{
    /// <summary>The rows of the input, which may be rows or whole reports.</summary>
    public static IEnumerable<PSObject> Flatten(IEnumerable<PSObject> given) =>
        // A whole report arrives as one object, not as its rows: PowerShell's binder enumerates only arrays and lists.
        given.SelectMany(item => item.BaseObject is string ? [item]
            : LanguagePrimitives.GetEnumerable(item)?.Cast<object?>().Select(ObjectMembers.Wrap) ?? [item]);

    /// <summary>Reads a row; null if the object is no row of a report.</summary>
    public static TargetResult? Read(PSObject row)
    {
        if (Text(row, nameof(TargetResult.Status)) is not { } status
            || row.Properties[nameof(TargetResult.Region)] is null || row.Properties[nameof(TargetResult.AccountId)] is null)
        {
            return null;
        }

        return new TargetResult
        {
            AccountId = Text(row, nameof(TargetResult.AccountId)),
            Region = Text(row, nameof(TargetResult.Region)),
            Status = status,
            Policy = Text(row, nameof(TargetResult.Policy)),
            CompliantCount = Count(row, nameof(TargetResult.CompliantCount)),
            NonCompliantCount = Count(row, nameof(TargetResult.NonCompliantCount)),
            NotApplicableCount = Count(row, nameof(TargetResult.NotApplicableCount)),
            ReplicationGroupCount = Count(row, nameof(TargetResult.ReplicationGroupCount)),
            CacheClusterCount = Count(row, nameof(TargetResult.CacheClusterCount)),
            ServerlessCacheCount = Count(row, nameof(TargetResult.ServerlessCacheCount)),
            SnapshotCount = Count(row, nameof(TargetResult.SnapshotCount)),
            ServerlessCacheSnapshotCount = Count(row, nameof(TargetResult.ServerlessCacheSnapshotCount)),
        };
    }

    private static int Count(PSObject row, string name) =>
        int.TryParse(Text(row, name), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 0;

    private static string? Text(PSObject row, string name) => ConfigEvaluationReader.Text(row, name);
}
