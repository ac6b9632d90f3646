namespace RedisCompliance.Deployment;

/// <content>How the function differs from what Install gave it.</content>
internal sealed partial class FunctionStep
{
    public override IEnumerable<string> Differences() => _function is null ? [] :
    [
        .. CodeDifferences(_function), .. SettingsDifferences(_function), .. ConcurrencyDifferences(_function),
        .. DestinationDifferences(),
        .. MissingTags(_function.Tags!) is { Count: > 0 } missing ? [TagsDiffer(missing)] : Array.Empty<string>(),
    ];

    private IEnumerable<string> CodeDifferences(FunctionDetail function)
    {
        if (HasFailed(function))
        {
            yield return $"it is not usable: {function.Reason ?? Messages.NoReason}";
        }

        if (function.CodeSha256 != Definition.Package.Sha256)
        {
            yield return Context.Record is not { CodeSha256: { } noted, Version: { } version } ? "the code is not that of this module"
                : noted != function.CodeSha256 ? "the code was changed by hand"
                : $"the code is of version {version}, {VersionWord(version)} than this module's {Definition.Version}";
        }

        if (function.Settings.Architecture != Desired.Architecture)
        {
            yield return $"Architecture is {function.Settings.Architecture}, not {Desired.Architecture}";
        }
    }

    private string VersionWord(string version) =>
        Version.TryParse(version, out Version? installed) && Version.TryParse(Definition.Version, out Version? own)
            && installed > own ? "newer" : "older";

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
                .Select(variable => ("environment variable " + variable.Key, (object?)Value(actual.Environment, variable.Key),
                    (object?)variable.Value)),
        ];
        return
        [
            .. function.EnvironmentError is { } error ? [$"the environment variables cannot be read ({error})"] : Array.Empty<string>(),
            .. members.Where(member => !Equals(member.Actual, member.Desired))
                .Select(member => $"{member.Name} is {(member.Actual is null or "" ? "not set" : member.Actual)}, not {member.Desired}"),
            // Their values may be secrets of somebody.
            .. actual.Environment.Keys.Where(name => !desired.Environment.ContainsKey(name)).OrderBy(name => name, StringComparer.Ordinal)
                .Select(name => $"environment variable {name} was not set by Install"),
            .. function.Additions.Where(addition => addition.Key != FunctionAdditions.ReservedConcurrentExecutions)
                .Select(addition => $"{addition.Key} is {addition.Value}, and Install sets none"),
            .. RecordDifferences(),
        ];
    }

    private IEnumerable<string> RecordDifferences()
    {
        InstallationRecord? record = Context.Record;
        InstallationRecord desired = DesiredRecord;
        if (HasOtherRole)
        {
            yield return $"the role was deleted and made again (its unique id was {record!.RoleId} and is {Context.RoleId})";
        }
        else if (record is null)
        {
            yield return "it has no note of what was installed";
        }
        else if (record.Version != desired.Version)
        {
            yield return $"it was installed by version {record.Version}, {VersionWord(record.Version ?? string.Empty)} than this module's "
                + $"{desired.Version}";
        }
        else if (!PolicyDocuments.AreSame(record.ToJson(), desired.ToJson()))
        {
            yield return "the note of what was installed is another one";
        }
    }

    private static IEnumerable<string> ConcurrencyDifferences(FunctionDetail function) =>
        function.Additions.TryGetValue(FunctionAdditions.ReservedConcurrentExecutions, out string? reserved)
            ? [$"the reserved concurrency is {reserved}{(reserved == "0" ? ", so that it never runs" : null)}"] : [];

    private IEnumerable<string> DestinationDifferences()
    {
        if (_destinations?.OnFailure is { } failed)
        {
            yield return $"records of failed runs, with their events, are sent to {failed}";
        }

        if (_destinations?.OnSuccess is { } succeeded)
        {
            yield return $"records of runs, with their events, are sent to {succeeded}";
        }
    }
}
