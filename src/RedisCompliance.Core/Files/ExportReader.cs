using System.Text.Json;

namespace RedisCompliance.Files;

/// <summary>
/// Reads resources out of what the AWS CLI prints: <c>aws elasticache describe-replication-groups</c>,
/// <c>describe-cache-clusters</c> and <c>describe-serverless-caches</c>, one document or several one after another,
/// also bare objects and arrays of resources as <c>--query</c> leaves them, and objects of AWS Tools that ConvertTo-Json
/// wrote. A file of any length passes through one small buffer.
/// </summary>
public sealed class ExportReader
{
    private const int KeysNamed = 5;

    private readonly ExportBuffer _json;
    private readonly CancellationToken _cancellationToken;
    private readonly ResourceSource _source;
    private RedisResource? _last;
    private string? _ofAnother;
    private bool _hasResources;

    /// <summary>Prepares to read.</summary>
    /// <param name="stream">The file; stays open.</param>
    /// <param name="cancellationToken">Ends the reading between two resources, and wherever more of the file is read.</param>
    public ExportReader(Stream stream, CancellationToken cancellationToken = default)
        : this(stream, new ResourceSource(null, null), cancellationToken)
    {
    }

    internal ExportReader(Stream stream, ResourceSource source, CancellationToken cancellationToken)
    {
        _json = new ExportBuffer(stream, cancellationToken);
        _source = source;
        _cancellationToken = cancellationToken;
    }

    /// <summary>
    /// Whether the last document said, by a token, that the export goes on elsewhere (<c>--max-items</c>,
    /// <c>--no-paginate</c>): then what was read is not everything. To be asked after the last resource.
    /// </summary>
    public bool IsPartial { get; private set; }

    /// <summary>How many records were passed over because nothing names them: neither an id nor an ARN.</summary>
    public int UnnamedCount { get; private set; }

    /// <summary>How many documents were passed over because they are of other commands.</summary>
    public int OtherCount { get; private set; }

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

        bool isBlank = true;
        while (_json.TryReadDocumentStart() is { } start)
        {
            isBlank = false;
            IsPartial = false;
            IEnumerable<RedisResource> resources = start switch
            {
                JsonTokenType.StartArray => ReadArray(null),
                JsonTokenType.StartObject => ReadObject(null),
                JsonTokenType.Null => throw new ExportFormatException(Messages.ExportNull),
                _ => throw new ExportFormatException(Messages.ExportNoObject.With(start)),
            };
            foreach (RedisResource resource in resources)
            {
                yield return resource;
            }
        }

        if (isBlank)
        {
            throw new ExportFormatException(Messages.ExportBlank);
        }

        if (_ofAnother is not null && !_hasResources)
        {
            throw new ExportFormatException(_ofAnother) { IsOfAnother = true };
        }
    }

    /// <summary>Reads an object whose start was read: a resource, or what holds lists of them.</summary>
    /// <param name="resourceType">The type of the resource that it is; null where it may be anything.</param>
    private IEnumerable<RedisResource> ReadObject(string? resourceType)
    {
        bool hasLists = false;
        bool isPartial = false;
        List<string> keys = [];
        ResourceRecord record = default;
        while (_json.ReadPropertyName() is { } name)
        {
            if (keys.Count < KeysNamed)
            {
                keys.Add(name);
            }

            if (MemberNameTable.Find(System.Text.Encoding.UTF8.GetBytes(name)) is { } member)
            {
                _json.ReadMember(member, ref record);
            }
            else if (resourceType is null && name is "Marker" or "NextToken")
            {
                isPartial |= !string.IsNullOrEmpty(_json.ReadScalar(name));
            }
            else
            {
                ExportKey? key = resourceType is null ? ExportKey.Find(name) : null;
                JsonTokenType first = _json.ReadValueStart();
                if (Enter(key, first) is not { } resources)
                {
                    _json.SkipRest(first);
                    continue;
                }

                hasLists = true;
                foreach (RedisResource resource in resources)
                {
                    yield return resource;
                }
            }
        }

        if (hasLists)
        {
            IsPartial = isPartial;
        }
        else if (TakeRecord(record, resourceType) is { } resource)
        {
            yield return resource;
        }
        else if (keys.Count == 0)
        {
            throw new ExportFormatException(Messages.ExportEmptyObject);
        }
        else if (!IsDamaged(record))
        {
            PassOver(Messages.ExportOtherKeys.With(string.Join(", ", keys)));
        }
    }

    /// <summary>The resources under a key whose value has begun; null if it is of another kind.</summary>
    private IEnumerable<RedisResource>? Enter(ExportKey? found, JsonTokenType first)
    {
        if (found is not { } key)
        {
            return null;
        }

        if (key.IsList && first == JsonTokenType.StartArray)
        {
            _hasResources |= key.ResourceType is not null;
            return ReadArray(key.ResourceType);
        }

        return !key.IsList && first == JsonTokenType.StartObject ? ReadObject(key.ResourceType)
            : key.IsList && key.ResourceType is not null ? throw new ExportFormatException(Messages.ExportNoArray.With(key.Name, first))
            : null;
    }

    /// <summary>Reads an array whose start was read.</summary>
    private IEnumerable<RedisResource> ReadArray(string? resourceType)
    {
        int others = 0;
        bool hasOurs = resourceType is not null;
        int count = 0;
        ResourceRecord record = default;
        while (_json.TryReadRecord(resourceType is not null, ref record) is { } outcome)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            count++;
            if (outcome == RecordOutcome.Container)
            {
                foreach (RedisResource resource in ReadObject(null))
                {
                    hasOurs = true;
                    yield return resource;
                }
            }
            else if (TakeRecord(record, resourceType) is { } resource)
            {
                hasOurs = true;
                yield return resource;
            }
            else if (resourceType is not null || !IsDamaged(record))
            {
                others++;
            }
        }

        if (hasOurs)
        {
            UnnamedCount += others;
        }
        else if (others > 0)
        {
            PassOver(Messages.ExportOtherObjects);
        }

        _hasResources |= hasOurs || count == 0;
    }

    private RedisResource? TakeRecord(in ResourceRecord record, string? resourceType)
    {
        RedisResource? resource = record.ToResource(resourceType, resourceType is not null, null, _source, _last);
        _hasResources |= resource is not null;
        _last = resource ?? _last;
        return resource;
    }

    /// <summary>Counts a record that is of ElastiCache by its members and that nothing names.</summary>
    private bool IsDamaged(in ResourceRecord record)
    {
        bool isDamaged = (record.Present & MemberNames.OfElastiCache) != 0 && (record.Present & MemberNames.OfAnother) == 0
            && ElastiCacheArn.Parse(record.Get(ResourceMember.ARN)).ResourceId.IsEmpty;
        UnnamedCount += isDamaged ? 1 : 0;
        _hasResources |= isDamaged;
        return isDamaged;
    }

    private void PassOver(string what)
    {
        OtherCount++;
        _ofAnother ??= what;
    }
}
