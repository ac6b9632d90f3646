using System.Net;

namespace RedisCompliance.Aws.Connection.Sources;

/// <summary>Calls local HTTP services of a container or an instance: never through a proxy, limited in time and size.</summary>
internal static class LocalHttp
{
    private static readonly HttpClient s_client = new(new HttpClientHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        MaxResponseContentBufferSize = 64 * 1024,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Makes a call.</summary>
    /// <exception cref="HttpRequestException">The call failed, or the answer broke off.</exception>
    /// <exception cref="TimeoutException">No answer came in time.</exception>
    public static async Task<(HttpStatusCode Status, string Body)> SendAsync(
        HttpMethod method, Uri url, TimeSpan patience, CancellationToken cancellationToken, params (string Name, string? Value)[] headers)
    {
        using HttpRequestMessage request = new(method, url);
        foreach ((string name, string? value) in headers)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(patience);
        try
        {
            using HttpResponseMessage response = await s_client.SendAsync(request, bounded.Token).ConfigureAwait(false);
#pragma warning disable CA2016 // The content is already in memory, and netstandard2.0 has no overload with a token.
            return (response.StatusCode, await response.Content.ReadAsStringAsync().ConfigureAwait(false));
#pragma warning restore CA2016
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(Messages.NoAnswerInSeconds.With(patience.TotalSeconds));
        }
    }
}
