namespace RedisCompliance.Function;

/// <summary>An incomplete run of the rule. The message names what is missing, the first hundred one by one.</summary>
public sealed class RuleRunException : Exception
{
    /// <summary>A run that ended incomplete.</summary>
    /// <param name="report">The run's report.</param>
    public RuleRunException(ConfigRuleReport report)
        : base(PlainText.OneLine(Describe(report))) => Report = report;

    /// <summary>A run that did not reach its end.</summary>
    /// <param name="message">The reason.</param>
    /// <param name="innerException">The cause.</param>
    public RuleRunException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The run's report; null if the run did not reach its end.</summary>
    public ConfigRuleReport? Report { get; }

    private static string Describe(ConfigRuleReport report)
    {
        List<string> sentences = [.. report.Failures.Select(failure => failure.Message)];
        sentences.AddRange(UnpublishedCause.Group(report.Unpublished).Select(cause => cause.ToString()));
        string retired = report.Failures.Count > 0 ? ", and no stored result was retired" : string.Empty;
        return $"The run is incomplete{retired}. {string.Join(" ", sentences)}";
    }
}
