using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>Makes error records: each kind of failure has an id, a category, and advice.</summary>
internal static class ErrorRecords
{
    /// <summary>A record with advice; nothing that it quotes can control a terminal.</summary>
    public static ErrorRecord Create(
        Exception exception, ErrorId errorId, ErrorCategory category, object? target, string recommendedAction) =>
        Create(exception, errorId.Name, category, target, recommendedAction);

    /// <summary>The record for a call that failed, or for several that failed for one reason.</summary>
    public static ErrorRecord From(ServiceCallException exception, object target)
    {
        if (ConnectionErrors.FindCause(exception) is { } cause)
        {
            ErrorRecord record = ConnectionErrors.From(cause);
            return Create(exception, record, target, record.ErrorDetails.RecommendedAction);
        }

        (ErrorCategory category, string action) = exception.Failure switch
        {
            ServiceFailure.AccessDenied => (ErrorCategory.PermissionDenied,
                Deny([exception])),
            ServiceFailure.ExpiredCredentials => (ErrorCategory.AuthenticationError, Messages.AdviceExpiredCredentials),
            ServiceFailure.InvalidCredentials => (ErrorCategory.AuthenticationError,
                Messages.AdviceInvalidCredentials),
            ServiceFailure.ClockSkewed => (ErrorCategory.AuthenticationError, Messages.AdviceClockSkewed),
            ServiceFailure.NoCredentials => (ErrorCategory.AuthenticationError, Messages.AdviceNoCredentialsForCall),
            ServiceFailure.Throttled => (ErrorCategory.LimitsExceeded,
                Messages.AdviceThrottled),
            ServiceFailure.ServiceUnavailable => (ErrorCategory.ResourceUnavailable, Messages.AdviceServiceUnavailable),
            ServiceFailure.NoEndpoint => (ErrorCategory.NotImplemented, Messages.AdviceNoEndpoint),
            ServiceFailure.Network => (ErrorCategory.ConnectionError, Messages.AdviceNetwork),
            ServiceFailure.Redirected => (ErrorCategory.ConnectionError, Messages.AdviceRedirected),
            ServiceFailure.InvalidResponse => (ErrorCategory.InvalidData,
                Messages.AdviceInvalidResponse),
            ServiceFailure.UnnamedResource => (ErrorCategory.InvalidData, Messages.AdviceUnnamedResource),
            ServiceFailure.EndlessListing => (ErrorCategory.InvalidResult,
                Messages.AdviceEndlessListing),
            _ => (ErrorCategory.InvalidOperation, Messages.AdviceRefused),
        };
        return Create(exception, ErrorId.Of(exception.Failure), category, target, action);
    }

    /// <summary>The record for a target that could not be audited completely; it carries the row of the report.</summary>
    public static ErrorRecord From(TargetTally tally, TargetResult row)
    {
        ServiceCallException first = tally.Failures[0].Failure;
        ErrorRecord record = From(first, row);
        string where = row is { AccountId: null, Region: null } ? Messages.OtherAccounts
            : Messages.TargetName.With(row.AccountId ?? Messages.OwnAccount, row.Region ?? Messages.AllItsRegions);
        string advice = first.Failure == ServiceFailure.InvalidCredentials ? Messages.AdviceRegionNotEnabled
            : first.Operation == "AssumeRole" ? Messages.AdviceAssumeRole
            : first.Failure == ServiceFailure.AccessDenied ? Deny(tally.Failures.Select(failed => failed.Failure))
            : record.ErrorDetails.RecommendedAction;
        return Create(new InvalidOperationException(Messages.TargetFailed.With(where, row.ErrorMessage), first), record, row, advice);
    }

    /// <summary>The record for evaluations that did not reach AWS Config for one reason; it carries them.</summary>
    public static ErrorRecord From(UnpublishedCause cause)
    {
        object[] target = [.. cause.Evaluations.Select(evaluation => evaluation.Source ?? evaluation)];
        if (cause.Failure is { } failure)
        {
            InvalidOperationException exception = new(cause.ToString(), failure);
            ErrorRecord record = From(failure, target);
            return failure.ErrorCode == "InvalidResultTokenException"
                ? Create(exception, ErrorId.InvalidResultToken, ErrorCategory.InvalidArgument, target, Messages.AdviceInvalidResultToken)
                : Create(exception, record, target, record.ErrorDetails.RecommendedAction);
        }

        return cause.RefusedType is not null
            ? Create(new InvalidOperationException(cause.ToString()), ErrorId.ResourceTypeRefused, ErrorCategory.InvalidType, target,
                Messages.AdviceResourceTypeRefused)
            : Create(new InvalidOperationException(cause.ToString()), ErrorId.EvaluationFailed, ErrorCategory.WriteError, target,
                Messages.AdviceEvaluationFailed);
    }

    /// <summary>The record for an event that is not from AWS Config.</summary>
    public static ErrorRecord From(ConfigEventException exception) => Create(exception, exception.Fault switch
    {
        ConfigEventFault.NotJson => ErrorId.EventNotJson,
        ConfigEventFault.NoInvokingEvent => ErrorId.NoInvokingEvent,
        ConfigEventFault.NoResultToken => ErrorId.NoResultToken,
        ConfigEventFault.UnknownMessageType => ErrorId.UnknownMessageType,
        ConfigEventFault.InvalidMember => ErrorId.InvalidMember,
        ConfigEventFault.InvalidRuleParameter => ErrorId.InvalidRuleParameter,
        _ => throw new ArgumentOutOfRangeException(nameof(exception), exception.Fault, null),
    }, ErrorCategory.InvalidData, null, Messages.AdviceInvalidEvent);

    /// <summary>The record for an installation step that failed: what is installed by then, and how to continue.</summary>
    public static ErrorRecord From(
        ServiceCallException exception, InstallationChange? step, IReadOnlyList<InstallationPart>? parts, string ruleName, string command)
    {
        ErrorRecord record = From(exception, ruleName);
        string message = step is null
            ? Messages.NothingChanged.With(exception.Message)
            : Messages.StepFailed.With(step.Action, step.Part, exception.Message.TrimEnd('.', '。'), Present(parts));
        string advice = exception is { Service: "iam", ErrorCode: "LimitExceeded" }
            ? Messages.AdviceRoleFull
            : IsOfOrganizationCaller(exception) ? Messages.AdviceOrganizationCaller
            : exception is { Service: "lambda", ErrorCode: "InvalidParameterValueException" }
                && exception.Message.Contains("cannot be assumed")
            ? Messages.AdviceRoleNotAssumed
            : record.ErrorDetails.RecommendedAction;
        string action = step is null ? Messages.AdviceRunAgain
            : command.StartsWith("Install", StringComparison.Ordinal)
                ? Messages.AdviceGoOnOrUninstall.With(command.Split('-')[1])
                : Messages.AdviceGoOn;
        return IsOfOrganizationCaller(exception)
            ? Create(new InvalidOperationException(message, exception), ErrorId.OrganizationAccessDenied, ErrorCategory.PermissionDenied,
                ruleName, $"{advice} {action}")
            : Create(new InvalidOperationException(message, exception), record, ruleName, $"{advice} {action}");
    }

    /// <summary>The record for a state of the account in which an installation cannot continue.</summary>
    public static ErrorRecord From(
        InstallationException exception, InstallationDefinition definition, IReadOnlyList<InstallationPart>? parts)
    {
        (ErrorId id, ErrorCategory category, string action) = exception.Fault switch
        {
            InstallationFault.NoRecorder =>
                (ErrorId.InstallationNoRecorder, ErrorCategory.ObjectNotFound, Messages.AdviceNoRecorder),
            InstallationFault.RecorderStopped =>
                (ErrorId.InstallationRecorderStopped, ErrorCategory.ResourceUnavailable, Messages.AdviceRecorderStopped),
            InstallationFault.NotOurs =>
                (ErrorId.InstallationNotOurs, ErrorCategory.ResourceExists,
                    Messages.AdviceNotOurs.With(exception.Part, definition.InstallCmdlet.Split('-')[1])),
            InstallationFault.OtherKind =>
                (ErrorId.InstallationOtherKind, ErrorCategory.ResourceExists, Messages.AdviceOtherKind.With(
                    exception.Part == "LogGroup" ? "Function" : exception.Part,
                    definition is RuleDefinition ? "Uninstall-RedisAtRestHook" : "Uninstall-RedisAtRestRule")),
            InstallationFault.ManagedByStack =>
                (ErrorId.InstallationManagedByStack, ErrorCategory.ResourceExists,
                    definition is RuleDefinition ? Messages.AdviceManagedByStack : Messages.AdviceHookManagedByStack),
            InstallationFault.NoAccounts =>
                (ErrorId.InstallationNoAccounts, ErrorCategory.ObjectNotFound, Messages.AdviceNoAccounts),
            InstallationFault.PolicyTooLong =>
                (ErrorId.InstallationPolicyTooLong, ErrorCategory.LimitsExceeded, Messages.AdvicePolicyTooLong),
            InstallationFault.NoTopic => (ErrorId.InstallationNoTopic, ErrorCategory.ObjectNotFound, Messages.AdviceNoTopic),
            InstallationFault.NoRole => (ErrorId.InstallationNoRole, ErrorCategory.ObjectNotFound, Messages.AdviceRoleNotThere),
            InstallationFault.OtherScope => (ErrorId.InstallationOtherScope, ErrorCategory.ResourceExists,
                definition is RuleDefinition { Organization: null } ? Messages.AdviceScopeIsOrganization : Messages.AdviceScopeIsAccount),
            InstallationFault.NotReady => (ErrorId.InstallationNotReady, ErrorCategory.ResourceUnavailable, Messages.AdviceNotReady),
            _ => throw new ArgumentOutOfRangeException(nameof(exception), exception.Fault, null),
        };
        string message = exception.Fault == InstallationFault.NotReady
            ? Messages.PartFailed.With(exception.Part, exception.Message, Present(parts))
            : Messages.NothingChangedThereIs.With(exception.Message, Present(parts));
        return Create(new InvalidOperationException(message, exception), id, category, definition.OwnerName, action);
    }

    /// <summary>The record for a rule that could not be read or run.</summary>
    public static ErrorRecord FromRule(ServiceCallException exception, string ruleName) => exception.ErrorCode switch
    {
        "NoSuchConfigRuleException" => Create(exception, ErrorId.RuleNotFound, ErrorCategory.ObjectNotFound, ruleName,
            Messages.AdviceRuleNotFound),
        "LimitExceededException" => Create(exception, ErrorId.EvaluationRunning, ErrorCategory.ResourceBusy, ruleName,
            Messages.AdviceEvaluationRunning),
        _ when IsOfOrganizationCaller(exception) => Create(exception, ErrorId.OrganizationAccessDenied, ErrorCategory.PermissionDenied,
            ruleName, Messages.AdviceOrganizationCaller),
        _ => From(exception, ruleName),
    };

    /// <summary>The record for parts of a hook that were not removed, because they could not be read.</summary>
    public static ErrorRecord FromLeaving(ServiceCallException exception, IEnumerable<HookPart> parts, string hookName)
    {
        ErrorRecord record = From(exception, hookName);
        string left = string.Join(", ", parts.Select(part => $"{part.Part} {part.Name}"));
        return Create(new InvalidOperationException(Messages.HookPartLeft.With(left, exception.Message), exception), record, hookName,
            $"{record.ErrorDetails.RecommendedAction} {Messages.AdviceRunAgain}");
    }

    /// <summary>The record for hooks that could not be listed.</summary>
    public static ErrorRecord FromListing(ServiceCallException exception, string target)
    {
        ErrorRecord record = From(exception, target);
        return Create(new InvalidOperationException(Messages.HooksNotListed.With(exception.Message), exception), record, target,
            record.ErrorDetails.RecommendedAction);
    }

    /// <summary>The record for a failed wait for results, after everything was installed.</summary>
    public static ErrorRecord FromWaiting(ServiceCallException exception, string ruleName)
    {
        ErrorRecord record = FromRule(exception, ruleName);
        return Create(new InvalidOperationException(Messages.ResultsNotAwaited.With(exception.Message), exception),
            record, ruleName, $"{record.ErrorDetails.RecommendedAction} {Messages.AdviceResultsLater}");
    }

    /// <summary>A record with the id and the category of another, but its own message.</summary>
    private static ErrorRecord Create(Exception exception, ErrorRecord like, object? target, string recommendedAction) =>
        Create(exception, like.FullyQualifiedErrorId, like.CategoryInfo.Category, target, recommendedAction);

    private static ErrorRecord Create(
        Exception exception, string errorId, ErrorCategory category, object? target, string recommendedAction)
    {
        ErrorRecord record = new(Plain(exception), errorId, category, target is string text ? PlainText.Of(text) : target)
        {
            ErrorDetails = new ErrorDetails(PlainText.OneLine(exception.Message)) { RecommendedAction = recommendedAction },
        };
        if (!PlainText.IsPlain(record.CategoryInfo.TargetName))
        {
            // An object of the pipeline: only its displayed name changes, not the object.
            record.CategoryInfo.TargetName = PlainText.OneLine(record.CategoryInfo.TargetName);
        }

        return record;
    }

    /// <summary>
    /// Whether AWS Config lacks permission to use the organization for this caller: AWS Config reports that with a code that
    /// is not an access-denied code.
    /// </summary>
    private static bool IsOfOrganizationCaller(ServiceCallException exception) =>
        exception.ErrorCode == "OrganizationAccessDeniedException"
        || exception is { Operation: "PutOrganizationConfigRule", ErrorCode: "InsufficientPermissionsException" };

    /// <summary>The exception; if it quotes terminal control characters at any depth, only its cleaned message.</summary>
    private static Exception Plain(Exception exception) =>
        PlainText.IsPlain(exception) ? exception : new InvalidOperationException(PlainText.OneLine(exception.Message));

    private static string Present(IReadOnlyList<InstallationPart>? parts) =>
        parts?.Where(part => part.State != RulePartState.Missing).Select(part => $"{part.Part} {part.Name}")
            .ToArray() is { Length: > 0 } there
            ? Messages.ThereAlready.With(string.Join(", ", there)) : Messages.NothingThere;

    /// <summary>Advice that names every missing action, so that one change of the policy is enough.</summary>
    private static string Deny(IEnumerable<ServiceCallException> failures) =>
        Messages.AdviceAccessDenied.With(string.Join(", ", failures.SelectMany(failure => failure.MissingActions).Distinct()));
}
