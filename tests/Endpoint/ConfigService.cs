using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace RedisCompliance.Endpoint;

/// <summary>AWS Config: rules, what they have stored, and what a function reports.</summary>
public sealed partial class ConfigService(LambdaService lambda, OrganizationsService organizations, LogsService logs)
{
    private const int PageSize = 100;

    private static readonly DateTime s_longAgo = new(2020, 1, 1, 0, 0, 1, DateTimeKind.Utc);

    private readonly ConcurrentDictionary<string, Rule> _rules = [];

    /// <summary>Resource types that PutEvaluations does not take.</summary>
    public HashSet<string> RefusedTypes { get; } = [];

    /// <summary>Decides which evaluations of a call are named as failed, by id and by how often that id was put before.</summary>
    public Func<string, int, bool> Fails { get; set; } = (_, _) => false;

    /// <summary>Adds a rule that someone else made, with the token of its present run.</summary>
    public void AddRule(string name, string resultToken, string region = "us-east-1") => _rules[Key(region, name)] = new Rule(resultToken)
    {
        Definition = new JsonObject
        {
            ["ConfigRuleName"] = name,
            ["ConfigRuleArn"] = $"arn:aws:config:{region}:{Described.Account}:config-rule/{name}",
            ["ConfigRuleId"] = name,
            ["Source"] = new JsonObject { ["Owner"] = "AWS", ["SourceIdentifier"] = "ELASTICACHE_REPL_GRP_ENCRYPTED_AT_REST" },
        },
    };

    /// <summary>Deletes a rule, as someone does who does not know what it is for.</summary>
    public void RemoveRule(string name, string region = "us-east-1") => _rules.TryRemove(Key(region, name), out _);

    /// <summary>Stores a result as a run long ago would have.</summary>
    public void Store(string ruleName, string resourceType, string resourceId, string complianceType, string region = "us-east-1") =>
        Store(ruleName, resourceType, resourceId, new Result(complianceType, null, "2020-01-01T00:00:00.000Z", s_longAgo), region);

    /// <summary>Stores a result with its times.</summary>
    public void Store(string ruleName, string resourceType, string resourceId, Result result, string region = "us-east-1") =>
        _rules[Key(region, ruleName)].Results[(resourceType, resourceId)] = result;

    /// <summary>What a rule has stored, as «COMPLIANT type id», sorted; also what is NOT_APPLICABLE.</summary>
    public string[] Stored(string ruleName, string region = "us-east-1") =>
        [.. _rules[Key(region, ruleName)].Results.Select(result => $"{result.Value.ComplianceType} {result.Key.Type} {result.Key.Id}")
            .Order(StringComparer.Ordinal)];

    /// <summary>What the rule says of one resource.</summary>
    public Result? Find(string ruleName, string resourceType, string resourceId, string region = "us-east-1") =>
        _rules[Key(region, ruleName)].Results.GetValueOrDefault((resourceType, resourceId));

    internal Answer Answer(EndpointCall call) => call.Operation switch
    {
        "PutEvaluations" => PutEvaluations(call),
        "PutExternalEvaluation" => PutExternalEvaluation(call),
        "GetComplianceDetailsByConfigRule" => GetComplianceDetails(call),
        _ => AnswerOfOrganization(call) ?? AnswerOfRules(call),
    };

    private Answer PutEvaluations(EndpointCall call)
    {
        string token = (string?)call.Json["ResultToken"] ?? string.Empty;
        bool testMode = (bool?)call.Json["TestMode"] ?? false;
        JsonArray evaluations = call.Json["Evaluations"]!.AsArray();
        Rule? rule = _rules.Values.FirstOrDefault(rule => rule.ResultToken == token);
        if (rule is null && !testMode)
        {
            return Error("InvalidResultTokenException", "The result token is not valid.");
        }

        if (evaluations.Count > 100)
        {
            return Error("ValidationException", "Member must have length less than or equal to 100");
        }

        string? refused = evaluations.Select(evaluation => (string)evaluation!["ComplianceResourceType"]!)
            .FirstOrDefault(RefusedTypes.Contains);
        if (refused is not null)
        {
            return Error("InvalidParameterValueException",
                $"The resource type {refused} is invalid. Only the following values are permitted: AWS::EC2::Instance");
        }

        JsonArray failed = [];
        foreach (JsonNode? evaluation in evaluations)
        {
            string id = (string)evaluation!["ComplianceResourceId"]!;
            int before = rule?.Puts.AddOrUpdate(id, 1, (_, seen) => seen + 1) - 1 ?? 0;
            if (Fails(id, before))
            {
                failed.Add(evaluation.DeepClone());
            }
            else if (!testMode)
            {
                rule!.Put(((string)evaluation["ComplianceResourceType"]!, id),
                    new Result((string)evaluation["ComplianceType"]!, (string?)evaluation["Annotation"],
                        Time(evaluation["OrderingTimestamp"]!), DateTime.UtcNow));
            }
        }

        return Json(new JsonObject { ["FailedEvaluations"] = failed });
    }

    private Answer PutExternalEvaluation(EndpointCall call)
    {
        if (!_rules.TryGetValue(Key(call.Region, (string)call.Json["ConfigRuleName"]!), out Rule? rule))
        {
            return Error("NoSuchConfigRuleException", "The ConfigRule provided in the request is invalid.");
        }

        JsonObject evaluation = call.Json["ExternalEvaluation"]!.AsObject();
        rule.Put(((string)evaluation["ComplianceResourceType"]!, (string)evaluation["ComplianceResourceId"]!),
            new Result((string)evaluation["ComplianceType"]!, (string?)evaluation["Annotation"], Time(evaluation["OrderingTimestamp"]!),
                DateTime.UtcNow));
        return Json([]);
    }

    private Answer GetComplianceDetails(EndpointCall call)
    {
        string name = (string)call.Json["ConfigRuleName"]!;
        if (name.Length > 64)
        {
            return Error("ValidationException",
                $"1 validation error detected: Value '{name}' at 'configRuleName' failed to satisfy constraint: Member must have length "
                    + $"less than or equal to 64");
        }

        if (!_rules.TryGetValue(Key(call.Region, name), out Rule? rule))
        {
            return Error("NoSuchConfigRuleException", $"The ConfigRule '{name}' provided in the request is invalid.");
        }

        int start = call.Marker.Length == 0 ? 0 : int.Parse(call.Marker, CultureInfo.InvariantCulture);
        string[] types = [.. call.Json["ComplianceTypes"]!.AsArray().Select(type => (string)type!)];
        IReadOnlyList<(string Type, string Id)> keys = rule.Page(start == 0, types);
        JsonArray results = [.. keys.Skip(start).Take(PageSize).Select(key => new JsonObject
        {
            ["EvaluationResultIdentifier"] = new JsonObject
            {
                ["EvaluationResultQualifier"] =
                    new JsonObject { ["ConfigRuleName"] = name, ["ResourceType"] = key.Type, ["ResourceId"] = key.Id,
                        ["EvaluationMode"] = "DETECTIVE" },
                ["OrderingTimestamp"] = Seconds(
                    DateTime.Parse(rule.Results[key].OrderingTimestamp, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal)),
            },
            ["ComplianceType"] = rule.Results[key].ComplianceType,
            ["Annotation"] = rule.Results[key].Annotation,
            ["ResultRecordedTime"] = Seconds(rule.Results[key].RecordedTime),
            ["ConfigRuleInvokedTime"] = Seconds(rule.Results[key].RecordedTime.AddSeconds(-0.5)),
        })];
        JsonObject answer = new() { ["EvaluationResults"] = results };
        if (start + PageSize < keys.Count)
        {
            answer["NextToken"] = (start + PageSize).ToString(CultureInfo.InvariantCulture);
        }

        return Json(answer);
    }

    /// <summary>Seconds since 1970 on the wire; comparable as text here.</summary>
    private static string Time(JsonNode seconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)((decimal)seconds * 1000))
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>As the JSON 1.1 protocol has times: to the millisecond.</summary>
    private static decimal Seconds(DateTime time) => new DateTimeOffset(time).ToUnixTimeMilliseconds() / 1000m;

    private static string Key(string region, string name) => $"{region} {name}";

    private static Answer Json(JsonObject body) => Endpoint.Answer.Json(body);

    private static Answer Error(string code, string message) => Endpoint.Answer.JsonError("com.amazonaws.config#" + code, message);

    /// <summary>A stored result, with the event's time and the one at which it was recorded.</summary>
    public sealed record Result(string ComplianceType, string? Annotation, string OrderingTimestamp, DateTime RecordedTime);

    private sealed partial class Rule(string resultToken)
    {
        private IReadOnlyList<(string, string)> _listing = [];

        public string ResultToken { get; } = resultToken;

        public ConcurrentDictionary<(string Type, string Id), Result> Results { get; } = [];

        public ConcurrentDictionary<string, int> Puts { get; } = [];

        /// <summary>The newest of two results stays, as in AWS Config.</summary>
        public void Put((string, string) key, Result result) => Results.AddOrUpdate(key, result,
            (_, stored) => string.CompareOrdinal(stored.OrderingTimestamp, result.OrderingTimestamp) > 0 ? stored : result);

        /// <summary>The keys to page through: those of the moment when the first page was asked for.</summary>
        public IReadOnlyList<(string, string)> Page(bool isFirst, string[] types)
        {
            if (isFirst)
            {
                _listing = [.. Results.Where(result => types.Contains(result.Value.ComplianceType)).Select(result => result.Key)];
            }

            return _listing;
        }
    }
}
