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

    private static readonly ResourceMember[] s_members = [.. Enum.GetValues(typeof(ResourceMember)).Cast<ResourceMember>()];

    private static readonly (string Name, MemberNames Flag)[] s_witnesses =
        [.. Enumerable.Range(MemberNameTable.WitnessesFrom, MemberNameTable.Count - MemberNameTable.WitnessesFrom).Select(index => ($"{(MemberNames)(1 << index)}", (MemberNames)(1 << index)))];

    private static readonly string[] s_lists = ["ReplicationGroups", "CacheClusters", "ServerlessCaches", "Accounts"];
    private static readonly string[] s_single = ["ReplicationGroup", "CacheCluster", "ServerlessCache"];

    private readonly ResourceSource _source = new(null, null);
    private readonly PipelineText _text = new();
    private RedisResource? _last;
    private string? _firstProse;
    private int _proseLines;

    /// <summary>Reads one object.</summary>
    public void Read(PSObject input) => Read(input, 0, isNested: false);

    /// <summary>Reads what was left open, and says what only the end of the pipeline shows.</summary>
    public void Complete()
    {
        if (_text.IsOpen)
        {
            ReadText(_text.Take());
        }

        if (_firstProse is not null)
        {
            report.Error("TextNotAnExport", ErrorCategory.InvalidData, _firstProse,
                Messages.TextNotJson.With(_proseLines, Annotations.Shorten(_firstProse.Trim(), 40)), Messages.AdviceTextNotAnExport);
        }

        files.WarnOfProjection(_source);
    }

    private void Read(PSObject input, int depth, bool isNested)
    {
        switch (input.BaseObject)
        {
            case string text:
                ReadString(input, text, isNested);
                break;
            case FileSystemInfo file:
                files.ReadFound(file.FullName, file.FullName);
                break;
            case PathInfo path:
                readPath(path.Provider.Name == "FileSystem" ? path.ProviderPath : path.Path);
                break;
            case IEnumerable several and not (IDictionary or System.Xml.XmlNode) when depth < MaxDepth:
                foreach (object? item in several)
                {
                    if (item is not null)
                    {
                        Read(PSObject.AsPSObject(item), depth + 1, isNested);
                    }
                }

                break;
            default:
                if (!TryReadResource(input, isNested) && !TryReadAnswer(input, depth) && !TryReadSavedFile(input) && !tryAddAccount(input))
                {
                    report.Error("NotAResource", ErrorCategory.InvalidType, input,
                        Messages.NotAResource.With(input.TypeNames.FirstOrDefault() ?? input.BaseObject.GetType().FullName), Messages.AdviceNotAResource);
                }

                break;
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
            report.Error("NotAResource", ErrorCategory.InvalidType, input, Messages.NotAResource.With(text), Messages.AdviceNotAResource);
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
                files.ReadText(text, _source);
            }
        }
    }

    private bool TryReadResource(PSObject input, bool isInList)
    {
        ResourceRecord record = default;
        foreach (ResourceMember member in s_members)
        {
            string name = $"{member}";
            if (ObjectMembers.Has(input, name))
            {
                SetMember(ref record, member, ObjectMembers.Value(input, name));
            }
        }

        foreach ((string name, MemberNames flag) in s_witnesses)
        {
            record.SetPresent(ObjectMembers.Has(input, name) ? flag : MemberNames.None);
        }

        if (record.ToResource(null, isInList, region, _source, _last) is not { } resource)
        {
            return false;
        }

        _last = resource;
        audit.Add(resource);
        return true;
    }

    /// <summary>A flag may be a boolean or a number, and a version a number; all others are words.</summary>
    private static void SetMember(ref ResourceRecord record, ResourceMember member, object? value)
    {
        bool isOfKind = value is null or DBNull or string || member switch
        {
            ResourceMember.AtRestEncryptionEnabled => true,
            ResourceMember.EngineVersion => value is not bool,
            _ => value is Enum or not IConvertible,
        };
        if (isOfKind && ObjectMembers.TryText(value, out string? text))
        {
            record.Set(member, text);
        }
        else
        {
            record.SetUnreadable(member);
        }
    }

    /// <summary>A whole answer, as <c>Get-EC… -Select *</c> and <c>aws … | ConvertFrom-Json</c> give it.</summary>
    private bool TryReadAnswer(PSObject input, int depth)
    {
        bool isAnswer = false;
        foreach (string list in s_lists.Where(list => ObjectMembers.Has(input, list)))
        {
            isAnswer |= ReadList(input, ObjectMembers.Value(input, list), depth);
        }

        foreach (string single in s_single)
        {
            if (ObjectMembers.Value(input, single) is { } item and not string and not IEnumerable || ObjectMembers.Value(input, single) is IDictionary)
            {
                isAnswer = true;
                Read(PSObject.AsPSObject(ObjectMembers.Value(input, single)!), depth + 1, isNested: true);
            }
        }

        // How Windows PowerShell writes an array that PowerShell has wrapped: {"value":[…],"Count":2}.
        if (!isAnswer && ObjectMembers.Has(input, "Count") && ObjectMembers.Value(input, "value") is IEnumerable and not string and { } wrapped)
        {
            isAnswer = ReadList(input, wrapped, depth);
        }

        if (isAnswer && (ObjectMembers.Text(input, "Marker") ?? ObjectMembers.Text(input, "NextToken")) is not null)
        {
            files.NotePartial(isPartial: true, _last, Messages.ThePipeline);
        }
        else if (isAnswer)
        {
            files.NotePartial(isPartial: false, _last, Messages.ThePipeline);
        }

        return isAnswer;
    }

    /// <summary>The items of a list; where PowerShell has unrolled a list of one, that one. An empty list of the AWS SDK is null.</summary>
    private bool ReadList(PSObject answer, object? list, int depth)
    {
        if (list is null)
        {
            return answer.TypeNames.Any(name => name.Contains("Amazon."));
        }

        Read(PSObject.AsPSObject(list), depth + 1, isNested: true);
        return true;
    }

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
}
