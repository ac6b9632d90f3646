namespace RedisCompliance.Templates;

/// <summary>What an input says that a member will be: a text, nothing, or what it does not say yet, and why.</summary>
internal readonly record struct PlannedValue
{
    private PlannedValue(string? text, string? unknown) => (Text, Unknown) = (text, unknown);

    /// <summary>The text, with all its blanks; null where it is not set, or cannot be determined.</summary>
    public string? Text { get; private init; }

    /// <summary>Why it cannot be determined; null where it can.</summary>
    public string? Unknown { get; }

    /// <summary>Whether it, though it cannot be determined, is a key that the customer makes.</summary>
    public bool IsCustomerKey { get; init; }

    /// <summary>
    /// Whether the text may be another when it counts: a boolean or number that YAML has several spellings for.
    /// </summary>
    public bool IsLoose { get; init; }

    /// <summary>Whether it is not set.</summary>
    public bool IsAbsent => Text is null && Unknown is null;

    /// <summary>Not set.</summary>
    public static PlannedValue Absent => default;

    /// <summary>A text; null is not set.</summary>
    public static PlannedValue Of(string? text) => new(text, null);

    /// <summary>What cannot be determined.</summary>
    public static PlannedValue Because(string reason) => new(null, reason);

    /// <summary>As a member of a resource: without the blanks around it, and a blank one is not set.</summary>
    public PlannedValue AsMember() => this with { Text = PlainText.Of(PlainText.Trim(Text)) };
}
