using System.Text.Json;

namespace RedisCompliance.Deployment;

/// <summary>A run that came to its end, as the function's log has it.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="ErrorCode">The kind of its error; null where it did not fail, or where the log does not say.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
/// <param name="AccountId">The account that it was for; null where the log does not say.</param>
public sealed record EndedRun(DateTime Time, string? ErrorCode, string? Error, string? AccountId)
{
    /// <summary>Whether everything was seen and everything arrived.</summary>
    public bool IsGood => Error is null;
}

/// <summary>
/// What runs of a rule leave behind. AWS Config does not tell how runs of custom Lambda rules end (AWS Config API Reference,
/// ConfigRuleEvaluationStatus). The function's log has a line of each end, and every run records its results anew.
/// </summary>
/// <param name="logs">CloudWatch Logs.</param>
/// <param name="results">AWS Config.</param>
/// <param name="configRuleName">The rule.</param>
/// <param name="logGroupName">The function's log group; null where the function is in another account or Region.</param>
public sealed class RunEvidence(ILogGroups logs, IStoredResults results, string configRuleName, string? logGroupName)
{
    /// <summary>Lambda's own words for a function that did not come to write its last line.</summary>
    private static readonly string[] s_aborted = ["Task timed out", "Runtime exited"];

    /// <summary>Lines with any of these terms (CloudWatch Logs User Guide, filter pattern syntax).</summary>
    private static readonly string s_pattern = "?ended ?failed " + string.Join(" ", s_aborted.Select(words => $"?\"{words}\""));

    /// <summary>Whether there is a log to read here.</summary>
    public bool HasLog => logGroupName is not null;

    /// <summary>The evidence of a rule as it is now.</summary>
    /// <param name="services">Where.</param>
    /// <param name="results">What AWS Config has stored.</param>
    /// <param name="configRuleName">The rule.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>The evidence; null where there is no such rule.</returns>
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

    /// <summary>The runs that came to their end, the last one last.</summary>
    /// <param name="since">From when on.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The runs; none where there is no log group.</returns>
    /// <exception cref="ServiceCallException">The log could not be read.</exception>
    public async Task<IReadOnlyList<EndedRun>> ReadRunsAsync(DateTime since, CancellationToken cancellationToken)
    {
        IReadOnlyList<LogLine> lines = logGroupName is null ? []
            : await logs.FilterLogEventsAsync(logGroupName, s_pattern, since, cancellationToken).ConfigureAwait(false) ?? [];
        return [.. lines.Select(Read).OfType<EndedRun>().OrderBy(run => run.Time)];
    }

    /// <summary>When the newest result was recorded. The reading ends with the first page that has one after a time.</summary>
    /// <param name="after">The time that is good enough; null to read all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The time; null where there are no results, or no rule.</returns>
    /// <exception cref="ServiceCallException">They could not be read.</exception>
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

    /// <summary>The end that a line tells of; null where it tells of none. Lambda writes time, request id and level before it.</summary>
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
            // A line of Lambda's own, or of something else.
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

    /// <summary>A run in test mode puts nothing, and proves nothing.</summary>
    private static bool IsTest(JsonElement members) =>
        members.TryGetProperty("testMode", out JsonElement isTest) && isTest.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement members, string name) =>
        members.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
