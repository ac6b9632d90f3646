using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace RedisCompliance.Endpoint;

/// <summary>One call as it arrived.</summary>
/// <param name="Operation">The API operation.</param>
/// <param name="Region">The Region that the signature is for.</param>
/// <param name="Service">The service that the signature is for.</param>
/// <param name="AccessKey">The access key id of the signature.</param>
/// <param name="SessionToken">The session token, where the keys are temporary; the user's token, where the call is not signed.</param>
/// <param name="Parameters">The parameters of the Query protocol, or of the query string of the REST protocol.</param>
/// <param name="Json">The body of the JSON protocol.</param>
/// <param name="Names">The names in the path of the REST protocol: the function, the statement.</param>
/// <param name="Attempt">1 for the first call of this content, 2 for its first repetition, and so on.</param>
public sealed record EndpointCall(
    string Operation,
    string Region,
    string Service,
    string AccessKey,
    string? SessionToken,
    IReadOnlyDictionary<string, string> Parameters,
    JsonObject Json,
    IReadOnlyList<string> Names,
    int Attempt)
{
    /// <summary>The marker of the page that is asked for; empty for the first.</summary>
    public string Marker => Parameters.GetValueOrDefault("Marker")
        ?? Parameters.GetValueOrDefault("NextToken") ?? (string?)Json["NextToken"] ?? string.Empty;

    /// <summary>The account that it is made in: that of the role whose keys sign it, or the caller's own.</summary>
    public string Account => SecurityTokenService.AccountOf(AccessKey);

    /// <summary>Whether it is of a kind that changes something.</summary>
    public bool IsMutating => !Operation.StartsWith("Get", StringComparison.Ordinal)
        && !Operation.StartsWith("List", StringComparison.Ordinal) && !Operation.StartsWith("Describe", StringComparison.Ordinal)
        && !Operation.StartsWith("BatchDescribe", StringComparison.Ordinal);

    internal static async Task<EndpointCall> ReadAsync(HttpRequest request, Func<string, int> countAttempt)
    {
        using StreamReader reader = new(request.Body, Encoding.UTF8);
        string body = await reader.ReadToEndAsync();
        // Three protocols: StarlingDoveService.PutEvaluations in the header (JSON), Action=… in the body (Query), or a method
        // and a path (REST).
        string target = request.Headers["X-Amz-Target"].ToString();
        (string Operation, string[] Names)? rest = RestOperations.Find(request.Method, request.Path.Value!);
        Dictionary<string, string> parameters = target.Length > 0 ? []
            : QueryHelpers.ParseQuery(rest is null ? body : request.QueryString.Value)
                .ToDictionary(field => field.Key, field => field.Value.ToString());
        JsonObject json = (target.Length > 0 || rest is not null) && body.Length > 0 ? JsonNode.Parse(body)!.AsObject() : [];
        // Authorization: AWS4-HMAC-SHA256 Credential=AKID/20261123/us-east-1/elasticache/aws4_request, …
        string[] scope = request.Headers.Authorization.ToString().Split("Credential=")[^1].Split(',')[0].Split('/');
        (string accessKey, string region, string service) = scope is [var key, _, var signedRegion, var signedService, ..]
            ? (key, signedRegion, signedService)
            : (string.Empty, string.Empty, string.Empty);
        string operation = rest?.Operation
            ?? (target.Length > 0 ? target.Split('.')[^1] : parameters.GetValueOrDefault("Action") ?? string.Empty);
        return new EndpointCall(operation, region, service, accessKey, Token(request), parameters, json, rest?.Names ?? [],
            countAttempt($"{region} {service} {operation} {request.Path} {body}"));
    }

    private static string? Token(HttpRequest request) => request.Headers["x-amz-security-token"].FirstOrDefault()
        ?? request.Headers["x-amz-sso_bearer_token"].FirstOrDefault()
        ?? request.Headers["X-aws-ec2-metadata-token"].FirstOrDefault()
        ?? (request.Headers.Authorization.FirstOrDefault() is { } token
            && !token.StartsWith("AWS4-", StringComparison.Ordinal) ? token : null);
}
