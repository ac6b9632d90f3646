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
        byte[] buffer = new byte[1 << 20];
        do
        {
            Dictionary<string, string> form = new() { ["Action"] = action, ["Version"] = "2015-02-02", ["MaxRecords"] = "100" };
            if (marker is not null)
            {
                form["Marker"] = marker;
            }

            using HttpRequestMessage request = new(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) };
            request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/elasticache/aws4_request, SignedHeaders=host, Signature=0");
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            await using Stream body = await response.Content.ReadAsStreamAsync();
            int length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false);
            total += length;
            marker = MarkerOf(buffer.AsSpan(0, length));
        }
        while (marker is not null);
        return total;
    }

    private static string? MarkerOf(ReadOnlySpan<byte> page)
    {
        int at = page.LastIndexOf(s_markerStart);
        return at < 0 ? null : Encoding.ASCII.GetString(page[(at + s_markerStart.Length)..][..page[(at + s_markerStart.Length)..].IndexOf((byte)'<')]);
    }
}
