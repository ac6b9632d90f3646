using System.Text.Json;

namespace RedisCompliance;

/// <summary>
/// Reads resources out of what the AWS CLI prints: <c>aws elasticache describe-replication-groups</c>,
/// <c>describe-cache-clusters</c> and <c>describe-serverless-caches</c>, one document or several one after another,
/// also a bare array of resources as <c>--query</c> leaves it. A file of any length passes through one small buffer.
/// </summary>
public sealed class ExportReader
{
    private readonly ExportBuffer _json;
    private readonly CancellationToken _cancellationToken;
    private readonly List<string> _keys = [];
    private int _documents;

    /// <summary>Prepares to read.</summary>
    /// <param name="stream">The file; stays open.</param>
    /// <param name="cancellationToken">Ends the reading between two resources.</param>
    public ExportReader(Stream stream, CancellationToken cancellationToken = default)
    {
        _json = new ExportBuffer(stream);
        _cancellationToken = cancellationToken;
    }

    /// <summary>
    /// Whether the last document said, by a token, that the export goes on elsewhere (<c>--max-items</c>,
    /// <c>--no-paginate</c>): then what was read is not everything. To be asked after the last resource.
    /// </summary>
    public bool IsPartial { get; private set; }

    /// <summary>How many records were passed over because nothing names them: neither an id nor an ARN.</summary>
    public int UnnamedCount { get; private set; }

    /// <summary>Reads the resources, one by one.</summary>
    /// <returns>The resources in the order of the file.</returns>
    /// <exception cref="ExportFormatException">The file is empty, not JSON, cut off, or not such an export.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public IEnumerable<RedisResource> Read()
    {
        if (_json.IsEmpty)
        {
            throw new ExportFormatException(Messages.ExportEmpty);
        }

        while (_json.TryReadDocumentStart() is { } start)
        {
            _documents++;
            IsPartial = false;
            foreach (RedisResource resource in start == JsonTokenType.StartArray ? ReadArray(null) : ReadDocument(start))
            {
                yield return resource;
            }
        }

        if (_documents == 0)
        {
            throw new ExportFormatException(Messages.ExportBlank);
        }
    }

    private IEnumerable<RedisResource> ReadDocument(JsonTokenType start)
    {
        if (start != JsonTokenType.StartObject)
        {
            throw new ExportFormatException(Messages.ExportNoObject.With(start));
        }

        bool hasResources = false;
        _keys.Clear();
        while (_json.ReadPropertyName() is { } key)
        {
            string? resourceType = TypeOf(key);
            if (resourceType is not null)
            {
                hasResources = true;
                _json.ReadArrayStart(key);
                foreach (RedisResource resource in ReadArray(resourceType))
                {
                    yield return resource;
                }
            }
            else if (key is "Marker" or "NextToken")
            {
                IsPartial |= !string.IsNullOrEmpty(_json.ReadScalar(key));
            }
            else
            {
                _keys.Add(key);
                _json.SkipValue();
            }
        }

        if (!hasResources)
        {
            throw new ExportFormatException(_keys.Count == 0 ? Messages.ExportEmptyObject : Messages.ExportOtherKeys.With(string.Join(", ", _keys.Take(5))));
        }
    }

    private IEnumerable<RedisResource> ReadArray(string? resourceType)
    {
        while (_json.TryReadRecord(out ResourceRecord record))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (record.ToResource(resourceType) is { } resource)
            {
                yield return resource;
            }
            else if (resourceType is null)
            {
                throw new ExportFormatException(Messages.ExportOtherObjects);
            }
            else
            {
                UnnamedCount++;
            }
        }
    }

    private static string? TypeOf(string key) => key switch
    {
        "ReplicationGroups" => ResourceType.ReplicationGroup,
        "CacheClusters" => ResourceType.CacheCluster,
        "ServerlessCaches" => ResourceType.ServerlessCache,
        _ => null,
    };
}
