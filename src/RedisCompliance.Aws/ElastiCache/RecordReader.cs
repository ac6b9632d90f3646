using System.Text;
using System.Xml;

namespace RedisCompliance.Aws.ElastiCache;

/// <summary>Reads every member of a record of any kind: plans need more members than verdicts do, but of few records.</summary>
internal static class RecordReader
{
    /// <summary>Reads the answer's list, and the token of the next page.</summary>
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

    /// <summary>Reads the current element: its text, or its children.</summary>
    private static DescribedRecord Read(Utf8XmlReader xml)
    {
        int depth = xml.Depth;
        if (xml.ReadTextOrNull() is { } text)
        {
            return new DescribedRecord(text);
        }

        // ReadTextOrNull has already opened the first child.
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
