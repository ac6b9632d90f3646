using System.Text.Json;

namespace RedisCompliance.Deployment;

/// <summary>A run that has ended, according to the function's log.</summary>
/// <param name="Time">When it ended, UTC.</param>
/// <param name="ErrorCode">The kind of error; null if it did not fail, or the log does not say.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
/// <param name="AccountId">The account that it evaluated; null if the log does not say.</param>
public sealed record EndedRun(DateTime Time, string? ErrorCode, string? Error, string? AccountId)
{
    /// <summary>Whether the run read all resources and delivered all results.</summary>
    public bool IsGood => Error is null;
}

/// <summary>
/// The traces that a rule's runs leave. AWS Config does not report how runs of custom Lambda rules end (AWS Config API Reference,
/// ConfigRuleEvaluationStatus). The function's log has a line for the end of each run, and every run records its results again.
/// </summary>
/// <param name="logs">CloudWatch Logs.</param>
/// <param name="results">AWS Config.</param>
/// <param name="configRuleName">The rule's name.</param>
/// <param name="logGroupName">The function's log group; null if the function is in another account or Region.</param>
public sealed class RunEvidence(ILogGroups logs, IStoredResults results, string configRuleName, string? logGroupName)
{
    /// <summary>Lambda's messages for a function that could not write its last line.</summary>
    private static readonly string[] s_aborted = ["Task timed out", "Runtime exited"];

    /// <summary>Lines with any of these terms (CloudWatch Logs User Guide, filter pattern syntax).</summary>
    private static readonly string s_pattern = "?ended ?failed " + string.Join(" ", s_aborted.Select(words => $"?\"{words}\""));

    /// <summary>Whether a log can be read here.</summary>
    public bool HasLog => logGroupName is not null;

    /// <summary>Finds the evidence of an existing rule.</summary>
    /// <param name="services">The account's services.</param>
    /// <param name="results">The results stored in AWS Config.</param>
    /// <param name="configRuleName">The rule's name.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The evidence; null if the rule does not exist.</returns>
    /// <exception cref="ServiceCallException">The rule could not be read.</exception>
    public static async Task<RunEvidence?> FindAsync(
        RuleServices services, IStoredResults results, string configRuleName, CancellationToken cancellationToken)
    {
        ConfigRuleDetail? rule = await services.ConfigRules.DescribeConfigRuleAsync(configRuleName, cancellationToken)
            .ConfigureAwait(false);
        return rule is null ? null : new RunEvidence(services.LogGroups, results, configRuleName,
            FunctionReference.NameIn(rule.Settings.SourceIdentifier, services.Identity) is { } function
                ? RuleDefinition.LogGroupOf(function) : null);
    }

    /// <summary>Reads the runs that have ended, the most recent last.</summary>
    /// <param name="since">The start time.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The runs; empty if there is no log group.</returns>
    /// <exception cref="ServiceCallException">The log could not be read.</exception>
    public async Task<IReadOnlyList<EndedRun>> ReadRunsAsync(DateTime since, CancellationToken cancellationToken)
    {
        IReadOnlyList<LogLine> lines = logGroupName is null ? []
            : await logs.FilterLogEventsAsync(logGroupName, s_pattern, since, cancellationToken).ConfigureAwait(false) ?? [];
        return [.. lines.Select(Read).OfType<EndedRun>().OrderBy(run => run.Time)];
    }

    /// <summary>Finds when the newest result was recorded. Reading stops at the first page with a result after a given time.</summary>
    /// <param name="after">The time after which any result is enough; null to read all.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The time; null if there are no results or no rule.</returns>
    /// <exception cref="ServiceCallException">The results could not be read.</exception>
    public async Task<DateTime?> FindRecordedAsync(DateTime? after, CancellationToken cancellationToken)
    {
        DateTime? newest = null;
        try
        {
            await foreach (IReadOnlyList<StoredResult> page in results.ReadAsync(configRuleName, cancellationToken).ConfigureAwait(false))
            {
                DateTime? recorded = page.Max(result => result.ResultRecordedTime);
                newest = recorded > (newest ?? DateTime.MinValue) ? recorded : newest;
                if (newest > (after ?? DateTime.MaxValue))
                {
                    break;
                }
            }
        }
        catch (ServiceCallException exception) when (exception.ErrorCode == "NoSuchConfigRuleException")
        {
            return null;
        }

        return newest;
    }

    /// <summary>
    /// Parses the end of a run from a line; null if the line is about something else. Lambda puts time, request id and level before the
    /// JSON.
    /// </summary>
    private static EndedRun? Read(LogLine line)
    {
        if (s_aborted.Any(line.Message.Contains))
        {
            return new EndedRun(line.Time, null, PlainText.OneLine(line.Message.Trim()), null);
        }

        int start = line.Message.IndexOf('{');
        try
        {
            using JsonDocument? parsed = start < 0 ? null : JsonDocument.Parse(line.Message.AsMemory(start));
            return parsed?.RootElement is { } members && !IsTest(members) ? Read(line.Time, members) : null;
        }
        catch (JsonException)
        {
            // A line from Lambda itself or another source.
            return null;
        }
    }

    private static EndedRun? Read(DateTime time, JsonElement members) => (Text(members, "step"), Text(members, "level")) switch
    {
        ("ended", "info") => new EndedRun(time, null, null, Text(members, "accountId")),
        ("ended", _) => new EndedRun(time, null, Messages.RunIncomplete, Text(members, "accountId")),
        ("failed", _) => new EndedRun(
            time, Text(members, "errorType"), Text(members, "error") ?? Messages.NoReason, Text(members, "accountId")),
        _ => null,
    };

    /// <summary>A run in test mode reports nothing to AWS Config and proves nothing.</summary>
    private static bool IsTest(JsonElement members) =>
        members.TryGetProperty("testMode", out JsonElement isTest) && isTest.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement members, string name) =>
        members.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
