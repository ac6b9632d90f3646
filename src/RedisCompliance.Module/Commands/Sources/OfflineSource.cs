using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <summary>Evaluates without AWS: files of the AWS CLI's output, and pipeline objects.</summary>
internal sealed class OfflineSource
{
    private readonly AwsCmdlet _cmdlet;
    private readonly EvaluationOutput _output;
    private readonly AtRestPolicy _policy;
    private readonly OfflineAudit _audit;
    private readonly FileSource _files;
    private readonly ObjectSource _objects;
    private readonly PlannedReport _report;
    private bool _isWarnedOfTags;

    /// <param name="cmdlet">The cmdlet that runs.</param>
    /// <param name="output">Takes the evaluations and errors.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="moment">The time for the evaluations to carry.</param>
    /// <param name="policyUse">Notes which keys and exemptions were used.</param>
    /// <param name="tryAddTarget">Adds an object that names an account or Region to audit live; returns whether it does.</param>
    /// <param name="region">The one Region of the audit, for objects without an ARN; null if it has none or several.</param>
    /// <param name="planned">How to read plans and templates.</param>
    /// <param name="askedPolicy">The policy, as <see cref="TargetResult.Policy"/>.</param>
    public OfflineSource(
        AwsCmdlet cmdlet, EvaluationOutput output, AtRestPolicy policy, DateTime moment, PolicyUse policyUse,
        Func<PSObject, bool> tryAddTarget, string? region, PlannedRequest planned, string? askedPolicy)
    {
        (_cmdlet, _output, _policy) = (cmdlet, output, policy);
        _report = new PlannedReport(askedPolicy);
        InputReport report = new(WriteError, cmdlet.WriteWarning, cmdlet.WriteVerbose);
        _audit = new OfflineAudit(policy, moment, policyUse);
        bool hasBackups = policy.ResourceTypes.Any(ResourceType.IsBackup);
        _files = new FileSource(
            _audit, new PlannedSource(cmdlet, _audit, report, planned, cmdlet.StopToken), report, hasBackups, cmdlet.StopToken);
        _objects = new ObjectSource(_audit, _files, report, tryAddTarget, path => ReadPath(path, isLiteral: true), region,
            hasBackups);
    }

    /// <summary>The types that the exports list or contain; null if no export was read.</summary>
    public IReadOnlyCollection<string>? ExportedTypes => _files.HasExports ? _files.ExportedTypes : null;

    public void ReadPaths(string[] paths, bool areLiteral)
    {
        CheckPolicy();
        foreach (string path in paths)
        {
            ReadPath(path, areLiteral);
            WarnOfTags();
        }
    }

    public void ReadObject(PSObject input) => OrStop(() =>
    {
        _objects.Read(input);
        if (_audit.Taken > 0)
        {
            CheckPolicy();
            WarnOfTags();
        }
    });

    /// <summary>Writes the evaluations, and reports what is known only after the last input.</summary>
    /// <param name="hasObjects">Whether the input came from the pipeline.</param>
    public void Complete(bool hasObjects) => OrStop(() =>
    {
        if (hasObjects)
        {
            _objects.Complete();
        }

        _files.Complete();
        if (!_files.HasExports && !_audit.HasDescribed && (_files.HasPlanned || _report.HasErrors))
        {
            _report.Begin();
        }

        foreach (Evaluation evaluation in _audit.Evaluate())
        {
            _report.Add(evaluation);
            _cmdlet.StopToken.ThrowIfCancellationRequested();
            if (evaluation.IsUnknownTolerated && _output.Filter.Asks(evaluation))
            {
                _cmdlet.WriteWarning(Messages.PlannedUnknown.With(evaluation.Address, evaluation.Annotation));
            }

            _output.Write(evaluation);
        }

        ReportConflicts();
        ReportUndescribedGroups();
        _report.Complete();
    });

    /// <summary>Without AWS an alias cannot be resolved to its key.</summary>
    private void CheckPolicy()
    {
        if (_policy.HasKeyAliases)
        {
            _cmdlet.ThrowTerminatingError(ErrorRecords.Create(
                new ArgumentException(Messages.AliasOffline), ErrorId.AliasOffline, ErrorCategory.InvalidArgument,
                _policy.ApprovedKmsKeyIds,
                Messages.AdviceInvalidPolicy));
        }
    }

    /// <summary>Exports and objects have no tags either; plans and templates do.</summary>
    private void WarnOfTags()
    {
        if (_policy.ReadsTags && _audit.HasDescribed && !_isWarnedOfTags)
        {
            _isWarnedOfTags = true;
            _cmdlet.WriteWarning(Messages.TagsOffline);
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

    private void ReportConflicts()
    {
        foreach (ResourceConflict conflict in _audit.Conflicts.Where(conflict => _output.Filter.Asks(conflict.Standing)))
        {
            WriteError(ErrorRecords.Create(
                new InvalidOperationException(Messages.ConflictingRecords.With(
                    conflict.Standing.ComplianceResourceId, conflict.Source, conflict.Other, conflict.Standing.ComplianceType)),
                ErrorId.ConflictingRecords, ErrorCategory.InvalidData, conflict.Standing, Messages.AdviceConflictingRecords));
        }
    }

    /// <summary>A group known only from its members is always reported, and never compliant.</summary>
    private void ReportUndescribedGroups()
    {
        foreach (UndescribedGroup group in _audit.FindUndescribedGroups().Where(group => _output.Filter.Asks(group.Evaluation)))
        {
            _cmdlet.StopToken.ThrowIfCancellationRequested();
            bool isExempt = group.Evaluation.ComplianceType == ComplianceType.NotApplicable;
            if (isExempt || group.Evaluation.EncryptionState == EncryptionState.Unencrypted)
            {
                _output.Write(group.Evaluation);
            }

            if (!isExempt)
            {
                WriteError(ErrorRecords.Create(
                    new ItemNotFoundException(Messages.GroupNotDescribed.With(group.Id, group.MemberId, group.Source)),
                    ErrorId.GroupNotDescribed, ErrorCategory.ObjectNotFound, group.Id, Messages.AdviceGroupNotDescribed));
            }
        }
    }

    private IReadOnlyCollection<string> Resolve(string path, bool isLiteral)
    {
        try
        {
            ProviderInfo provider;
            IReadOnlyCollection<string> resolved = isLiteral
                ? [_cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
                : _cmdlet.GetResolvedProviderPathFromPSPath(path, out provider);
            if (provider.Name != "FileSystem")
            {
                ReportPath(ErrorId.NotAFile, ErrorCategory.InvalidArgument, path, Messages.NotAFile.With(path, provider.Name),
                    Messages.AdviceNotAFile);
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
        catch (Exception exception) when (exception is ItemNotFoundException or System.Management.Automation.DriveNotFoundException
            or ProviderNotFoundException or ProviderInvocationException or ArgumentException or NotSupportedException or IOException
            or UnauthorizedAccessException)
        {
            ReportPath(ErrorId.PathNotFound, ErrorCategory.ObjectNotFound, path, exception.Message,
                isLiteral || !WildcardPattern.ContainsWildcardCharacters(path)
                    ? Messages.AdvicePathNotFound : Messages.AdviceNoFileMatches, exception);
        }

        return [];
    }

    private void ReportNoMatch(string path, Exception? cause) =>
        ReportPath(ErrorId.PathNotFound, ErrorCategory.ObjectNotFound, path, Messages.NoFileMatches.With(path),
            Messages.AdviceNoFileMatches,
            cause);

    private void ReportPath(ErrorId errorId, ErrorCategory category, string target, string message, string recommendedAction,
        Exception? cause = null) =>
        WriteError(ErrorRecords.Create(new InvalidOperationException(message, cause), errorId, category, target, recommendedAction));

    private void WriteError(ErrorRecord record)
    {
        _report.Add(record);
        _output.WriteError(record);
    }

    private void OrStop(Action act)
    {
        try
        {
            act();
        }
        catch (OperationCanceledException) when (_cmdlet.StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
