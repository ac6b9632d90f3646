using System.Text.Json;

namespace RedisCompliance.Aws.Protocols;

/// <summary>A client of a service that speaks AWS JSON.</summary>
/// <param name="connection">The connection to AWS.</param>
/// <param name="config">The service.</param>
/// <param name="target">The prefix of the operation in X-Amz-Target.</param>
/// <param name="tokenMember">The service's name for the token of a listing's next page.</param>
/// <param name="version">The version of the protocol: 1.0 or 1.1.</param>
internal abstract class JsonServiceClient(
    AwsConnection connection, ServiceConfig config, string target, string tokenMember = "NextToken", string version = "1.1")
    : ServiceClient(connection, config)
{
    private readonly JsonRequestMarshaller _marshaller = new(config.ServiceId, version);

    /// <summary>Makes a call that streams its answer, and whose secret is masked in messages.</summary>
    private protected Task<T> CallAsync<T>(
        string operation, Action<Utf8JsonWriter> write, ReadJson<T> read, string? secret, CancellationToken cancellationToken)
        where T : class =>
        CallAsync<T>(operation, new JsonRequest($"{target}.{operation}", write) { Secrets = [secret] }, _marshaller,
            new JsonAnswerUnmarshaller<T>(read), cancellationToken);

    /// <summary>Makes a call with a small answer.</summary>
    private protected Task<T> CallAsync<T>(
        string operation, Action<Utf8JsonWriter> write, Func<JsonElement, T> read, CancellationToken cancellationToken)
        where T : class =>
        CallAsync(operation, write, JsonMembers.Document(read), null, cancellationToken);

    /// <summary>Makes a call that returns nothing, whether as an empty object or an empty body.</summary>
    private protected Task CallAsync(string operation, Action<Utf8JsonWriter> write, CancellationToken cancellationToken) =>
        CallAsync<string>(operation, new JsonRequest($"{target}.{operation}", write), _marshaller,
            new JsonAnswerUnmarshaller<string>(JsonMembers.Document(_ => string.Empty), mayBeEmpty: true), cancellationToken);

    /// <summary>One page of a listing.</summary>
    private protected Task<TokenPage<T>> GetPageAsync<T>(
        string operation, Action<Utf8JsonWriter> write, string listMember, Func<JsonElement, T> readItem, string? token,
        CancellationToken cancellationToken) =>
        CallAsync(operation, json =>
        {
            write(json);
            if (token is not null)
            {
                json.WriteString(tokenMember, token);
            }
        }, answer => new TokenPage<T>([.. answer.RequiredItems(listMember).Select(readItem)], answer.Text(tokenMember)),
            cancellationToken);

    /// <summary>The pages of a listing, one after another.</summary>
    private protected IAsyncEnumerable<IReadOnlyList<T>> PagesAsync<T>(
        string operation, Action<Utf8JsonWriter> write, string listMember, Func<JsonElement, T> readItem,
        CancellationToken cancellationToken) =>
        TokenPages.ReadAsync(operation, (token, stop) => GetPageAsync(operation, write, listMember, readItem, token, stop),
            cancellationToken);

    /// <summary>All items of a listing that is short enough to hold in memory.</summary>
    private protected Task<List<T>> ListAsync<T>(
        string operation, Action<Utf8JsonWriter> write, string listMember, Func<JsonElement, T> readItem,
        CancellationToken cancellationToken) =>
        TokenPages.ReadAllAsync(operation, (token, stop) => GetPageAsync(operation, write, listMember, readItem, token, stop),
            cancellationToken);
}
