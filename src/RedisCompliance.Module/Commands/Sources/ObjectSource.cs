using System.Collections;
using System.Management.Automation;
using System.Text;

namespace RedisCompliance.Commands.Sources;

/// <summary>
/// Reads pipeline objects: resources, complete answers with lists of them, arrays, files, and JSON as text. Resources go into
/// an audit, anything unknown is offered as an account to audit, and errors go into a report.
/// </summary>
/// <param name="audit">Takes the resources.</param>
/// <param name="files">Reads the files and the text.</param>
/// <param name="report">Takes the errors.</param>
/// <param name="tryAddAccount">Adds an object that names an account or a Region; returns whether it does.</param>
/// <param name="readPath">Reads a path literally.</param>
/// <param name="region">The one Region of the audit, for objects without an ARN; null if it has none or several.</param>
/// <param name="hasBackups">Whether to read backups; otherwise they count as records of another command.</param>
internal sealed partial class ObjectSource(
    OfflineAudit audit, FileSource files, InputReport report, Func<PSObject, bool> tryAddAccount, Action<string> readPath, string? region,
    bool hasBackups)
{
    /// <summary>How deep arrays may be nested; nobody nests them deeper by accident.</summary>
    private const int MaxDepth = 8;

    private readonly ResourceSource _source = new(null, null) { HasBackups = hasBackups };
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

    /// <summary>Reads unfinished text, and reports what is known only at the end of the pipeline.</summary>
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

    /// <summary>Reads an object by its members. A resource may also hold answers; both are read.</summary>
    private void ReadMembers(PSObject input, Place place)
    {
        if (ObjectMembers.Value(input, "ComplianceType") is not null)
        {
            // A verdict is no evidence: it does not contain all that it rests on.
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
        else if (text.Contains('\n') && InputFormats.IsYamlTemplate(text))
        {
            ReadText(new MemoryStream(Encoding.UTF8.GetBytes(text)));
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
        if (ObjectRecord.Read(input, hasBackups).ToResource(resourceType, region, _source, _last) is not { } resource)
        {
            return false;
        }

        _last = resource;
        audit.Add(resource);
        return true;
    }

    /// <summary>Reads a file of Get-ChildItem that went through a job or a remote session.</summary>
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

    /// <summary>The place of an object in the input.</summary>
    /// <param name="Depth">Its depth within the pipeline object.</param>
    /// <param name="IsNested">Whether it is under a key of an answer.</param>
    /// <param name="ResourceType">The resource type that the key implies.</param>
    private readonly record struct Place(int Depth, bool IsNested, string? ResourceType)
    {
        public Place Deeper() => this with { Depth = Depth + 1 };

        public Place Within(string? resourceType) => new(Depth + 1, IsNested: true, resourceType);
    }
}
