using System.Text.Json.Nodes;

namespace RedisCompliance.Endpoint;

/// <summary>CloudWatch Logs, as far as log groups go.</summary>
public sealed class LogsService
{
    private readonly Dictionary<(string Region, string Name), LogGroup> _groups = [];
    private readonly Lock _lock = new();

    internal IEnumerable<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _groups.Select(
                    group => $"log group {group.Key} {group.Value.RetentionInDays} {group.Value.Tags.ToJsonString()}")
                        .Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Adds a log group that someone else made.</summary>
    public LogGroup AddGroup(string name, string region = "us-east-1") => _groups[(region, name)] = new LogGroup();

    /// <summary>A log group; null where there is none.</summary>
    public LogGroup? FindGroup(string name, string region = "us-east-1") => _groups.GetValueOrDefault((region, name));

    internal Answer Answer(EndpointCall call)
    {
        lock (_lock)
        {
            switch (call.Operation)
            {
                case "DescribeLogGroups":
                    string prefix = (string)call.Json["logGroupNamePrefix"]!;
                    return Endpoint.Answer.Json(new JsonObject
                    {
                        ["logGroups"] = new JsonArray(
                            [.. _groups.Where(group => group.Key.Region == call.Region
                                && group.Key.Name.StartsWith(prefix, StringComparison.Ordinal))
                            .Select(group => Describe(group.Key.Region, group.Key.Name, group.Value))]),
                    });
                case "CreateLogGroup":
                    string name = (string)call.Json["logGroupName"]!;
                    if (_groups.ContainsKey((call.Region, name)))
                    {
                        return Endpoint.Answer.JsonError("ResourceAlreadyExistsException", "The specified log group already exists");
                    }

                    _groups[(call.Region, name)] = new LogGroup { Tags = call.Json["tags"]!.DeepClone().AsObject() };
                    return new Answer(200, default);
                default:
                    string named = ((string?)call.Json["logGroupName"] ?? (string)call.Json["resourceArn"]!).Split(':')[^1];
                    return _groups.TryGetValue((call.Region, named), out LogGroup? group) ? Answer(call, named, group)
                        : Endpoint.Answer.JsonError("ResourceNotFoundException", "The specified log group does not exist.");
            }
        }
    }

    private static JsonObject Describe(string region, string name, LogGroup group)
    {
        JsonObject described = new() { ["logGroupName"] = name, ["arn"] = $"arn:aws:logs:{region}:{Described.Account}:log-group:{name}:*",
            ["storedBytes"] = 0 };
        if (group.RetentionInDays is { } days)
        {
            described["retentionInDays"] = days;
        }

        return described;
    }

    private Answer Answer(EndpointCall call, string name, LogGroup group)
    {
        switch (call.Operation)
        {
            case "ListTagsForResource":
                return Endpoint.Answer.Json(new JsonObject { ["tags"] = group.Tags.DeepClone() });
            case "FilterLogEvents":
                return Filter(call, group);
            case "PutRetentionPolicy":
                group.RetentionInDays = (int)call.Json["retentionInDays"]!;
                break;
            case "TagResource":
                foreach ((string key, JsonNode? value) in call.Json["tags"]!.AsObject())
                {
                    group.Tags[key] = value!.DeepClone();
                }

                break;
            case "DeleteLogGroup":
                _groups.Remove((call.Region, name));
                break;
            default:
                return Endpoint.Answer.JsonError("UnknownOperationException", call.Operation);
        }

        return new Answer(200, default);
    }

    /// <summary>Of a pattern of optional terms: the lines with any of them.</summary>
    private static Answer Filter(EndpointCall call, LogGroup group)
    {
        string[] terms = [.. ((string)call.Json["filterPattern"]!).Split('?', StringSplitOptions.RemoveEmptyEntries)
            .Select(term => term.Trim().Trim('"'))];
        long start = (long)call.Json["startTime"]!;
        lock (group.Events)
        {
            return Endpoint.Answer.Json(new JsonObject
            {
                ["events"] = new JsonArray([.. group.Events
                    .Where(line => line.Time >= start && terms.Any(term => line.Message.Contains(term, StringComparison.Ordinal)))
                    .Select(line => new JsonObject { ["timestamp"] = line.Time, ["message"] = line.Message, ["logStreamName"] = "s" })]),
            });
        }
    }

    /// <summary>A log group.</summary>
    public sealed class LogGroup
    {
        public int? RetentionInDays { get; set; }

        public JsonObject Tags { get; init; } = [];

        /// <summary>Its lines, with their time in milliseconds since 1970.</summary>
        public List<(long Time, string Message)> Events { get; } = [];

        /// <summary>Adds a line as Lambda's .NET runtime writes it: time, request id and level before what the function said.</summary>
        public void Write(string line, DateTime? time = null)
        {
            DateTimeOffset moment = time ?? DateTime.UtcNow;
            lock (Events)
            {
                Events.Add((moment.ToUnixTimeMilliseconds(), $"{moment:O}\t8f5d2b0c-0000-4000-8000-000000000000\tinfo\t{line}\n"));
            }
        }
    }
}
