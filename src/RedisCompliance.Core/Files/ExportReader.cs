using System.Text.Json;

namespace RedisCompliance.Files;

/// <summary>
/// Reads resources from the output of the AWS CLI: <c>aws elasticache describe-replication-groups</c>,
/// <c>describe-cache-clusters</c>, <c>describe-serverless-caches</c> and, if requested, the snapshot commands. A text may hold
/// several documents, bare objects and arrays of resources as <c>--query</c> leaves them, and objects of AWS Tools as
/// ConvertTo-Json writes them. A file of any length passes through one small buffer.
/// </summary>
public sealed partial class ExportReader
{
    private readonly ExportBuffer _json;
    private readonly CancellationToken _cancellationToken;
    private readonly ResourceSource _source;
    private readonly ExportFindings _findings;
    private RedisResource? _last;

    /// <summary>The token of an element of the last array that is neither object nor array; null if there is none.</summary>
    private JsonTokenType? _scalar;

    /// <summary>Creates a reader.</summary>
    /// <param name="stream">The file; stays open.</param>
    /// <param name="cancellationToken">Cancels the reading between two resources and whenever more of the file is read.</param>
    public ExportReader(Stream stream, CancellationToken cancellationToken = default)
        : this(stream, new ResourceSource(null, null), cancellationToken)
    {
    }

    internal ExportReader(Stream stream, ResourceSource source, CancellationToken cancellationToken, PageTrail? pages = null)
    {
        _json = new ExportBuffer(stream, source.HasBackups, cancellationToken);
        _source = source;
        _cancellationToken = cancellationToken;
        _findings = new ExportFindings(_json, pages ?? new PageTrail());
    }

    /// <summary>
    /// Whether a document has a token, so that the export continues (<c>--max-items</c>, <c>--no-paginate</c>), but the next
    /// document does not continue it: the export is then incomplete. Valid after the last resource.
    /// </summary>
    public bool IsPartial => _findings.Pages.IsPartial;

    /// <summary>The number of records that were skipped because they have no name, or stand where no resource is expected.</summary>
    public int UnnamedCount => _findings.UnnamedCount;

    /// <summary>The number of documents that were skipped because they come from other commands.</summary>
    public int OtherCount => _findings.OtherCount;

    /// <summary>The types of the lists that were found, including empty ones.</summary>
    internal HashSet<string> ListedTypes { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the text begins like an export, even a failed one.</summary>
    internal bool BeginsAsExport => _json.BeginsAsExport;

    /// <summary>Reads the resources one by one.</summary>
    /// <returns>The resources in file order.</returns>
    /// <exception cref="ExportFormatException">The file is empty, not JSON, cut off, or not an export.</exception>
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
            foreach (RedisResource resource in ReadDocument(start))
            {
                yield return resource;
            }
        }

        if (isBlank)
        {
            throw new ExportFormatException(Messages.ExportBlank);
        }

        _findings.ThrowIfNoExport();
    }

    private IEnumerable<RedisResource> ReadDocument(JsonTokenType start)
    {
        switch (start)
        {
            case JsonTokenType.StartArray:
                foreach (RedisResource resource in ReadArray(null))
                {
                    yield return resource;
                }

                if (_scalar is { } scalar)
                {
                    _findings.Fail(Messages.ExportElementNoObject.With(scalar), isOfAnother: true);
                }

                break;
            case JsonTokenType.StartObject:
                foreach (RedisResource resource in ReadObject(null))
                {
                    yield return resource;
                }

                break;
            case JsonTokenType.Null:
                _findings.Fail(Messages.ExportNull);
                break;
            default:
                _findings.Fail(Messages.ExportNoObject.With(start));
                break;
        }
    }

    /// <summary>Reads an object whose start has been read: a resource, a container of lists of resources, or both.</summary>
    /// <param name="resourceType">The type, if the object must be a resource of it; null if it may be anything.</param>
    private IEnumerable<RedisResource> ReadObject(string? resourceType)
    {
        ObjectScan scan = new();
        ResourceRecord record = default;
        while (_json.ReadPropertyName() is { } name)
        {
            scan.AddKey(name);
            if (MemberNameTable.FindIgnoringCase(System.Text.Encoding.UTF8.GetBytes(name)) is { } member)
            {
                _json.ReadMember(member, ref record);
            }
            else if (resourceType is null && IsToken(name))
            {
                JsonTokenType token = _json.ReadText(out string? text);
                scan.HasToken |= !string.IsNullOrEmpty(text);
                scan.NotAText ??= token is JsonTokenType.String or JsonTokenType.Null ? null : (name, token);
                foreach (RedisResource resource in Search(token, scan))
                {
                    yield return resource;
                }
            }
            else
            {
                foreach (RedisResource resource in ReadValue(name, resourceType, scan))
                {
                    yield return resource;
                }
            }
        }

        RedisResource? taken = TakeRecord(record, resourceType);
        if (taken is not null)
        {
            yield return taken;
        }

        _findings.Conclude(record, taken is not null, resourceType, scan);
    }

    /// <summary>Reads an array whose start has been read, including the elements of nested arrays.</summary>
    private IEnumerable<RedisResource> ReadArray(string? resourceType)
    {
        // Other services have lists under the key Snapshots too.
        bool isSure = resourceType is not null and not ResourceType.Snapshot;
        int others = 0;
        int count = 0;
        int arrays = 0;
        bool hasOurs = false;
        JsonTokenType? scalar = null;
        ResourceRecord record = default;
        while (true)
        {
            RecordOutcome? outcome = _json.TryReadRecord(resourceType is not null, ref record, out JsonTokenType token);
            _cancellationToken.ThrowIfCancellationRequested();
            if (outcome is null && arrays-- == 0)
            {
                break;
            }

            count++;
            switch (outcome)
            {
                case null:
                    break;
                case RecordOutcome.Array:
                    arrays++;
                    break;
                case RecordOutcome.Scalar:
                    scalar ??= token;
                    break;
                case RecordOutcome.Container:
                    int othersBefore = _findings.OtherCount;
                    foreach (RedisResource resource in ReadObject(resourceType))
                    {
                        hasOurs = true;
                        yield return resource;
                    }

                    // An element does not count as a document.
                    others += _findings.TakeBackOthers(othersBefore);
                    break;
                default:
                    if (TakeRecord(record, resourceType) is { } taken)
                    {
                        hasOurs = true;
                        yield return taken;
                    }
                    else if (isSure || !_findings.IsDamaged(record))
                    {
                        others++;
                    }

                    break;
            }
        }

        _findings.Count(others, hasOurs || (isSure && others > 0), isEmpty: count == 0 && resourceType is null);
        _scalar = scalar;
    }

    private RedisResource? TakeRecord(in ResourceRecord record, string? resourceType)
    {
        RedisResource? resource = record.ToResource(resourceType, null, _source, _last);
        _json.IsOurs |= resource is not null;
        _last = resource ?? _last;
        return resource;
    }

    private static bool IsToken(string name) =>
        name.Equals("Marker", StringComparison.OrdinalIgnoreCase) || name.Equals("NextToken", StringComparison.OrdinalIgnoreCase);
}
