using System.Buffers;
using System.Text;

namespace RedisCompliance.Bench;

/// <summary>
/// The least that a client can do: posts the same calls, reads the same bytes, looks for nothing but the marker. The
/// three listings go on side by side, as the module's do.
/// </summary>
internal sealed class BareClient(string url) : IDisposable
{
    private static readonly byte[] s_markerStart = Encoding.ASCII.GetBytes("<Marker>");

    private readonly HttpClient _http = new();

    public async Task<long> DownloadAsync()
    {
        long[] bytes = await Task.WhenAll(
            ListAsync("DescribeReplicationGroups"), ListAsync("DescribeCacheClusters"), ListAsync("DescribeServerlessCaches"));
        return bytes.Sum();
    }

    public void Dispose() => _http.Dispose();

    /// <summary>One listing, page after page. Gives the bytes that came.</summary>
    public async Task<long> ListAsync(string action)
    {
        long total = 0;
        string? marker = null;
        do
        {
            Dictionary<string, string> form = new() { ["Action"] = action, ["Version"] = "2015-02-02", ["MaxRecords"] = "100" };
            if (marker is not null)
            {
                form["Marker"] = marker;
            }

            (int length, marker) = await PostAsync(new FormUrlEncodedContent(form), "AK", "us-east-1", "elasticache");
            total += length;
        }
        while (marker is not null);
        return total;
    }

    /// <summary>One call. Gives the bytes that came and the marker in them.</summary>
    public async Task<(int Length, string? Marker)> PostAsync(HttpContent form, string accessKey, string region, string service)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, url) { Content = form };
            request.Headers.TryAddWithoutValidation(
                "Authorization", $"AWS4-HMAC-SHA256 Credential={accessKey}/20260101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            await using Stream body = await response.Content.ReadAsStreamAsync();
            int length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false);
            return (length, MarkerOf(buffer.AsSpan(0, length)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string? MarkerOf(ReadOnlySpan<byte> page)
    {
        int at = page.LastIndexOf(s_markerStart);
        return at < 0 ? null : Encoding.ASCII.GetString(
            page[(at + s_markerStart.Length)..][..page[(at + s_markerStart.Length)..].IndexOf((byte)'<')]);
    }
}
