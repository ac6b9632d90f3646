using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <summary>
/// Reads files and folders of the AWS CLI's output, and of plans and templates. Resources go into an audit, errors into
/// a report.
/// </summary>
internal sealed partial class FileSource(
    OfflineAudit audit, PlannedSource planned, InputReport report, bool hasBackups, CancellationToken cancellationToken)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly PassedOver _foundOneByOne = new();

    /// <summary>Exports that end with a token. Which file, if any, continues one cannot be determined.</summary>
    private readonly List<string> _partialExports = [];
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);

    /// <summary>Whether exports were read; nothing tells whether they are complete.</summary>
    public bool HasExports { get; private set; }

    /// <summary>The types that the exports list or contain.</summary>
    public IReadOnlyCollection<string> ExportedTypes => _types;

    /// <summary>Whether a plan or template was read.</summary>
    public bool HasPlanned => planned.HasRead;

    /// <summary>Reads a path that the user named: a file, or all exports in a folder and its subfolders.</summary>
    public void ReadNamed(string path, string asGiven)
    {
        if (File.Exists(path))
        {
            ReadFile(path, null);
        }
        else if (Directory.Exists(path))
        {
            PassedOver passed = new();
            ReadFolder(path, passed);
            ReportFolder(path, asGiven, passed);
        }
        else
        {
            report.Error(ErrorId.PathNotFound, ErrorCategory.ObjectNotFound, asGiven, Messages.PathNotFound.With(path),
                Messages.AdvicePathNotFound);
        }
    }

    /// <summary>Reads a path that a wildcard or another command found: output of other commands is skipped.</summary>
    public void ReadFound(string path, string asGiven)
    {
        if (File.Exists(path))
        {
            ReadFile(path, _foundOneByOne);
        }
        else if (Directory.Exists(path))
        {
            ReadFolder(path, _foundOneByOne);
        }
        else
        {
            ReadNamed(path, asGiven);
        }
    }

    /// <summary>Reads JSON from text.</summary>
    public void ReadText(Stream text, ResourceSource source, PageTrail pages)
    {
        try
        {
            (InputFormat format, Stream whole) = InputFormats.Detect(text);
            if (format != InputFormat.Export)
            {
                planned.Read(whole, format, source, Messages.ThePipeline);
                return;
            }

            ReadAll(new ExportReader(whole, source, cancellationToken, pages), source, Messages.ThePipeline);
        }
        catch (ExportFormatException exception)
        {
            report.Error(ErrorId.TextNotAnExport, ErrorCategory.InvalidData, Messages.ThePipeline,
                Messages.TextNotAnExport.With(exception.Message), Messages.AdviceTextNotAnExport, exception);
        }
    }

    /// <summary>Reports what is known only after the last input.</summary>
    public void Complete()
    {
        if (_foundOneByOne.Read == 0 && !_foundOneByOne.IsEmpty)
        {
            report.Error(ErrorId.NoExports, ErrorCategory.ObjectNotFound, _foundOneByOne.Names.FirstOrDefault() ?? Messages.ThePipeline,
                Messages.NoExports.With(_foundOneByOne.Describe()), Messages.AdviceFolderWithoutExports);
        }
        else if (!_foundOneByOne.IsEmpty)
        {
            report.Warn(Messages.PassedOver.With(_foundOneByOne.Describe()));
        }

        planned.Complete();
        foreach (string file in _partialExports)
        {
            report.Error(ErrorId.PartialExport, ErrorCategory.InvalidData, file, Messages.PartialExport.With(file),
                Messages.AdvicePartialExport);
        }
    }

    /// <summary>Notes an export that continues elsewhere.</summary>
    public void NotePartial(string where) => _partialExports.Add(where);

    /// <summary>Warns of members that every listing of AWS has but a source's records lack.</summary>
    public void WarnOfProjection(ResourceSource source)
    {
        if (source.Missing != MemberNames.None)
        {
            report.Warn(Messages.Projection.With(source.Path ?? Messages.ThePipeline, source.Missing));
        }
    }

    private void ReadFolder(string path, PassedOver passed)
    {
        ExportFolder folder = new(
            (unreadable, exception) =>
            {
                passed.AddRead();
                report.Error(ErrorId.FolderNotReadable, ErrorCategory.ReadError, unreadable,
                    Messages.FileNotReadable.With(unreadable, exception.Message), Messages.AdviceFileNotReadable, exception);
            },
            passed.AddOtherName,
            cancellationToken);
        foreach (string file in folder.FindFiles(path))
        {
            ReadFile(file, passed);
        }

        passed.Links.AddRange(folder.Links);
    }

    private void ReportFolder(string path, string asGiven, PassedOver passed)
    {
        if (passed.Read == 0)
        {
            report.Error(ErrorId.FolderWithoutExports, ErrorCategory.ObjectNotFound, asGiven,
                passed.IsEmpty ? Messages.FolderWithoutFiles.With(path) : Messages.FolderWithoutExports.With(path, passed.Describe()),
                Messages.AdviceFolderWithoutExports);
        }
        else if (!passed.IsEmpty)
        {
            report.Warn(Messages.FolderPassedOver.With(path, passed.Describe()));
        }
    }

    /// <param name="file">The file.</param>
    /// <param name="passed">Takes the file if it is from another command; null if that is an error.</param>
    private void ReadFile(string file, PassedOver? passed)
    {
        if (!_read.Add(file))
        {
            return;
        }

        report.Verbose($"Reading {file}.");
        int before = audit.Taken;
        ExportReader? reader = null;
        try
        {
            ResourceSource source = new(file, RegularFile.LastWriteTimeUtc(file)) { HasBackups = hasBackups };
            using Stream opened = RegularFile.Open(file, cancellationToken);
            (InputFormat format, Stream stream) = InputFormats.Detect(opened);
            if (format != InputFormat.Export)
            {
                passed?.AddRead();
                planned.Read(stream, format, source, file);
                return;
            }

            reader = new ExportReader(stream, source, cancellationToken);
            ReadAll(reader, source, file);
            passed?.AddRead();
        }
        catch (ExportFormatException exception) when (exception.IsOfAnother && passed is not null && audit.Taken == before)
        {
            passed.Add(file);
        }
        catch (ExportFormatException) when (passed is not null && audit.Taken == before && !ExportFolder.HasNameOfExport(file)
            && reader?.BeginsAsExport != true)
        {
            passed.AddOtherName(file);
        }
        catch (ExportFormatException exception)
        {
            passed?.AddRead();
            int count = audit.Taken - before;
            report.Error(ErrorId.NotAnExport, ErrorCategory.InvalidData, file,
                Messages.NotAnExport.With(file, exception.Message, count > 0 ? Messages.JudgedBefore.With(count) : null),
                Messages.AdviceNotAnExport, exception);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or NotSupportedException or System.Security.SecurityException)
        {
            passed?.AddRead();
            report.Error(ErrorId.FileNotReadable, ErrorCategory.ReadError, file, Messages.FileNotReadable.With(file, exception.Message),
                Messages.AdviceFileNotReadable, exception);
        }
    }

    private void ReadAll(ExportReader reader, ResourceSource source, string where)
    {
        int before = audit.Taken;
        try
        {
            foreach (RedisResource resource in reader.Read())
            {
                _types.Add(resource.ResourceType);
                audit.Add(resource);
            }
        }
        catch (ExportFormatException) when (audit.Taken > before)
        {
            // The part that was read was an export: report what else there is to say about it.
            ReportRest(reader, source, where);
            throw;
        }

        ReportRest(reader, source, where);
        report.Verbose($"{audit.Taken - before} resources in {where}.");
    }

    private void ReportRest(ExportReader reader, ResourceSource source, string where)
    {
        HasExports = true;
        _types.UnionWith(reader.ListedTypes);
        if (source.Path is not null && reader.IsPartial)
        {
            NotePartial(where);
        }

        if (reader.UnnamedCount > 0)
        {
            report.Error(ErrorId.UnnamedResource, ErrorCategory.InvalidData, where,
                Messages.UnnamedResource.With(reader.UnnamedCount, where),
                Messages.AdviceUnnamedResource);
        }

        if (reader.OtherCount > 0)
        {
            report.Warn(Messages.DocumentsPassedOver.With(where, reader.OtherCount));
        }

        if (source.Path is not null)
        {
            WarnOfProjection(source);
        }
    }
}
