using System.Collections;
using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <summary>
/// Objects of the pipeline: resources, whole answers with lists of them, arrays, files, and JSON as text. Resources go into an
/// audit, what is neither is offered as an account to audit, and what is wrong goes into a report.
/// </summary>
/// <param name="audit">Takes the resources.</param>
/// <param name="files">Reads the files and the text.</param>
/// <param name="report">Takes what is wrong.</param>
/// <param name="tryAddAccount">Takes an object for an account or a Region; says whether it is one.</param>
/// <param name="readPath">Reads a path as it stands.</param>
/// <param name="region">The one Region of the audit, for objects without an ARN; null if it has none or several.</param>
internal sealed class ObjectSource(
    OfflineAudit audit, FileSource files, InputReport report, Func<PSObject, bool> tryAddAccount, Action<string> readPath, string? region)
{
    /// <summary>Arrays in arrays, as nobody has them who does not mean to.</summary>
    private const int MaxDepth = 8;

    private static readonly (string Name, string? ResourceType)[] s_lists =
    [
        ("ReplicationGroups", ResourceType.ReplicationGroup), ("CacheClusters", ResourceType.CacheCluster),
        ("ServerlessCaches", ResourceType.ServerlessCache), ("Accounts", null),
    ];

    private static readonly (string Name, string ResourceType)[] s_single =
    [
        ("ReplicationGroup", ResourceType.ReplicationGroup), ("CacheCluster", ResourceType.CacheCluster),
        ("ServerlessCache", ResourceType.ServerlessCache),
    ];

    private readonly ResourceSource _source = new(null, null);
    private readonly PageTrail _pages = new();
    private readonly PipelineText _text = new();
    private RedisResource? _last;
    private PSObject? _firstEvaluation;
    private int _evaluations;
    private int _strays;
    private string? _firstProse;
    private int _proseLines;

    /// <summary>Reads one object.</summary>
    public void Read(PSObject input) => Read(input, new Place(0, IsNested: false, null));

    /// <summary>Reads what was left open, and says what only the end of the pipeline shows.</summary>
    public void Complete()
    {
        if (_text.IsOpen)
        {
            ReadText(_text.Take());
        }

        if (_firstProse is not null)
        {
            report.Error(ErrorId.TextNotAnExport, ErrorCategory.InvalidData, _firstProse,
                Messages.TextNotJson.With(_proseLines, Annotations.Shorten(_firstProse.Trim(), 40)), Messages.AdviceTextNotAnExport);
        }

        if (_evaluations > 0)
        {
            report.Error(ErrorId.NotAResource, ErrorCategory.InvalidType, _firstEvaluation!, Messages.EvaluationsGiven.With(_evaluations),
                Messages.AdviceNotAResource);
        }

        if (_strays > 0)
        {
            report.Error(ErrorId.UnnamedResource, ErrorCategory.InvalidData, Messages.ThePipeline,
                Messages.UnnamedResource.With(_strays, Messages.ThePipeline), Messages.AdviceUnnamedResource);
        }

        if (_pages.IsPartial)
        {
            files.NotePartial(Messages.ThePipeline);
        }

        files.WarnOfProjection(_source);
    }

    private void Read(PSObject input, Place place)
    {
        switch (input.BaseObject)
        {
            case string text:
                ReadString(input, text, place.IsNested);
                break;
            case FileSystemInfo file:
                files.ReadFound(file.FullName, file.FullName);
                break;
            case PathInfo path:
                readPath(path.Provider.Name == "FileSystem" ? path.ProviderPath : path.Path);
                break;
            case IEnumerable several and not (IDictionary or System.Xml.XmlNode) when place.Depth < MaxDepth
                && ObjectMembers.TableOf(several) is { } table:
                Read(PSObject.AsPSObject(table), place.Deeper());
                break;
            case IEnumerable several and not (IDictionary or System.Xml.XmlNode) when place.Depth < MaxDepth:
                foreach (object? item in several)
                {
                    if (item is not null)
                    {
                        Read(PSObject.AsPSObject(item), place.Deeper());
                    }
                }

                break;
            default:
                ReadMembers(input, place);
                break;
        }
    }

    /// <summary>Reads an object by its members. A resource may hold answers as well; neither is lost for the other.</summary>
    private void ReadMembers(PSObject input, Place place)
    {
        if (ObjectMembers.Value(input, "ComplianceType") is not null)
        {
            // A verdict is no evidence: what it rests on is not all in it.
            _firstEvaluation ??= input;
            _evaluations++;
            return;
        }

        bool isKnown = TryReadResource(input, place.ResourceType);
        isKnown |= TryReadAnswer(input, place);
        if (!isKnown && !TryReadSavedFile(input) && !tryAddAccount(input) && !TryReadTable(input, place))
        {
            report.Error(ErrorId.NotAResource, ErrorCategory.InvalidType, input,
                Messages.NotAResource.With(input.TypeNames.FirstOrDefault() ?? input.BaseObject.GetType().FullName),
                Messages.AdviceNotAResource);
        }
    }

    private void ReadString(PSObject input, string text, bool isNested)
    {
        if (_text.IsOpen)
        {
            ReadText(_text.Add(text));
        }
        else if (tryAddAccount(input))
        {
            return;
        }
        else if (isNested)
        {
            report.Error(ErrorId.NotAResource, ErrorCategory.InvalidType, input, Messages.NotAResource.With(text),
                Messages.AdviceNotAResource);
        }
        else if (PipelineText.IsStart(text) && !File.Exists(text))
        {
            ReadText(_text.Add(text));
        }
        else if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }
        else if (PipelineText.IsProse(text) && !File.Exists(text) && !Directory.Exists(text))
        {
            _firstProse ??= text;
            _proseLines++;
        }
        else
        {
            readPath(text);
        }
    }

    private void ReadText(Stream? text)
    {
        if (text is not null)
        {
            using (text)
            {
                files.ReadText(text, _source, _pages);
            }
        }
    }

    private bool TryReadResource(PSObject input, string? resourceType)
    {
        if (ObjectRecord.Read(input).ToResource(resourceType, region, _source, _last) is not { } resource)
        {
            return false;
        }

        _last = resource;
        audit.Add(resource);
        return true;
    }

    /// <summary>
    /// A whole answer, as <c>Get-EC… -Select *</c> and <c>aws … | ConvertFrom-Json</c> give it, or answers in a
    /// resource.
    /// </summary>
    private bool TryReadAnswer(PSObject input, Place place)
    {
        RedisResource? before = _last;
        string? listed = null;
        bool isAnswer = false;
        foreach ((string name, string? resourceType) in s_lists.Where(list => ObjectMembers.Has(input, list.Name)))
        {
            isAnswer |= ReadList(input, ObjectMembers.Value(input, name), place, resourceType);
            listed = resourceType;
        }

        foreach ((string name, string resourceType) in s_single)
        {
            if (ObjectMembers.Value(input, name) is { } item && item is IDictionary or not (string or IEnumerable))
            {
                isAnswer = true;
                Read(PSObject.AsPSObject(item), place.Within(resourceType));
            }
        }

        // How Windows PowerShell writes an array that PowerShell has wrapped: {"value":[…],"Count":2}.
        string? read = null;
        if (!isAnswer && ObjectMembers.Has(input, "Count")
            && ObjectMembers.Value(input, "value") is IEnumerable and not string and { } wrapped)
        {
            read = "value";
            isAnswer = ReadList(input, wrapped, place, place.ResourceType);
        }

        if (isAnswer)
        {
            bool hasToken = (ObjectMembers.Text(input, "Marker") ?? ObjectMembers.Text(input, "NextToken")) is not null;
            _pages.Note(hasToken, listed, ReferenceEquals(_last, before) ? null : _last);

            // Beside its lists, an answer may have those of other Regions or accounts.
            _strays += ReadTable(input, place, read).Strays;
        }

        return isAnswer;
    }

    /// <summary>
    /// The items of a list; where PowerShell has unrolled a list of one, that one. An empty list of the AWS SDK is
    /// null.
    /// </summary>
    private bool ReadList(PSObject answer, object? list, Place place, string? resourceType)
    {
        if (list is null)
        {
            return answer.TypeNames.Any(name => name.Contains("Amazon."));
        }

        Read(PSObject.AsPSObject(list), place.Within(resourceType));
        return true;
    }

    private bool TryReadTable(PSObject input, Place place)
    {
        (bool isTable, int strays) = ReadTable(input, place);
        _strays += isTable ? strays : 0;
        return isTable;
    }

    /// <summary>Reads a table of answers, one for each Region or account for example, as ConvertFrom-Json and people make it.</summary>
    /// <param name="input">The object.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="read">A member that was read as a list; null for none.</param>
    /// <returns>Whether answers are in it, and how many records tell of encryption and stand in no list of resources.</returns>
    private (bool IsTable, int Strays) ReadTable(PSObject input, Place place, string? read = null)
    {
        bool isTable = false;
        int strays = 0;
        if (place.Depth < MaxDepth && input.BaseObject is PSCustomObject or IDictionary)
        {
            bool IsOpen(string name) => !IsListName(name) && !string.Equals(name, read, StringComparison.OrdinalIgnoreCase);
            foreach (PSObject entry in ObjectMembers.Names(input).Where(IsOpen).ToArray()
                .SelectMany(name => Entries(ObjectMembers.Value(input, name))))
            {
                (bool isOfTable, int more) = ReadEntry(entry, place.Deeper());
                isTable |= isOfTable;
                strays += more;
            }
        }

        return (isTable, strays);
    }

    private (bool IsTable, int Strays) ReadEntry(PSObject entry, Place place)
    {
        if (s_lists.Any(list => list.ResourceType is not null && ObjectMembers.Value(entry, list.Name) is { } listed
            && HasObjects(listed)))
        {
            return (TryReadAnswer(entry, place), 0);
        }

        (bool isTable, int strays) = ReadTable(entry, place);
        return (isTable, strays + (ObjectRecord.TellsState(entry) ? 1 : 0));
    }

    /// <summary>The objects of a value: its items, or the value itself.</summary>
    private static IEnumerable<PSObject> Entries(object? value) =>
        (value is IEnumerable several and not (string or IDictionary) ? several.Cast<object?>() : [value])
            .OfType<object>().Select(PSObject.AsPSObject).Where(entry => entry.BaseObject is PSCustomObject or IDictionary);

    /// <summary>Whether a list is one of resources; those of a user group, for example, are of names.</summary>
    private static bool HasObjects(object listed) =>
        listed is not string && (listed is IDictionary or not IEnumerable
            || ((IEnumerable)listed).Cast<object?>().Any(item => ObjectMembers.Unwrap(item) is not (null or string)));

    private static bool IsListName(string name) =>
        s_lists.Any(list => list.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            || s_single.Any(single => single.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A file of Get-ChildItem that has gone through a job or a remote session.</summary>
    private bool TryReadSavedFile(PSObject input)
    {
        bool isFile = input.TypeNames.Any(name => name is "Deserialized.System.IO.FileInfo" or "Deserialized.System.IO.DirectoryInfo");
        if (isFile && ObjectMembers.Text(input, "FullName") is { } path)
        {
            readPath(path);
            return true;
        }

        return false;
    }

    /// <summary>Where an object stands.</summary>
    /// <param name="Depth">How deep within what came down the pipeline.</param>
    /// <param name="IsNested">Whether under a key of an answer.</param>
    /// <param name="ResourceType">What the key says that it is.</param>
    private readonly record struct Place(int Depth, bool IsNested, string? ResourceType)
    {
        public Place Deeper() => this with { Depth = Depth + 1 };

        public Place Within(string? resourceType) => new(Depth + 1, IsNested: true, resourceType);
    }
}
