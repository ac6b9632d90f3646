namespace RedisCompliance.Templates;

/// <summary>An input's value for a member: a string, not set, or unknown for a reason.</summary>
internal readonly record struct PlannedValue
{
    private PlannedValue(string? text, string? unknown) => (Text, Unknown) = (text, unknown);

    /// <summary>The text, including spaces; null if it is not set or cannot be determined.</summary>
    public string? Text { get; private init; }

    /// <summary>Why it cannot be determined; null if it can.</summary>
    public string? Unknown { get; }

    /// <summary>Whether the value, though unknown, is a customer-managed key.</summary>
    public bool IsCustomerKey { get; init; }

    /// <summary>Whether the text may change on deployment: a boolean or number with several YAML spellings.</summary>
    public bool IsLoose { get; init; }

    /// <summary>Whether it is not set.</summary>
    public bool IsAbsent => Text is null && Unknown is null;

    /// <summary>Not set.</summary>
    public static PlannedValue Absent => default;

    /// <summary>A string; null means not set.</summary>
    public static PlannedValue Of(string? text) => new(text, null);

    /// <summary>A value that cannot be determined.</summary>
    public static PlannedValue Because(string reason) => new(null, reason);

    /// <summary>The value as a resource member: trimmed, and not set if blank.</summary>
    public PlannedValue AsMember() => this with { Text = PlainText.Of(PlainText.Trim(Text)) };
}
