using System.Globalization;
using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// Makes an evaluation for AWS Config from any object with the right property names: this module's, one of
/// Amazon.ConfigService.Model, or a row of a CSV file. Rejects what AWS Config would reject.
/// </summary>
internal static class ConfigEvaluationReader
{
    /// <summary>Reads an object.</summary>
    /// <param name="input">The object.</param>
    /// <param name="orderingTimestamp">The timestamp to use; null for the object's own, or <paramref name="now"/> if
    /// it has none.</param>
    /// <param name="now">The time of the run, UTC.</param>
    /// <exception cref="ArgumentException">AWS Config would reject the evaluation; the message says why.</exception>
    public static ConfigEvaluation Read(PSObject input, DateTime? orderingTimestamp, DateTime now)
    {
        string complianceType = Readable(input, "ComplianceType") ?? throw new ArgumentException(Messages.ComplianceTypeMissing);
        if (!ComplianceType.All.Contains(complianceType, StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException(Messages.UnknownComplianceType.With(complianceType, string.Join(", ", ComplianceType.All)));
        }

        return new ConfigEvaluation
        {
            ComplianceResourceType = Bounded(input, "ComplianceResourceType", ConfigEvaluation.MaxResourceTypeLength),
            ComplianceResourceId = Bounded(input, "ComplianceResourceId", ConfigEvaluation.MaxResourceIdLength),
            ComplianceType = complianceType.ToUpperInvariant(),
            Annotation = Readable(input, "Annotation") is { } annotation ? Annotations.Shorten(annotation, Evaluation.MaxAnnotationLength)
                : null,
            OrderingTimestamp = orderingTimestamp ?? Timestamp(input) ?? now,
            Source = input,
        };
    }

    /// <summary>A property as text; null if missing or blank, and a text that equals no other if it cannot be read.</summary>
    public static string? Text(PSObject input, string name) => ObjectMembers.Text(input, name);

    private static string? Readable(PSObject input, string name) =>
        ObjectMembers.TryText(input, name, out string? text) ? text : throw new ArgumentException(Messages.MemberUnreadable.With(name));

    private static string Bounded(PSObject input, string name, int maxLength)
    {
        string text = Readable(input, name) ?? throw new ArgumentException(Messages.MemberMissing.With(name));
        return text.Length <= maxLength ? text : throw new ArgumentException(Messages.MemberTooLong.With(name, text.Length, maxLength));
    }

    /// <summary>The time of an evaluation, UTC; null if it has none.</summary>
    public static DateTime? Timestamp(PSObject input)
    {
        object? value = ObjectMembers.Value(input, "OrderingTimestamp");

        // Windows PowerShell may write a time as an object that also has the time as text.
        value = value is PSObject saved && ObjectMembers.Value(saved, "value") is { } moment ? moment : value;
        return value switch
        {
            null or "" => null,
            DateTime time => time.ToUniversalTime(),
            DateTimeOffset time => time.UtcDateTime,
            string text when ReadMilliseconds(text) is { } time => time,
            string text when DateTime.TryParse(
                text, CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal | DateTimeStyles.NoCurrentDateDefault,
                out DateTime time) && time.Year > 1 => time, // A time of day alone is no date.
            _ => throw new ArgumentException(Messages.NotATime.With(value)),
        };
    }

    /// <summary>The form in which Windows PowerShell writes a time in JSON: <c>/Date(1767225600000)/</c>.</summary>
    private static DateTime? ReadMilliseconds(string text) =>
        text.StartsWith("/Date(", StringComparison.Ordinal) && text.EndsWith(")/", StringComparison.Ordinal)
        && long.TryParse(text.Substring(6, text.Length - 8), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out long milliseconds)
        && milliseconds is >= 0 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime
            : null;
}
