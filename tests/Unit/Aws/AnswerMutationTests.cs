using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace RedisCompliance.Aws.Tests;

/// <summary>
/// Damaged answers of Amazon ElastiCache by the hundred thousand: invalid, or verdicts that System.Xml's reading
/// supports.
/// </summary>
public sealed class AnswerMutationTests
{
    private const int Inputs = 300_000;

    private static readonly byte[] s_seed = """
        <DescribeReplicationGroupsResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/"><DescribeReplicationGroupsResult>
        <ReplicationGroups><ReplicationGroup><ReplicationGroupId>a</ReplicationGroupId><AtRestEncryptionEnabled>true</AtRestEncryptionEnabled>
        <StorageEncryptionType>none</StorageEncryptionType></ReplicationGroup><ReplicationGroup><ReplicationGroupId>b</ReplicationGroupId>
        <AtRestEncryptionEnabled>false</AtRestEncryptionEnabled><StorageEncryptionType>sse-kms</StorageEncryptionType><Status>available</Status>
        </ReplicationGroup><ReplicationGroup><ReplicationGroupId>c</ReplicationGroupId><AtRestEncryptionEnabled>false</AtRestEncryptionEnabled>
        </ReplicationGroup></ReplicationGroups></DescribeReplicationGroupsResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>
        </DescribeReplicationGroupsResponse>
        """u8.ToArray();

    private static readonly byte[][] s_pieces =
    [
        .. new[]
        {
            "<", ">", "/", "&amp;", "&", "\"", "=", " ", "\n", "true", "false", "none", "sse-kms",
            "<!--", "-->", "<![CDATA[", "]]>", "<?p ?>", "<!DOCTYPE a>", "</ReplicationGroup>", "<ReplicationGroup>", "<x>", "</x>",
            "<AtRestEncryptionEnabled>true</AtRestEncryptionEnabled>", "<ReplicationGroupId>d</ReplicationGroupId>",
        }.Select(Encoding.ASCII.GetBytes),
        [0], [0x80], [0xC3], [0xEF, 0xBB, 0xBF], [0xFF],
    ];

    [Fact]
    public void A_damaged_answer_is_invalid_or_is_read_as_System_Xml_reads_it()
    {
        Random random = new(20261126);
        int read = 0;
        for (int i = 0; i < Inputs; i++)
        {
            byte[] answer = Mutate(random);
            if (Compliant(answer) is not { } given)
            {
                continue;
            }

            read++;
            // An id with a character that is not shown as it is counts, but is not compared.
            string[] supported = given.Length == 0 ? [] : Supported(answer);
            if (given.Length > supported.Length
                || given.Where(id => !id.Contains("<U+", StringComparison.Ordinal)).Except(supported).Any())
            {
                Assert.Fail($"{string.Join(", ", given)} is not shown to be encrypted by {Encoding.Latin1.GetString(answer)}");
            }
        }

        Assert.True(read > 1_000, $"{read} of {Inputs} were read: the mutations are of no use.");
    }

    /// <summary>The groups that are compliant by an answer; null where it is invalid.</summary>
    private static string[]? Compliant(byte[] answer)
    {
        try
        {
            Utf8XmlReader xml = new(new ArraySegment<byte>(answer));
            if (!xml.ReadChild(0) || !xml.ReadChild(1))
            {
                return null;
            }

            ResourcePage page = new ResourcePageReader(ResourceType.ReplicationGroup, "ReplicationGroups", "Marker", "us-east-1", null)
                .Read(xml);
            xml.ReadToEnd();
            return [.. page.Resources.Where(IsCompliant).Select(resource => resource.Id)];
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string[] Supported(byte[] answer)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(new MemoryStream(answer));
            XElement root = XDocument.Load(reader).Root!;
            IEnumerable<XElement> items = root.Descendants().Where(element => element.Name.LocalName == "ReplicationGroups").Elements();
            return [.. items.Select(Read).Where(IsCompliant).Select(resource => resource.Id)];
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private static RedisResource Read(XElement item)
    {
        // A blank value is an absent one.
        string? Member(string name) =>
            item.Elements().LastOrDefault(member => member.Name.LocalName == name)?.Value.Trim() is { Length: > 0 } text ? text : null;
        return new RedisResource
        {
            ResourceType = ResourceType.ReplicationGroup,
            Id = Member("ReplicationGroupId") ?? string.Empty,
            StorageEncryptionType = Member("StorageEncryptionType"),
            AtRestEncryptionEnabled = Member("AtRestEncryptionEnabled"),
            Status = Member("Status"),
        };
    }

    private static bool IsCompliant(RedisResource resource) =>
        AtRestEvaluator.Evaluate(resource, DateTime.UnixEpoch).ComplianceType == ComplianceType.Compliant;

    private static byte[] Mutate(Random random)
    {
        List<byte> bytes = [.. s_seed];
        for (int changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)); break;
                case 2: bytes.InsertRange(at, s_pieces[random.Next(s_pieces.Length)]); break;
                default: bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count)).Take(random.Next(1, 60)).ToArray()); break;
            }
        }

        return [.. bytes];
    }
}
