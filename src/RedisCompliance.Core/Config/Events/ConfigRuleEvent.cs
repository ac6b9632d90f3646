using System.Text.Json;

namespace RedisCompliance.Config.Events;

/// <summary>What is wrong with an event of AWS Config.</summary>
public enum ConfigEventFault
{
    /// <summary>The event is not JSON, or not an object.</summary>
    NotJson,

    /// <summary>invokingEvent is missing, or is not a JSON object.</summary>
    NoInvokingEvent,

    /// <summary>resultToken is missing.</summary>
    NoResultToken,

    /// <summary>messageType is missing, or is not one that AWS Config documents for rules.</summary>
    UnknownMessageType,

    /// <summary>A member is missing or has an invalid value.</summary>
    InvalidMember,

    /// <summary>A rule parameter is unknown or has an invalid value.</summary>
    InvalidRuleParameter,
}

/// <summary>The event is damaged, or not one of AWS Config's. The message never contains the result token.</summary>
public sealed class ConfigEventException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">The kind of fault.</param>
    /// <param name="message">One sentence that names the member.</param>
    /// <param name="innerException">The cause.</param>
    public ConfigEventException(ConfigEventFault fault, string message, Exception? innerException = null)
        : base(PlainText.OneLine(message), innerException) => Fault = fault;

    /// <summary>The kind of fault.</summary>
    public ConfigEventFault Fault { get; }
}

/// <summary>The event with which AWS Config invokes a custom rule's function.</summary>
/// <remarks>AWS Config Developer Guide, "Example Events for AWS Config Rules".</remarks>
public sealed class ConfigRuleEvent
{
    /// <summary>The periodic trigger.</summary>
    public const string ScheduledNotification = "ScheduledNotification";

    /// <summary>A resource changed; the event holds its configuration.</summary>
    public const string ConfigurationItemChangeNotification = "ConfigurationItemChangeNotification";

    /// <summary>A resource changed, and its configuration is too large for an event.</summary>
    public const string OversizedConfigurationItemChangeNotification = "OversizedConfigurationItemChangeNotification";

    /// <summary>The article's token for a run whose evaluations AWS Config only validates.</summary>
    public const string TestModeToken = "TESTMODE";

    /// <summary>One of the three notifications.</summary>
    public required string MessageType { get; init; }

    /// <summary>The token of the run; only calls to AWS carry it.</summary>
    public required string ResultToken { get; init; }

    /// <summary>When AWS Config created the event, UTC: the ordering timestamp of every evaluation.</summary>
    public required DateTime NotificationCreationTime { get; init; }

    /// <summary>The account to evaluate.</summary>
    public string? AccountId { get; init; }

    /// <summary>The rule.</summary>
    public string? ConfigRuleName { get; init; }

    /// <summary>The role that AWS Config names for calls into that account.</summary>
    public string? ExecutionRoleArn { get; init; }

    /// <summary>Whether the resource left the rule's scope.</summary>
    public bool EventLeftScope { get; init; }

    /// <summary>The rule's parameters.</summary>
    public IReadOnlyDictionary<string, string> RuleParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The changed resource, or its summary if it is too large; null for a scheduled run.</summary>
    public JsonElement? ConfigurationItem { get; init; }

    /// <summary>Whether AWS Config only validates the evaluations.</summary>
    public bool IsTestMode => ResultToken == TestModeToken;

    /// <summary>Reads an event.</summary>
    /// <param name="json">The JSON that AWS Config passes to the function.</param>
    /// <returns>The event.</returns>
    /// <exception cref="ConfigEventException">The JSON is not an event of AWS Config.</exception>
    public static ConfigRuleEvent Parse(string json) => EventJson.ReadObject(json, ConfigEventFault.NotJson, Messages.TheEvent, Read);

    /// <summary>The message type and the rule, never the token.</summary>
    /// <returns>For example <c>ScheduledNotification of redis-check</c>.</returns>
    public override string ToString() => PlainText.Of($"{MessageType} of {ConfigRuleName}");

    private static ConfigRuleEvent Read(JsonElement root) => root.Find("invokingEvent") switch
    {
        null => throw new ConfigEventException(ConfigEventFault.NoInvokingEvent, Messages.EventWithoutInvokingEvent),
        { ValueKind: JsonValueKind.String } text => EventJson.ReadObject(
            text.GetString()!, ConfigEventFault.NoInvokingEvent, Messages.EventInvokingEvent, invokingEvent => Read(root, invokingEvent)),
        { } value => EventJson.ReadObject(
            value, ConfigEventFault.NoInvokingEvent, Messages.EventInvokingEvent, invokingEvent => Read(root, invokingEvent)),
    };

    private static ConfigRuleEvent Read(JsonElement root, JsonElement invokingEvent)
    {
        string messageType = ReadMessageType(invokingEvent);
        return new ConfigRuleEvent
        {
            MessageType = messageType,
            ResultToken = root.Text("resultToken") is { Length: > 0 } token ? token
                : throw new ConfigEventException(ConfigEventFault.NoResultToken, Messages.EventWithoutResultToken),
            NotificationCreationTime = invokingEvent.Time("notificationCreationTime")
                ?? throw new ConfigEventException(ConfigEventFault.InvalidMember, Messages.InvalidNotificationTime),
            AccountId = root.Text("accountId") ?? invokingEvent.Text("awsAccountId"),
            ConfigRuleName = root.Text("configRuleName"),
            ExecutionRoleArn = root.Text("executionRoleArn"),
            EventLeftScope = root.IsTrue("eventLeftScope"),
            RuleParameters = ReadRuleParameters(root),
            ConfigurationItem = ReadItem(invokingEvent, messageType),
        };
    }

    private static string ReadMessageType(JsonElement invokingEvent) => invokingEvent.Text("messageType") switch
    {
        { } type and (ScheduledNotification or ConfigurationItemChangeNotification
            or OversizedConfigurationItemChangeNotification) => type,
        null => throw new ConfigEventException(ConfigEventFault.UnknownMessageType, Messages.EventWithoutMessageType),
        { } other => throw new ConfigEventException(ConfigEventFault.UnknownMessageType, Messages.UnknownMessageType.With(other)),
    };

    private static JsonElement? ReadItem(JsonElement invokingEvent, string messageType)
    {
        string? member = messageType switch
        {
            ConfigurationItemChangeNotification => "configurationItem",
            OversizedConfigurationItemChangeNotification => "configurationItemSummary",
            _ => null,
        };
        if (member is null)
        {
            return null;
        }

        JsonElement item = invokingEvent.Find(member)
            ?? throw new ConfigEventException(ConfigEventFault.InvalidMember, Messages.EventMemberMissing.With(member));
        return item.ValueKind == JsonValueKind.Object ? item : throw EventJson.Misshapen(member, item);
    }

    /// <summary>
    /// AWS Config sends the parameters as the text of a JSON object of texts; if there are none, the object is empty.
    /// </summary>
    private static IReadOnlyDictionary<string, string> ReadRuleParameters(JsonElement root) => root.Find("ruleParameters") switch
    {
        null => new Dictionary<string, string>(),
        { ValueKind: JsonValueKind.String } text when text.GetString() is { } json => json.Length == 0 ? new Dictionary<string, string>()
            : EventJson.ReadObject(json, ConfigEventFault.InvalidRuleParameter, Messages.EventRuleParameters, ReadParameters),
        { } value => EventJson.ReadObject(value, ConfigEventFault.InvalidRuleParameter, Messages.EventRuleParameters, ReadParameters),
    };

    private static Dictionary<string, string> ReadParameters(JsonElement parameters)
    {
        Dictionary<string, string> read = new(StringComparer.Ordinal);
        foreach (JsonProperty parameter in parameters.EnumerateObject())
        {
            read[parameter.Name] = parameter.Value.ValueKind == JsonValueKind.String ? parameter.Value.GetString()!
                : parameter.Value.GetRawText();
        }

        return read;
    }
}
