using System.Text;
using System.Xml;

namespace RedisCompliance.Aws.ElastiCache;

/// <summary>Reads records of any kind, whole: for the few of which a plan needs more than a verdict does.</summary>
internal static class RecordReader
{
    /// <summary>Reads the list of an answer, and where it goes on.</summary>
    /// <exception cref="XmlException">The list is missing.</exception>
    public static TokenPage<DescribedRecord> ReadPage(Utf8XmlReader xml, string list)
    {
        string? token = null;
        List<DescribedRecord>? records = null;
        for (int depth = xml.Depth; xml.ReadChild(depth);)
        {
            if (xml.LocalName.SequenceEqual(Encoding.ASCII.GetBytes(list)))
            {
                records = [.. Read(xml).Items];
            }
            else if (xml.LocalName.SequenceEqual("Marker"u8) || xml.LocalName.SequenceEqual("NextToken"u8))
            {
                token = xml.ReadText();
            }
        }

        return records is null ? throw QueryMembers.Missing(list) : new TokenPage<DescribedRecord>(records, token);
    }

    /// <summary>Reads the element in hand: a text, or what is within.</summary>
    private static DescribedRecord Read(Utf8XmlReader xml)
    {
        int depth = xml.Depth;
        if (xml.ReadTextOrNull() is { } text)
        {
            return new DescribedRecord(text);
        }

        // The first of the elements within is open by now.
        DescribedRecord record = new();
        do
        {
            string name = QueryMembers.NameOf(xml);
            record.Add(name, Read(xml));
        }
        while (xml.ReadChild(depth));
        return record;
    }
}
