namespace RedisCompliance.Deployment;

/// <content>How the function differs from what Install gave it.</content>
internal sealed partial class FunctionStep
{
    public override IEnumerable<string> Differences() => _function is null ? [] :
    [
        .. CodeDifferences(_function), .. SettingsDifferences(_function), .. ConcurrencyDifferences(_function),
        .. DestinationDifferences(),
        .. MissingTags(_function.Tags!) is { Count: > 0 } missing ? [TagsDiffer(missing)] : Array.Empty<string>(),
        .. IsEvaluationDue ? [Messages.EvaluationDue] : Array.Empty<string>(),
    ];

    private IEnumerable<string> CodeDifferences(FunctionDetail function)
    {
        if (HasFailed(function))
        {
            yield return Messages.FunctionUnusable.With(function.Reason ?? Messages.NoReason);
        }

        if (function.CodeSha256 != Definition.Package.Sha256)
        {
            yield return Context.Record is not { CodeSha256: { } noted, Version: { } version } ? Messages.CodeNotOfModule
                : noted != function.CodeSha256 ? Messages.CodeByHand
                : (IsNewer(version) ? Messages.CodeNewer : Messages.CodeOlder).With(version, Definition.Version);
        }

        if (function.Settings.Architecture != Desired.Architecture)
        {
            yield return Differs("Architecture", function.Settings.Architecture, Desired.Architecture);
        }
    }

    private bool IsNewer(string? version) =>
        Version.TryParse(version, out Version? installed) && Version.TryParse(Definition.Version, out Version? own)
            && installed > own;

    private IEnumerable<string> SettingsDifferences(FunctionDetail function)
    {
        FunctionSettings actual = function.Settings;
        FunctionSettings desired = Desired;
        (string Name, object? Actual, object? Desired)[] members =
        [
            ("Runtime", actual.Runtime, desired.Runtime),
            ("Handler", actual.Handler, desired.Handler),
            ("Role", actual.Role, desired.Role),
            ("MemorySize", actual.MemorySize, desired.MemorySize),
            ("Timeout", actual.Timeout, desired.Timeout),
            ("Description", actual.Description, desired.Description),
            .. desired.Environment.Where(variable => variable.Key != FunctionEnvironment.Installation)
                .Select(variable => (Messages.VariableNamed.With(variable.Key), (object?)Value(actual.Environment, variable.Key),
                    (object?)variable.Value)),
        ];
        return
        [
            .. function.EnvironmentError is { } error ? [Messages.VariablesUnread.With(error)] : Array.Empty<string>(),
            .. members.Where(member => !Equals(member.Actual, member.Desired))
                .Select(member => Differs(member.Name, member.Actual, member.Desired)),
            // Names only: the values may be someone's secrets.
            .. actual.Environment.Keys.Where(name => !desired.Environment.ContainsKey(name)).OrderBy(name => name, StringComparer.Ordinal)
                .Select(name => Messages.VariableNotOfInstall.With(name)),
            .. function.Additions.Where(addition => addition.Key != FunctionAdditions.ReservedConcurrentExecutions)
                .Select(addition => Messages.AdditionNotOfInstall.With(addition.Key, addition.Value)),
            .. RecordDifferences(),
        ];
    }

    private IEnumerable<string> RecordDifferences()
    {
        InstallationRecord? record = Context.Record;
        InstallationRecord desired = DesiredRecord;
        if (HasOtherRole)
        {
            yield return Messages.RoleMadeAgain.With(record!.RoleId);
        }
        else if (record is null)
        {
            yield return Messages.NoteMissing;
        }
        else if (record.Version != desired.Version)
        {
            yield return (IsNewer(record.Version) ? Messages.InstalledByNewer : Messages.InstalledByOlder)
                .With(record.Version, desired.Version);
        }
        else if (!PolicyDocuments.AreSame(record.ToJson(), desired.ToJson()))
        {
            yield return Messages.NoteDiffers;
        }
    }

    private static IEnumerable<string> ConcurrencyDifferences(FunctionDetail function) =>
        function.Additions.TryGetValue(FunctionAdditions.ReservedConcurrentExecutions, out string? reserved)
            ? [(reserved == "0" ? Messages.ConcurrencyNone : Messages.ConcurrencyReserved).With(reserved)] : [];

    private IEnumerable<string> DestinationDifferences()
    {
        if (_destinations?.OnFailure is { } failed)
        {
            yield return Messages.FailuresSent.With(failed);
        }

        if (_destinations?.OnSuccess is { } succeeded)
        {
            yield return Messages.RunsSent.With(succeeded);
        }
    }
}
