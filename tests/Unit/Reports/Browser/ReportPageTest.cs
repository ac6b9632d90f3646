namespace RedisCompliance.Reports.Tests.Browser;

/// <summary>Opens reports in a browser.</summary>
public abstract class ReportPageTest(ChromiumBrowser browser) : IClassFixture<ChromiumBrowser>
{
    private protected ChromiumBrowser Browser { get; } = browser;

    private protected const string Rows = "#rows > tr:not(.detail)";

    private protected static TargetResult[] AuditedRows { get; } =
        [Sample.Row(Sample.OfEachStatus.Length), Sample.Row(0, TargetStatus.Failed, "AccessDenied: not authorized", "444455556666")];

    private protected Task<ReportPage> OpenAsync(
        Evaluation[] evaluations, TargetResult[] rows, ReportOptions? options = null, AuditSnapshot? reference = null) =>
        ReportPage.OpenAsync(Browser, Written.Bytes("Html", evaluations, rows, reference, options));

    private protected static AuditSnapshot Earlier() =>
        Written.Audit([Sample.Evaluation("search"), Sample.Passed("gone"), Sample.Passed("orders")], [Sample.Row(3)]);

    private protected static Task FilterAsync(ReportPage page, string words) =>
        page.EvaluateAsync($"search.value = '{words}', search.dispatchEvent(new Event('input'))");
}
