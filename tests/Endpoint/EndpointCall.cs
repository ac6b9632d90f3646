using Microsoft.AspNetCore.Http;

namespace RedisCompliance.Endpoint;

/// <summary>One call as it arrived.</summary>
/// <param name="Operation">The API operation.</param>
/// <param name="Region">The Region that the signature is for.</param>
/// <param name="Service">The service that the signature is for.</param>
/// <param name="AccessKey">The access key id of the signature.</param>
/// <param name="SessionToken">The session token, where the keys are temporary.</param>
/// <param name="Parameters">The parameters of the Query protocol.</param>
/// <param name="Attempt">1 for the first call with these parameters, 2 for its first repetition, and so on.</param>
public sealed record EndpointCall(
    string Operation,
    string Region,
    string Service,
    string AccessKey,
    string? SessionToken,
    IReadOnlyDictionary<string, string> Parameters,
    int Attempt)
{
    /// <summary>The marker of the page that is asked for; empty for the first.</summary>
    public string Marker => Parameters.GetValueOrDefault("Marker") ?? Parameters.GetValueOrDefault("NextToken") ?? string.Empty;

    internal static async Task<EndpointCall> ReadAsync(HttpRequest request, Func<string, int> countAttempt)
    {
        IFormCollection form = await request.ReadFormAsync();
        Dictionary<string, string> parameters = form.ToDictionary(field => field.Key, field => field.Value.ToString());
        // Authorization: AWS4-HMAC-SHA256 Credential=AKID/20261123/us-east-1/elasticache/aws4_request, …
        string[] scope = request.Headers.Authorization.ToString().Split("Credential=")[^1].Split(',')[0].Split('/');
        (string accessKey, string region, string service) = scope is [var key, _, var signedRegion, var signedService, ..]
            ? (key, signedRegion, signedService)
            : (string.Empty, string.Empty, string.Empty);
        string operation = parameters.GetValueOrDefault("Action") ?? string.Empty;
        string identity = string.Join('&', parameters.OrderBy(parameter => parameter.Key).Select(parameter => $"{parameter.Key}={parameter.Value}"));
        return new EndpointCall(operation, region, service, accessKey, request.Headers["x-amz-security-token"].FirstOrDefault(), parameters,
            countAttempt($"{region} {identity}"));
    }
}
