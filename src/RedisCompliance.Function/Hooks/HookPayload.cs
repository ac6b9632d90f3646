using System.Net;
using System.Text.RegularExpressions;
using RedisCompliance.Aws.Endpoints;

namespace RedisCompliance.Function.Hooks;

/// <summary>
/// Fetches a payload that CloudFormation put into S3 because it is too long for the request. The URL carries its own signature,
/// so it is a secret that no message shows. It must be an HTTPS URL of a host of S3.
/// </summary>
internal sealed partial class HookPayload(Func<Uri, bool> isAllowed)
{
    /// <summary>
    /// The longest payload: two templates of CloudFormation's limit of 1 MB, as texts in JSON, and their changes.
    /// </summary>
    public const int MaxLength = 8 * 1024 * 1024;

    // One client for the process: its connections outlive an invocation.
    private static readonly HttpClient s_client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxResponseHeadersLength = 64,
    })
    {
        // The deadline of the run limits the request.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Fetches from S3.</summary>
    public HookPayload()
        : this(IsS3)
    {
    }

    /// <summary>
    /// Whether a URL is an HTTPS URL of S3: of a bucket or of the service, including FIPS, dual-stack and the old spellings.
    /// </summary>
    public static bool IsS3(Uri url)
    {
        if (url.Scheme != Uri.UriSchemeHttps || !url.IsDefaultPort || url.UserInfo.Length > 0)
        {
            return false;
        }

        string host = url.IdnHost.ToLowerInvariant();
        return Partition.All.Any(partition =>
            host.EndsWith("." + partition.DnsSuffix, StringComparison.Ordinal)
            && ServiceHost().IsMatch(host[..^(partition.DnsSuffix.Length + 1)]));
    }

    /// <summary>Fetches a payload.</summary>
    /// <exception cref="HookException">There is no payload, or it cannot be fetched.</exception>
    public async Task<byte[]> FetchAsync(string? url, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || !isAllowed(address))
        {
            throw new HookException(url is null
                ? "The request has no payload."
                : "The payload is not at an HTTPS address of Amazon S3, and was not fetched.");
        }

        try
        {
            using HttpResponseMessage response = await s_client
                .GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new HookException($"The payload could not be fetched: S3 answered {(int)response.StatusCode}.");
            }

            return await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            string kind = exception is HttpRequestException { HttpRequestError: var error } ? $"{error}" : exception.GetType().Name;
            throw new HookException($"The payload could not be fetched ({kind}).", exception);
        }
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > MaxLength)
        {
            throw TooLong();
        }

        Stream content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return await ReadAsync(content, MaxLength, TooLong, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a stream to its end, up to a limit.</summary>
    public static async Task<byte[]> ReadAsync(
        Stream content, int maxLength, Func<HookException> tooLong, CancellationToken cancellationToken)
    {
        using MemoryStream whole = new();
        byte[] buffer = new byte[64 * 1024];
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (whole.Length + read > maxLength)
            {
                throw tooLong();
            }

            whole.Write(buffer, 0, read);
        }

        return whole.ToArray();
    }

    private static HookException TooLong() => new($"The payload is longer than {MaxLength / (1024 * 1024)} MB.");

    // The part before the domain: any bucket, the service, perhaps dual-stack, the Region. The end decides: hosts of other
    // services may also begin with s3, such as s3.execute-api.
    [GeneratedRegex(
        @"^(?:[a-z0-9._-]+\.)?(?:s3|s3-fips|s3-external-1|s3-[a-z]{2,}(?:-[a-z]+)+-[0-9]+)"
            + @"(?:\.dualstack)?(?:\.[a-z]{2,}(?:-[a-z]+)+-[0-9]+)?$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ServiceHost();
}
