using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace RedisCompliance.Aws.Protocols;

/// <summary>A call of the AWS Query protocol: an action, its parameters, and the API version.</summary>
internal sealed class QueryRequest(string action, string version) : ServiceRequest
{
    public string Action { get; } = action;

    public string Version { get; } = version;

    public List<KeyValuePair<string, string>> Parameters { get; } = [];

    public void Add(string name, string? value)
    {
        if (value is not null)
        {
            Parameters.Add(new(name, value));
        }
    }
}

/// <summary>Writes a <see cref="QueryRequest"/> as the form that the Query protocol posts.</summary>
internal sealed class QueryRequestMarshaller(string serviceName) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        QueryRequest query = (QueryRequest)input;
        DefaultRequest request = new(query, serviceName)
        {
            HttpMethod = "POST",
            ResourcePath = "/",
        };
        request.Parameters.Add("Action", query.Action);
        request.Parameters.Add("Version", query.Version);
        foreach (KeyValuePair<string, string> parameter in query.Parameters)
        {
            request.Parameters.Add(parameter.Key, parameter.Value);
        }

        return request;
    }
}
