namespace RedisCompliance.Function;

/// <summary>A run of the rule that is not complete. Its message names what is missing, the first hundred of them one by one.</summary>
public sealed class RuleRunException : Exception
{
    /// <summary>For a run that ended incomplete.</summary>
    /// <param name="report">How it ended.</param>
    public RuleRunException(ConfigRuleReport report)
        : base(PlainText.OneLine(Describe(report))) => Report = report;

    /// <summary>For a run that did not come to its end.</summary>
    /// <param name="message">Why.</param>
    /// <param name="innerException">What it came from.</param>
    public RuleRunException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>How the run ended, where it did.</summary>
    public ConfigRuleReport? Report { get; }

    private static string Describe(ConfigRuleReport report)
    {
        List<string> sentences = [.. report.Failures.Select(failure => failure.Message)];
        sentences.AddRange(UnpublishedCause.Group(report.Unpublished).Select(cause => cause.ToString()));
        string retired = report.Failures.Count > 0 ? ", and no stored result was retired" : string.Empty;
        return $"The run is incomplete{retired}. {string.Join(" ", sentences)}";
    }
}
