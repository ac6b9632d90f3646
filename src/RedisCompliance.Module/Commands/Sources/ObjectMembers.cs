using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <summary>
/// The members of an object of the pipeline, whatever it has gone through: live, as JSON or CLIXML, out of a job or a remote
/// session, as a hashtable. The one place that reads their values as text.
/// </summary>
internal static class ObjectMembers
{
    /// <summary>Whether the object has that member, be it with a value or without.</summary>
    public static bool Has(PSObject input, string name) => Find(input, name).Exists;

    /// <summary>The names of the object's members.</summary>
    public static IEnumerable<string> Names(PSObject input) =>
        input.BaseObject is IDictionary table ? table.Keys.Cast<object>().Select(key => $"{key}")
            : input.Properties.Select(property => property.Name);

    /// <summary>A member's value without what PowerShell has wrapped around it; null where there is none.</summary>
    public static object? Value(PSObject input, string name) => Find(input, name).Value;

    /// <summary>A member as text.</summary>
    /// <param name="input">The object.</param>
    /// <param name="name">The member.</param>
    /// <param name="text">Its text; null where it is missing or blank.</param>
    /// <returns>False if it has a value, and one whose shape cannot be read.</returns>
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

    /// <summary>A member as text; one of a shape that cannot be read is a text that equals no other, and never null.</summary>
    public static string? Text(PSObject input, string name) =>
        TryText(input, name, out string? text) ? text : $"({Value(input, name)!.GetType().Name})";

    /// <summary>What PowerShell has wrapped, as often as it has.</summary>
    public static object? Unwrap(object? value)
    {
        while (value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject)
        {
            value = wrapped.BaseObject;
        }

        return value;
    }

    /// <summary>
    /// The word of an enumeration of the AWS SDK for .NET, which is an object with the one member Value, also where it was
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
            // A property that fails has no value that could be read; the exception is one that no text is made of.
            return (true, exception);
        }
    }

    /// <summary>Tables may tell upper from lower case, as those of ConvertFrom-Json -AsHashtable do.</summary>
    private static (bool Exists, object? Value) FindEntry(IDictionary table, string name)
    {
        (bool Exists, object? Value) found = (false, null);
        foreach (DictionaryEntry entry in table)
        {
            if (string.Equals(Unwrap(entry.Key) as string, name, StringComparison.OrdinalIgnoreCase))
            {
                // Said twice, it is said by nobody: a value of no readable shape.
                found = (true, found.Exists ? new object() : Unwrap(entry.Value));
            }
        }

        return found;
    }
}
