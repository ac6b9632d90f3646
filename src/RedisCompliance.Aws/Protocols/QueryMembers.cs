using System.Globalization;
using System.Text;
using System.Xml;

namespace RedisCompliance.Aws.Protocols;

/// <summary>The members of a Query operation's result, by name; for answers that are small.</summary>
internal static class QueryMembers
{
    /// <summary>The one member of that name, of the element in hand; null where it is missing.</summary>
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
    /// The child elements of the one in hand that are texts. Structures and lists are passed over with what is within, which
    /// may have any name: AWS adds members as it likes.
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

    /// <summary>A member that must be there.</summary>
    public static string Required(this Dictionary<string, string> members, string name) =>
        members.TryGetValue(name, out string? value) ? value : throw Missing(name);

    /// <summary>A member that must be there and is a time.</summary>
    public static DateTime RequiredTime(this Dictionary<string, string> members, string name) =>
        DateTime.TryParse(members.Required(name), CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time)
            ? time : throw new XmlException($"The <{name}> of the answer is no time.");

    /// <summary>The name of the element in hand.</summary>
    public static string NameOf(Utf8XmlReader xml) => Encoding.UTF8.GetString(xml.LocalName.ToArray());

    /// <summary>What an answer is that lacks an element.</summary>
    public static XmlException Missing(string element) => new($"The answer holds no <{element}>.");
}
