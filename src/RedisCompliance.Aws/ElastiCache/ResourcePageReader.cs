using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;

namespace RedisCompliance.Aws.ElastiCache;

/// <summary>Reads one page of a describe operation: a forward pass over the XML, straight into resources.</summary>
/// <param name="resourceType">What it lists.</param>
/// <param name="listElement">The list.</param>
/// <param name="markerElement">Where the next page begins.</param>
/// <param name="region">The Region for what has no ARN.</param>
/// <param name="accountId">The account for what has no ARN.</param>
/// <param name="readsTimes">Whether moments of creation are of interest.</param>
internal sealed class ResourcePageReader(
    string resourceType, string listElement, string markerElement, string region, string? accountId, bool readsTimes = false)
{
    private const int TypicalPage = 100;

    private readonly byte[] _listElement = Encoding.ASCII.GetBytes(listElement);
    private readonly bool _isOfBackups = ResourceType.IsBackup(resourceType);
    private readonly byte[] _markerElement = Encoding.ASCII.GetBytes(markerElement);

    /// <summary>Reads the result's element, which is in hand.</summary>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
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

    /// <summary>Reads what a backup says of its source.</summary>
    private static void ReadItem(Utf8XmlReader xml, ref ResourceRecord record)
    {
        BackupItem item = default;
        for (int depth = xml.Depth; xml.ReadChild(depth);)
        {
            string name = QueryMembers.NameOf(xml);
            if (xml.ReadTextOrNull() is { } text)
            {
                item.Set(name, text);
            }
        }

        item.AddTo(ref record);
    }

    [MethodImpl(MethodOptions.AggressiveOptimization)]
    private void ReadMembers(Utf8XmlReader xml, ref ResourceRecord record)
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
                if (readsTimes || !ResourceRecord.IsTime(member))
                {
                    record.Set(member, xml.ReadText(likely: previous.Get(member)));
                }
            }
            else if (_isOfBackups && xml.LocalName.SequenceEqual("NodeSnapshots"u8))
            {
                for (int list = xml.Depth; xml.ReadItem(list);)
                {
                    ReadItem(xml, ref record);
                }
            }
            else if (_isOfBackups && xml.LocalName.SequenceEqual("ServerlessCacheConfiguration"u8))
            {
                ReadItem(xml, ref record);
            }
        }

        if (!hasMembers)
        {
            throw new XmlException("An item of the list has no members.");
        }
    }
}
