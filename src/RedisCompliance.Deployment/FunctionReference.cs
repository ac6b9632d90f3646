using System.Text.RegularExpressions;

namespace RedisCompliance.Deployment;

/// <summary>
/// Parses a reference to a function: a name, partial ARN or ARN, with or without a version or alias. All forms name the same function.
/// </summary>
/// <remarks>
/// AWS Lambda API Reference, GetFunction, FunctionName. AWS::CloudFormation::LambdaHook takes an ARN, qualified or not; what else a
/// hand-written configuration may hold is not documented.
/// </remarks>
internal static class FunctionReference
{
    private static readonly Regex s_form = new(
        @"^(arn:(?<partition>[a-z-]+):lambda:)?((?<region>[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}):)?((?<account>[0-9]{12}):)?(function:)?"
            + @"(?<name>[a-z0-9_-]+)(:(\$LATEST|[a-z0-9_-]+))?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Whether a text names a function at all.</summary>
    public static bool IsOne(string? text) => text is not null && s_form.IsMatch(text.Trim());

    /// <summary>The name of a function in this account and Region; null if the text names a function elsewhere or none.</summary>
    public static string? NameIn(string? text, AccountIdentity identity) =>
        Find(text) is { } found && IsIn(found, identity.Arn("lambda", "function:")) ? found.Groups["name"].Value : null;

    /// <summary>Whether the text names the function.</summary>
    public static bool Is(string? text, string functionArn) => IsTo(text, functionArn, StringComparison.Ordinal);

    /// <summary>Whether the text may name the function. It is not documented whether Lambda's names are case-sensitive.</summary>
    public static bool MayBe(string? text, string functionArn) => IsTo(text, functionArn, StringComparison.OrdinalIgnoreCase);

    private static bool IsTo(string? text, string functionArn, StringComparison comparison) =>
        Find(text) is { } found && IsIn(found, functionArn)
            && string.Equals(found.Groups["name"].Value, functionArn.Split(':')[6], comparison);

    private static Match? Find(string? text) => text is not null && s_form.Match(text.Trim()) is { Success: true } match ? match : null;

    /// <summary>Parts that the form omits default to the hook's own.</summary>
    private static bool IsIn(Match found, string arn)
    {
        string[] parts = arn.Split(':');
        return IsPart("partition", parts[1]) && IsPart("region", parts[3]) && IsPart("account", parts[4]);

        bool IsPart(string group, string value) =>
            !found.Groups[group].Success || string.Equals(found.Groups[group].Value, value, StringComparison.OrdinalIgnoreCase);
    }
}
