using System.Collections;
using System.Management.Automation;
using System.Text;

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
/// <param name="hasBackups">Whether backups are read; else they are records of another command.</param>
internal sealed partial class ObjectSource(
    OfflineAudit audit, FileSource files, InputReport report, Func<PSObject, bool> tryAddAccount, Action<string> readPath, string? region,
    bool hasBackups)
{
    /// <summary>Arrays in arrays, as nobody has them who does not mean to.</summary>
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
