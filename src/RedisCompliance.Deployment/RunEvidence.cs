using System.Text.Json;

namespace RedisCompliance.Deployment;

/// <summary>A run that came to its end, as it was left behind.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
public sealed record EndedRun(DateTime Time, string? Error);

/// <summary>
/// What runs of a rule leave behind. AWS Config does not tell how runs of custom Lambda rules end (ConfigRuleEvaluationStatus);
/// what it says all the same is a hint. The function's log has a line of each end, and every run records all results anew.
/// </summary>
/// <param name="logs">CloudWatch Logs.</param>
/// <param name="results">AWS Config.</param>
/// <param name="configRuleName">The rule.</param>
/// <param name="logGroupName">The function's log group.</param>
public sealed class RunEvidence(ILogGroups logs, IStoredResults results, string configRuleName, string logGroupName)
{
    /// <summary>Lambda's own words for a function that did not come to write its last line.</summary>
    private static readonly string[] s_aborted = ["Task timed out", "Runtime exited"];

    private static readonly string s_pattern = "?ended ?failed " + string.Join(" ", s_aborted.Select(words => $"?\"{words}\""));

    /// <summary>Why the log could not be read; null where it could, or was not asked for.</summary>
    public ServiceCallException? LogFailure { get; private set; }

    /// <summary>The last run that came to its end, as the log has it.</summary>
    /// <param name="since">From when on.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The run; null where the log has none, or cannot be read.</returns>
    public async Task<EndedRun?> FindLastAsync(DateTime since, CancellationToken cancellationToken)
    {
        try
        {
            LogFailure = null;
            IReadOnlyList<LogLine> lines = await logs.FilterLogEventsAsync(logGroupName, s_pattern, since, cancellationToken).ConfigureAwait(false) ?? [];
            return lines.Select(Read).Where(run => run is not null).OrderBy(run => run!.Time).LastOrDefault();
        }
        catch (ServiceCallException exception) when (!exception.IsCredentialFailure)
        {
            LogFailure = exception;
            return null;
        }
    }

    /// <summary>When the results of the first page were recorded last: a run records those of every page anew.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The time; null where there are none.</returns>
    /// <exception cref="ServiceCallException">They could not be read.</exception>
    public async Task<DateTime?> FindRecordedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await results.GetResultsAsync(configRuleName, null, cancellationToken).ConfigureAwait(false)).Items.Max(result => result.ResultRecordedTime);
        }
        catch (ServiceCallException exception) when (exception.ErrorCode == "NoSuchConfigRuleException")
        {
            return null;
        }
    }

    private static EndedRun? Read(LogLine line)
    {
        if (s_aborted.FirstOrDefault(line.Message.Contains) is not null)
        {
            return new EndedRun(line.Time, line.Message.Trim());
        }

        try
        {
            using JsonDocument parsed = JsonDocument.Parse(line.Message);
            return parsed.RootElement is not { ValueKind: JsonValueKind.Object } members ? null : (Text(members, "step"), Text(members, "level")) switch
            {
                ("ended", "info") => new EndedRun(line.Time, null),
                ("ended", _) => new EndedRun(line.Time, Messages.RunIncomplete),
                ("failed", _) => new EndedRun(line.Time, Text(members, "error") ?? Messages.NoReason),
                _ => null,
            };
        }
        catch (JsonException)
        {
            // A line of Lambda's own, or of something else.
            return null;
        }
    }

    private static string? Text(JsonElement members, string name) =>
        members.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
