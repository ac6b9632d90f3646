using System.Globalization;
using System.Text.Json;

namespace RedisCompliance;

/// <summary>What is wrong with an event of AWS Config.</summary>
public enum ConfigEventFault
{
    /// <summary>It is not JSON, or not an object.</summary>
    NotJson,

    /// <summary>It has no invokingEvent, or one that is no JSON object.</summary>
    NoInvokingEvent,

    /// <summary>It has no resultToken.</summary>
    NoResultToken,

    /// <summary>Its messageType is missing or none that AWS Config documents for rules.</summary>
    UnknownMessageType,

    /// <summary>A member is missing or has a value that cannot be.</summary>
    InvalidMember,

    /// <summary>A rule parameter is unknown or has a value that cannot be.</summary>
    InvalidRuleParameter,
}

/// <summary>An event that is none of AWS Config, or a damaged one. Its message never holds the result token.</summary>
public sealed class ConfigEventException : Exception
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="fault">What it is.</param>
    /// <param name="message">One sentence that names the member.</param>
    /// <param name="innerException">What it came from.</param>
    public ConfigEventException(ConfigEventFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public ConfigEventFault Fault { get; }
}

/// <summary>The event by which AWS Config runs a custom rule's function.</summary>
/// <remarks>AWS Config Developer Guide, "Example Events for AWS Config Rules".</remarks>
public sealed record ConfigRuleEvent
{
    /// <summary>The periodic trigger.</summary>
    public const string ScheduledNotification = "ScheduledNotification";

    /// <summary>A resource changed; the event holds its configuration.</summary>
    public const string ConfigurationItemChangeNotification = "ConfigurationItemChangeNotification";

    /// <summary>A resource changed, and its configuration is too long for an event.</summary>
    public const string OversizedConfigurationItemChangeNotification = "OversizedConfigurationItemChangeNotification";

    /// <summary>The article's token for a run whose evaluations are only checked.</summary>
    public const string TestModeToken = "TESTMODE";

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 32 };

    /// <summary>One of the three notifications.</summary>
    public required string MessageType { get; init; }

    /// <summary>The token of the run. It is put into calls and nowhere else.</summary>
    public required string ResultToken { get; init; }

    /// <summary>When AWS Config made the event, UTC: the ordering timestamp of every evaluation.</summary>
    public required DateTime NotificationCreationTime { get; init; }

    /// <summary>The account that is evaluated.</summary>
    public string? AccountId { get; init; }

    /// <summary>The rule.</summary>
    public string? ConfigRuleName { get; init; }

    /// <summary>The role that AWS Config names for calls into the account that is evaluated.</summary>
    public string? ExecutionRoleArn { get; init; }

    /// <summary>Whether the resource left the rule's scope.</summary>
    public bool EventLeftScope { get; init; }

    /// <summary>The rule's parameters.</summary>
    public IReadOnlyDictionary<string, string> RuleParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The changed resource, or the summary of one that is too long; null for a scheduled run.</summary>
    public JsonElement? ConfigurationItem { get; init; }

    /// <summary>Whether evaluations are only checked.</summary>
    public bool IsTestMode => ResultToken == TestModeToken;

    /// <summary>Reads an event.</summary>
    /// <param name="json">The JSON that the function is invoked with.</param>
    /// <returns>The event.</returns>
    /// <exception cref="ConfigEventException">It is not one.</exception>
    public static ConfigRuleEvent Parse(string json)
    {
        using JsonDocument document = ParseObject(json, ConfigEventFault.NotJson, Messages.TheEvent);
        JsonElement root = document.RootElement;
        using JsonDocument invoking = root.TryGetProperty("invokingEvent", out JsonElement text)
            ? ParseObject(text.ValueKind == JsonValueKind.String ? text.GetString()! : text.GetRawText(), ConfigEventFault.NoInvokingEvent, Messages.EventInvokingEvent)
            : throw new ConfigEventException(ConfigEventFault.NoInvokingEvent, Messages.EventWithoutInvokingEvent);
        JsonElement invokingEvent = invoking.RootElement;
        string messageType = ReadMessageType(invokingEvent);
        return new ConfigRuleEvent
        {
            MessageType = messageType,
            ResultToken = Text(root, "resultToken") is { Length: > 0 } token ? token
                : throw new ConfigEventException(ConfigEventFault.NoResultToken, Messages.EventWithoutResultToken),
            NotificationCreationTime = ReadTime(invokingEvent),
            AccountId = Text(root, "accountId") ?? Text(invokingEvent, "awsAccountId"),
            ConfigRuleName = Text(root, "configRuleName"),
            ExecutionRoleArn = Text(root, "executionRoleArn"),
            EventLeftScope = root.TryGetProperty("eventLeftScope", out JsonElement left) && left.ValueKind == JsonValueKind.True,
            RuleParameters = ReadRuleParameters(root),
            ConfigurationItem = ReadItem(invokingEvent, messageType),
        };
    }

    private static string ReadMessageType(JsonElement invokingEvent) => Text(invokingEvent, "messageType") switch
    {
        { } type and (ScheduledNotification or ConfigurationItemChangeNotification or OversizedConfigurationItemChangeNotification) => type,
        null => throw new ConfigEventException(ConfigEventFault.UnknownMessageType, Messages.EventWithoutMessageType),
        { } other => throw new ConfigEventException(ConfigEventFault.UnknownMessageType, Messages.UnknownMessageType.With(other)),
    };

    private static DateTime ReadTime(JsonElement invokingEvent) =>
        DateTime.TryParse(Text(invokingEvent, "notificationCreationTime"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time)
            ? time
            : throw new ConfigEventException(ConfigEventFault.InvalidMember, Messages.InvalidNotificationTime);

    private static JsonElement? ReadItem(JsonElement invokingEvent, string messageType)
    {
        string? member = messageType switch
        {
            ConfigurationItemChangeNotification => "configurationItem",
            OversizedConfigurationItemChangeNotification => "configurationItemSummary",
            _ => null,
        };
        return member is null ? null
            : invokingEvent.TryGetProperty(member, out JsonElement item) && item.ValueKind == JsonValueKind.Object ? item.Clone()
            : throw new ConfigEventException(ConfigEventFault.InvalidMember, Messages.EventMemberMissing.With(member));
    }

    /// <summary>AWS Config sends the parameters as the text of a JSON object of texts; none at all is an empty object.</summary>
    private static IReadOnlyDictionary<string, string> ReadRuleParameters(JsonElement root)
    {
        if (Text(root, "ruleParameters") is not { Length: > 0 } text)
        {
            return new Dictionary<string, string>();
        }

        using JsonDocument parameters = ParseObject(text, ConfigEventFault.InvalidRuleParameter, Messages.EventRuleParameters);
        Dictionary<string, string> read = new(StringComparer.Ordinal);
        foreach (JsonProperty parameter in parameters.RootElement.EnumerateObject())
        {
            read[parameter.Name] = parameter.Value.ValueKind == JsonValueKind.String ? parameter.Value.GetString()! : parameter.Value.GetRawText();
        }

        return read;
    }

    private static JsonDocument ParseObject(string json, ConfigEventFault fault, string what)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(json, s_options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException exception)
        {
            // Without the exception's own words: they can quote the text, and the text holds the token.
            throw new ConfigEventException(fault, Messages.NotJson.With(what, exception.LineNumber + 1, exception.BytePositionInLine));
        }

        throw new ConfigEventException(fault, Messages.NotJsonObject.With(what));
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
