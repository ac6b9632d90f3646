using System.Text.Json.Nodes;

namespace RedisCompliance.Endpoint;

/// <summary>AWS Security Hub CSPM, as far as findings of one's own product go.</summary>
public sealed class SecurityHubService
{
    private readonly Dictionary<(string Region, string Id), JsonObject> _findings = [];
    private readonly Lock _lock = new();

    /// <summary>Whether it is enabled in the account.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>How many findings a page has at most.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>The failure of a finding by its id, and how often it is made; null for none.</summary>
    public Func<string, int, string?> Fails { get; set; } = (_, _) => null;

    /// <summary>Whether an answer names the findings that have failed.</summary>
    public bool NamesFailures { get; set; } = true;

    private readonly Dictionary<string, int> _attempts = [];

    /// <summary>The findings that it has, one line each.</summary>
    public string[] Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _findings.Values.Select(finding =>
                    $"{finding["RecordState"]} {finding["Compliance"]!["Status"]} {finding["Severity"]!["Label"]} "
                        + $"{((string)finding["Id"]!).Split('/')[^1]}").Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>A finding by the end of its id; null where there is none.</summary>
    public JsonObject? Find(string id)
    {
        lock (_lock)
        {
            return _findings.FirstOrDefault(finding => finding.Key.Id.EndsWith("/" + id, StringComparison.Ordinal)).Value;
        }
    }

    internal Answer Answer(EndpointCall call)
    {
        lock (_lock)
        {
            return !IsEnabled ? Endpoint.Answer.JsonError(
                "InvalidAccessException", $"Account {call.Account} is not subscribed to AWS Security Hub", 401)
                : call.Operation == "BatchImportFindings" ? Import(call)
                : Get(call);
        }
    }

    private Answer Import(EndpointCall call)
    {
        JsonArray findings = call.Json["Findings"]!.AsArray();
        if (findings.Count is 0 or > 100)
        {
            return Endpoint.Answer.JsonError("InvalidInputException", "Findings must have 1 to 100 items");
        }

        JsonArray failed = [];
        HashSet<string> seen = [];
        foreach (JsonObject finding in findings.Select(finding => finding!.AsObject()).Where(finding => seen.Add((string)finding["Id"]!)))
        {
            string id = (string)finding["Id"]!;
            int attempt = _attempts[id] = _attempts.GetValueOrDefault(id) + 1;
            string? error = Fails(id, attempt) ?? Check(call, finding);
            if (error is not null)
            {
                failed.Add(new JsonObject { ["Id"] = id, ["ErrorCode"] = error, ["ErrorMessage"] = $"The finding failed: {error}" });
            }
            else if (!_findings.TryGetValue((call.Region, id), out JsonObject? known)
                || DateTimeOffset.Parse((string)known["UpdatedAt"]!, null) < DateTimeOffset.Parse((string)finding["UpdatedAt"]!, null))
            {
                _findings[(call.Region, id)] = finding.DeepClone().AsObject();
            }
        }

        JsonObject answer = new() { ["FailedCount"] = failed.Count, ["SuccessCount"] = seen.Count - failed.Count };
        if (failed.Count > 0 && NamesFailures)
        {
            answer["FailedFindings"] = failed;
        }

        return Endpoint.Answer.Json(answer);
    }

    private static string? Check(EndpointCall call, JsonObject finding) =>
        (string)finding["AwsAccountId"]! != call.Account ? "AccessDenied"
        : (string)finding["ProductArn"]! != $"arn:aws:securityhub:{call.Region}:{call.Account}:product/{call.Account}/default"
            ? "InvalidInput"
        : null;

    private Answer Get(EndpointCall call)
    {
        JsonObject filters = call.Json["Filters"]!.AsObject();
        bool Matches(JsonObject finding) => filters.Where(filter => filter.Key != "Region").All(filter =>
            filter.Value!.AsArray().Any(one => (string)one!["Value"]! == (string?)finding[filter.Key]));
        JsonObject[] found = [.. _findings.Where(finding => finding.Key.Region == call.Region && Matches(finding.Value))
            .OrderBy(finding => finding.Key.Id, StringComparer.Ordinal).Select(finding => finding.Value)];
        int start = int.Parse((string?)call.Json["NextToken"] ?? "0", null);
        JsonObject answer = new() { ["Findings"] = new JsonArray(
            [.. found.Skip(start).Take(PageSize).Select(finding => finding.DeepClone())]) };
        if (start + PageSize < found.Length)
        {
            answer["NextToken"] = $"{start + PageSize}";
        }

        return Endpoint.Answer.Json(answer);
    }
}
