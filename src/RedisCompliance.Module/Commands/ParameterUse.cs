using System.Collections;
using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>Which parameters the user gave, so that one without effect is refused instead of ignored.</summary>
internal static class ParameterUse
{
    /// <summary>The parameters for the connection to AWS.</summary>
    public static IReadOnlyList<string> Connection { get; } =
    [
        nameof(AwsCmdlet.ProfileName), nameof(AwsCmdlet.ProfileLocation), nameof(AwsCmdlet.AccessKey), nameof(AwsCmdlet.SecretKey),
        nameof(AwsCmdlet.SessionToken), nameof(AwsCmdlet.Credential), nameof(AwsCmdlet.EndpointUrl),
    ];

    /// <summary>
    /// The first of some parameters that the user gave in this call. A value from $PSDefaultParameterValues is meant for every
    /// call, so it does not count.
    /// </summary>
    public static string? FindGiven(PSCmdlet cmdlet, IEnumerable<string> names) =>
        names.FirstOrDefault(name => cmdlet.MyInvocation.BoundParameters.ContainsKey(name) && !HasDefault(cmdlet, name));

    private static bool HasDefault(PSCmdlet cmdlet, string name)
    {
        if (cmdlet.SessionState.PSVariable.GetValue("PSDefaultParameterValues") is not IDictionary defaults)
        {
            return false;
        }

        CommandInfo command = cmdlet.MyInvocation.MyCommand;
        string[] spellings = [name, .. command.Parameters[name].Aliases];
        return defaults.Keys.OfType<string>().Select(key => key.Split(':')).Any(key => key.Length == 2
            && Matches(key[0], [command.Name]) && Matches(key[1], spellings));
    }

    private static bool Matches(string pattern, IEnumerable<string> names) =>
        names.Any(WildcardPattern.Get(pattern.Trim(), WildcardOptions.IgnoreCase).IsMatch);
}
