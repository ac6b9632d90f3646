using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;

namespace RedisCompliance.Aws.ElastiCache;

/// <summary>Reads one page of a describe operation: one forward pass over the XML, directly into resources.</summary>
/// <param name="resourceType">The type of the listed resources.</param>
/// <param name="listElement">The name of the list's element.</param>
/// <param name="markerElement">The name of the element that tells where the next page begins.</param>
/// <param name="region">The Region of resources without an ARN.</param>
/// <param name="accountId">The account of resources without an ARN.</param>
/// <param name="readsTimes">Whether to read times of creation.</param>
internal sealed class ResourcePageReader(
    string resourceType, string listElement, string markerElement, string region, string? accountId, bool readsTimes = false)
{
    private const int TypicalPage = 100;

    private readonly byte[] _listElement = Encoding.ASCII.GetBytes(listElement);
    private readonly bool _isOfBackups = ResourceType.IsBackup(resourceType);
    private readonly byte[] _markerElement = Encoding.ASCII.GetBytes(markerElement);

    /// <summary>Reads the result, which is the current element.</summary>
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

        // AWS sends the list even if it is empty: a page without it does not say that there are no resources.
        return hasList ? new ResourcePage(resources, marker, unnamed) : throw QueryMembers.Missing(listElement);
    }

    /// <summary>Reads what a backup says about its source.</summary>
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
