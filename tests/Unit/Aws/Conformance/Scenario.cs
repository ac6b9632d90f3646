using System.Text.Json;
using System.Text.Json.Serialization;

namespace RedisCompliance.Aws.Tests;

/// <summary>One call of one client.</summary>
/// <param name="Client">The client.</param>
/// <param name="Method">Its method.</param>
/// <param name="Call">Makes the call; gives the result.</param>
/// <param name="Bare">
/// What an answer of the required members alone comes to: the result as JSON, or <see cref="ServiceFailure.InvalidResponse"/>
/// where a fact is missing that the client cannot do without.
/// </param>
internal sealed record Scenario(Type Client, string Method, Func<ServiceClient, CancellationToken, Task<object?>> Call, string Bare)
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        IncludeFields = true,
        Converters = { new JsonStringEnumConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Name => $"{Client.Name}.{Method}";

    /// <summary>The result as JSON, or how the call failed.</summary>
    public async Task<string> RunAsync(AwsConnection connection, CancellationToken cancellationToken)
    {
        using ServiceClient client = ServiceClients.Open(Client, connection);
        try
        {
            return JsonSerializer.Serialize(await Call(client, cancellationToken), s_options);
        }
        catch (ServiceCallException failure)
        {
            return failure.Failure.ToString();
        }
    }
}
