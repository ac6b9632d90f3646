using System.Globalization;
using System.Text;
using System.Xml;

namespace RedisCompliance.Reports.Formats;

/// <summary>
/// JUnit XML as GitLab, Azure DevOps and Jenkins read it: one test case per resource, named by its account, Region and type. Exempt and
/// unevaluated resources are skipped tests; what could not be audited is an error.
/// </summary>
/// <remarks>JUnit XML has no specification; this is the common core, and the schema of Jenkins' xUnit plugin.</remarks>
internal sealed class JUnitReportWriter : ReportWriter
{
    private static readonly XmlWriterSettings s_settings = new()
    {
        Encoding = new UTF8Encoding(false), ConformanceLevel = ConformanceLevel.Fragment, OmitXmlDeclaration = true, CloseOutput = false,
        Indent = true,
    };

    private readonly XmlWriter _cases;

    public JUnitReportWriter(ReportOptions options, Stream body)
        : base(options, body) => _cases = XmlWriter.Create(body, s_settings);

    public override void Add(Finding finding)
    {
        _cases.WriteStartElement("testcase");
        _cases.WriteAttributeString("classname", Clean($"{ClassName(finding.AccountId, finding.Region)}.{finding.Type}"));
        _cases.WriteAttributeString("name", Clean(finding.Id));
        _cases.WriteAttributeString("time", "0");
        switch (finding.Status)
        {
            case FindingStatus.Compliant:
                break;
            case FindingStatus.Exempt or FindingStatus.NotApplicable:
                WriteOutcome(_cases, "skipped", finding.Status.ToString(), finding.Annotation ?? finding.Status.ToString(), null);
                break;
            default:
                WriteOutcome(_cases, "failure", finding.Status.ToString(), finding.Annotation
                    ?? finding.Status.ToString(), Detail(finding));
                break;
        }

        _cases.WriteEndElement();
    }

    public override void Complete(ReportEnd end, Stream output)
    {
        _cases.Flush();
        int errors = end.Coverage.Unaudited.Count + (end.Coverage.State == CoverageState.Unknown ? 1 : 0);
        string counts = string.Format(
            CultureInfo.InvariantCulture, "tests=\"{0}\" failures=\"{1}\" errors=\"{2}\"", end.Summary.ResourceCount + errors,
            end.Summary.FailureCount, errors);
        output.WriteText($"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuites name=\"RedisCompliance\" {counts}>\n");
        int skipped = end.Summary[FindingStatus.Exempt] + end.Summary[FindingStatus.NotApplicable];
        string moment = Options.GeneratedAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        output.WriteText($"<testsuite name=\"Encryption at rest of ElastiCache\" {counts} skipped=\"{skipped}\" "
            + $"time=\"0\" timestamp=\"{moment}\">\n");
        using (var errorCases = XmlWriter.Create(output, s_settings))
        {
            WriteChanges(errorCases, end.Changes);
            foreach (UnauditedTarget target in end.Coverage.Unaudited)
            {
                WriteError(errorCases, ClassName(target.AccountId, target.Region), target.ErrorId ?? "NotAudited", target.Reason);
            }

            if (end.Coverage.State == CoverageState.Unknown)
            {
                WriteError(errorCases, ClassName(null, null), "CoverageUnknown",
                    Messages.ResourceManager.GetString(nameof(Messages.CoverageUnknown), CultureInfo.InvariantCulture)!);
            }
        }

        output.WriteText("\n");
        CopyBody(output);
        output.WriteText("\n</testsuite>\n</testsuites>\n");
    }

    protected override void Dispose(bool disposing) => _cases.Dispose();

    private static void WriteError(XmlWriter cases, string className, string type, string message)
    {
        cases.WriteStartElement("testcase");
        cases.WriteAttributeString("classname", Clean(className));
        cases.WriteAttributeString("name", "audit");
        cases.WriteAttributeString("time", "0");
        WriteOutcome(cases, "error", type, message, null);
        cases.WriteEndElement();
    }

    /// <summary>Writes changes as properties of the suite, because the format has no place for them.</summary>
    private static void WriteChanges(XmlWriter suite, IReadOnlyList<ComplianceChange>? changes)
    {
        ComplianceChange[] told = [.. changes?.Where(change => change.Change != ComplianceChangeType.Unchanged) ?? []];
        if (told.Length == 0)
        {
            return;
        }

        suite.WriteStartElement("properties");
        foreach (ComplianceChange change in told)
        {
            suite.WriteStartElement("property");
            suite.WriteAttributeString("name", $"change.{change.Change}");
            string reason = change.Reason is null ? string.Empty : $": {change.Reason}";
            suite.WriteAttributeString("value", Clean($"{change.AccountId} {change.Region} {change.Type} {change.Id}{reason}"));
            suite.WriteEndElement();
        }

        suite.WriteEndElement();
    }

    private static void WriteOutcome(XmlWriter cases, string outcome, string type, string message, string? detail)
    {
        cases.WriteStartElement(outcome);
        cases.WriteAttributeString("message", Clean(message));
        cases.WriteAttributeString("type", Clean(type));
        cases.WriteString(detail is null ? null : Clean(detail));
        cases.WriteEndElement();
    }

    private static string ClassName(string? accountId, string? region) =>
        $"{accountId ?? "unknown-account"}.{region ?? "unknown-region"}";

    private static string Detail(Finding finding) => string.Join("\n", new[]
    {
        $"Resource: {finding.Arn ?? finding.Id}",
        $"Encryption: {finding.EncryptionState}, key {finding.KeyKind} {finding.KmsKeyId}".TrimEnd() + $", evidence {finding.Evidence}",
        finding.Since is { } since ? $"Since: {JsonText.Iso(since)}" : null,
        finding.Change is { } change ? $"Change: {change}" : null,
    }.OfType<string>());

    /// <summary>Plain text has no control characters; XML 1.0 further rejects only U+FFFE and U+FFFF.</summary>
    private static string Clean(string text) => text.Replace('\uFFFE', '?').Replace('\uFFFF', '?');
}
