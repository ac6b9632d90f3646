using System.Text;
using RedisCompliance.Templates;
using RedisCompliance.Templates.CloudFormation;

namespace RedisCompliance.Function.Hooks;

/// <summary>Judges planned resources with the rule's own evaluator. Nothing is kept between requests.</summary>
internal sealed class HookJudge(HookRequest request, AtRestPolicy policy, DateTime moment, CancellationToken cancellationToken)
{
    private static readonly string[] s_properties =
    [
        "AtRestEncryptionEnabled", "ClusterName", "Durability", "Engine", "EngineVersion", "GlobalReplicationGroupId", "KmsKeyId",
        "PrimaryClusterId", "ReplicationGroupId", "ServerlessCacheName", "Tags",
    ];

    private readonly ResourceSource _source = new(request.Owner, null);
    private readonly List<HookFinding> _findings = [];

    /// <summary>Whether the hook judges a target of this type.</summary>
    public static bool IsJudged(string type) => ResourceType.Default.Contains(type);

    /// <summary>Judges one resource.</summary>
    public HookAnswer JudgeResource()
    {
        Take(ReadOne(
            request.LogicalId, request.TargetName,
            request.Properties ?? throw new HookException("The request has no resourceProperties."), exists: request.Action != "CREATE"));
        return HookAnswer.Of(request.Owner, _findings);
    }

    /// <summary>Judges a stack's template.</summary>
    public HookAnswer JudgeStack(byte[] payload)
    {
        MapNode root = ReadObject(payload, "The payload");
        string template = Unmarked(root.TextOf("template")) ?? throw new HookException("The payload has no template.");
        Func<string?, bool> exists = request.Action == "CREATE" ? _ => false : ExistsIn(Unmarked(root.TextOf("previousTemplate")));
        PlannedInput input = Explain("The template", () =>
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(template);
            return TemplateReader.Read(utf8, !IsJson(template), _source, OptionsFor(exists), cancellationToken);
        });
        Take(input);
        foreach (string warning in input.Warnings)
        {
            _findings.Add(new HookFinding(
                request.Owner, HookFinding.Skipped, warning.TrimEnd('.'), "INFORMATIONAL", null));
        }

        return HookAnswer.Of(request.Owner, _findings);
    }

    /// <summary>Judges the resources that a change set changes.</summary>
    public HookAnswer JudgeChangeSet(byte[] payload)
    {
        MapNode root = ReadObject(payload, "The payload");
        if (root.Find("changedResources") is not ListNode changes)
        {
            throw new HookException("The payload has no list of changedResources.");
        }

        foreach (TemplateNode change in changes.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            JudgeChange(change as MapNode ?? throw new HookException("One of the changedResources is not an object."));
        }

        return HookAnswer.Of(request.Owner, _findings);
    }

    private void JudgeChange(MapNode change)
    {
        string given = change.TextOf("resourceType") ?? throw new HookException("One of the changedResources has no resourceType.");
        string? type = ResourceType.Default.FirstOrDefault(known => known.Equals(given, StringComparison.OrdinalIgnoreCase));
        string logicalId = HookRequest.Shown(change.TextOf("logicalResourceId"))
            ?? throw new HookException("One of the changedResources has no logicalResourceId.");
        if (type is null)
        {
            if (!given.Contains("::", StringComparison.Ordinal))
            {
                throw new HookException($"The resourceType of {logicalId} is no type of resource.");
            }

            if (TemplateReader.HoldsOthers(given))
            {
                _findings.Add(HookFinding.NotJudged(
                    $"{request.Owner}/{logicalId}", "a nested stack or its like, whose changes are not in this change set"));
            }

            return;
        }

        string? action = change.TextOf("action")?.ToUpperInvariant();
        TemplateNode? after = change.Find("afterContext");
        if (action == "DELETE" && IsNothing(after))
        {
            _findings.Add(HookFinding.NotJudged($"{request.Owner}/{logicalId}", "deleted"));
            return;
        }

        MapNode context = after switch
        {
            MapNode map => map,
            ScalarNode { Text: { } text } => ReadObject(Encoding.UTF8.GetBytes(text), $"The afterContext of {logicalId}"),
            _ => throw new HookException($"The change of {logicalId} has no afterContext."),
        };
        MapNode properties = context.ObjectOf("Properties")
            ?? throw new HookException($"The afterContext of {logicalId} has no Properties.");
        Take(ReadOne(logicalId, type, properties, exists: action != "CREATE"));
    }

    private PlannedInput ReadOne(string logicalId, string type, MapNode properties, bool exists) =>
        TemplateReader.Read(logicalId, type, properties.Respell(s_properties), _source, OptionsFor(_ => exists), cancellationToken);

    private void Take(PlannedInput input)
    {
        foreach (RedisResource resource in input.Resources)
        {
            string address = resource.Planned!.Address;
            _findings.Add(policy.IsInScope(resource)
                ? HookFinding.Of(AtRestEvaluator.Evaluate(resource, moment, policy), input.IgnoredExemptions.Contains(address))
                : HookFinding.NotJudged(address, "not in the scope of the policy"));
        }
    }

    private PlannedOptions OptionsFor(Func<string?, bool> exists)
    {
        (string? partition, string? region) = request.Place;
        (string Name, string? Value)[] known =
            [("AWS::AccountId", request.AccountId), ("AWS::Partition", partition), ("AWS::Region", region)];
        return new PlannedOptions
        {
            Parameters = known.Where(one => one.Value is not null).ToDictionary(one => one.Name, one => one.Value!),
            Guarded = new GuardedOperation(request.Owner, partition, region, request.AccountId, exists),
        };
    }

    /// <summary>Which resources exist, by the previous template; all of them if it does not say, as with macros and loops.</summary>
    private Func<string?, bool> ExistsIn(string? template)
    {
        try
        {
            if (template is null)
            {
                return _ => true;
            }

            byte[] utf8 = Encoding.UTF8.GetBytes(template);
            TemplateNode root = IsJson(template) ? JsonTemplate.Read(utf8, cancellationToken) : YamlTemplate.Read(utf8, cancellationToken);
            return root is MapNode map && TemplateReader.MacroOver(map) is null
                && map["Resources"] is MapNode { HasFunctions: false } resources
                ? logicalId => logicalId is null || resources[logicalId] is not null : _ => true;
        }
        catch (ExportFormatException)
        {
            return _ => true;
        }
    }

    private MapNode ReadObject(byte[] utf8, string what) =>
        Explain(what, () => JsonTemplate.Read(utf8, cancellationToken)) as MapNode ?? throw new HookException($"{what} is not an object.");

    private static T Explain<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ExportFormatException exception)
        {
            throw new HookException($"{what} cannot be read. {exception.Message}", exception);
        }
    }

    /// <summary>
    /// AWS does not document how it writes a missing context; for a missing template it sends an empty text.
    /// </summary>
    private static bool IsNothing(TemplateNode? context) => context switch
    {
        MapNode map => map.Members.Count == 0,
        ScalarNode { Text: { } text } => text.Trim() is "" or "null" or "{}",
        null or ScalarNode => true,
        _ => false,
    };

    /// <summary>The template without a byte order mark.</summary>
    private static string? Unmarked(string? template) => template?.TrimStart('\uFEFF');

    private static bool IsJson(string text) => text.AsSpan().TrimStart() is ['{', ..];
}
