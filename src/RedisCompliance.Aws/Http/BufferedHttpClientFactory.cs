using System.Net;
using Amazon.Runtime;

namespace RedisCompliance.Aws;

/// <summary>
/// The HTTP client of all service clients: one connection pool, and answers read whole before the SDK sees them. The
/// SDK unmarshalls synchronously and would read the network that way, deaf to cancellation; an answer that breaks off
/// fails here instead, as an IOException that the SDK's retries understand.
/// </summary>
internal sealed class BufferedHttpClientFactory : HttpClientFactory
{
    public static BufferedHttpClientFactory Instance { get; } = new();

    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        HttpClientHandler handler = new()
        {
            AllowAutoRedirect = clientConfig.AllowAutoRedirect,
            AutomaticDecompression = DecompressionMethods.None,
        };
        if (clientConfig.GetWebProxy() is { } proxy)
        {
            if (clientConfig.ProxyCredentials is not null)
            {
                proxy.Credentials = clientConfig.ProxyCredentials;
            }

            handler.Proxy = proxy;
        }

        // Windows PowerShell allows two connections to a server where nothing else is said.
        handler.MaxConnectionsPerServer = clientConfig.MaxConnectionsPerServer ?? int.MaxValue;

        HttpClient client = new(new BufferingHandler(handler));
        if (clientConfig.Timeout is { } timeout)
        {
            client.Timeout = timeout;
        }

        return client;
    }

    /// <summary>Clients that would be configured alike are one client.</summary>
    public override string GetConfigUniqueString(IClientConfig clientConfig) =>
        $"{typeof(BufferedHttpClientFactory).FullName} {clientConfig.ProxyHost}:{clientConfig.ProxyPort} {clientConfig.Timeout} {clientConfig.MaxConnectionsPerServer} {clientConfig.AllowAutoRedirect}";

    private sealed class BufferingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            try
            {
                response.Content = await PooledContent.ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
    }
}
