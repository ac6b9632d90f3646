using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;

namespace RedisCompliance.Aws.Tests;

/// <summary>Holds a request against the model: protocol, names, nesting, required members, limits and signature.</summary>
internal sealed partial class RequestCheck
{
    private static readonly string[] s_signedHeaders = ["host", "x-amz-date", "x-amz-security-token"];

    private readonly WireRequest _request;
    private readonly List<string> _violations = [];
    private readonly List<(string Name, string Value)> _seen = [];

    private RequestCheck(WireRequest request) => _request = request;

    /// <summary>The operation that a request is of.</summary>
    public static Operation? Identify(WireRequest request)
    {
        if (request.Header("X-Amz-Target") is { } target)
        {
            string[] parts = target.Split('.');
            return Find(parts[1], service => service.Metadata("targetPrefix") == parts[0]);
        }

        var form = HttpUtility.ParseQueryString(request.Text);
        return form["Action"] is { } action && !request.Text.StartsWith('{')
            ? Find(action, service => service.Protocol is "query" or "ec2" && service.Metadata("apiVersion") == form["Version"])
            : ServiceModel.All.Where(service => service.Protocol == "rest-json")
                .SelectMany(service => service.Operations.Select(service.Find))
                .FirstOrDefault(operation => operation.Method == request.Method && Template(operation).IsMatch(request.Path));
    }

    /// <summary>What is wrong with it, and the simple values that it holds, by their members' names.</summary>
    public static (IReadOnlyList<string> Violations, IReadOnlyList<(string Name, string Value)> Values) Run(
        WireRequest request, Operation operation, string region)
    {
        RequestCheck check = new(request);
        check.CheckSignature(operation, region);
        switch (operation.Service.Protocol)
        {
            case "json":
                check.CheckJson(operation);
                break;
            case "rest-json":
                check.CheckRest(operation);
                break;
            default:
                check.CheckQuery(operation);
                break;
        }

        return ([.. check._violations.Select(violation => $"{operation}: {violation}")], check._seen);
    }

    private static Operation? Find(string operation, Func<ServiceModel, bool> isOf) =>
        ServiceModel.All.FirstOrDefault(service => isOf(service) && service.Operations.Contains(operation))?.Find(operation);

    private static Regex Template(Operation operation) =>
        new("^" + Regex.Replace(operation.RequestUri, @"\{([A-Za-z]+)\}", "(?<$1>[^/]+)") + "$");

    private void CheckSignature(Operation operation, string region)
    {
        string? authorization = _request.Header("Authorization");
        if (!operation.IsSigned)
        {
            Expect(authorization is null, "it is signed");
            return;
        }

        string signingRegion = ServiceEndpoint.Find(operation.Service.EndpointPrefix, region, default)!.SigningRegion;
        Match match = Regex.Match(authorization ?? string.Empty,
            @"^AWS4-HMAC-SHA256 Credential=AKID/\d{8}/(?<region>[^/]+)/(?<service>[^/]+)/aws4_request, "
            + @"SignedHeaders=(?<headers>[^,]+), Signature=[0-9a-f]{64}$");
        Expect(match.Success, $"its signature is {authorization}");
        Expect(match.Groups["region"].Value == signingRegion, $"it is signed for {match.Groups["region"]} instead of {signingRegion}");
        Expect(match.Groups["service"].Value == operation.Service.SigningName,
            $"it is signed for {match.Groups["service"]} instead of {operation.Service.SigningName}");
        string[] headers = match.Groups["headers"].Value.Split(';');
        Expect(s_signedHeaders.All(headers.Contains), $"it signs {match.Groups["headers"]}");
        Expect(_request.Header("x-amz-security-token") == "TOKEN", "the session token is missing");
    }

    private void CheckJson(Operation operation)
    {
        Expect((_request.Method, _request.Path, _request.Query) == ("POST", "/", string.Empty),
            $"it is {_request.Method} {_request.Path}{_request.Query}");
        Expect(_request.Header("Content-Type") == "application/x-amz-json-" + operation.Service.Metadata("jsonVersion"),
            $"its type is {_request.Header("Content-Type")}");
        using JsonDocument body = JsonDocument.Parse(_request.Body);
        if (operation.Input is { } input)
        {
            Check(input, body.RootElement, "$");
        }
        else
        {
            Expect(_request.Text == "{}", $"it has a body and the operation no input: {_request.Text}");
        }
    }

    private void CheckRest(Operation operation)
    {
        Match path = Template(operation).Match(_request.Path);
        var query = HttpUtility.ParseQueryString(_request.Query);
        HashSet<string> required = operation.Input!.Required;
        Member[] members = [.. operation.Input.Members];
        foreach (Member member in members.Where(member => member.Location is not null))
        {
            string? value = member.Location switch
            {
                "uri" => path.Groups[member.WireName] is { Success: true, Value: var escaped } ? Uri.UnescapeDataString(escaped) : null,
                "querystring" => query[member.WireName],
                "header" => _request.Header(member.WireName),
                _ => throw new NotSupportedException(member.Location),
            };
            Expect(value is not null || !required.Contains(member.Name), $"{member.Name} is missing");
            if (value is not null)
            {
                // A list of one item is the parameter once.
                CheckText(member.Shape.Type == "list" ? member.Shape.Item.Shape : member.Shape, value, member.Name);
            }
        }

        foreach (string? name in query.AllKeys)
        {
            Expect(members.Any(member => member.Location == "querystring" && member.WireName == name), $"the parameter {name} is unknown");
        }

        Member[] body = [.. members.Where(member => member.Location is null)];
        if (_request.Body.Length > 0)
        {
            Expect(_request.Header("Content-Type") == "application/json", $"its type is {_request.Header("Content-Type")}");
            using JsonDocument json = JsonDocument.Parse(_request.Body);
            CheckMembers(body, required, json.RootElement, "$");
        }
        else
        {
            Expect(!body.Any(member => required.Contains(member.Name)), "it has no body");
        }
    }

    private void CheckQuery(Operation operation)
    {
        Expect((_request.Method, _request.Path, _request.Query) == ("POST", "/", string.Empty),
            $"it is {_request.Method} {_request.Path}{_request.Query}");
        Expect(_request.Header("Content-Type")!.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal),
            $"its type is {_request.Header("Content-Type")}");
        var form = HttpUtility.ParseQueryString(_request.Text);
        Dictionary<string, string> fields = form.AllKeys.ToDictionary(key => key!, key => form[key]!);
        fields.Remove("Action");
        fields.Remove("Version");
        if (operation.Input is { } input)
        {
            CheckFields(input, string.Empty, fields);
        }

        Expect(fields.Count == 0, $"it has unknown parameters: {string.Join(", ", fields.Keys)}");
    }

    private void Expect(bool isRight, string otherwise)
    {
        if (!isRight)
        {
            _violations.Add(otherwise);
        }
    }
}
