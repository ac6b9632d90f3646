using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <summary>
/// Reads the members of a pipeline object in any form: live, from JSON or CLIXML, out of a job or a remote session, or as
/// a hashtable. Only this class reads their values as text.
/// </summary>
internal static class ObjectMembers
{
    /// <summary>Wraps an item of a list. Null, which PowerShell cannot wrap, becomes a text, which is no record or evaluation.</summary>
    public static PSObject Wrap(object? item) => PSObject.AsPSObject(item ?? string.Empty);

    /// <summary>Whether the object has that member, with or without a value.</summary>
    public static bool Has(PSObject input, string name) => Find(input, name).Exists;

    /// <summary>The names of the object's members.</summary>
    public static IEnumerable<string> Names(PSObject input) =>
        input.BaseObject is IDictionary table ? table.Keys.Cast<object>().Select(key => $"{key}")
            : input.Properties.Select(property => property.Name);

    /// <summary>A member's value without PowerShell's wrappers; null if there is none.</summary>
    public static object? Value(PSObject input, string name) => Find(input, name).Value;

    /// <summary>A member as text.</summary>
    /// <param name="input">The object.</param>
    /// <param name="name">The member.</param>
    /// <param name="text">Its text; null if it is missing or blank.</param>
    /// <returns>False if the member has a value that cannot be read as text.</returns>
    public static bool TryText(PSObject input, string name, out string? text) => TryText(Value(input, name), out text);

    /// <summary>A value as text.</summary>
    public static bool TryText(object? value, out string? text)
    {
        text = Unwrap(value) switch
        {
            string given => given,
            bool flag => flag ? "true" : "false",
            char or Enum or Version or Guid or Uri => value!.ToString(),
            IConvertible number and not DBNull => number.ToString(CultureInfo.InvariantCulture),
            { } other => EnumerationOf(other),
            null => null,
        };
        bool isReadable = text is not null || Unwrap(value) is null or DBNull;
        text = PlainText.Trim(text);
        return isReadable;
    }

    /// <summary>A member as text; for an unreadable value a text that equals no other, never null.</summary>
    public static string? Text(PSObject input, string name) =>
        TryText(input, name, out string? text) ? text : $"({Value(input, name)!.GetType().Name})";

    /// <summary>Removes all of PowerShell's wrappers.</summary>
    public static object? Unwrap(object? value)
    {
        while (value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject)
        {
            value = wrapped.BaseObject;
        }

        return value;
    }

    /// <summary>
    /// The word of an enumeration of the AWS SDK for .NET, an object whose only member is Value, even if it was
    /// serialized; null for any other object.
    /// </summary>
    public static string? EnumerationOf(object value)
    {
        if (value is IEnumerable and not IDictionary)
        {
            return null;
        }

        PSObject members = PSObject.AsPSObject(value);
        return Names(members).Take(2).Count() == 1 && Unwrap(Value(members, "Value")) is string word
            && PlainText.Trim(word) is not null ? word : null;
    }

    /// <summary>
    /// Converts a dictionary that does not implement IDictionary, such as an ExpandoObject; null for a list of anything
    /// else.
    /// </summary>
    public static Hashtable? TableOf(IEnumerable several)
    {
        Hashtable table = new(StringComparer.Ordinal);
        foreach (object? item in several)
        {
            if (item?.GetType() is not { IsGenericType: true } type || type.GetGenericTypeDefinition() != typeof(KeyValuePair<,>))
            {
                return null;
            }

            PSObject entry = PSObject.AsPSObject(item);
            table[entry.Properties["Key"].Value] = entry.Properties["Value"].Value;
        }

        return table.Count > 0 ? table : null;
    }

    private static (bool Exists, object? Value) Find(PSObject input, string name)
    {
        if (input.BaseObject is IDictionary table)
        {
            return FindEntry(table, name);
        }

        try
        {
            return input.Properties[name] is { } property ? (true, Unwrap(property.Value)) : (false, null);
        }
        catch (GetValueException exception)
        {
            // A failing property has no readable value; its exception stands for one, because no text is made from it.
            return (true, exception);
        }
    }

    /// <summary>Finds an entry without regard to case: tables of ConvertFrom-Json -AsHashtable are case-sensitive.</summary>
    private static (bool Exists, object? Value) FindEntry(IDictionary table, string name)
    {
        (bool Exists, object? Value) found = (false, null);
        foreach (DictionaryEntry entry in table)
        {
            if (string.Equals(Unwrap(entry.Key) as string, name, StringComparison.OrdinalIgnoreCase))
            {
                // Ambiguous if it appears twice: a value that cannot be read.
                found = (true, found.Exists ? new object() : Unwrap(entry.Value));
            }
        }

        return found;
    }
}
