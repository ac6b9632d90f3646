using System.Globalization;

namespace RedisCompliance.Reports;

/// <summary>A report's strings in its own language, whatever the session's language.</summary>
internal sealed class ReportTexts(CultureInfo culture)
{
    /// <summary>The language's tag, for a page.</summary>
    public string Language => culture.TwoLetterISOLanguageName == "ja" ? "ja" : "en";

    /// <summary>Returns a string by name.</summary>
    public string this[string name] => Messages.ResourceManager.GetString(name, culture)!;

    /// <summary>Formats a string with its arguments.</summary>
    public string Format(string name, params object?[] arguments) => PlainText.OneLine(string.Format(culture, this[name], arguments));

    /// <summary>Returns a status in a word or two.</summary>
    public string StatusOf(FindingStatus status) => this[status switch
    {
        FindingStatus.Unencrypted => nameof(Messages.StatusUnencrypted),
        FindingStatus.WrongKey => nameof(Messages.StatusWrongKey),
        FindingStatus.Unknown => nameof(Messages.StatusUnknown),
        FindingStatus.NonCompliant => nameof(Messages.StatusNonCompliant),
        FindingStatus.Exempt => nameof(Messages.StatusExempt),
        FindingStatus.NotApplicable => nameof(Messages.StatusNotApplicable),
        _ => nameof(Messages.StatusCompliant),
    }];

    /// <summary>Explains a status.</summary>
    public string Why(FindingStatus status) => this[status switch
    {
        FindingStatus.Unencrypted => nameof(Messages.WhyUnencrypted),
        FindingStatus.WrongKey => nameof(Messages.WhyWrongKey),
        FindingStatus.Unknown => nameof(Messages.WhyUnknown),
        FindingStatus.NonCompliant => nameof(Messages.WhyNonCompliant),
        FindingStatus.Exempt => nameof(Messages.WhyExempt),
        FindingStatus.NotApplicable => nameof(Messages.WhyNotApplicable),
        _ => nameof(Messages.WhyCompliant),
    }];

    /// <summary>Says what to do about a status.</summary>
    public string WhatToDo(FindingStatus status, string type) => this[(status, type) switch
    {
        (FindingStatus.Unencrypted or FindingStatus.WrongKey or FindingStatus.Unknown, "Snapshot" or "ServerlessCacheSnapshot") =>
            nameof(Messages.DoBackup),
        (FindingStatus.Unencrypted, "CacheCluster") => nameof(Messages.DoStandalone),
        (FindingStatus.Unencrypted, _) => nameof(Messages.DoUnencrypted),
        (FindingStatus.WrongKey, _) => nameof(Messages.DoWrongKey),
        (FindingStatus.Unknown, _) => nameof(Messages.DoUnknown),
        (FindingStatus.NonCompliant, _) => nameof(Messages.DoNonCompliant),
        (FindingStatus.Exempt, _) => nameof(Messages.DoExempt),
        _ => nameof(Messages.DoNothing),
    }];

    /// <summary>Returns a change in a word or two.</summary>
    public string ChangeOf(string change) => this[change switch
    {
        ComplianceChangeType.NotAudited => nameof(Messages.ChangeNotAudited),
        ComplianceChangeType.Regressed => nameof(Messages.ChangeRegressed),
        ComplianceChangeType.New => nameof(Messages.ChangeNew),
        ComplianceChangeType.ExemptionExpired => nameof(Messages.ChangeExemptionExpired),
        ComplianceChangeType.ExemptionRemoved => nameof(Messages.ChangeExemptionRemoved),
        ComplianceChangeType.KeyChanged => nameof(Messages.ChangeKeyChanged),
        ComplianceChangeType.NewlyExempt => nameof(Messages.ChangeNewlyExempt),
        ComplianceChangeType.Fixed => nameof(Messages.ChangeFixed),
        ComplianceChangeType.BeingDeleted => nameof(Messages.ChangeBeingDeleted),
        ComplianceChangeType.Gone => nameof(Messages.ChangeGone),
        _ => nameof(Messages.ChangeUnchanged),
    }];
}
