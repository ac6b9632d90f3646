using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <content>The ways without AWS: files of the AWS CLI, and objects of AWS Tools for PowerShell.</content>
public sealed partial class GetRedisAtRestComplianceCommand
{
    private OfflineAudit _offline = null!;
    private FileSource _files = null!;
    private ObjectSource _objects = null!;

    private void BeginOffline()
    {
        InputReport report = new(
            record =>
            {
                _isIncomplete = true;
                WriteError(record);
            },
            WriteWarning,
            WriteVerbose);
        _offline = new OfflineAudit(_policy, _now, _audit.PolicyUse);
        _files = new FileSource(_offline, report, StopToken);
        string? region = Region is { Length: 1 } ? Region[0] : null;
        _objects = new ObjectSource(_offline, _files, report, TryAddTarget, path => ReadPath(path, isLiteral: true), region);
    }

    private void ReadPaths(string[] paths, bool areLiteral)
    {
        foreach (string path in paths)
        {
            ReadPath(path, areLiteral);
        }
    }

    private void ReadPath(string path, bool isLiteral) => OrStop(() =>
    {
        bool isPattern = !isLiteral && WildcardPattern.ContainsWildcardCharacters(path);
        foreach (string found in Resolve(path, isLiteral))
        {
            if (isPattern)
            {
                _files.ReadFound(found, path);
            }
            else
            {
                _files.ReadNamed(found, path);
            }
        }
    });

    private void ReadObject(PSObject input) => OrStop(() =>
    {
        _objects.Read(input);
        if (_offline.Taken > 0)
        {
            CheckOfflinePolicy();
        }
    });

    /// <summary>Gives the verdicts, and says what only the end of the input shows.</summary>
    private void CompleteOffline() => OrStop(() =>
    {
        if (ParameterSetName == InputObjectSet)
        {
            _objects.Complete();
        }

        _files.Complete();
        foreach (Evaluation evaluation in _offline.Evaluate())
        {
            StopToken.ThrowIfCancellationRequested();
            Emit(evaluation);
        }

        ReportConflicts();
        ReportUndescribedGroups();
    });

    private void ReportConflicts()
    {
        foreach (ResourceConflict conflict in _offline.Conflicts.Where(conflict => _filter.Asks(conflict.Standing)))
        {
            _isIncomplete = true;
            WriteError(ErrorRecords.Create(
                new InvalidOperationException(Messages.ConflictingRecords.With(
                    conflict.Standing.ComplianceResourceId, conflict.Source, conflict.Other, conflict.Standing.ComplianceType)),
                "ConflictingRecords", ErrorCategory.InvalidData, conflict.Standing, Messages.AdviceConflictingRecords));
        }
    }

    /// <summary>A group that is known by its members alone is never silent, and never compliant.</summary>
    private void ReportUndescribedGroups()
    {
        foreach (UndescribedGroup group in _offline.FindUndescribedGroups().Where(group => _filter.Asks(group.Evaluation)))
        {
            StopToken.ThrowIfCancellationRequested();
            bool isExempt = group.Evaluation.ComplianceType == RedisCompliance.ComplianceType.NotApplicable;
            if (isExempt || group.Evaluation.EncryptionState == EncryptionState.Unencrypted)
            {
                Emit(group.Evaluation);
            }

            if (!isExempt)
            {
                _isIncomplete = true;
                WriteError(ErrorRecords.Create(
                    new ItemNotFoundException(Messages.GroupNotDescribed.With(group.Id, group.MemberId, group.Source)),
                    "GroupNotDescribed", ErrorCategory.ObjectNotFound, group.Id, Messages.AdviceGroupNotDescribed));
            }
        }
    }

    private IReadOnlyCollection<string> Resolve(string path, bool isLiteral)
    {
        try
        {
            ProviderInfo provider;
            IReadOnlyCollection<string> resolved = isLiteral
                ? [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
                : GetResolvedProviderPathFromPSPath(path, out provider);
            if (provider.Name != "FileSystem")
            {
                ReportPath("NotAFile", ErrorCategory.InvalidArgument, path, Messages.NotAFile.With(path, provider.Name), Messages.AdviceNotAFile);
                return [];
            }

            if (resolved.Count == 0)
            {
                ReportNoMatch(path, null);
            }

            return resolved;
        }
        catch (WildcardPatternException exception)
        {
            ReportNoMatch(path, exception);
        }
        catch (Exception exception) when (exception is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException
            or ProviderInvocationException or ArgumentException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            ReportPath("PathNotFound", ErrorCategory.ObjectNotFound, path, exception.Message,
                isLiteral || !WildcardPattern.ContainsWildcardCharacters(path) ? Messages.AdvicePathNotFound : Messages.AdviceNoFileMatches, exception);
        }

        return [];
    }

    private void ReportNoMatch(string path, Exception? cause) =>
        ReportPath("PathNotFound", ErrorCategory.ObjectNotFound, path, Messages.NoFileMatches.With(path), Messages.AdviceNoFileMatches, cause);

    private void ReportPath(string errorId, ErrorCategory category, string target, string message, string recommendedAction, Exception? cause = null)
    {
        _isIncomplete = true;
        WriteError(ErrorRecords.Create(new InvalidOperationException(message, cause), errorId, category, target, recommendedAction));
    }

    private void OrStop(Action act)
    {
        try
        {
            act();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
