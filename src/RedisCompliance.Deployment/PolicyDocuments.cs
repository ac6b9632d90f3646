using System.Text;
using System.Text.Json;

namespace RedisCompliance.Deployment;

/// <summary>
/// The IAM policies that an installation writes: only actions that the function calls, and named resources where IAM allows.
/// </summary>
internal static class PolicyDocuments
{
    /// <summary>Lets Lambda assume the function's role.</summary>
    public const string LambdaTrust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"""
        + """{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    /// <summary>Escapes as little as possible: policies have a length limit and never appear in HTML.</summary>
    public static readonly JsonSerializerOptions Compact =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The managed policies of the article's role, by their names under <c>arn:…:iam::aws:policy/</c>.</summary>
    private static readonly string[] s_managedPolicies = ["AmazonElastiCacheReadOnlyAccess", "service-role/AWSConfigRulesExecutionRole"];

    /// <summary>The ARNs of the managed policies that <see cref="RuleDefinition.UseManagedPolicy"/> attaches.</summary>
    public static IReadOnlyList<string> ManagedPolicyArns(string partition) =>
        [.. s_managedPolicies.Select(name => $"arn:{partition}:iam::aws:policy/{name}")];

    /// <summary>
    /// The function's permissions in its account and Region: list resources, report and read back this rule's results, write its own log
    /// and, if the policy requires it, read tags and resolve key aliases. In an organization, it may only assume the members' roles,
    /// which do all but the logging.
    /// </summary>
    /// <param name="definition">The rule.</param>
    /// <param name="identity">The account and Region.</param>
    /// <param name="configRuleArn">The rule's ARN; null before it exists, which allows any rule in the Region until then.</param>
    /// <param name="organizationId">The organization's id, for an organization rule.</param>
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
            // The managed policies cover everything but tags and keys: AmazonElastiCacheReadOnlyAccess allows only Describe*.
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
                // PutEvaluations has no resource-level permissions (Service Authorization Reference, AWS Config).
                Append(statements, ["config:PutEvaluations"], ["*"],
                    $$$"""{"StringEquals":{"aws:RequestedRegion":"{{{identity.Region}}}"}}""");
                Append(statements, ["config:GetComplianceDetailsByConfigRule"],
                    [configRuleArn ?? identity.Arn("config", "config-rule/*")]);
            }
        }

        AppendLog(statements, definition, identity);
        return Document(statements);
    }

    /// <summary>A hook function's permissions: resolve key aliases and write its own log. It judges what it is given.</summary>
    public static string HookFunctionPolicy(HookDefinition definition, AccountIdentity identity)
    {
        StringBuilder statements = new();
        AppendKeyAliases(statements, definition.Policy);
        AppendLog(statements, definition, identity);
        return Document(statements);
    }

    /// <summary>The execution role's permission: CloudFormation calls the function.</summary>
    public static string HookExecutionPolicy(string functionArn)
    {
        StringBuilder statements = new();
        Append(statements, ["lambda:InvokeFunction"], [functionArn]);
        return Document(statements);
    }

    /// <summary>Lets only this account's CloudFormation hooks assume the execution role.</summary>
    /// <remarks>
    /// CloudFormation Hooks User Guide, "Create an execution role for a Lambda Hook"; the condition as in the CloudFormation User Guide,
    /// "Use AWS public extensions". The type's ARN is omitted, because a role is the same in all Regions.
    /// </remarks>
    public static string HookTrust(string accountId) =>
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"""
        + """{"Service":["hooks.cloudformation.amazonaws.com","resources.cloudformation.amazonaws.com"]},"Action":"sts:AssumeRole","""
        + $$$$""" "Condition":{"StringEquals":{"aws:SourceAccount":"{{{{accountId}}}}"}}}]}""";

    /// <summary>Every action that an inline policy of a function's role may contain.</summary>
    public static readonly IReadOnlyCollection<string> FunctionActions =
    [
        "elasticache:DescribeReplicationGroups", "elasticache:DescribeCacheClusters", "elasticache:DescribeServerlessCaches",
        "elasticache:ListTagsForResource", "kms:DescribeKey", "config:PutEvaluations", "config:GetComplianceDetailsByConfigRule",
        "logs:CreateLogStream", "logs:PutLogEvents", "sts:AssumeRole",
    ];

    /// <summary>Whether a policy allows only what an installation in some Region would allow. An unreadable policy allows more.</summary>
    /// <param name="document">The policy.</param>
    /// <param name="allowed">The actions that it may contain.</param>
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

    /// <summary>Whether a policy contains anything but Allow statements. An unreadable policy may deny.</summary>
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
    /// Whether two policies are equivalent: the order of members and list items is ignored, and a list of one item equals the item. A
    /// document that is not JSON equals no other.
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
    /// The keys behind the aliases are unknown, so this allows any key of the alias's account and Region, but only through that alias.
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
