namespace RedisCompliance.Deployment;

/// <summary>What differs between a rule as it is and as it is to be.</summary>
internal static class ConfigRuleComparison
{
    public static IEnumerable<string> Differences(ConfigRuleSettings actual, ConfigRuleSettings desired)
    {
        if (actual.SourceIdentifier != desired.SourceIdentifier)
        {
            yield return Sentence("the function", actual.SourceIdentifier, desired.SourceIdentifier);
        }

        if (actual.MaximumExecutionFrequency != desired.MaximumExecutionFrequency)
        {
            yield return Sentence("MaximumExecutionFrequency", actual.MaximumExecutionFrequency, desired.MaximumExecutionFrequency);
        }

        if ((actual.Description ?? string.Empty) != (desired.Description ?? string.Empty))
        {
            yield return Sentence("Description", actual.Description, desired.Description);
        }

        string parameters = string.IsNullOrWhiteSpace(actual.InputParameters) ? "{}" : actual.InputParameters!;
        if (!PolicyDocuments.AreSame(parameters, desired.InputParameters))
        {
            yield return Sentence("InputParameters", parameters, desired.InputParameters);
        }
    }

    private static string Sentence(string member, string? actual, string? desired) =>
        $"{member} is {(string.IsNullOrEmpty(actual) ? "not set" : actual)}, not {desired}";
}
