using System.Runtime.CompilerServices;
using System.Text.Json;

namespace RedisCompliance.Aws;

/// <summary>A client of a service that speaks AWS JSON 1.1.</summary>
/// <param name="connection">The way to AWS.</param>
/// <param name="config">The service.</param>
/// <param name="target">What stands before the operation in X-Amz-Target.</param>
internal abstract class JsonServiceClient(AwsConnection connection, ServiceConfig config, string target) : ServiceClient(connection, config)
{
    private readonly JsonRequestMarshaller _marshaller = new(config.ServiceId);

    /// <summary>Makes a call whose answer is read as it streams by.</summary>
    private protected Task<T> CallAsync<T>(string operation, Action<Utf8JsonWriter> write, ReadJson<T> read, CancellationToken cancellationToken)
        where T : class =>
        CallAsync<T>(operation, new JsonRequest($"{target}.{operation}", write), _marshaller, new JsonAnswerUnmarshaller<T>(read), cancellationToken);

    /// <summary>Makes a call whose answer is small.</summary>
    private protected Task<T> CallAsync<T>(string operation, Action<Utf8JsonWriter> write, Func<JsonElement, T> read, CancellationToken cancellationToken)
        where T : class =>
        CallAsync(operation, write, JsonMembers.Document(read), cancellationToken);

    /// <summary>Makes a call that answers nothing, be it an empty object or no body at all.</summary>
    private protected Task CallAsync(string operation, Action<Utf8JsonWriter> write, CancellationToken cancellationToken) =>
        CallAsync<string>(operation, new JsonRequest($"{target}.{operation}", write), _marshaller,
            new JsonAnswerUnmarshaller<string>(JsonMembers.Document(_ => string.Empty), mayBeEmpty: true), cancellationToken);

    /// <summary>All pages of a listing, which is short enough to be held.</summary>
    private protected async Task<List<T>> ListAsync<T>(
        string operation, Action<Utf8JsonWriter> write, string listMember, Func<JsonElement, T> readItem, CancellationToken cancellationToken)
    {
        List<T> items = [];
        await foreach (List<T> page in PagesAsync(operation, write, listMember, readItem, cancellationToken).ConfigureAwait(false))
        {
            items.AddRange(page);
        }

        return items;
    }

    /// <summary>The pages of a listing, one after another.</summary>
    private protected async IAsyncEnumerable<List<T>> PagesAsync<T>(
        string operation, Action<Utf8JsonWriter> write, string listMember, Func<JsonElement, T> readItem, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> seen = [];
        string? nextToken = null;
        do
        {
            string? token = nextToken;
            (List<T> page, nextToken) = await CallAsync(operation, json =>
            {
                write(json);
                if (token is not null)
                {
                    json.WriteString("NextToken", token);
                }
            }, answer => Tuple.Create<List<T>, string?>([.. answer.Items(listMember).Select(readItem)], answer.Text("NextToken")), cancellationToken).ConfigureAwait(false);
            yield return page;
        }
        while (!string.IsNullOrEmpty(nextToken) && (seen.Add(nextToken!) ? true : throw new ServiceCallException(
            ServiceFailure.EndlessListing, operation, Messages.PageNamedTwice.With(operation))));
    }
}
