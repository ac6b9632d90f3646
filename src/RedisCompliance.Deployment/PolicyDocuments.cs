using System.Text;
using System.Text.Json;

namespace RedisCompliance.Deployment;

/// <summary>
/// The IAM policies that an installation writes: no action that the function does not call, no resource that can be
/// named.
/// </summary>
internal static class PolicyDocuments
{
    /// <summary>Lets Lambda assume the function's role.</summary>
    public const string LambdaTrust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"""
        + """{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    /// <summary>Writes no more characters than it must: policies have a limit, and are never put into a page of HTML.</summary>
    public static readonly JsonSerializerOptions Compact =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the article's role has: AWS's managed policies, by their names under <c>arn:…:iam::aws:policy/</c>.</summary>
    private static readonly string[] s_managedPolicies = ["AmazonElastiCacheReadOnlyAccess", "service-role/AWSConfigRulesExecutionRole"];

    /// <summary>The ARNs of the managed policies that <see cref="RuleDefinition.UseManagedPolicy"/> attaches.</summary>
    public static IReadOnlyList<string> ManagedPolicyArns(string partition) =>
        [.. s_managedPolicies.Select(name => $"arn:{partition}:iam::aws:policy/{name}")];

    /// <summary>
    /// What the function does in its account and Region: list, report, read this rule's results back, and write its own
    /// log; where the policy asks for it, read tags and resolve aliases of keys. In an organization it does all but the
    /// last with the members' roles, and may assume those.
    /// </summary>
    /// <param name="definition">The rule.</param>
    /// <param name="identity">Where it is.</param>
    /// <param name="configRuleArn">The rule's ARN; null before there is one: then any rule of the Region, for as long as it takes.</param>
    /// <param name="organizationId">The organization's id, where the rule is of one.</param>
    public static string FunctionPolicy(RuleDefinition definition, AccountIdentity identity, string? configRuleArn, string? organizationId)
    {
        StringBuilder statements = new();
        if (definition.Organization is { } organization)
        {
            Append(statements, ["sts:AssumeRole"], [$"arn:{identity.Partition}:iam::*:role/{organization.ExecutionRoleName}"],
                $$$"""{"StringEquals":{"aws:ResourceOrgID":"{{{organizationId}}}"}}""");
        }
        else
        {
            // The managed policies have all but tags and keys: of ElastiCache, AmazonElastiCacheReadOnlyAccess allows Describe* alone.
            (string Action, string Resource)[] listings =
                [.. definition.Policy.ResourceTypes.OrderBy(type => type, StringComparer.Ordinal).Select(Listing)];
            string[] actions = [.. definition.UseManagedPolicy ? [] : listings.Select(listing => listing.Action),
                .. definition.Policy.ReadsTags ? ["elasticache:ListTagsForResource"] : Array.Empty<string>()];
            if (actions.Length > 0)
            {
                Append(statements, actions, [.. listings.Select(listing => identity.Arn("elasticache", listing.Resource))]);
            }

            AppendKeyAliases(statements, definition.Policy);
            if (!definition.UseManagedPolicy)
            {
                // PutEvaluations knows no resources (Service Authorization Reference, AWS Config).
                Append(statements, ["config:PutEvaluations"], ["*"],
                    $$$"""{"StringEquals":{"aws:RequestedRegion":"{{{identity.Region}}}"}}""");
                Append(statements, ["config:GetComplianceDetailsByConfigRule"],
                    [configRuleArn ?? identity.Arn("config", "config-rule/*")]);
            }
        }

        AppendLog(statements, definition, identity);
        return Document(statements);
    }

    /// <summary>What the function of a hook does: it judges what it is given, resolves aliases of keys, and writes its own log.</summary>
    public static string HookFunctionPolicy(HookDefinition definition, AccountIdentity identity)
    {
        StringBuilder statements = new();
        AppendKeyAliases(statements, definition.Policy);
        AppendLog(statements, definition, identity);
        return Document(statements);
    }

    /// <summary>What CloudFormation does with the execution role: it calls the function.</summary>
    public static string HookExecutionPolicy(string functionArn)
    {
        StringBuilder statements = new();
        Append(statements, ["lambda:InvokeFunction"], [functionArn]);
        return Document(statements);
    }

    /// <summary>Lets CloudFormation's hooks of this account alone assume the execution role.</summary>
    /// <remarks>
    /// CloudFormation Hooks User Guide, "Create an execution role for a Lambda Hook"; the condition as in the CloudFormation User
    /// Guide, "Use AWS public extensions". The type's ARN is not named: a role is the same in all Regions.
    /// </remarks>
    public static string HookTrust(string accountId) =>
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"""
        + """{"Service":["hooks.cloudformation.amazonaws.com","resources.cloudformation.amazonaws.com"]},"Action":"sts:AssumeRole","""
        + $$$$""" "Condition":{"StringEquals":{"aws:SourceAccount":"{{{{accountId}}}}"}}}]}""";

    /// <summary>Every action that an inline policy of a function's role may hold.</summary>
    public static readonly IReadOnlyCollection<string> FunctionActions =
    [
        "elasticache:DescribeReplicationGroups", "elasticache:DescribeCacheClusters", "elasticache:DescribeServerlessCaches",
        "elasticache:ListTagsForResource", "kms:DescribeKey", "config:PutEvaluations", "config:GetComplianceDetailsByConfigRule",
        "logs:CreateLogStream", "logs:PutLogEvents", "sts:AssumeRole",
    ];

    /// <summary>
    /// Whether a policy allows nothing that an installation in some Region would not allow. What cannot be read
    /// allows more.
    /// </summary>
    /// <param name="document">The policy.</param>
    /// <param name="allowed">The actions that it may hold.</param>
    public static bool IsOfInstallation(string? document, IReadOnlyCollection<string> allowed)
    {
        try
        {
            using JsonDocument policy = JsonDocument.Parse(document ?? string.Empty, new JsonDocumentOptions { MaxDepth = 32 });
            return policy.RootElement.GetProperty("Statement").EnumerateArray().All(statement =>
                statement.TryGetProperty("Action", out JsonElement actions) && Texts(actions).All(allowed.Contains)
                && statement.TryGetProperty("Resource", out JsonElement resources)
                && (Texts(resources).All(resource => resource != "*") || Texts(actions).All(action => action == "config:PutEvaluations"))
                && (Texts(actions).All(action => action != "sts:AssumeRole") || statement.TryGetProperty("Condition", out _)));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Whether a policy has anything but permissions. What cannot be read may deny.</summary>
    /// <param name="document">The policy.</param>
    public static bool MayDeny(string? document)
    {
        try
        {
            using JsonDocument policy = JsonDocument.Parse(document ?? string.Empty, new JsonDocumentOptions { MaxDepth = 32 });
            JsonElement statements = policy.RootElement.GetProperty("Statement");
            return (statements.ValueKind == JsonValueKind.Array ? statements.EnumerateArray() : (IEnumerable<JsonElement>)[statements])
                .Any(statement => statement.GetProperty("Effect").GetString() != "Allow");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return true;
        }
    }

    private static IEnumerable<string> Texts(JsonElement item) =>
        item.ValueKind == JsonValueKind.Array ? item.EnumerateArray().Select(one => one.GetString()!) : [item.GetString()!];

    /// <summary>
    /// Whether two policies say the same: the order of members and of the items of a list does not matter, and a list of
    /// one is the item. A document that is not JSON is like no other.
    /// </summary>
    public static bool AreSame(string? one, string? other)
    {
        try
        {
            return one is not null && other is not null && Canonical(one) == Canonical(other);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void AppendLog(StringBuilder statements, InstallationDefinition definition, AccountIdentity identity) =>
        Append(statements, ["logs:CreateLogStream", "logs:PutLogEvents"],
            [identity.Arn("logs", $"log-group:{definition.LogGroupName}:*")]);

    private static string Document(StringBuilder statements) => $$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""";

    private static (string Action, string Resource) Listing(string resourceType) => resourceType switch
    {
        ResourceType.ReplicationGroup => ("elasticache:DescribeReplicationGroups", "replicationgroup:*"),
        ResourceType.CacheCluster => ("elasticache:DescribeCacheClusters", "cluster:*"),
        _ => ("elasticache:DescribeServerlessCaches", "serverlesscache:*"),
    };

    /// <summary>
    /// The keys behind aliases are not known by name: any key of the alias's account and Region, but only by that
    /// alias.
    /// </summary>
    private static void AppendKeyAliases(StringBuilder statements, AtRestPolicy policy)
    {
        foreach (IGrouping<string, string> place in policy.ApprovedKmsKeyIds.Where(AtRestPolicy.IsAlias)
            .GroupBy(alias => alias.Substring(0, alias.IndexOf(":alias/", StringComparison.Ordinal)))
                .OrderBy(place => place.Key, StringComparer.Ordinal))
        {
            string aliases = Value([.. place.Select(alias => alias.Substring(place.Key.Length + 1))
                .OrderBy(alias => alias, StringComparer.Ordinal)]);
            Append(statements, ["kms:DescribeKey"], [$"{place.Key}:key/*"], $$$"""{"StringEquals":{"kms:RequestAlias":{{{aliases}}}}}""");
        }
    }

    private static void Append(StringBuilder statements, string[] actions, string[] resources, string? condition = null)
    {
        statements.Append(statements.Length > 0 ? "," : null)
            .Append("""{"Effect":"Allow","Action":""").Append(Value(actions))
            .Append(""","Resource":""").Append(Value(resources));
        if (condition is not null)
        {
            statements.Append(""","Condition":""").Append(condition);
        }

        statements.Append('}');
    }

    private static string Value(string[] items) =>
        items.Length == 1 ? JsonSerializer.Serialize(items[0]) : JsonSerializer.Serialize(items);

    private static string Canonical(string document)
    {
        using JsonDocument parsed = JsonDocument.Parse(document, new JsonDocumentOptions { MaxDepth = 32 });
        return Canonical(parsed.RootElement);
    }

    private static string Canonical(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", element.EnumerateObject()
            .OrderBy(member => member.Name, StringComparer.Ordinal)
                .Select(member => $"{JsonSerializer.Serialize(member.Name)}:{Canonical(member.Value)}")) + "}",
        JsonValueKind.Array when element.GetArrayLength() == 1 => Canonical(element[0]),
        JsonValueKind.Array => "["
            + string.Join(",", element.EnumerateArray().Select(Canonical).OrderBy(item => item, StringComparer.Ordinal)) + "]",
        _ => element.GetRawText(),
    };
}
