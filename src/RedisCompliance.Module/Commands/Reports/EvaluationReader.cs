using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace RedisCompliance.Commands.Reports;

/// <summary>
/// Makes findings and rows of the audit's report from objects in any form: an evaluation of this session, one read back
/// from CSV, JSON or CLIXML, and the members of an earlier report.
/// </summary>
internal static class EvaluationReader
{
    private static readonly string[] s_statuses =
        [TargetStatus.Completed, TargetStatus.Failed, TargetStatus.Stopped, TargetStatus.Skipped];

    /// <summary>Reads an evaluation.</summary>
    /// <exception cref="ArgumentException">The object is no evaluation; the message says why.</exception>
    public static Finding ReadFinding(PSObject input, DateTime now) => input.BaseObject is Evaluation ours ? new Finding(ours)
        : new Finding(ReadEvaluation(input, now), Time(input, "Since"), isDated: Text(input, "OrderingTimestamp") is not null);

    /// <summary>Reads an evaluation in any form.</summary>
    /// <exception cref="ArgumentException">The object is no evaluation; the message says why.</exception>
    public static Evaluation ReadEvaluation(PSObject input, DateTime now)
    {
        if (input.BaseObject is Evaluation ours)
        {
            return ours;
        }

        ConfigEvaluation evaluation = ConfigEvaluationReader.Read(input, null, now);
        string? state = Text(input, "EncryptionState");
        return new Evaluation
        {
            ComplianceResourceType = evaluation.ComplianceResourceType,
            ComplianceResourceId = Unquoted(evaluation.ComplianceResourceId)!,
            ComplianceType = evaluation.ComplianceType,
            Annotation = Unquoted(evaluation.Annotation),
            OrderingTimestamp = evaluation.OrderingTimestamp,
            EncryptionState = state ?? EncryptionState.Unknown,
            // AWS Config's own objects have only a verdict.
            Evidence = Text(input, "Evidence") ?? (state is null ? EncryptionEvidence.StoredEvaluation : EncryptionEvidence.None),
            KeyKind = Text(input, "KeyKind") ?? KeyKind.Unknown,
            KmsKeyId = Text(input, "KmsKeyId"),
            StorageEncryptionType = Text(input, "StorageEncryptionType"),
            AtRestEncryptionEnabled = Text(input, "AtRestEncryptionEnabled"),
            Engine = Text(input, "Engine"),
            EngineVersion = Text(input, "EngineVersion"),
            Status = Text(input, "Status"),
            Region = Text(input, "Region"),
            AccountId = AccountId(input),
            Arn = Text(input, "Arn"),
            Tags = ReadTags(ObjectMembers.Value(input, "Tags")),
            SourcePath = Text(input, "SourcePath"),
            SourceLine = Number(input, "SourceLine") is var line and > 0 ? line : null,
            Address = Text(input, "Address"),
            PlannedAction = Text(input, "PlannedAction"),
            ObservedAt = Time(input, "ObservedAt"),
        };
    }

    /// <summary>The address of a planned resource; null for an existing one, for which a CSV file has a blank.</summary>
    public static string? AddressOf(PSObject input) =>
        input.BaseObject is Evaluation ours ? ours.Address : ObjectMembers.Text(input, "Address");

    /// <summary>Whether the object is a complete report in JSON.</summary>
    public static bool IsReport(PSObject input) =>
        input.BaseObject is not Evaluation && ObjectMembers.Has(input, "ReportVersion") && ObjectMembers.Has(input, "Findings");

    /// <summary>Whether the object is a row of an audit's report.</summary>
    public static bool IsTarget(PSObject input) =>
        input.BaseObject is TargetResult
            || (input.BaseObject is not Evaluation && ObjectMembers.Has(input, "ReplicationGroupCount")
                && ObjectMembers.Has(input, "Status"));

    /// <summary>Whether the object is a row of a CSV report without a resource, and the target's row that it stands for.</summary>
    public static bool IsRemark(PSObject input, out TargetResult? target)
    {
        target = null;
        if (input.BaseObject is Evaluation || Text(input, "Finding") is not { } finding || Text(input, "ComplianceType") is not null)
        {
            return false;
        }

        if (finding == "NotAudited" && Text(input, "ComplianceResourceId") is null)
        {
            target = Failed(AccountId(input), Text(input, "Region"), Text(input, "Annotation"), Text(input, "ErrorId"));
        }

        return true;
    }

    /// <summary>Reads a row of an audit's report.</summary>
    /// <exception cref="ArgumentException">The object is no such row.</exception>
    public static TargetResult ReadTarget(PSObject input)
    {
        if (input.BaseObject is TargetResult ours)
        {
            return ours;
        }

        string? status = s_statuses.FirstOrDefault(
            known => string.Equals(known, Text(input, "Status"), StringComparison.OrdinalIgnoreCase));
        return status is null || !ObjectMembers.Has(input, "ReplicationGroupCount")
            ? throw new ArgumentException(Messages.NotATarget)
            : new TargetResult
            {
                AccountId = AccountId(input),
                AccountName = Text(input, "AccountName"),
                Region = Text(input, "Region"),
                Status = status,
                ErrorId = Text(input, "ErrorId"),
                ErrorMessage = Text(input, "ErrorMessage"),
                Policy = Text(input, "Policy"),
                ReplicationGroupCount = Number(input, "ReplicationGroupCount"),
                CacheClusterCount = Number(input, "CacheClusterCount"),
                ServerlessCacheCount = Number(input, "ServerlessCacheCount"),
                SnapshotCount = Number(input, "SnapshotCount"),
                ServerlessCacheSnapshotCount = Number(input, "ServerlessCacheSnapshotCount"),
                CompliantCount = Number(input, "CompliantCount"),
                CompliantInIncompleteCount = Number(input, "CompliantInIncompleteCount"),
                NonCompliantCount = Number(input, "NonCompliantCount"),
                NotApplicableCount = Number(input, "NotApplicableCount"),
            };
    }

    /// <summary>The rows of a JSON report, with a failed row for each failure without a target.</summary>
    public static IEnumerable<TargetResult> ReadTargets(PSObject report)
    {
        foreach (PSObject row in Items(report, "Targets"))
        {
            yield return ReadTarget(row);
        }

        foreach (PSObject remark in Items(report, "NotAudited")
            .Where(remark => Text(remark, "AccountId") is null && Text(remark, "Region") is null))
        {
            yield return Failed(null, null, Text(remark, "Reason"), null);
        }
    }

    /// <summary>The time of a JSON report, UTC; null if it has none.</summary>
    public static DateTime? ReadTime(PSObject report) => Time(report, "GeneratedAt");

    /// <summary>Whether a JSON report says what its audit covered, completely or not.</summary>
    public static bool IsCovered(PSObject report) => Text(report, "Coverage") is "Complete" or "Incomplete";

    /// <summary>The items of a member that is a list, or its single item.</summary>
    public static IEnumerable<PSObject> Items(PSObject input, string name) => ObjectMembers.Value(input, name) switch
    {
        null => [],
        string => throw new ArgumentException(Messages.MemberUnreadable.With(name)),
        IEnumerable several and not IDictionary => several.Cast<object?>().Select(ObjectMembers.Wrap),
        { } one => [PSObject.AsPSObject(one)],
    };

    /// <summary>A row for something that could not be audited.</summary>
    public static TargetResult Failed(string? accountId, string? region, string? reason, string? errorId) =>
        new() { AccountId = accountId, Region = region, Status = TargetStatus.Failed, ErrorMessage = reason, ErrorId = errorId };

    private static string? Text(PSObject input, string name) =>
        ObjectMembers.TryText(input, name, out string? text) ? Unquoted(text)
            : throw new ArgumentException(Messages.MemberUnreadable.With(name));

    /// <summary>A CSV report puts a quote before a cell that a spreadsheet would take for a formula.</summary>
    private static string? Unquoted(string? text) =>
        text is ['\'', ..] && text.Substring(1)
            .TrimStart() is ['=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20', ..] ? text.Substring(1) : text;

    /// <summary>Spreadsheets and JSON read an account id as a number, and drop its leading zeros.</summary>
    private static string? AccountId(PSObject input) =>
        Text(input, "AccountId") is { } account ? account.All(char.IsDigit) ? account.PadLeft(12, '0') : account : null;

    private static int Number(PSObject input, string name) =>
        int.TryParse(Text(input, name) ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : throw new ArgumentException(Messages.MemberUnreadable.With(name));

    private static DateTime? Time(PSObject input, string name)
    {
        PSObject alone = new();
        alone.Properties.Add(new PSNoteProperty("OrderingTimestamp", ObjectMembers.Value(input, name)));
        return ConfigEvaluationReader.Timestamp(alone);
    }

    private static Dictionary<string, string>? ReadTags(object? tags) => tags switch
    {
        IDictionary table => table.Cast<DictionaryEntry>().ToDictionary(tag => $"{tag.Key}", tag => $"{tag.Value}"),
        PSObject members when members.BaseObject is PSCustomObject =>
            members.Properties.ToDictionary(tag => tag.Name, tag => $"{tag.Value}"),
        _ => null,
    };
}
