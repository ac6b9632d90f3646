using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace RedisCompliance.Aws.Protocols;

/// <summary>Reads an operation's result from the JSON of its answer; the reader is at the outermost object.</summary>
internal delegate T ReadJson<T>(ref Utf8JsonReader json);

/// <summary>An operation's answer, read as <typeparamref name="T"/>.</summary>
internal sealed class ServiceAnswer<T> : AmazonWebServiceResponse
    where T : class
{
    public T? Result { get; init; }
}

/// <summary>Reads the answer of a JSON operation, and the errors of the JSON protocols.</summary>
/// <param name="read">Reads the result.</param>
/// <param name="mayBeEmpty">Whether an empty body is valid, as for REST operations that return nothing.</param>
internal sealed class JsonAnswerUnmarshaller<T>(ReadJson<T> read, bool mayBeEmpty = false) : JsonResponseUnmarshaller
    where T : class
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 32 };

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        try
        {
            ArraySegment<byte> body = ServiceBody.Of(input.Stream);
            Utf8JsonReader json = new(mayBeEmpty && body.Count == 0 ? "{}"u8 : body, s_options);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException("The answer is not a JSON object.");
            }

            T result = read(ref json);

            // Throws if anything follows the object.
            json.Read();
            return new ServiceAnswer<T> { Result = result };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw ServiceBody.Invalid(input.ResponseData, ServiceBody.RequestId(input.ResponseData), exception);
        }
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        Dictionary<string, string> members = [];
        try
        {
            Utf8JsonReader json = new(ServiceBody.Of(input.Stream), s_options);
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string name = json.GetString()!;
                json.Read();
                if (json.TokenType == JsonTokenType.String)
                {
                    members[name] = json.GetString()!;
                }

                json.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A page of a proxy or load balancer: only the status is usable.
            innerException = exception;
        }

        // com.amazonaws.config#NoSuchConfigRuleException:http://… in any of three places; OAuth has an error_description.
        string? code = new[] { input.ResponseData.GetHeaderValue("x-amzn-ErrorType"), Member("__type"), Member("code"), Member("Code") }
            .Select(text => text?.Split(':')[0].Split('#')[^1]).FirstOrDefault(text => !string.IsNullOrEmpty(text));
        string message = Member("message") ?? Member("Message") ?? Member("error_description")
            ?? Messages.HttpStatusAlone.With((int)statusCode);
        string? Member(string name) => members.TryGetValue(name, out string? value) ? value : null;
        return new AmazonServiceException(
            message, innerException, (int)statusCode < 500 ? ErrorType.Sender : ErrorType.Receiver, code,
            ServiceBody.RequestId(input.ResponseData), statusCode);
    }
}
