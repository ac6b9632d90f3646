using System.Globalization;
using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// Makes an evaluation for AWS Config of any object that has its property names: one of ours, of
/// Amazon.ConfigService.Model, or of a CSV file. Checks what AWS Config would refuse.
/// </summary>
internal static class ConfigEvaluationReader
{
    /// <summary>Reads an object.</summary>
    /// <param name="input">The object.</param>
    /// <param name="orderingTimestamp">The timestamp to use; null for the object's own, or <paramref name="now"/> where it has none.</param>
    /// <param name="now">The moment of the run, UTC.</param>
    /// <exception cref="ArgumentException">AWS Config would refuse it. Says why.</exception>
    public static ConfigEvaluation Read(PSObject input, DateTime? orderingTimestamp, DateTime now)
    {
        string complianceType = Text(input, "ComplianceType") ?? throw new ArgumentException(Messages.ComplianceTypeMissing);
        if (!ComplianceType.All.Contains(complianceType, StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException(Messages.UnknownComplianceType.With(complianceType, string.Join(", ", ComplianceType.All)));
        }

        return new ConfigEvaluation
        {
            ComplianceResourceType = Bounded(input, "ComplianceResourceType", ConfigEvaluation.MaxResourceTypeLength),
            ComplianceResourceId = Bounded(input, "ComplianceResourceId", ConfigEvaluation.MaxResourceIdLength),
            ComplianceType = complianceType.ToUpperInvariant(),
            Annotation = Text(input, "Annotation") is { } annotation ? Annotations.Shorten(annotation, Evaluation.MaxAnnotationLength) : null,
            OrderingTimestamp = orderingTimestamp ?? Timestamp(input) ?? now,
            Source = input,
        };
    }

    /// <summary>A property as text; null where it is missing or blank.</summary>
    public static string? Text(PSObject input, string name) =>
        input.Properties[name]?.Value?.ToString() is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static string Bounded(PSObject input, string name, int maxLength)
    {
        string text = Text(input, name) ?? throw new ArgumentException(Messages.MemberMissing.With(name));
        return text.Length <= maxLength ? text : throw new ArgumentException(Messages.MemberTooLong.With(name, text.Length, maxLength));
    }

    private static DateTime? Timestamp(PSObject input)
    {
        object? value = input.Properties["OrderingTimestamp"]?.Value;
        value = value is PSObject wrapped ? wrapped.BaseObject : value;
        return value switch
        {
            null or "" => null,
            DateTime time => time.ToUniversalTime(),
            DateTimeOffset time => time.UtcDateTime,
            _ when DateTime.TryParse(value.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time) => time,
            _ => throw new ArgumentException(Messages.NotATime.With(value)),
        };
    }
}
