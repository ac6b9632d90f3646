using System.Net;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Http;

/// <summary>
/// The HTTP client of all service clients: one connection pool, and answers read completely before the SDK sees them. The
/// SDK unmarshalls synchronously; it would read from the network that way, without cancellation. An answer that breaks off
/// fails here instead, as an IOException that the SDK retries.
/// </summary>
/// <param name="limits">How long an attempt may take.</param>
internal sealed class BufferedHttpClientFactory(WireLimits limits) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
#if NETSTANDARD
        HttpClientHandler handler = new();
#else
        SocketsHttpHandler handler = new() { ConnectTimeout = limits.Connect };
#endif
        handler.AllowAutoRedirect = false;
        handler.AutomaticDecompression = DecompressionMethods.None;
        if (clientConfig.GetWebProxy() is { } proxy)
        {
            if (clientConfig.ProxyCredentials is not null)
            {
                proxy.Credentials = clientConfig.ProxyCredentials;
            }

            handler.Proxy = proxy;
        }

        // Windows PowerShell's default is two connections to a server.
        handler.MaxConnectionsPerServer = clientConfig.MaxConnectionsPerServer ?? int.MaxValue;

        return new HttpClient(new WholeAnswers(limits, handler)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Clients with the same configuration share one HTTP client.</summary>
    public override string GetConfigUniqueString(IClientConfig clientConfig) =>
        $"{typeof(BufferedHttpClientFactory).FullName} {clientConfig.ProxyHost}:{clientConfig.ProxyPort} "
            + $"{clientConfig.MaxConnectionsPerServer} {limits}";

    private sealed class WholeAnswers(WireLimits limits, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using StallGuard guard = new(limits, request.Content?.Headers.ContentLength ?? 0, cancellationToken);
            HttpResponseMessage? response = null;
            try
            {
                response = await base.SendAsync(request, guard.Token).ConfigureAwait(false);
                RefuseRedirect(request, response);
                guard.BeginBody();
                response.Content = await PooledContent.ReadAsync(response.Content, guard).ConfigureAwait(false);
                return response;
            }
            catch (OperationCanceledException ended) when (!cancellationToken.IsCancellationRequested)
            {
                Discard(response);
                throw guard.Explain(ended);
            }
            catch
            {
                Discard(response);
                throw;
            }
        }

        /// <summary>
        /// A redirect would give another host the session token, and with 307 and 308 also the body with the result token, and
        /// its answer would be trusted.
        /// </summary>
        private static void RefuseRedirect(HttpRequestMessage request, HttpResponseMessage response)
        {
            if ((int)response.StatusCode is >= 300 and < 400)
            {
                throw new RedirectedException((int)response.StatusCode,
                    response.Headers.Location is { } place
                        && Uri.TryCreate(request.RequestUri, place, out Uri? target) ? target.Authority : null);
            }
        }

        private static void Discard(HttpResponseMessage? response)
        {
#if NETSTANDARD
            // .NET Framework may read a body to its end before it disposes of it. The caller does not wait for the disposal.
            _ = Task.Run(() => response?.Dispose());
#else
            response?.Dispose();
#endif
        }
    }
}
