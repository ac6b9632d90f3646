namespace RedisCompliance.Templates.CloudFormation;

/// <content>Reads one resource of a template.</content>
internal sealed partial class TemplateReader
{
    private const string Flag = "AtRestEncryptionEnabled";

    /// <summary>A Global Datastore has at most three.</summary>
    private const int MaxMembers = 100;

    private RedisResource ToResource(
        string key, MapNode resource, string type, int line, TemplateScope scope, bool isPrimary)
    {
        string logicalId = scope.Substitute(key) ?? key;
        TemplateNode? properties = resource["Properties"];
        MapNode? known = properties is MapNode { Function: null } map ? scope.Named(map) : null;
        string? reason = properties is null or MapNode { Function: null } ? null : "what the properties are is known only at deployment";
        string? doubt = DoubtOf(resource, known, scope);
        PlannedValue Given(string name) => reason is not null ? PlannedValue.Because(reason) : scope.Resolve(known?[name]);
        PlannedValue Value(string name) => Given(name).AsMember();

        // Neither the policy's scope nor its exemptions may depend on a value that a macro or function could change.
        PlannedValue Sure(string name) => doubt is null ? Value(name) : PlannedValue.Because(doubt);

        bool isGroup = type == ResourceType.ReplicationGroup;
        string address = PlainText.Of(_options.Guarded?.AddressOf(logicalId)
            ?? ((resource["Metadata"] as MapNode)?["aws:cdk:path"] as ScalarNode)?.Text ?? logicalId);
        PlannedValue name = Sure(
            isGroup ? "ReplicationGroupId" : type == ResourceType.CacheCluster ? "ClusterName" : "ServerlessCacheName");
        PlannedMembers members = new()
        {
            ResourceType = type,
            Address = address,
            Id = IdOf(name, _options.Guarded is null ? logicalId : address),
            Arn = _options.Guarded?.ArnOf(type, name.Text),
            Engine = Sure("Engine"),
            EngineVersion = Value("EngineVersion"),
            Flag = isGroup ? OfExisting(FlagOf(Given(Flag)), Value("Engine"), Value("PrimaryClusterId"), Exists(key, scope))
                : PlannedValue.Absent,
            Key = type == ResourceType.CacheCluster ? PlannedValue.Absent : KeyOf(Value("KmsKeyId")),
            Durability = isGroup ? Value("Durability") : PlannedValue.Absent,
            GlobalId = isGroup ? Value("GlobalReplicationGroupId") : PlannedValue.Absent,
            Region = _options.Parameters.TryGetValue("AWS::Region", out string? region) ? region : null,
            Tags = doubt is null ? TagsOf(known?["Tags"] as ListNode, scope) : null,
        };
        string? condition = resource["Condition"] is ScalarNode { Text: { } pattern } ? scope.Substitute(pattern) : null;
        bool isNotCreated = doubt is null && condition is not null && scope.IsTrue(condition) == false;
        bool isSecondary = members.GlobalId.Text is not null || IsSet(known?["GlobalReplicationGroupId"], scope);
        return members.ToResource(
            new PlannedState
            {
                Address = members.Address,
                Line = isGroup && known?[Flag] is { } flag ? flag.Line : line,
                Action = isNotCreated ? PlannedAction.NotCreated : null,
                NotJudged = isNotCreated ? $"the condition {PlainText.OneLine(condition)} is false, so it is not created" : null,
                IsSecondary = isSecondary,
                GlobalUnknown = isSecondary ? null : members.GlobalId.Unknown,
                Primary = isSecondary && !isPrimary ? FindPrimary(known?["GlobalReplicationGroupId"], scope) : null,
                Doubt = doubt,
                PossibleTypes = resource["Type"] is ScalarNode { Text: { } named } && scope.Substitute(named) is null
                    ? [.. TypesLike(named)] : [],
                Exemption = isPrimary ? null : ReadExemption(members.Address, resource),
                IsUnknownTolerated = _options.TolerateUnknown,
            },
            _source);
    }

    /// <summary>Why nothing about a resource is certain: a macro around, at or in it may change all of it.</summary>
    private static string? DoubtOf(MapNode resource, MapNode? properties, TemplateScope scope) =>
        (scope.Macro ?? resource.Macro ?? properties?.Macro) is { } macro ? $"the macro {macro} may change it"
        : resource.HasFunctions || properties?.HasFunctions == true ? "a function among its members may set others"
        : resource["Type"] is ScalarNode { Text: { } type } && scope.Substitute(type) is null
            ? "its type is made of a loop's value that cannot be determined" : null;

    private PlannedValue KeyOf(PlannedValue given) =>
        given.Text is { } key && _options.Guarded is { } guarded ? PlannedValue.Of(guarded.KeyArnOf(key)) : given;

    /// <summary>CloudFormation reads YAML 1.1, where unquoted yes and off are booleans.</summary>
    private static PlannedValue FlagOf(PlannedValue given)
    {
        PlannedValue value = given.AsMember();
        return value.Text?.ToLowerInvariant() switch
        {
            "no" or "off" => PlannedValue.Of("false"),
            "yes" or "on" when value.IsLoose => PlannedValue.Of("true"),
            null when given.Text is not null => PlannedValue.Because("it is blank, which is neither true nor false"),
            _ => value,
        };
    }

    /// <summary>
    /// The settings at creation count, and if the properties do not give them, AWS's default does not either: an unencrypted Redis OSS
    /// group stays so when it becomes a Valkey group, as does a cluster when it becomes a group.
    /// </summary>
    private static PlannedValue OfExisting(PlannedValue flag, PlannedValue engine, PlannedValue cluster, bool exists) =>
        !flag.IsAbsent || engine.IsAbsent || engine.Text?.ToLowerInvariant() is "redis" ? flag
        : !cluster.IsAbsent ? PlannedValue.Because("not set, and the group is made of a cluster that exists")
        : exists
            ? PlannedValue.Because("not set, and with what the group was created cannot be determined") : flag;

    /// <summary>Whether the resource may already exist: an id that a loop builds from an unknown value may be any.</summary>
    private bool Exists(string key, TemplateScope scope) => _options.Guarded?.Exists(scope.Substitute(key)) == true;

    /// <summary>Falls back to the logical id if the name cannot be determined.</summary>
    private static PlannedValue IdOf(PlannedValue given, string logicalId) =>
        given.Text is not null ? given : PlannedValue.Of(logicalId);

    private static Dictionary<string, string>? TagsOf(ListNode? list, TemplateScope scope)
    {
        Dictionary<string, string>? tags = null;
        foreach (MapNode tag in list?.Items.OfType<MapNode>().Where(tag => !tag.HasFunctions) ?? [])
        {
            if (scope.Resolve(tag["Key"]).AsMember().Text is { } key && scope.Resolve(tag["Value"]).AsMember() is { Unknown: null } value)
            {
                (tags ??= new(StringComparer.Ordinal))[key] = value.Text ?? string.Empty;
            }
        }

        return tags;
    }

    /// <summary>Whether a value is certainly set, even if it is unknown.</summary>
    private static bool IsSet(TemplateNode? node, TemplateScope scope) =>
        node is MapNode { Function.Name: "Fn::ImportValue" or "Fn::GetAtt" } || scope.FindResource(node, out _, out _) is not null;

    /// <summary>
    /// The primary of a Global Datastore in the same template; null if the group is uncertain, or the primary is in another Region,
    /// where the template's group of that name is a different one.
    /// </summary>
    private RedisResource? FindPrimary(TemplateNode? global, TemplateScope scope)
    {
        if (scope.FindResource(global, out _, out string? attribute) is not { HasFunctions: false } datastore
            || attribute is not (null or "GlobalReplicationGroupId")
            || datastore["Type"] is not ScalarNode { Text: "AWS::ElastiCache::GlobalReplicationGroup" }
            || datastore["Properties"] is not MapNode { HasFunctions: false } properties
            || properties["Members"] is not ListNode list || list.Items.Any(item => item is not MapNode { HasFunctions: false }))
        {
            return null;
        }

        (MapNode Member, PlannedValue Role)[] members =
            [.. list.Items.OfType<MapNode>().Take(MaxMembers).Select(member => (member, scope.Resolve(member["Role"])))];
        MapNode[] primaries = [.. members.Where(one => IsPrimary(one.Role)).Select(one => one.Member)];
        return primaries is [var primary] && members.All(one => one.Role.Unknown is null) && IsHere(primary, scope)
            && scope.FindResource(primary["ReplicationGroupId"], out string? logicalId, out string? of) is { } group && of is null
            && group["Type"] is ScalarNode { Text: ResourceType.ReplicationGroup }
            ? ToResource(logicalId!, group, ResourceType.ReplicationGroup, group.Line, scope, isPrimary: true) : null;
    }

    private static bool IsPrimary(PlannedValue role) => string.Equals(role.Text, "PRIMARY", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a Global Datastore member is in the template's own Region.</summary>
    private bool IsHere(MapNode member, TemplateScope scope) => member["ReplicationGroupRegion"] switch
    {
        null or MapNode { Function: ("Ref", ScalarNode { Text: "AWS::Region" }) } => true,
        var region => scope.Resolve(region).Text is { } name && _options.Parameters.TryGetValue("AWS::Region", out string? here)
            && name == here,
    };

    /// <summary>Reads the exemption in the resource's Metadata or in a comment at it.</summary>
    private AtRestExemption? ReadExemption(string address, MapNode resource)
    {
        if (_options.Guarded is not null)
        {
            bool isIgnored = (resource["Metadata"] as MapNode)?["RedisCompliance"] is not null
                || _comments.TextAt(resource.Lines) is not null;
            _input.IgnoredExemptions.AddRange(isIgnored ? [address] : []);
            return null;
        }

        KeyValuePair<string, string?> id = new(nameof(AtRestExemption.Id), address.Replace('[', '?').Replace(']', '?'));
        try
        {
            if ((resource["Metadata"] as MapNode)?["RedisCompliance"] is { } own)
            {
                return own is MapNode map && map["Exemption"] is MapNode exemption
                    ? AtRestExemption.Read([id, .. exemption.Members
                        .Select(member => new KeyValuePair<string, string?>(member.Key, (member.Value as ScalarNode)?.Text))])
                    : throw new FormatException(Messages.ExemptionUnreadable);
            }

            return _comments.Find(resource.Lines) is { } comment
                ? AtRestExemption.Read(
                [
                    id,
                    new(nameof(AtRestExemption.Reason), comment.Reason),
                    new(nameof(AtRestExemption.Expires), comment.LastDay),
                ])
                : null;
        }
        catch (FormatException exception)
        {
            _input.InvalidExemptions.Add((address, exception.Message));
            return null;
        }
    }
}
