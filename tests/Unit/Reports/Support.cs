using System.Globalization;
using System.Text;

namespace RedisCompliance.Reports.Tests;

/// <summary>Evaluations and rows to make reports of.</summary>
internal static class Sample
{
    public const string Account = "111122223333";
    public const string Region = "ap-northeast-1";

    public static readonly DateTime Moment = new(2026, 11, 25, 3, 4, 5, 678, DateTimeKind.Utc);

    public static Evaluation Evaluation(
        string id, string complianceType = ComplianceType.NonCompliant, string state = EncryptionState.Unencrypted,
        string key = KeyKind.None, string? keyId = null,
        string? annotation = null, string account = Account, string region = Region,
        string evidence = EncryptionEvidence.StorageEncryptionType, DateTime? at = null,
        string type = ResourceType.ReplicationGroup, IReadOnlyDictionary<string, string>? tags = null,
        string engine = "valkey") => new()
    {
        ComplianceResourceType = type,
        ComplianceResourceId = id,
        ComplianceType = complianceType,
        Annotation = annotation,
        OrderingTimestamp = at ?? Moment,
        EncryptionState = state,
        Evidence = evidence,
        KeyKind = key,
        KmsKeyId = keyId,
        Engine = engine,
        EngineVersion = "8.1",
        Status = "available",
        Region = region,
        AccountId = account,
        Arn = $"arn:aws:elasticache:{region}:{account}:replicationgroup:{id}",
        Tags = tags,
    };

    public static Evaluation Passed(
        string id, string key = KeyKind.ServiceManaged, string? keyId = null, DateTime? at = null, string? annotation = null,
        string account = Account, string region = Region, string engine = "valkey") =>
        Evaluation(
            id, ComplianceType.Compliant, EncryptionState.Encrypted, key, keyId, annotation, account, region, at: at, engine: engine);

    public static Evaluation Exempt(
        string id, string until = "2026-12-31", DateTime? at = null, string state = EncryptionState.Unencrypted) =>
        Evaluation(id, ComplianceType.NotApplicable, state, state == EncryptionState.Encrypted ? KeyKind.ServiceManaged : KeyKind.None,
            annotation: $"Exempt until {until}: migration", at: at);

    public static Evaluation Deleting(string id) =>
        Evaluation(id, ComplianceType.NotApplicable, annotation: "Not judged: the resource is being deleted (status 'deleting')");

    public static Evaluation Unknown(string id) =>
        Evaluation(id, state: EncryptionState.Unknown, key: KeyKind.Unknown, annotation: "Encryption at rest cannot be shown",
            evidence: EncryptionEvidence.None);

    public static Evaluation WrongKey(string id) =>
        Evaluation(id, state: EncryptionState.Encrypted, key: KeyKind.ServiceManaged,
            annotation: $"Encrypted at rest, but with the service's key: {id}");

    public static Evaluation Stored(string id, string complianceType) =>
        Evaluation(id, complianceType, EncryptionState.Unknown, KeyKind.Unknown, evidence: EncryptionEvidence.StoredEvaluation);

    /// <summary>One of each status.</summary>
    public static Evaluation[] OfEachStatus { get; } =
        [Evaluation("orders"), WrongKey("sessions"), Unknown("carts"), Stored("stored", ComplianceType.NonCompliant), Exempt("legacy"),
            Deleting("old"), Passed("search", KeyKind.CustomerManaged, "arn:aws:kms:ap-northeast-1:111122223333:key/1")];

    public static TargetResult Row(
        int resources, string status = TargetStatus.Completed, string? error = null, string? account = Account, string? region = Region) =>
        new() { AccountId = account, Region = region, Status = status, ReplicationGroupCount = resources, ErrorMessage = error,
            ErrorId = error is null ? null : "AccessDenied" };

    /// <summary>Text that would be something else in a page, a terminal, a spreadsheet, a table or a summary.</summary>
    public static IReadOnlyList<string> Hostile { get; } =
    [
        "</script><script>alert(1)</script>", "<!--<script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "javascript:alert(1)", "a\u2028b\u2029c",
        "\u001b[31mred\u001b[0m\u001b]8;;http://evil\u0007", "=HYPERLINK(\"http://evil\")", " +1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)",
        "\t=1", "|a|b|", "`code` [x](javascript:alert(1))",
        "&lt;b&gt; &#60;", "]]>", "\uFFFE\uFFFF", "\ud800 alone", "日本語 😀", "../../etc/passwd", "%2e%2e%2f",
        "${jndi:ldap://x}", "{{7*7}}", "\u202Egnp.exe", "a\r\nb",
    ];

    /// <summary>Resources that have it everywhere.</summary>
    public static Evaluation[] HostileEvaluations { get; } = [.. Hostile.SelectMany((text, i) => new[]
    {
        Evaluation(text, annotation: text, tags: new Dictionary<string, string> { [text] = text }),
        Passed($"id-{i}", KeyKind.CustomerManaged, text, annotation: text), Exempt(text + i, text),
    })];

    /// <summary>Targets that could not be audited, the reason of one with markup in it.</summary>
    public static TargetResult[] FailedRows { get; } =
        [Row(0, TargetStatus.Failed, "User: x is not authorized </script> | `x`", "444455556666"),
            Row(0, TargetStatus.Failed, "AssumeRole", null, null)];
}

/// <summary>Writes reports.</summary>
internal static class Written
{
    public static byte[] Bytes(
        string format, IEnumerable<Evaluation> evaluations, IReadOnlyList<TargetResult>? rows = null, AuditSnapshot? reference = null,
        ReportOptions? options = null, int? notBegun = 0) =>
        Report(format, evaluations, rows, reference, options, notBegun).Bytes;

    public static string Text(
        string format, IEnumerable<Evaluation> evaluations, IReadOnlyList<TargetResult>? rows = null, AuditSnapshot? reference = null,
        ReportOptions? options = null, int? notBegun = 0) =>
        Encoding.UTF8.GetString(Bytes(format, evaluations, rows, reference, options, notBegun));

    public static (byte[] Bytes, int LeftOut) Report(
        string format, IEnumerable<Evaluation> evaluations, IReadOnlyList<TargetResult>? rows = null, AuditSnapshot? reference = null,
        ReportOptions? options = null, int? notBegun = 0)
    {
        using MemoryStream output = new();
        using ReportFile report = new(new MemoryStream(), format, options ?? Options(), reference);
        foreach (Evaluation evaluation in evaluations)
        {
            report.Add(new Finding(evaluation));
        }

        report.Complete(output, rows, notBegun);
        return (output.ToArray(), report.LeftOutCount);
    }

    public static ReportOptions Options(string culture = "en", string ocsf = "1.6.0") =>
        new() { GeneratedAt = Sample.Moment.AddMinutes(5), Culture = CultureInfo.GetCultureInfo(culture), OcsfVersion = ocsf,
            ProductVersion = "0.1.0" };

    public static AuditSnapshot Audit(
        IEnumerable<Evaluation> evaluations, IReadOnlyList<TargetResult>? rows = null, int? notBegun = 0)
    {
        AuditSnapshot audit = new();
        foreach (Evaluation evaluation in evaluations)
        {
            audit.Add(new Finding(evaluation));
        }

        audit.Coverage.Complete(rows, notBegun);
        return audit;
    }
}
