using System.Globalization;
using System.Text.Json.Nodes;

namespace RedisCompliance.Endpoint;

/// <content>The rules of an organization, and an aggregator that sees the results of its accounts.</content>
public sealed partial class ConfigService
{
    private readonly Dictionary<string, JsonObject> _organizationRules = [];
    private readonly List<Aggregated> _aggregated = [];

    /// <summary>The member accounts.</summary>
    public IReadOnlyList<string> Members { get; } = ["111111111111", "222222222222"];

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
        "DescribeOrganizationConfigRules" => OfRule(call, (string)call.Json["OrganizationConfigRuleNames"]![0]!,
            (_, rule) => Json(new JsonObject { ["OrganizationConfigRules"] = List(rule.DeepClone().AsObject()) })),
        "DeleteOrganizationConfigRule" =>
            OfRule(call, (string)call.Json["OrganizationConfigRuleName"]!, (name, _) => Done(() => _organizationRules.Remove(name))),
        "GetOrganizationConfigRuleDetailedStatus" => OfRule(call, (string)call.Json["OrganizationConfigRuleName"]!, MemberStatus),
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
        JsonObject rule = call.Json.DeepClone().AsObject();
        rule["OrganizationConfigRuleArn"] = $"arn:aws:config:{call.Region}:{Described.Account}:organization-config-rule/{name}-abcdefgh";
        _organizationRules[name] = rule;
        return Json(new JsonObject { ["OrganizationConfigRuleArn"] = rule["OrganizationConfigRuleArn"]!.DeepClone() });
    }

    private Answer MemberStatus(string name, JsonObject rule)
    {
        string[] excluded = [.. rule["ExcludedAccounts"]?.AsArray().Select(account => (string)account!) ?? []];
        return Json(new JsonObject
        {
            ["OrganizationConfigRuleDetailedStatus"] = new JsonArray([.. Members.Except(excluded).Select(account => new JsonObject
            {
                ["AccountId"] = account,
                ["ConfigRuleName"] = $"OrgConfigRule-{name}-abcdefgh",
                ["MemberAccountRuleStatus"] = "CREATE_SUCCESSFUL",
            })]),
        });
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
