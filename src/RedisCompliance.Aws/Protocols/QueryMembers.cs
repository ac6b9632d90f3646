using System.Globalization;
using System.Text;
using System.Xml;

namespace RedisCompliance.Aws.Protocols;

/// <summary>Reads the members of a Query operation's result by name; for small answers.</summary>
internal static class QueryMembers
{
    /// <summary>The current element's member of that name; null if it is missing.</summary>
    public static T? Find<T>(Utf8XmlReader xml, string element, Func<Utf8XmlReader, T> read)
        where T : class
    {
        T? result = null;
        for (int depth = xml.Depth; xml.ReadChild(depth);)
        {
            if (NameOf(xml) == element)
            {
                result = read(xml);
            }
        }

        return result;
    }

    /// <summary>
    /// The current element's children that are texts. Structures and lists are skipped with their contents, which
    /// may have any name: AWS adds members freely.
    /// </summary>
    public static Dictionary<string, string> Texts(Utf8XmlReader xml)
    {
        Dictionary<string, string> members = [];
        for (int depth = xml.Depth; xml.ReadChild(depth);)
        {
            string name = NameOf(xml);
            if (xml.ReadTextOrNull() is { } text)
            {
                members[name] = text;
            }
        }

        return members;
    }

    /// <summary>A required member.</summary>
    public static string Required(this Dictionary<string, string> members, string name) =>
        members.TryGetValue(name, out string? value) ? value : throw Missing(name);

    /// <summary>A required member that is a time.</summary>
    public static DateTime RequiredTime(this Dictionary<string, string> members, string name) =>
        DateTime.TryParse(members.Required(name), CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time)
            ? time : throw new XmlException($"The <{name}> of the answer is no time.");

    /// <summary>The name of the current element.</summary>
    public static string NameOf(Utf8XmlReader xml) => Encoding.UTF8.GetString(xml.LocalName.ToArray());

    /// <summary>The exception for an answer that lacks an element.</summary>
    public static XmlException Missing(string element) => new($"The answer holds no <{element}>.");
}
