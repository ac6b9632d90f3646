using System.Management.Automation;
using System.Reflection;

namespace RedisCompliance.Commands;

/// <summary>
/// Gives parameters the spelling of their set of values. PowerShell's ValidateSet accepts a value in any case and passes it on as
/// typed, but AWS and the comparisons of this module are exact.
/// </summary>
internal static class SetSpelling
{
    /// <summary>Corrects the parameters that the user gave. Parameters with a set of values never come from the pipeline.</summary>
    public static void Apply(PSCmdlet cmdlet)
    {
        foreach (string name in cmdlet.MyInvocation.BoundParameters.Keys)
        {
            if (cmdlet.GetType().GetProperty(name) is { } property
                && property.GetCustomAttribute<ValidateSetAttribute>() is { IgnoreCase: true } set)
            {
                property.SetValue(cmdlet, property.GetValue(cmdlet) switch
                {
                    string text => Spell(text, set),
                    string[] texts => Array.ConvertAll(texts, text => Spell(text, set)),
                    var other => other,
                });
            }
        }
    }

    private static string Spell(string text, ValidateSetAttribute set) =>
        set.ValidValues.FirstOrDefault(value => string.Equals(value, text, StringComparison.OrdinalIgnoreCase)) ?? text;
}
