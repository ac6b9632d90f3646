using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace RedisCompliance.Commands.Completion;

/// <summary>Completes resource types by their last part, or by the full name if the user began that.</summary>
public sealed class ResourceTypeCompleter : IArgumentCompleter
{
    /// <summary>The types that begin with what was typed.</summary>
    /// <param name="commandName">The command.</param>
    /// <param name="parameterName">The parameter.</param>
    /// <param name="wordToComplete">What was typed, quotes included.</param>
    /// <param name="commandAst">The complete command.</param>
    /// <param name="fakeBoundParameters">The other parameters typed so far.</param>
    /// <returns>The names.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string begun = wordToComplete.Trim('\'', '"');

        // A rule has no results for backups.
        bool hasBackups = !commandName.EndsWith("RuleResult", StringComparison.OrdinalIgnoreCase);
        return (hasBackups ? ResourceType.All : ResourceType.Default).SelectMany(type => new[] { type.Split(':').Last(), type })
            .Where(name => name.StartsWith(begun, StringComparison.OrdinalIgnoreCase) && (begun.Length > 0 || !name.Contains(':')))
            .Select(name => new CompletionResult(name, name, CompletionResultType.ParameterValue, name));
    }
}
