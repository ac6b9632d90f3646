using System.Globalization;
using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <summary>Reads rows of an earlier report, as they were or as CSV, JSON or CLIXML kept them.</summary>
internal static class TargetResultReader
{
    /// <summary>The rows of what was given: rows, or whole reports.</summary>
    public static IEnumerable<PSObject> Flatten(IEnumerable<PSObject> given) =>
        // A report as a whole comes as one object, not as its rows: PowerShell's binder enumerates arrays and lists alone.
        given.SelectMany(item => item.BaseObject is string ? [item]
            : LanguagePrimitives.GetEnumerable(item)?.Cast<object>().Select(PSObject.AsPSObject) ?? [item]);

    /// <summary>Reads a row; null for what is no row of a report.</summary>
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
