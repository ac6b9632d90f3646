using System.Collections;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace RedisCompliance.Commands.Sources;

/// <summary>An account or Region to audit, read from a pipeline object.</summary>
/// <param name="AccountId">The account; empty for the caller's own.</param>
/// <param name="Name">Its name.</param>
/// <param name="Regions">Its Regions; empty for those of the whole audit.</param>
/// <param name="RoleName">The role to assume in it.</param>
/// <param name="ExternalId">The external id that the role requires.</param>
internal sealed record TargetRow(
    string AccountId, string? Name = null, IReadOnlyList<string>? Regions = null, string? RoleName = null, string? ExternalId = null)
{
    public const string AccountIdPattern = @"^[0-9]{12}\z";

    /// <summary>The only members that a row without an account may have and still mean the caller's own.</summary>
    private static readonly string[] s_members = ["AccountId", "AccountName", "Region", "RoleName", "ExternalId"];

    /// <summary>Whether the account can be used; Organizations also lists others.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>
    /// Reads a row with AccountId, Region, RoleName, ExternalId, from a CSV or JSON file or from a report; an account of
    /// Get-ORGAccountList or the AWS CLI; a Region of Get-AWSRegion; an account id.
    /// </summary>
    /// <returns>The row; null if the object has neither account nor Region.</returns>
    /// <exception cref="FormatException">The object looks like a row, but its account is missing or invalid.</exception>
    public static TargetRow? Read(PSObject input)
    {
        if (input.BaseObject is string or long)
        {
            return IsAccountId($"{input.BaseObject}") ? new TargetRow($"{input.BaseObject}") : null;
        }

        string? accountId = Text(input, "AccountId") ?? (Text(input, "Id") is { } id && IsAccountId(id) ? id : null);
        string[] regions = ReadRegions(input);
        if (accountId is null && regions.Length == 0)
        {
            return null;
        }

        if (accountId is not null && !IsAccountId(accountId))
        {
            throw new FormatException(Messages.NotAnAccountId.With(accountId));
        }

        // A Region alone is one of the caller's account; beside other members, the account's column is missing or misspelt.
        bool isRegion = input.TypeNames.Any(name => name.EndsWith(".AWSRegion", StringComparison.Ordinal));
        if (accountId is null && !isRegion
            && ObjectMembers.Names(input).Except(s_members, StringComparer.OrdinalIgnoreCase).ToArray() is { Length: > 0 } others)
        {
            throw new FormatException(Messages.RowWithoutAccount.With(string.Join(", ", others)));
        }

        string? name = accountId is null ? null : Text(input, "AccountName") ?? Text(input, "Name");
        string? state = Text(input, "State") ?? Text(input, "Status");
        return new TargetRow(accountId ?? string.Empty, name, regions, Text(input, "RoleName"), Text(input, "ExternalId"))
        {
            IsActive = state is not ("SUSPENDED" or "PENDING_CLOSURE" or "CLOSED" or "PENDING_ACTIVATION"),
        };
    }

    private static string[] ReadRegions(PSObject input)
    {
        return ObjectMembers.Value(input, "Region") switch
        {
            string text => text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries),
            IEnumerable several and not IDictionary => [.. several.Cast<object?>().Select(RegionOf).OfType<string>()],
            { } region => RegionOf(region) is { } name ? [name] : [],
            null => [],
        };
    }

    /// <summary>The name of a Region, from a text or an AWSRegion, even if it was serialized.</summary>
    private static string? RegionOf(object? region) =>
        region is not null and not string && ObjectMembers.Value(PSObject.AsPSObject(region), "Region") is string name ? name
        : ObjectMembers.TryText(region, out string? text) ? text
        : throw new FormatException(Messages.RowMemberUnreadable.With("Region"));

    private static bool IsAccountId(string text) => Regex.IsMatch(text, AccountIdPattern, RegexOptions.CultureInvariant);

    private static string? Text(PSObject input, string name) =>
        ObjectMembers.TryText(input, name, out string? text) ? text : throw new FormatException(Messages.RowMemberUnreadable.With(name));
}
