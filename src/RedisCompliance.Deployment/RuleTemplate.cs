using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment;

/// <summary>
/// The installation as a CloudFormation template, for users who deploy that way. CloudFormation loads a .NET package only from a bucket,
/// so the user must upload it first; two parameters name the place.
/// </summary>
/// <remarks>AWS CloudFormation Template Reference.</remarks>
public static partial class RuleTemplate
{
    private const string ConfigRuleArn = nameof(ConfigRuleArn);
    private const string RoleRegion = nameof(RoleRegion);
    private const string MakesRole = nameof(MakesRole);
    private const string IsNarrow = nameof(IsNarrow);

    private static readonly JsonSerializerOptions s_options =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the template.</summary>
    /// <param name="definition">The desired rule; its tags go on everything, without Install's owner tag.</param>
    /// <returns>JSON.</returns>
    /// <remarks>
    /// A rule needs its permission, and the permission needs the rule's ARN, which one template cannot satisfy at once. So the role's
    /// policy and the permission cover the account and Region at first; updating the stack with its own output ConfigRuleArn narrows
    /// both as Install does. A role exists in all Regions: one stack creates it, and each stack adds its own policy.
    /// </remarks>
    public static string ToCloudFormation(RuleDefinition definition)
    {
        JsonObject parameters = new()
        {
            ["CodeS3Bucket"] = Parameter(
                "The bucket of this Region that holds RedisCompliance.Function.zip of the module's folder function."),
            ["CodeS3Key"] = Parameter("The key of the package in that bucket.", "RedisCompliance.Function.zip"),
        };
        if (definition.Organization is not null)
        {
            parameters["OrganizationId"] = Parameter("The id of the organization, for example o-a1b2c3d4e5.");
            parameters["MemberAccountIds"] = Parameter(
                "The accounts of the organization, separated by commas; to be updated when one joins.", type: "CommaDelimitedList");
        }
        else
        {
            parameters[ConfigRuleArn] = Parameter(
                "Empty at first. The output ConfigRuleArn of this stack, to let this rule alone use function and role.", string.Empty);
        }

        AddNotificationParameter(parameters, definition);
        JsonObject conditions = Conditions(definition, parameters);
        JsonObject template = new()
        {
            ["AWSTemplateFormatVersion"] = "2010-09-09",
            ["Description"] = $"The AWS Config rule {definition.RuleName} with its Lambda function. The package has the SHA-256 "
                + $"{definition.Package.Sha256}.",
            ["Parameters"] = parameters,
            ["Conditions"] = conditions,
            ["Resources"] = Resources(definition),
            ["Outputs"] = new JsonObject
            {
                ["FunctionArn"] = new JsonObject { ["Value"] = Attribute("Function", "Arn") },
            },
        };
        if (definition.Organization is null)
        {
            template["Outputs"]![ConfigRuleArn] = new JsonObject { ["Value"] = Attribute("Rule", "Arn") };
        }

        if (conditions.Count == 0)
        {
            template.Remove("Conditions");
        }

        return template.ToJsonString(s_options);
    }

    private static JsonObject Conditions(RuleDefinition definition, JsonObject parameters)
    {
        JsonObject conditions = [];
        if (definition.RoleArn is null)
        {
            parameters[RoleRegion] = Parameter(
                "The Region whose stack makes the role, which is one in all Regions; empty to make it here.", string.Empty);
            conditions[MakesRole] = new JsonObject
            {
                ["Fn::Or"] = new JsonArray(AreEqual(RoleRegion, string.Empty), AreEqual(RoleRegion, Reference("AWS::Region"))),
            };
        }

        if (definition.Organization is null)
        {
            conditions[IsNarrow] = new JsonObject { ["Fn::Not"] = new JsonArray(AreEqual(ConfigRuleArn, string.Empty)) };
        }

        return conditions;
    }

    private static JsonObject Resources(RuleDefinition definition)
    {
        JsonObject resources = new()
        {
            ["LogGroup"] = Resource("AWS::Logs::LogGroup", new JsonObject
            {
                ["LogGroupName"] = definition.LogGroupName,
                ["RetentionInDays"] = definition.LogRetentionInDays,
            }, definition),
        };
        if (definition.RoleArn is null)
        {
            resources["Role"] = Resource("AWS::IAM::Role", Role(definition), definition);
            resources["Role"]!["Condition"] = MakesRole;
            resources["RolePolicy"] = Resource("AWS::IAM::RolePolicy", RolePolicy(definition));
        }

        resources["Function"] = Resource("AWS::Lambda::Function", Function(definition), definition,
            definition.RoleArn is null ? ["LogGroup", "RolePolicy"] : ["LogGroup"]);
        resources["Permission"] = definition.Organization is null
            ? Resource("AWS::Lambda::Permission", Permission())
            : Resource("AWS::Lambda::ResourcePolicy", OrganizationPermission());
        resources["Rule"] = definition.Organization is { } organization
            ? Resource("AWS::Config::OrganizationConfigRule", OrganizationRule(definition, organization), null, "Permission")
            : Resource("AWS::Config::ConfigRule", Rule(definition), null, "Permission");
        AddNotifications(resources, definition);
        return resources;
    }

    private static JsonObject Role(RuleDefinition definition)
    {
        JsonObject role = new()
        {
            ["RoleName"] = definition.RoleName,
            ["AssumeRolePolicyDocument"] = JsonNode.Parse(PolicyDocuments.LambdaTrust),
        };
        if (definition.UseManagedPolicy && definition.Organization is null)
        {
            role["ManagedPolicyArns"] = new JsonArray(
                [.. PolicyDocuments.ManagedPolicyArns("${AWS::Partition}").Select(arn => Substituted(JsonValue.Create(arn)))]);
        }

        return role;
    }

    private static JsonObject RolePolicy(RuleDefinition definition) => new()
    {
        ["PolicyName"] = new JsonObject { ["Fn::Sub"] = definition.RuleName + ".${AWS::Region}" },
        ["RoleName"] = If(MakesRole, Reference("Role"), definition.RoleName),
        ["PolicyDocument"] = definition.Organization is not null || definition.UseManagedPolicy ? Policy(definition, null)
            : If(IsNarrow, Policy(definition, "${" + ConfigRuleArn + "}"), Policy(definition, null)),
    };

    /// <summary>The policy that Install writes, with CloudFormation's pseudo parameters for account, partition and Region.</summary>
    private static JsonNode Policy(RuleDefinition definition, string? configRuleArn)
    {
        AccountIdentity anywhere = new("${AWS::AccountId}", "${AWS::Partition}", "${AWS::Region}");
        return Substituted(JsonNode.Parse(PolicyDocuments.FunctionPolicy(definition, anywhere, configRuleArn, "${OrganizationId}")))!;
    }

    private static JsonObject Function(RuleDefinition definition)
    {
        FunctionSettings settings = definition.FunctionSettings(definition.RoleArn ?? string.Empty);
        JsonObject variables = [];
        foreach (KeyValuePair<string, string> variable in settings.Environment)
        {
            variables[variable.Key] = variable.Value;
        }

        return new JsonObject
        {
            ["FunctionName"] = settings.FunctionName,
            ["Description"] = settings.Description,
            ["Runtime"] = settings.Runtime,
            ["Handler"] = settings.Handler,
            ["Role"] = definition.RoleArn is not null ? definition.RoleArn
                : If(MakesRole, Attribute("Role", "Arn"),
                    new JsonObject { ["Fn::Sub"] = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/" + definition.RoleName }),
            ["MemorySize"] = settings.MemorySize,
            ["Timeout"] = settings.Timeout,
            ["Architectures"] = new JsonArray(settings.Architecture),
            ["Environment"] = new JsonObject { ["Variables"] = variables },
            ["Code"] = new JsonObject { ["S3Bucket"] = Reference("CodeS3Bucket"), ["S3Key"] = Reference("CodeS3Key") },
        };
    }

    private static JsonObject Permission() => new()
    {
        ["Action"] = "lambda:InvokeFunction",
        ["FunctionName"] = Attribute("Function", "Arn"),
        ["Principal"] = FunctionStatement.ConfigPrincipal,
        ["SourceAccount"] = Reference("AWS::AccountId"),
        ["SourceArn"] = If(IsNarrow, Reference(ConfigRuleArn), Reference("AWS::NoValue")),
    };

    /// <summary>AWS::Lambda::Permission accepts only one account.</summary>
    private static JsonObject OrganizationPermission() => new()
    {
        ["ResourceArn"] = Attribute("Function", "Arn"),
        ["PolicyDocument"] = new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(new JsonObject
            {
                ["Sid"] = PermissionStep.OrganizationStatementId,
                ["Effect"] = "Allow",
                ["Principal"] = new JsonObject { ["Service"] = FunctionStatement.ConfigPrincipal },
                ["Action"] = "lambda:InvokeFunction",
                ["Resource"] = Attribute("Function", "Arn"),
                ["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { ["aws:SourceAccount"] = Reference(
                    "MemberAccountIds") } },
            }),
        },
    };

    private static JsonObject Rule(RuleDefinition definition) => new()
    {
        ["ConfigRuleName"] = definition.RuleName,
        ["Description"] = definition.Description,
        ["InputParameters"] = JsonNode.Parse(definition.InputParameters),
        ["Source"] = new JsonObject
        {
            ["Owner"] = "CUSTOM_LAMBDA",
            ["SourceIdentifier"] = Attribute("Function", "Arn"),
            ["SourceDetails"] = new JsonArray(new JsonObject
            {
                ["EventSource"] = "aws.config",
                ["MessageType"] = "ScheduledNotification",
                ["MaximumExecutionFrequency"] = definition.MaximumExecutionFrequency,
            }),
        },
        ["EvaluationModes"] = new JsonArray(new JsonObject { ["Mode"] = "DETECTIVE" }),
    };

    private static JsonObject OrganizationRule(RuleDefinition definition, OrganizationScope organization) => new()
    {
        ["OrganizationConfigRuleName"] = definition.RuleName,
        ["ExcludedAccounts"] = new JsonArray([.. organization.ExcludedAccounts.Select(account => (JsonNode)account)]),
        ["OrganizationCustomRuleMetadata"] = new JsonObject
        {
            ["Description"] = definition.Description,
            ["LambdaFunctionArn"] = Attribute("Function", "Arn"),
            ["OrganizationConfigRuleTriggerTypes"] = new JsonArray("ScheduledNotification"),
            ["InputParameters"] = definition.InputParameters,
            ["MaximumExecutionFrequency"] = definition.MaximumExecutionFrequency,
        },
    };

    private static JsonObject Resource(string type, JsonObject properties, RuleDefinition? tagged = null, params string[] dependsOn)
    {
        if (tagged is { Tags.Count: > 0 })
        {
            properties["Tags"] = new JsonArray(
                [.. tagged.Tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]);
        }

        JsonObject resource = new() { ["Type"] = type };
        if (dependsOn.Length > 0)
        {
            resource["DependsOn"] = dependsOn.Length == 1 ? dependsOn[0] : new JsonArray([.. dependsOn.Select(name => (JsonNode)name)]);
        }

        resource["Properties"] = properties;
        return resource;
    }

    private static JsonObject Parameter(string description, string? byDefault = null, string type = "String")
    {
        JsonObject parameter = new() { ["Type"] = type, ["Description"] = description };
        if (byDefault is not null)
        {
            parameter["Default"] = byDefault;
        }

        return parameter;
    }

    private static JsonObject If(string condition, JsonNode then, JsonNode otherwise) =>
        new() { ["Fn::If"] = new JsonArray(condition, then, otherwise) };

    private static JsonObject AreEqual(string parameter, JsonNode value) =>
        new() { ["Fn::Equals"] = new JsonArray(Reference(parameter), value) };

    private static JsonObject Reference(string name) => new() { ["Ref"] = name };

    private static JsonObject Attribute(string resource, string name) => new() { ["Fn::GetAtt"] = new JsonArray(resource, name) };

    /// <summary>Wraps every string that contains a placeholder in Fn::Sub.</summary>
    private static JsonNode? Substituted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(
            members.Select(member => new KeyValuePair<string, JsonNode?>(member.Key, Substituted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Substituted)]),
        JsonValue value when value.TryGetValue(out string? text) && text.Contains("${") => new JsonObject { ["Fn::Sub"] = text },
        _ => node?.DeepClone(),
    };
}
