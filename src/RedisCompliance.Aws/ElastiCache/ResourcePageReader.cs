using System.Xml;

namespace RedisCompliance.Aws;

/// <summary>Reads one page of a describe operation: a forward pass over the XML, straight into resources.</summary>
internal sealed class ResourcePageReader(string resourceType, string listElement, string markerElement, string region)
{
    // A page holds 100 resources, and none of those nests deeper than a node group's members' endpoints.
    private const int MaxDepth = 32;
    private const int TypicalPage = 100;

    /// <summary>Reads from the result's element to its end.</summary>
    public ResourcePage Read(XmlReader xml)
    {
        List<RedisResource> resources = new(TypicalPage);
        string? marker = null;
        int unnamed = 0;
        foreach (string name in Children(xml))
        {
            if (name == listElement)
            {
                foreach (string _ in Children(xml))
                {
                    if (ReadResource(xml) is { } resource)
                    {
                        resources.Add(resource);
                    }
                    else
                    {
                        unnamed++;
                    }
                }
            }
            else if (name == markerElement)
            {
                marker = xml.ReadElementContentAsString().Trim();
            }
            else
            {
                xml.Skip();
            }
        }

        return new ResourcePage(resources, marker, unnamed);
    }

    private RedisResource? ReadResource(XmlReader xml)
    {
        ResourceRecord record = default;
        foreach (string member in Children(xml))
        {
            if (ResourceRecord.Takes(member))
            {
                record.Set(member, xml.ReadElementContentAsString());
            }
            else
            {
                xml.Skip();
            }
        }

        return record.ToResource(resourceType, region);
    }

    /// <summary>
    /// The child elements of the element in hand, one after another; each must be read or skipped to its end before the
    /// next is asked for. Afterwards the reader stands behind the element.
    /// </summary>
    private static IEnumerable<string> Children(XmlReader xml)
    {
        if (xml.Depth > MaxDepth)
        {
            throw new XmlException("The answer nests too deeply.");
        }

        bool isEmpty = xml.IsEmptyElement;
        xml.Read();
        if (isEmpty)
        {
            yield break;
        }

        while (xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                yield return xml.LocalName;
            }
            else if (!xml.Read())
            {
                throw new XmlException("The answer breaks off.");
            }
        }

        xml.Read();
    }
}
