using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands.Completion;

/// <summary>Completes a value from a list of names; never throws, and delays the prompt by two seconds at most.</summary>
public abstract class NameCompleter : IArgumentCompleter
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>The names that begin with what was typed.</summary>
    /// <param name="commandName">The command.</param>
    /// <param name="parameterName">The parameter.</param>
    /// <param name="wordToComplete">What was typed, quotes included.</param>
    /// <param name="commandAst">The complete command.</param>
    /// <param name="fakeBoundParameters">The other parameters typed so far.</param>
    /// <returns>The names, quoted if necessary.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        WildcardPattern begun = new(WildcardPattern.Escape(wordToComplete.Trim('\'', '"')) + "*", WildcardOptions.IgnoreCase);
        IEnumerable<string> names = Names(fakeBoundParameters).Where(PlainText.IsPlain).Where(begun.IsMatch).Distinct();
        return [.. names.OrderBy(name => name, StringComparer.Ordinal).Select(name =>
            new CompletionResult(IsPlain(name) ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'", name,
                CompletionResultType.ParameterValue, name))];
    }

    /// <summary>Gets the names.</summary>
    /// <param name="settings">The connection to AWS, as far as it is known by now.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The names.</returns>
    private protected abstract Task<IEnumerable<string>> AskAsync(AwsConnectionSettings settings, CancellationToken cancellationToken);

    /// <summary>Whether the names come from AWS, given the other parameters.</summary>
    private protected virtual bool IsAnswerable(IDictionary given) => true;

    private IEnumerable<string> Names(IDictionary given)
    {
        using CancellationTokenSource patience = new(s_patience);
        try
        {
            if (!IsAnswerable(given))
            {
                return [];
            }

            AwsConnectionSettings settings = GivenConnection.Settings(given);
            Task<IEnumerable<string>> asking = Task.Run(() => AskAsync(settings, patience.Token), patience.Token);
            return Task.WhenAny(asking, Task.Delay(s_patience)).GetAwaiter().GetResult() == asking ? asking.GetAwaiter().GetResult() : [];
        }
        catch (Exception)
        {
            // Offer nothing, whatever failed: after an error PowerShell would offer the files of the current folder
            // instead, and the command itself reports the error later.
            return [];
        }
    }

    private static bool IsPlain(string name) => name.All(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.');
}

/// <summary>Completes the names of Regions, from the SDK's table.</summary>
public sealed class RegionCompleter : NameCompleter
{
    private protected override Task<IEnumerable<string>> AskAsync(AwsConnectionSettings settings, CancellationToken cancellationToken) =>
        Task.FromResult(Completions.Regions);
}

/// <summary>Completes the names of profiles, from the shared AWS files.</summary>
public sealed class ProfileNameCompleter : NameCompleter
{
    private protected override Task<IEnumerable<string>> AskAsync(AwsConnectionSettings settings, CancellationToken cancellationToken) =>
        Completions.ProfilesAsync(settings.ProfileLocation, cancellationToken);
}

/// <summary>Completes the ids of resources, from ElastiCache.</summary>
public sealed class ResourceIdCompleter : NameCompleter
{
    private protected override bool IsAnswerable(IDictionary given) => !given.Contains("Path") && !given.Contains("LiteralPath");

    private protected override Task<IEnumerable<string>> AskAsync(AwsConnectionSettings settings, CancellationToken cancellationToken) =>
        Completions.ResourceIdsAsync(settings, cancellationToken);
}

/// <summary>Completes the names of rules, from AWS Config.</summary>
public sealed class ConfigRuleNameCompleter : NameCompleter
{
    private protected override Task<IEnumerable<string>> AskAsync(AwsConnectionSettings settings, CancellationToken cancellationToken) =>
        Completions.ConfigRuleNamesAsync(settings, cancellationToken);
}

/// <summary>The connection to AWS from the parameters typed so far, or else from the session.</summary>
internal static class GivenConnection
{
    public static AwsConnectionSettings Settings(IDictionary given)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        SessionState session = shell.AddScript("$ExecutionContext").Invoke<EngineIntrinsics>().Single().SessionState;
        return new()
        {
            Region = Text(given, "Region"),
            StoredRegion = AwsToolsSession.StoredRegion(session),
            ProfileName = Text(given, "ProfileName"),
            ProfileLocation = Text(given, "ProfileLocation") is { } location ? session.Path.GetUnresolvedProviderPathFromPSPath(location)
                : null,
            AccessKey = Text(given, "AccessKey"),
            SecretKey = Text(given, "SecretKey"),
            SessionToken = Text(given, "SessionToken"),
            Credential = given["Credential"] is PSObject wrapped ? wrapped.BaseObject : given["Credential"],
            StoredCredential = AwsToolsSession.StoredCredential(session),
            EndpointUrl = Text(given, "EndpointUrl"),
        };
    }

    private static string? Text(IDictionary given, string name) => given[name] switch
    {
        string text => text,
        IEnumerable several => several.Cast<object>().FirstOrDefault()?.ToString(),
        { } other => other.ToString(),
        null => null,
    };
}
