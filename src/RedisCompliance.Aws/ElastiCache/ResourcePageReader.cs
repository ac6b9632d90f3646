using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;

namespace RedisCompliance.Aws.ElastiCache;

/// <summary>Reads one page of a describe operation: a forward pass over the XML, straight into resources.</summary>
internal sealed class ResourcePageReader(string resourceType, string listElement, string markerElement, string region, string? accountId)
{
    private const int TypicalPage = 100;

    private readonly byte[] _listElement = Encoding.ASCII.GetBytes(listElement);
    private readonly byte[] _markerElement = Encoding.ASCII.GetBytes(markerElement);

    /// <summary>Reads the result's element, which is in hand.</summary>
    [MethodImpl(Utf8XmlReader.Hot)]
    public ResourcePage Read(Utf8XmlReader xml)
    {
        List<RedisResource> resources = new(TypicalPage);
        ResourceRecord record = default;
        string? marker = null;
        bool hasList = false;
        int unnamed = 0;
        int depth = xml.Depth;
        while (xml.ReadChild(depth))
        {
            if (xml.LocalName.SequenceEqual(_listElement))
            {
                hasList = true;
                while (xml.ReadItem(depth + 1))
                {
                    ReadMembers(xml, ref record);
                    if (record.ToResource(resourceType, region, accountId) is { } resource)
                    {
                        resources.Add(resource);
                    }
                    else
                    {
                        unnamed++;
                    }
                }
            }
            else if (xml.LocalName.SequenceEqual(_markerElement))
            {
                marker = xml.ReadText();
            }
        }

        // AWS sends the list also where it is empty: a page without it says nothing of what there is.
        return hasList ? new ResourcePage(resources, marker, unnamed) : throw QueryMembers.Missing(listElement);
    }

    [MethodImpl(Utf8XmlReader.Hot)]
    private static void ReadMembers(Utf8XmlReader xml, ref ResourceRecord record)
    {
        ResourceRecord previous = record;
        record = default;
        bool hasMembers = false;
        int depth = xml.Depth;
        while (xml.ReadChild(depth))
        {
            hasMembers = true;
            if (ResourceRecord.MemberOf(xml.LocalName) is { } member)
            {
                record.Set(member, xml.ReadText(likely: previous.Get(member)));
            }
        }

        if (!hasMembers)
        {
            throw new XmlException("An item of the list has no members.");
        }
    }
}
