namespace RedisCompliance.Deployment;

/// <summary>Compares an existing rule with its desired settings.</summary>
internal static class ConfigRuleComparison
{
    public static IEnumerable<string> Differences(ConfigRuleSettings actual, ConfigRuleSettings desired)
    {
        if (actual.SourceIdentifier != desired.SourceIdentifier)
        {
            yield return InstallationStep.Differs(Messages.TheFunction, actual.SourceIdentifier, desired.SourceIdentifier);
        }

        if (actual.MaximumExecutionFrequency != desired.MaximumExecutionFrequency)
        {
            yield return InstallationStep.Differs(
                "MaximumExecutionFrequency", actual.MaximumExecutionFrequency, desired.MaximumExecutionFrequency);
        }

        if ((actual.Description ?? string.Empty) != (desired.Description ?? string.Empty))
        {
            yield return InstallationStep.Differs("Description", actual.Description, desired.Description);
        }

        string parameters = string.IsNullOrWhiteSpace(actual.InputParameters) ? "{}" : actual.InputParameters!;
        if (!PolicyDocuments.AreSame(parameters, desired.InputParameters))
        {
            yield return InstallationStep.Differs("InputParameters", parameters, desired.InputParameters);
        }
    }
}
