using System.Globalization;
using System.Text.Json.Nodes;

namespace RedisCompliance.Endpoint;

/// <content>The recorder, the rules, and their runs.</content>
public sealed partial class ConfigService
{
    private readonly Dictionary<string, Recorder> _recorders = [];
    private readonly Dictionary<string, string> _channels = [];
    private readonly Lock _lock = new();
    private int _made;

    /// <summary>How many times AWS Config does not see the function's permission yet.</summary>
    public int PermissionDelay { get; set; }

    /// <summary>How many times AWS Config is still busy with a rule of that name that was deleted.</summary>
    public int RuleDeletionDelay { get; set; }

    /// <summary>How many looks a run takes.</summary>
    public int RunDelay { get; set; }

    /// <summary>Whether runs fail.</summary>
    public bool RunsFail { get; set; }

    /// <summary>Whether AWS Config tells how runs of custom Lambda rules end, which it does not promise.</summary>
    public bool TellsOfRuns { get; set; }

    /// <summary>What the recorder records: all supported types, or some.</summary>
    public bool RecordsAllTypes { get; set; } = true;

    internal IEnumerable<string> Lines =>
    [
        .. _recorders.Select(recorder => $"recorder {recorder.Key} {recorder.Value}"),
        .. _channels.Select(channel => $"delivery channel {channel}"),
        .. _rules.Select(rule => $"rule {rule.Key} {rule.Value.Definition.ToJsonString()} {rule.Value.Tags.ToJsonString()}")
            .Order(StringComparer.Ordinal),
        .. _organizationRules.Select(rule => $"organization rule {rule.Key} {rule.Value.ToJsonString()}"),
    ];

    /// <summary>Adds a recorder with its delivery channel, as an account has them where AWS Config was set up.</summary>
    public void AddRecorder(bool isRecording = true, string region = "us-east-1")
    {
        _recorders[region] = new Recorder("default", "arn:aws:iam::123456789012:role/config", isRecording);
        _channels[region] = "bucket";
    }

    /// <summary>Takes both away again.</summary>
    public void RemoveRecorder(string region = "us-east-1")
    {
        _recorders.Remove(region);
        _channels.Remove(region);
    }

    /// <summary>What a rule was put with; null where there is none.</summary>
    public JsonObject? FindRule(string name, string region = "us-east-1") => _rules.GetValueOrDefault(Key(region, name))?.Definition;

    /// <summary>The tags of a rule.</summary>
    public JsonObject FindRuleTags(string name, string region = "us-east-1") => _rules[Key(region, name)].Tags;

    private Answer AnswerOfRules(EndpointCall call)
    {
        lock (_lock)
        {
            return call.Operation switch
            {
                "DescribeConfigurationRecorders" =>
                    Json(new JsonObject { ["ConfigurationRecorders"] = List(_recorders.TryGetValue(call.Region, out Recorder? recorder)
                    ? new JsonObject
                    {
                        ["name"] = recorder.Name,
                        ["roleARN"] = recorder.RoleArn,
                        ["recordingGroup"] = new JsonObject { ["allSupported"] = RecordsAllTypes },
                    } : null) }),
                "DescribeConfigurationRecorderStatus" => Json(new JsonObject { ["ConfigurationRecordersStatus"] = List(
                    new JsonObject { ["name"] = _recorders[call.Region].Name, ["recording"] = _recorders[call.Region].IsRecording }) }),
                "DescribeDeliveryChannels" =>
                    Json(new JsonObject { ["DeliveryChannels"] = List(_channels.TryGetValue(call.Region, out string? bucket)
                    ? new JsonObject { ["name"] = "default", ["s3BucketName"] = bucket } : null) }),
                "PutConfigurationRecorder" => PutRecorder(call),
                "PutDeliveryChannel" => Done(() => _channels[call.Region] = (string)call.Json["DeliveryChannel"]!["s3BucketName"]!),
                "StartConfigurationRecorder" => Done(() => _recorders[call.Region] = _recorders[call.Region] with { IsRecording = true }),
                "PutConfigRule" => PutRule(call),
                "ListTagsForResource" or "TagResource" => Tags(call),
                "DescribeConfigRules" when call.Json["ConfigRuleNames"] is null => Json(new JsonObject
                {
                    ["ConfigRules"] = new JsonArray(
                        [.. _rules.Where(rule => rule.Key == Key(call.Region, (string)rule.Value.Definition["ConfigRuleName"]!))
                            .Select(rule => rule.Value.Definition.DeepClone())]),
                }),
                _ => AnswerOfRule(call, (string?)call.Json["ConfigRuleName"] ?? (string)call.Json["ConfigRuleNames"]![0]!),
            };
        }
    }

    private Answer AnswerOfRule(EndpointCall call, string name)
    {
        if (!_rules.TryGetValue(Key(call.Region, name), out Rule? rule))
        {
            return Error("NoSuchConfigRuleException",
                $"The ConfigRule '{name}' provided in the request is invalid. Please check the configRule name.");
        }

        return call.Operation switch
        {
            "DescribeConfigRules" => Json(new JsonObject { ["ConfigRules"] = List(rule.Definition.DeepClone().AsObject()) }),
            "DescribeConfigRuleEvaluationStatus" =>
                Json(new JsonObject { ["ConfigRulesEvaluationStatus"] = List(Look(call.Region, name, rule)) }),
            "DeleteConfigRule" => Done(() => _rules.TryRemove(Key(call.Region, name), out _)),
            "StartConfigRulesEvaluation" => Done(() => rule.LooksLeft = RunDelay),
            _ => Error("UnknownOperationException", call.Operation),
        };
    }

    /// <summary>The status; a run ends when it was looked at often enough, and leaves what runs leave.</summary>
    private JsonObject Look(string region, string name, Rule rule)
    {
        if (rule.HasRunEnded())
        {
            string function = ((string?)rule.Definition["Source"]?["SourceIdentifier"] ?? string.Empty).Split(':')[^1];
            logs.FindGroup("/aws/lambda/" + function, region)?.Write(RunsFail
                ? """{"level":"error","step":"failed","errorType":"RuleRunException","error":"The function failed."}"""
                : """{"level":"info","step":"ended","evaluated":0,"published":1,"failures":0}""");
            if (!RunsFail)
            {
                rule.RecordAnew();
            }
        }

        return rule.Status(name, TellsOfRuns, RunsFail);
    }

    private static Answer Done(Action action)
    {
        action();
        return new Answer(200, default);
    }

    private static JsonArray List(JsonObject? item) => item is null ? [] : [item];

    private Answer PutRecorder(EndpointCall call) => Done(() =>
    {
        JsonNode recorder = call.Json["ConfigurationRecorder"]!;
        _recorders[call.Region] = new Recorder((string)recorder["name"]!, (string)recorder["roleARN"]!, false);
    });

    /// <summary>
    /// Refuses what AWS Config refuses: a scope on a periodic rule, read-only members, a function that it may not
    /// invoke.
    /// </summary>
    private Answer PutRule(EndpointCall call)
    {
        JsonObject definition = call.Json["ConfigRule"]!.DeepClone().AsObject();
        string name = (string)definition["ConfigRuleName"]!;
        if (definition.ContainsKey("Scope"))
        {
            return Error("InvalidParameterValueException", "Scope cannot be applied to a ConfigRule with a PeriodicConfigRuleTrigger.");
        }

        if (definition.ContainsKey("CreatedBy") || definition.ContainsKey("ConfigRuleState"))
        {
            return Error("InvalidParameterValueException", "AWS Config populates the CreatedBy and ConfigRuleState fields.");
        }

        if (RuleDeletionDelay-- > 0)
        {
            return Error("ResourceInUseException", $"The rule {name} is currently being deleted. Please retry after it has been deleted.");
        }

        bool isNew = !_rules.TryGetValue(Key(call.Region, name), out Rule? rule);
        if (PermissionDelay-- > 0
            || !lambda.MayBeInvokedBy((string)definition["Source"]!["SourceIdentifier"]!, (string?)rule?.Definition["ConfigRuleArn"]))
        {
            return Error("InsufficientPermissionsException",
                "The AWS Lambda function cannot be invoked. Check the specified function ARN, and check the function's permissions.");
        }

        string id = isNew ? $"config-rule-{++_made:d6}" : (string)rule!.Definition["ConfigRuleId"]!;
        definition["ConfigRuleId"] = id;
        definition["ConfigRuleArn"] = $"arn:aws:config:{call.Region}:{Described.Account}:config-rule/{id}";
        definition["ConfigRuleState"] = "ACTIVE";
        rule ??= _rules[Key(call.Region, name)] = new Rule("token of " + name) { LooksLeft = RunDelay };
        rule.Definition = definition;
        if (isNew)
        {
            SetTags(rule, call);
        }

        return new Answer(200, default);
    }

    private Answer Tags(EndpointCall call)
    {
        if (_rules.Values.FirstOrDefault(
            rule => (string?)rule.Definition["ConfigRuleArn"] == (string?)call.Json["ResourceArn"]) is not { } rule)
        {
            return Error("ResourceNotFoundException", "You have specified a resource that does not exist.");
        }

        if (call.Operation == "TagResource")
        {
            SetTags(rule, call);
            return new Answer(200, default);
        }

        return Json(new JsonObject { ["Tags"] = new JsonArray(
            [.. rule.Tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value!.DeepClone() })]) });
    }

    private static void SetTags(Rule rule, EndpointCall call)
    {
        foreach (JsonNode? tag in call.Json["Tags"]?.AsArray() ?? [])
        {
            rule.Tags[(string)tag!["Key"]!] = tag["Value"]!.DeepClone();
        }
    }

    private sealed record Recorder(string Name, string RoleArn, bool IsRecording);

    private sealed partial class Rule
    {
        private int _runs;

        public JsonObject Definition { get; set; } = [];

        public JsonObject Tags { get; } = [];

        /// <summary>How many looks the run under way takes; null where none is.</summary>
        public int? LooksLeft { get; set; }

        public bool HasRunEnded()
        {
            if (LooksLeft is not { } left || (LooksLeft = left - 1) >= 0)
            {
                return false;
            }

            LooksLeft = null;
            _runs++;
            return true;
        }

        /// <summary>What a run does: every result is recorded anew, and where there is none, one of the account.</summary>
        public void RecordAnew()
        {
            DateTime now = DateTime.UtcNow;
            foreach ((string, string) key in Results.Keys)
            {
                Results[key] = Results[key] with { RecordedTime = now };
            }

            Results.TryAdd(("AWS::::Account", Described.Account),
                new Result("NOT_APPLICABLE", null, now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), now));
        }

        public JsonObject Status(string name, bool tells, bool fails)
        {
            JsonObject status = new() { ["ConfigRuleName"] = name, ["FirstEvaluationStarted"] = _runs > 0 };
            if (tells && _runs > 0)
            {
                status[fails ? "LastFailedEvaluationTime" : "LastSuccessfulEvaluationTime"] = Seconds(DateTime.UtcNow);
                status["LastErrorCode"] = fails ? "400" : null;
                status["LastErrorMessage"] = fails ? "The function failed." : null;
            }

            return status;
        }
    }
}
