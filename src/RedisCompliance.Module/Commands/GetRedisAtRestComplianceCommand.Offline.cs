using System.Collections;
using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <content>The ways without AWS: files of the AWS CLI, and objects of AWS Tools for PowerShell.</content>
public sealed partial class GetRedisAtRestComplianceCommand
{
    private static readonly string[] s_lists = ["ReplicationGroups", "CacheClusters", "ServerlessCaches", "Accounts"];

    private static readonly ResourceMember[] s_members = [.. Enum.GetValues(typeof(ResourceMember)).Cast<ResourceMember>()];

    /// <summary>Exports that go on elsewhere, by what they list; taken out again when a later file carries on.</summary>
    private readonly Dictionary<(string, string?, string?), string> _partialExports = [];

    private void ReadPaths(string[] paths, bool areLiteral)
    {
        foreach (string path in paths)
        {
            foreach (string file in FilesOf(path, areLiteral))
            {
                ReadFile(file);
            }
        }
    }

    /// <summary>The files that a path means: itself, what its wildcards match, or the JSON files of a folder and those below it.</summary>
    private IEnumerable<string> FilesOf(string path, bool isLiteral)
    {
        foreach (string found in Resolve(path, isLiteral))
        {
            if (File.Exists(found))
            {
                yield return found;
            }
            else if (!Directory.Exists(found))
            {
                ReportFile("PathNotFound", ErrorCategory.ObjectNotFound, path, Messages.PathNotFound.With(found),
                    Messages.AdvicePathNotFound, null);
            }
            else
            {
                string[] files = [.. Directory.EnumerateFiles(found, "*.json", SearchOption.AllDirectories).OrderBy(file => file, StringComparer.Ordinal)];
                if (files.Length == 0)
                {
                    ReportFile("FolderWithoutExports", ErrorCategory.ObjectNotFound, path, Messages.FolderWithoutExports.With(found),
                        Messages.AdviceFolderWithoutExports, null);
                }

                foreach (string file in files)
                {
                    yield return file;
                }
            }
        }
    }

    private IReadOnlyCollection<string> Resolve(string path, bool isLiteral)
    {
        ProviderInfo provider;
        try
        {
            IReadOnlyCollection<string> resolved = isLiteral
                ? [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
                : GetResolvedProviderPathFromPSPath(path, out provider);
            if (provider.Name == "FileSystem")
            {
                if (resolved.Count > 0)
                {
                    return resolved;
                }

                ReportFile("PathNotFound", ErrorCategory.ObjectNotFound, path, Messages.NoFileMatches.With(path), Messages.AdviceNoFileMatches, null);
                return [];
            }

            ReportFile("NotAFile", ErrorCategory.InvalidArgument, path, Messages.NotAFile.With(path, provider.Name), Messages.AdviceNotAFile, null);
        }
        catch (Exception exception) when (exception is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            ReportFile("PathNotFound", ErrorCategory.ObjectNotFound, path, exception.Message, Messages.AdvicePathNotFound, exception);
        }

        return [];
    }

    private void ReadFile(string file)
    {
        WriteVerbose($"Reading {file}.");
        int count = 0;
        try
        {
            using FileStream stream = File.OpenRead(file);
            ExportReader reader = new(stream, StopToken);
            (string, string?, string?) last = default;
            foreach (RedisResource resource in reader.Read())
            {
                count++;
                last = (resource.ResourceType, resource.AccountId, resource.Region);
                if (_audit.Evaluate(resource) is { } evaluation)
                {
                    Emit(evaluation);
                }
            }

            NotePartial(reader.IsPartial, last, file);
            ReportUnnamed(reader.UnnamedCount, file);
            WriteVerbose($"{count} resources in {file}.");
        }
        catch (ExportFormatException exception)
        {
            ReportFile("NotAnExport", ErrorCategory.InvalidData, file, Messages.NotAnExport.With(file, exception.Message, count > 0 ? Messages.JudgedBefore.With(count) : null),
                Messages.AdviceNotAnExport, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ReportFile("FileNotReadable", ErrorCategory.ReadError, file, Messages.FileNotReadable.With(file, exception.Message), Messages.AdviceFileNotReadable, exception);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private void NotePartial(bool isPartial, (string, string?, string?) last, string file)
    {
        if (last == default)
        {
            last = (file, null, null);
        }

        if (isPartial)
        {
            _partialExports[last] = file;
        }
        else
        {
            _partialExports.Remove(last);
        }
    }

    private void ReportPartialExports()
    {
        foreach (string file in _partialExports.Values)
        {
            ReportFile("PartialExport", ErrorCategory.InvalidData, file, Messages.PartialExport.With(file),
                Messages.AdvicePartialExport, null);
        }
    }

    private void ReportFile(string errorId, ErrorCategory category, string target, string message, string recommendedAction, Exception? cause)
    {
        _isIncomplete = true;
        WriteError(ErrorRecords.Create(new InvalidOperationException(message, cause), errorId, category, target, recommendedAction));
    }

    /// <summary>One object of the pipeline: a resource, an answer with a list of them, or a file.</summary>
    private void ReadObject(PSObject input)
    {
        if (input.BaseObject is FileSystemInfo file)
        {
            ReadPaths([file.FullName], areLiteral: true);
            return;
        }

        if (input.BaseObject is string or long && TryAddScope(input))
        {
            return;
        }

        if (input.BaseObject is IDictionary table)
        {
            input = MembersOf(table);
        }

        if (input.BaseObject is string path)
        {
            ReadPaths([path], areLiteral: true);
            return;
        }

        ResourceRecord record = default;
        foreach (ResourceMember member in s_members)
        {
            record.Set(member, Value(input, member.ToString())?.ToString());
        }

        if (record.ToResource(region: Region?[0]) is { } resource)
        {
            CheckOfflinePolicy();
            if (_audit.Evaluate(resource) is { } evaluation)
            {
                Emit(evaluation);
            }
        }
        else if (!ReadLists(input) && !TryAddScope(input))
        {
            WriteError(ErrorRecords.Create(
                new ArgumentException(Messages.NotAResource.With(input.BaseObject.GetType().FullName)),
                "NotAResource", ErrorCategory.InvalidType, input,
                Messages.AdviceNotAResource));
        }
    }

    private static PSObject MembersOf(IDictionary table)
    {
        PSObject members = new();
        foreach (DictionaryEntry member in table)
        {
            members.Properties.Add(new PSNoteProperty($"{member.Key}", member.Value));
        }

        return members;
    }

    /// <summary>A whole answer, as <c>Get-EC… -Select *</c> and <c>aws … | ConvertFrom-Json</c> give it.</summary>
    private bool ReadLists(PSObject input)
    {
        bool any = false;
        foreach (string list in s_lists)
        {
            if (input.Properties[list] is null)
            {
                continue;
            }

            any = true;
            foreach (object? item in Value(input, list) as IEnumerable ?? Array.Empty<object>())
            {
                if (item is not null)
                {
                    ReadObject(PSObject.AsPSObject(item));
                }
            }
        }

        return any;
    }

    private static object? Value(PSObject input, string name)
    {
        object? value = input.Properties[name]?.Value;
        return value is PSObject wrapped ? wrapped.BaseObject : value;
    }
}
