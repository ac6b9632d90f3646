using System.Globalization;

namespace RedisCompliance.Reports;

/// <summary>The formats of a report.</summary>
public static class ReportFormat
{
    /// <summary>One self-contained page for a browser.</summary>
    public const string Html = "Html";

    /// <summary>A row for each resource, for spreadsheets.</summary>
    public const string Csv = "Csv";

    /// <summary>Everything, in a form that can be read back.</summary>
    public const string Json = "Json";

    /// <summary>A summary for a pull request or a job.</summary>
    public const string Markdown = "Markdown";

    /// <summary>A test case for each resource.</summary>
    public const string JUnit = "JUnit";

    /// <summary>SARIF 2.1.0, for code scanning.</summary>
    public const string Sarif = "Sarif";

    /// <summary>OCSF Compliance Findings, one event per line.</summary>
    public const string Ocsf = "Ocsf";

    /// <summary>The AWS Security Finding Format.</summary>
    public const string Asff = "Asff";

    /// <summary>Finds the format for a file name extension; null if there is none.</summary>
    /// <param name="path">The file.</param>
    /// <returns>One of the formats.</returns>
    public static string? Find(string path)
    {
        string name = Path.GetFileName(path).ToLowerInvariant();
        return name.EndsWith(".ocsf.json", StringComparison.Ordinal) || name.EndsWith(".ocsf", StringComparison.Ordinal)
            || name.EndsWith(".jsonl", StringComparison.Ordinal) ? Ocsf
            : name.EndsWith(".asff.json", StringComparison.Ordinal) || name.EndsWith(".asff", StringComparison.Ordinal) ? Asff
            : name.EndsWith(".sarif.json", StringComparison.Ordinal) ? Sarif
            : Path.GetExtension(name) switch
            {
                ".html" or ".htm" => Html,
                ".csv" => Csv,
                ".json" => Json,
                ".md" or ".markdown" => Markdown,
                ".xml" => JUnit,
                ".sarif" => Sarif,
                _ => null,
            };
    }
}

/// <summary>The options of a report.</summary>
internal sealed record ReportOptions
{
    /// <summary>The title; null for the default in the report's language.</summary>
    public string? Title { get; init; }

    /// <summary>The folder that plan and template paths are relative to; null for none.</summary>
    public string? Root { get; init; }

    /// <summary>The language of text for people.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;

    /// <summary>The remediation plans; empty for a report without that section.</summary>
    public IReadOnlyList<RemediationPlan> Remediation { get; init; } = [];

    /// <summary>When the report was generated, UTC.</summary>
    public DateTime GeneratedAt { get; init; } = DateTime.UtcNow;

    /// <summary>The version of OCSF's schema.</summary>
    public string OcsfVersion { get; init; } = "1.6.0";

    /// <summary>The module's version.</summary>
    public string ProductVersion { get; init; } = typeof(ReportOptions).Assembly.GetName().Version!.ToString(3);

    /// <summary>The strings in the report's language.</summary>
    public ReportTexts Texts => new(Culture);
}
