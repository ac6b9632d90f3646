namespace RedisCompliance.Deployment;

/// <summary>An installation found in the Region.</summary>
/// <param name="RuleName">The rule's name.</param>
/// <param name="FunctionName">Its function; null if it has none.</param>
/// <param name="IsOfOrganization">Whether it is an organization rule.</param>
public sealed record FoundInstallation(string RuleName, string? FunctionName, bool IsOfOrganization);

/// <summary>
/// Finds what Install created in a Region when no name is given: functions by record or description and then by tags, and rules without
/// a function by tags.
/// </summary>
public static class InstalledRules
{
    /// <summary>Lists the installations in the Region.</summary>
    /// <param name="services">The account's services.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The installations, by name.</returns>
    /// <exception cref="ServiceCallException">The search failed.</exception>
    public static async Task<IReadOnlyList<FoundInstallation>> ListAsync(RuleServices services, CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<ConfigRuleDetail>> rules = services.ConfigRules.ListConfigRulesAsync(cancellationToken);
        List<FoundInstallation> found = await ListFunctionsAsync(services, _ => true, cancellationToken).ConfigureAwait(false);
        foreach (ConfigRuleDetail rule in (await rules.ConfigureAwait(false)).Where(rule =>
            !rule.IsBeingDeleted && FunctionReference.NameIn(rule.Settings.SourceIdentifier, services.Identity) is not null
            && found.TrueForAll(known => known.IsOfOrganization || known.RuleName != rule.Settings.ConfigRuleName)))
        {
            IReadOnlyDictionary<string, string> tags = await services.ConfigRules.ListTagsForResourceAsync(rule.Arn, cancellationToken)
                .ConfigureAwait(false);
            if (tags.TryGetValue(RuleDefinition.TagKey, out string? owner) && owner == rule.Settings.ConfigRuleName)
            {
                found.Add(new FoundInstallation(owner, null, IsOfOrganization: false));
            }
        }

        return [.. found.GroupBy(installation => (installation.RuleName, installation.IsOfOrganization)).Select(same => same.First())
            .OrderBy(installation => installation.RuleName, StringComparer.Ordinal)];
    }

    /// <summary>The function of a rule that is gone or never existed; null if there is none.</summary>
    internal static async Task<string?> FindFunctionNameAsync(
        RuleServices services, string ruleName, bool isOfOrganization, CancellationToken cancellationToken) =>
        (await ListFunctionsAsync(services, function => function.HasNote || function.Description == RuleDefinition.DescriptionOf(ruleName),
            cancellationToken).ConfigureAwait(false))
        .Where(found => found.RuleName == ruleName && found.IsOfOrganization == isOfOrganization)
        .Select(found => found.FunctionName).OrderBy(name => name, StringComparer.Ordinal).FirstOrDefault();

    private static async Task<List<FoundInstallation>> ListFunctionsAsync(
        RuleServices services, Func<ListedFunction, bool> isOfInterest, CancellationToken cancellationToken)
    {
        List<FoundInstallation> found = [];
        foreach (ListedFunction listed in await services.Functions.ListFunctionsAsync(cancellationToken).ConfigureAwait(false))
        {
            string? described = RuleDefinition.RuleNameIn(listed.Description);
            if ((!listed.HasNote && described is null) || !isOfInterest(listed)
                || await services.Functions.GetFunctionAsync(listed.Name, cancellationToken).ConfigureAwait(false) is not { } function)
            {
                continue;
            }

            TaggedFunction.CheckTags(function);
            string? ruleName = function.Tags!.TryGetValue(RuleDefinition.TagKey, out string? owner) ? owner
                : InstallationStep.StackOf(function.Tags) is not null ? described : null;
            if (ruleName is not null)
            {
                found.Add(new FoundInstallation(
                    ruleName, listed.Name, function.Settings.Environment.ContainsKey(FunctionEnvironment.AssumeRoleMode)));
            }
        }

        return found;
    }
}
