using System.Globalization;
using System.Text.Json.Nodes;

namespace RedisCompliance.Endpoint;

/// <summary>AWS Organizations: accounts in organizational units, with their paging.</summary>
public sealed class OrganizationsService
{
    private const string Root = "r-root";

    private readonly List<(string Parent, string Id, string Name, string? State)> _accounts = [];
    private readonly List<(string Parent, string Id)> _units = [];

    /// <summary>The most accounts on a page; AWS has 20.</summary>
    public int PageSize { get; set; } = 20;

    public void AddAccount(string id, string name, string parent = Root, string? state = "ACTIVE") =>
        _accounts.Add((parent, id, name, state));

    /// <summary>The accounts.</summary>
    public IEnumerable<string> AccountIds => _accounts.Select(account => account.Id);

    public void AddUnit(string id, string parent = Root) => _units.Add((parent, id));

    internal Answer Answer(EndpointCall call) => call.Operation switch
    {
        "DescribeOrganization" =>
            Endpoint.Answer.Json(new JsonObject { ["Organization"] = new JsonObject { ["Id"] = Described.OrganizationId } }),
        "ListAccounts" => Page(call, "Accounts", [.. _accounts.Select(Describe)]),
        "ListAccountsForParent" =>
            Page(call, "Accounts", [.. _accounts.Where(account => account.Parent == (string?)call.Json["ParentId"]).Select(Describe)]),
        "ListOrganizationalUnitsForParent" => Page(call, "OrganizationalUnits",
            [.. _units.Where(unit => unit.Parent == (string?)call.Json["ParentId"])
                .Select(unit => new JsonObject { ["Id"] = unit.Id, ["Name"] = unit.Id })]),
        _ => Endpoint.Answer.JsonError("UnknownOperationException", call.Operation),
    };

    private Answer Page(EndpointCall call, string list, JsonObject[] all)
    {
        int start = call.Marker.Length == 0 ? 0 : int.Parse(call.Marker, CultureInfo.InvariantCulture);
        JsonObject page = new() { [list] = new JsonArray([.. all.Skip(start).Take(PageSize)]) };
        if (start + PageSize < all.Length)
        {
            page["NextToken"] = (start + PageSize).ToString(CultureInfo.InvariantCulture);
        }

        return Endpoint.Answer.Json(page);
    }

    private static JsonObject Describe((string Parent, string Id, string Name, string? State) account) => new()
    {
        ["Id"] = account.Id,
        ["Name"] = account.Name,
        ["Arn"] = $"arn:aws:organizations::{Described.Account}:account/{Described.OrganizationId}/{account.Id}",
        ["State"] = account.State,
    };
}
