using System.Security;
using System.Text.Json.Nodes;

namespace RedisCompliance.Endpoint;

/// <summary>What tells somebody: the alarms of CloudWatch, the rules of EventBridge, and the topics of SNS.</summary>
public sealed class NotificationService
{
    private readonly Dictionary<(string Region, string Name), Thing> _alarms = [];
    private readonly Dictionary<(string Region, string Name), Thing> _rules = [];
    private readonly Dictionary<string, (string Policy, string? Key)> _topics = [];
    private readonly Lock _lock = new();

    internal IEnumerable<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _alarms.Concat(_rules).Select(one => $"notification {one.Key} {one.Value.Definition.ToJsonString()} "
                    + $"{one.Value.Targets.ToJsonString()} {one.Value.Tags.ToJsonString()}").Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The policy that lets both services publish.</summary>
    public static string OpenPolicy =>
        """{"Statement":[{"Effect":"Allow","Principal":{"Service":["events.amazonaws.com","cloudwatch.amazonaws.com"]}"""
        + ""","Action":"sns:Publish","Resource":"*"}]}""";

    /// <summary>Adds a topic; gives its ARN.</summary>
    public string AddTopic(string name, string? policy = null, string? key = null, string region = "us-east-1")
    {
        string arn = $"arn:aws:sns:{region}:{Described.Account}:{name}";
        _topics[arn] = (policy ?? OpenPolicy, key);
        return arn;
    }

    /// <summary>An alarm; null where there is none.</summary>
    public Thing? FindAlarm(string name, string region = "us-east-1") => _alarms.GetValueOrDefault((region, name));

    /// <summary>An EventBridge rule; null where there is none.</summary>
    public Thing? FindRule(string name, string region = "us-east-1") => _rules.GetValueOrDefault((region, name));

    internal Answer Answer(EndpointCall call)
    {
        lock (_lock)
        {
            return call.Service switch
            {
                "sns" => Topic(call),
                "events" => Events(call),
                _ => Alarms(call),
            };
        }
    }

    private Answer Topic(EndpointCall call) => _topics.TryGetValue(call.Parameters["TopicArn"], out (string Policy, string? Key) topic)
        ? Endpoint.Answer.Xml("<GetTopicAttributesResponse><GetTopicAttributesResult><Attributes>"
            + $"<entry><key>Policy</key><value>{SecurityElement.Escape(topic.Policy)}</value></entry>"
            + (topic.Key is null ? null : $"<entry><key>KmsMasterKeyId</key><value>{topic.Key}</value></entry>")
            + "</Attributes></GetTopicAttributesResult></GetTopicAttributesResponse>")
        : Endpoint.Answer.Error(404, "NotFound", "Topic does not exist");

    private Answer Alarms(EndpointCall call)
    {
        JsonObject json = call.Json;
        switch (call.Operation)
        {
            case "DescribeAlarms":
                string asked = (string)json["AlarmNames"]![0]!;
                return Endpoint.Answer.Json(new JsonObject
                {
                    ["MetricAlarms"] = _alarms.TryGetValue((call.Region, asked), out Thing? found)
                        ? new JsonArray(found.Definition.DeepClone()) : [],
                    ["CompositeAlarms"] = new JsonArray(),
                });
            case "PutMetricAlarm":
                string name = (string)json["AlarmName"]!;
                Thing alarm = PutThing(_alarms, call, name, $"arn:aws:cloudwatch:{call.Region}:{Described.Account}:alarm:{name}");
                alarm.Definition["AlarmArn"] = alarm.Arn;
                return Endpoint.Answer.Json([]);
            case "DeleteAlarms":
                return Endpoint.Answer.Json(_alarms.Remove((call.Region, (string)json["AlarmNames"]![0]!)) ? [] : []);
            default:
                return Tagged(_alarms, call);
        }
    }

    private Answer Events(EndpointCall call)
    {
        JsonObject json = call.Json;
        string? name = (string?)json["Name"] ?? (string?)json["Rule"];
        if (call.Operation == "PutRule")
        {
            Thing put = PutThing(_rules, call, name!, $"arn:aws:events:{call.Region}:{Described.Account}:rule/{name}");
            put.Definition["Arn"] = put.Arn;
            return Endpoint.Answer.Json(new JsonObject { ["RuleArn"] = put.Arn });
        }

        if (name is null)
        {
            return Tagged(_rules, call);
        }

        if (!_rules.TryGetValue((call.Region, name), out Thing? rule))
        {
            return NotFound(name);
        }

        switch (call.Operation)
        {
            case "DescribeRule":
                return Endpoint.Answer.Json(rule.Definition.DeepClone().AsObject());
            case "ListTargetsByRule":
                return Endpoint.Answer.Json(new JsonObject { ["Targets"] = rule.Targets.DeepClone() });
            case "PutTargets":
                JsonNode target = json["Targets"]![0]!;
                Remove(rule, (string)target["Id"]!);
                rule.Targets.Add(target.DeepClone());
                return Endpoint.Answer.Json(new JsonObject { ["FailedEntryCount"] = 0, ["FailedEntries"] = new JsonArray() });
            case "RemoveTargets":
                foreach (JsonNode? id in json["Ids"]!.AsArray())
                {
                    Remove(rule, (string)id!);
                }

                return Endpoint.Answer.Json(new JsonObject { ["FailedEntryCount"] = 0, ["FailedEntries"] = new JsonArray() });
            default:
                if (rule.Targets.Count > 0)
                {
                    return Endpoint.Answer.JsonError("ValidationException", "Rule can't be deleted since it has targets.");
                }

                _rules.Remove((call.Region, name));
                return Endpoint.Answer.Json([]);
        }
    }

    private static void Remove(Thing rule, string id)
    {
        foreach (JsonNode? old in rule.Targets.Where(target => (string?)target!["Id"] == id).ToArray())
        {
            rule.Targets.Remove(old);
        }
    }

    /// <summary>Both services take tags at creation only.</summary>
    private static Thing PutThing(Dictionary<(string, string), Thing> things, EndpointCall call, string name, string arn)
    {
        JsonObject definition = call.Json.DeepClone().AsObject();
        JsonNode? tags = definition["Tags"]?.DeepClone();
        definition.Remove("Tags");
        if (!things.TryGetValue((call.Region, name), out Thing? thing))
        {
            thing = things[(call.Region, name)] = new Thing(arn);
            SetTags(thing, tags);
        }

        thing.Definition = definition;
        return thing;
    }

    private static Answer Tagged(Dictionary<(string, string), Thing> things, EndpointCall call)
    {
        string arn = (string)call.Json["ResourceARN"]!;
        if (things.Values.FirstOrDefault(thing => thing.Arn == arn) is not { } tagged)
        {
            return NotFound(arn);
        }

        if (call.Operation == "TagResource")
        {
            SetTags(tagged, call.Json["Tags"]);
            return Endpoint.Answer.Json([]);
        }

        return Endpoint.Answer.Json(new JsonObject
        {
            ["Tags"] = new JsonArray([.. tagged.Tags.Select(
                tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value!.DeepClone() })]),
        });
    }

    private static void SetTags(Thing thing, JsonNode? tags)
    {
        foreach (JsonNode? tag in tags?.AsArray() ?? [])
        {
            thing.Tags[(string)tag!["Key"]!] = tag["Value"]!.DeepClone();
        }
    }

    private static Answer NotFound(string name) =>
        Endpoint.Answer.JsonError("ResourceNotFoundException", $"{name} does not exist.");

    /// <summary>An alarm or an EventBridge rule.</summary>
    public sealed class Thing(string arn)
    {
        public string Arn { get; } = arn;

        public JsonObject Definition { get; set; } = [];

        public JsonArray Targets { get; } = [];

        public JsonObject Tags { get; } = [];
    }
}
