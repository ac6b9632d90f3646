using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace RedisCompliance.Aws.Protocols;

/// <summary>A call of the AWS JSON protocol: a target, and a JSON object.</summary>
internal sealed class JsonRequest(string target, Action<Utf8JsonWriter> write) : ServiceRequest
{
    public string Target { get; } = target;

    public Action<Utf8JsonWriter> Write { get; } = write;
}

/// <summary>Writes a <see cref="JsonRequest"/> as an HTTP POST.</summary>
internal sealed class JsonRequestMarshaller(string serviceName, string version) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        JsonRequest json = (JsonRequest)input;
        DefaultRequest request = new(json, serviceName)
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = Body(json.Write),
        };
        request.Headers["X-Amz-Target"] = json.Target;
        request.Headers["Content-Type"] = "application/x-amz-json-" + version;
        return request;
    }

    /// <summary>Writes a JSON object into an array, because the SDK signs an array.</summary>
    public static byte[] Body(Action<Utf8JsonWriter> write)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter writer = new(body))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return body.ToArray();
    }
}
