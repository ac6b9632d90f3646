using System.Globalization;
using System.Text.Json.Nodes;

namespace RedisCompliance.Endpoint;

/// <content>The rules of an organization, and an aggregator that sees the results of its accounts.</content>
public sealed partial class ConfigService
{
    private readonly Dictionary<string, JsonObject> _organizationRules = [];
    private readonly List<Aggregated> _aggregated = [];
    private readonly Dictionary<string, int> _deletions = [];

    /// <summary>The member accounts.</summary>
    public IReadOnlyList<string> Members { get; } = ["111111111111", "222222222222"];

    /// <summary>How many looks the members take to delete a rule; 0 if it is gone at once.</summary>
    public int DeletionDelay { get; set; }

    /// <summary>Whether the members cannot delete a rule.</summary>
    public bool DeletionsFail { get; set; }

    /// <summary>How far an organization rule is, while it is not being deleted; null where AWS Config does not say.</summary>
    public string? OrganizationState { get; set; } = "CREATE_SUCCESSFUL";

    /// <summary>How far it is in accounts where it is not CREATE_SUCCESSFUL; null for an account that is not told of.</summary>
    public Dictionary<string, string?> MemberStatuses { get; } = [];

    /// <summary>What an organization rule was put with; null where there is none.</summary>
    public JsonObject? FindOrganizationRule(string name) => _organizationRules.GetValueOrDefault(name);

    /// <summary>Adds a result that the aggregator sees.</summary>
    public void Aggregate(string accountId, string region, string ruleName, string resourceId, string complianceType) =>
        _aggregated.Add(new Aggregated(accountId, region, ruleName, resourceId, complianceType));

    /// <summary>Answers what is of organizations; null for what is not.</summary>
    private Answer? AnswerOfOrganization(EndpointCall call) => call.Operation switch
    {
        "DescribeAggregateComplianceByConfigRules" => DescribeAggregateRules(call),
        "GetAggregateComplianceDetailsByConfigRule" => GetAggregateResults(call),
        "PutOrganizationConfigRule" => PutOrganizationRule(call),
        "DescribeOrganizationConfigRules" => DescribeOrganizationRule(call, (string)call.Json["OrganizationConfigRuleNames"]![0]!),
        "DescribeOrganizationConfigRuleStatuses" => OfRule(call, (string)call.Json["OrganizationConfigRuleNames"]![0]!,
            (name, _) => Status(name)),
        "DeleteOrganizationConfigRule" => OfRule(call, (string)call.Json["OrganizationConfigRuleName"]!, (name, _) => DeleteRule(name)),
        "GetOrganizationConfigRuleDetailedStatus" => OfRule(call, (string)call.Json["OrganizationConfigRuleName"]!,
            (name, rule) => MemberStatus(call, name, rule)),
        _ => null,
    };

    private Answer OfRule(EndpointCall call, string name, Func<string, JsonObject, Answer> answer) =>
        _organizationRules.TryGetValue(name, out JsonObject? rule) ? answer(name, rule)
            : Error("NoSuchOrganizationConfigRuleException", $"{call.Operation}: there is no organization rule '{name}'.");

    private Answer PutOrganizationRule(EndpointCall call)
    {
        string functionArn = (string)call.Json["OrganizationCustomRuleMetadata"]!["LambdaFunctionArn"]!;
        if (PermissionDelay-- > 0 || !lambda.MayBeInvokedBy(functionArn, ruleArn: null))
        {
            return Error("InsufficientPermissionsException", "The AWS Lambda function cannot be invoked.");
        }

        string name = (string)call.Json["OrganizationConfigRuleName"]!;
        if (_deletions.ContainsKey(name))
        {
            return InUse(name);
        }

        JsonObject rule = call.Json.DeepClone().AsObject();
        rule["OrganizationConfigRuleArn"] = $"arn:aws:config:{call.Region}:{Described.Account}:organization-config-rule/{name}-abcdefgh";
        _organizationRules[name] = rule;
        RunInAccounts(call.Region, functionArn);
        return Json(new JsonObject { ["OrganizationConfigRuleArn"] = rule["OrganizationConfigRuleArn"]!.DeepClone() });
    }

    /// <summary>The function runs for each account as soon as the rule is there, and says so in its one log.</summary>
    private void RunInAccounts(string region, string functionArn)
    {
        foreach (string account in organizations.AccountIds)
        {
            logs.FindGroup("/aws/lambda/" + functionArn.Split(':')[^1], region)?.Write(
                $$"""{"level":"info","step":"ended","accountId":"{{account}}","evaluated":0,"published":1,"failures":0}""");
        }
    }

    private static Answer InUse(string name) => Error("ResourceInUseException", $"The organization rule {name} is being deleted.");

    /// <summary>Brings deletions nearer to their end, as each look at a rule does.</summary>
    public void GetOnWithDeletions()
    {
        foreach ((string name, int left) in DeletionsFail ? [] : _deletions.ToArray())
        {
            _deletions[name] = left - 1;
            if (left <= 0)
            {
                _deletions.Remove(name);
                _organizationRules.Remove(name);
            }
        }
    }

    private Answer DescribeOrganizationRule(EndpointCall call, string name)
    {
        GetOnWithDeletions();
        return OfRule(call, name, (_, rule) => Json(new JsonObject { ["OrganizationConfigRules"] = List(rule.DeepClone().AsObject()) }));
    }

    private Answer DeleteRule(string name)
    {
        if (_deletions.ContainsKey(name) && !DeletionsFail)
        {
            return InUse(name);
        }

        return Done(() =>
        {
            if (DeletionDelay > 0 || DeletionsFail)
            {
                _deletions[name] = DeletionDelay;
            }
            else
            {
                _organizationRules.Remove(name);
            }
        });
    }

    private Answer Status(string name)
    {
        string? status = !_deletions.ContainsKey(name) ? OrganizationState : DeletionsFail ? "DELETE_FAILED" : "DELETE_IN_PROGRESS";
        JsonObject? item = status is null ? null : new() { ["OrganizationConfigRuleName"] = name, ["OrganizationRuleStatus"] = status };
        if (status?.EndsWith("_FAILED", StringComparison.Ordinal) == true)
        {
            item!["ErrorCode"] = "InternalError";
            item["ErrorMessage"] = "It did not work.";
        }

        return Json(new JsonObject { ["OrganizationConfigRuleStatuses"] = List(item) });
    }

    private Answer MemberStatus(EndpointCall call, string name, JsonObject rule)
    {
        string[] excluded = [.. rule["ExcludedAccounts"]?.AsArray().Select(account => (string)account!) ?? []];
        string[] told = [.. organizations.AccountIds.Except(excluded)
            .Where(account => !MemberStatuses.TryGetValue(account, out string? status) || status is not null)];
        int size = (int?)call.Json["Limit"] ?? 25;
        int start = call.Marker.Length == 0 ? 0 : int.Parse(call.Marker, CultureInfo.InvariantCulture);
        JsonObject answer = new()
        {
            ["OrganizationConfigRuleDetailedStatus"] =
                new JsonArray([.. told.Skip(start).Take(size).Select(account => Member(name, account))]),
        };
        if (start + size < told.Length)
        {
            answer["NextToken"] = (start + size).ToString(CultureInfo.InvariantCulture);
        }

        return Json(answer);
    }

    private JsonObject Member(string name, string account)
    {
        string status = MemberStatuses.GetValueOrDefault(account) ?? "CREATE_SUCCESSFUL";
        JsonObject member = new()
        {
            ["AccountId"] = account, ["ConfigRuleName"] = $"OrgConfigRule-{name}-abcdefgh", ["MemberAccountRuleStatus"] = status,
        };
        if (status.EndsWith("_FAILED", StringComparison.Ordinal))
        {
            member["ErrorCode"] = "NoAvailableConfigurationRecorder";
            member["ErrorMessage"] = "There is no configuration recorder.";
        }

        return member;
    }

    private Answer DescribeAggregateRules(EndpointCall call)
    {
        string name = (string)call.Json["Filters"]!["ConfigRuleName"]!;
        (string, string)[] places =
            [.. _aggregated.Where(result => result.RuleName == name).Select(result => (result.AccountId, result.Region)).Distinct()];
        // One a page, so that pages are followed.
        int start = call.Marker.Length == 0 ? 0 : int.Parse(call.Marker, CultureInfo.InvariantCulture);
        JsonObject answer = new()
        {
            ["AggregateComplianceByConfigRules"] = new JsonArray([.. places.Skip(start).Take(1).Select(place => new JsonObject
            {
                ["ConfigRuleName"] = name,
                ["AccountId"] = place.Item1,
                ["AwsRegion"] = place.Item2,
                ["Compliance"] = new JsonObject { ["ComplianceType"] = "NON_COMPLIANT" },
            })]),
        };
        if (start + 1 < places.Length)
        {
            answer["NextToken"] = (start + 1).ToString(CultureInfo.InvariantCulture);
        }

        return Json(answer);
    }

    private Answer GetAggregateResults(EndpointCall call) => Json(new JsonObject
    {
        ["AggregateEvaluationResults"] = new JsonArray([.. _aggregated
            .Where(result => result.AccountId == (string?)call.Json["AccountId"] && result.Region == (string?)call.Json["AwsRegion"]
                && result.RuleName == (string?)call.Json["ConfigRuleName"]
                    && result.ComplianceType == (string?)call.Json["ComplianceType"])
            .Select(result => new JsonObject
            {
                ["EvaluationResultIdentifier"] = new JsonObject
                {
                    ["EvaluationResultQualifier"] = new JsonObject
                    {
                        ["ConfigRuleName"] = result.RuleName, ["ResourceType"] = "AWS::ElastiCache::ReplicationGroup",
                        ["ResourceId"] = result.ResourceId,
                    },
                    ["OrderingTimestamp"] = 1577836800.0,
                },
                ["ComplianceType"] = result.ComplianceType,
                ["Annotation"] = "why",
                ["AccountId"] = result.AccountId,
                ["AwsRegion"] = result.Region,
            })]),
    });

    private sealed record Aggregated(string AccountId, string Region, string RuleName, string ResourceId, string ComplianceType);
}
