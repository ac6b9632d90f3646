namespace RedisCompliance.Deployment;

/// <summary>A configuration recorder in AWS Config.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsRecording">Whether it is running.</param>
public sealed record RecorderDetail(string Name, bool IsRecording)
{
    /// <summary>Whether it records all supported resource types, as the article requires.</summary>
    public bool IsForAllTypes { get; init; } = true;

    /// <summary>The error of its last delivery; null if that did not fail.</summary>
    public string? LastError { get; init; }
}

/// <summary>The settings of a custom Lambda rule, without the fields that AWS Config fills in.</summary>
public sealed record ConfigRuleSettings
{
    /// <summary>The rule's name: 1 to 128 characters.</summary>
    public required string ConfigRuleName { get; init; }

    /// <summary>What the rule checks: at most 256 characters.</summary>
    public required string? Description { get; init; }

    /// <summary>The function's ARN.</summary>
    public required string? SourceIdentifier { get; init; }

    /// <summary>
    /// One of <see cref="RedisCompliance.Deployment.MaximumExecutionFrequency"/>; null if the rule has no periodic trigger.
    /// </summary>
    public required string? MaximumExecutionFrequency { get; init; }

    /// <summary>The rule parameters as a JSON object; at most 1,024 characters.</summary>
    public required string? InputParameters { get; init; }
}

/// <summary>A rule in AWS Config.</summary>
/// <param name="Settings">Its settings.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Owner"><c>CUSTOM_LAMBDA</c>, <c>AWS</c> or <c>CUSTOM_POLICY</c>.</param>
/// <param name="State"><c>ACTIVE</c>, <c>EVALUATING</c>, <c>DELETING</c> or <c>DELETING_RESULTS</c>.</param>
/// <param name="HasScope">Whether it has a scope, which a periodic rule must not have.</param>
/// <param name="HasOtherTriggers">Whether anything but a schedule triggers it.</param>
/// <param name="IsProactive">Whether it has an evaluation mode other than DETECTIVE.</param>
public sealed record ConfigRuleDetail(
    ConfigRuleSettings Settings, string Arn, string Owner, string State, bool HasScope, bool HasOtherTriggers, bool IsProactive)
{
    /// <summary>Whether AWS Config is deleting the rule.</summary>
    public bool IsBeingDeleted => State.StartsWith("DELETING", StringComparison.Ordinal);
}

/// <summary>When a rule last ran, and the result.</summary>
/// <remarks>
/// AWS Config API Reference, ConfigRuleEvaluationStatus: it "does not return status information about Custom Lambda rules", yet it has
/// been seen to. Treat it as a hint; see <see cref="RunEvidence"/>.
/// </remarks>
public sealed class RuleEvaluationStatus
{
    /// <summary>The rule's name.</summary>
    public string? RuleName { get; init => field = PlainText.Of(value); }

    /// <summary>The Region of the rule.</summary>
    public string? Region { get; init; }

    /// <summary>When AWS Config last invoked the function successfully, UTC.</summary>
    public DateTime? LastSuccessfulInvocationTime { get; init; }

    /// <summary>When AWS Config last failed to invoke the function, UTC.</summary>
    public DateTime? LastFailedInvocationTime { get; init; }

    /// <summary>When AWS Config last received results, UTC.</summary>
    public DateTime? LastSuccessfulEvaluationTime { get; init; }

    /// <summary>When a run last failed, UTC.</summary>
    public DateTime? LastFailedEvaluationTime { get; init; }

    /// <summary>The error of the last failed run.</summary>
    public string? LastErrorCode { get; init => field = PlainText.Of(value); }

    /// <summary>The error message of the last failed run.</summary>
    public string? LastErrorMessage { get; init => field = PlainText.OneLine(value); }

    /// <summary>A copy updated with a run's outcome, as its traces show it.</summary>
    internal RuleEvaluationStatus With(EndedRun run) => new()
    {
        RuleName = RuleName,
        Region = Region,
        LastSuccessfulInvocationTime = LastSuccessfulInvocationTime,
        LastFailedInvocationTime = LastFailedInvocationTime,
        LastSuccessfulEvaluationTime = run.IsGood ? run.Time : LastSuccessfulEvaluationTime,
        LastFailedEvaluationTime = run.IsGood ? LastFailedEvaluationTime : run.Time,
        LastErrorCode = run.IsGood ? LastErrorCode : run.ErrorCode,
        LastErrorMessage = run.Error ?? LastErrorMessage,
    };
}

/// <summary>
/// The port to AWS Config's rules and recorder: the operations that an installation needs, under AWS's names. What does not exist is
/// null; every failure is a <see cref="ServiceCallException"/>.
/// </summary>
/// <remarks>AWS Config API Reference, version 2014-11-12.</remarks>
public interface IConfigRules
{
    /// <summary>Reads the account's own recorder and whether it records.</summary>
    Task<RecorderDetail?> DescribeConfigurationRecorderAsync(CancellationToken cancellationToken);

    /// <summary>Reads the name of the delivery channel.</summary>
    Task<string?> DescribeDeliveryChannelAsync(CancellationToken cancellationToken);

    /// <summary>Creates a recorder of all supported resource types.</summary>
    Task PutConfigurationRecorderAsync(string name, string roleArn, CancellationToken cancellationToken);

    /// <summary>Creates a delivery channel.</summary>
    Task PutDeliveryChannelAsync(string name, string bucketName, CancellationToken cancellationToken);

    /// <summary>Starts a recorder.</summary>
    Task StartConfigurationRecorderAsync(string name, CancellationToken cancellationToken);

    /// <summary>Reads a rule.</summary>
    Task<ConfigRuleDetail?> DescribeConfigRuleAsync(string configRuleName, CancellationToken cancellationToken);

    /// <summary>Lists the rules.</summary>
    Task<IReadOnlyList<ConfigRuleDetail>> ListConfigRulesAsync(CancellationToken cancellationToken);

    /// <summary>Reads when a rule last ran.</summary>
    Task<RuleEvaluationStatus?> DescribeConfigRuleEvaluationStatusAsync(string configRuleName, CancellationToken cancellationToken);

    /// <summary>Creates or replaces a rule. AWS Config accepts tags only at creation.</summary>
    Task PutConfigRuleAsync(ConfigRuleSettings settings, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Deletes a rule with its results; AWS Config takes some time.</summary>
    Task DeleteConfigRuleAsync(string configRuleName, CancellationToken cancellationToken);

    /// <summary>Reads the tags of a rule.</summary>
    Task<IReadOnlyDictionary<string, string>> ListTagsForResourceAsync(string resourceArn, CancellationToken cancellationToken);

    /// <summary>Adds tags to a rule.</summary>
    Task TagResourceAsync(string resourceArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Runs a rule now. AWS Config allows it once a minute, and not during a run.</summary>
    Task StartConfigRulesEvaluationAsync(string configRuleName, CancellationToken cancellationToken);
}

/// <summary>How often AWS Config runs a periodic rule.</summary>
/// <remarks>AWS Config API Reference, SourceDetail.</remarks>
public static class MaximumExecutionFrequency
{
    /// <summary>Every hour.</summary>
    public const string OneHour = "One_Hour";

    /// <summary>Every three hours.</summary>
    public const string ThreeHours = "Three_Hours";

    /// <summary>Every six hours.</summary>
    public const string SixHours = "Six_Hours";

    /// <summary>Every twelve hours.</summary>
    public const string TwelveHours = "Twelve_Hours";

    /// <summary>Once a day, AWS Config's default.</summary>
    public const string TwentyFourHours = "TwentyFour_Hours";
}
