using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace RedisCompliance.Aws.Protocols;

/// <summary>A call of the AWS REST-JSON protocol: a method, a path, and a JSON object if there is a body.</summary>
/// <param name="method">The HTTP method.</param>
/// <param name="path">The path, with a placeholder for each of <paramref name="names"/>.</param>
/// <param name="names">What replaces <c>{0}</c>, <c>{1}</c> … in the path; the SDK escapes them.</param>
/// <param name="write">Writes the members of the body; null for a call without one.</param>
internal sealed class RestRequest(string method, string path, string[] names, Action<Utf8JsonWriter>? write = null) : ServiceRequest
{
    public string Method { get; } = method;

    public string Path { get; } = path;

    public string[] Names { get; } = names;

    public Action<Utf8JsonWriter>? Write { get; } = write;

    public KeyValuePair<string, string>[] Query { get; init; } = [];

    public KeyValuePair<string, string>[] Headers { get; init; } = [];
}

/// <summary>Writes a <see cref="RestRequest"/> as the protocol sends it.</summary>
internal sealed class RestRequestMarshaller(string serviceName) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        RestRequest rest = (RestRequest)input;
        DefaultRequest request = new(rest, serviceName)
        {
            HttpMethod = rest.Method,
            ResourcePath = rest.Path,
            UseQueryString = rest.Query.Length > 0,
        };
        for (int i = 0; i < rest.Names.Length; i++)
        {
            request.AddPathResource($"{{{i}}}", rest.Names[i]);
        }

        foreach (KeyValuePair<string, string> parameter in rest.Query)
        {
            request.Parameters.Add(parameter.Key, parameter.Value);
        }

        foreach (KeyValuePair<string, string> header in rest.Headers)
        {
            request.Headers[header.Key] = header.Value;
        }

        if (rest.Write is not null)
        {
            request.Content = JsonRequestMarshaller.Body(rest.Write);
            request.Headers["Content-Type"] = "application/json";
        }

        return request;
    }
}
