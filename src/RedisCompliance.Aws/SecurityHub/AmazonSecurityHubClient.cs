using System.Text.Json;

namespace RedisCompliance.Aws.SecurityHub;

/// <summary>
/// The operations of AWS Security Hub CSPM that this project calls. Names follow AWSSDK.SecurityHub, which this client replaces.
/// </summary>
/// <remarks>AWS Security Hub API Reference, version 2018-10-26.</remarks>
internal sealed class AmazonSecurityHubClient(
    AwsConnection connection) : ServiceClient(connection, new AmazonSecurityHubConfig(connection))
{
    // The largest page of GetFindings.
    private const int MaxResults = 100;

    private static readonly RestRequestMarshaller s_marshaller = new("SecurityHub");

    /// <summary>Imports up to 100 findings that are already JSON.</summary>
    public Task<ImportAnswer> BatchImportFindingsAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> findings, CancellationToken cancellationToken) =>
        CallAsync("BatchImportFindings", new RestRequest("POST", "/findings/import", [], json =>
        {
            json.WriteStartArray("Findings");
            foreach (ReadOnlyMemory<byte> finding in findings)
            {
                json.WriteRawValue(finding.Span);
            }

            json.WriteEndArray();
        }), ReadImport, cancellationToken);

    /// <summary>One page of a generator's active findings in the account and Region.</summary>
    public Task<TokenPage<StoredFinding>> GetFindingsAsync(
        string generatorId, string accountId, string region, string? nextToken, CancellationToken cancellationToken) =>
        CallAsync("GetFindings", new RestRequest("POST", "/findings", [], json =>
        {
            json.WriteStartObject("Filters");
            WriteFilter(json, "GeneratorId", generatorId);
            WriteFilter(json, "AwsAccountId", accountId);
            WriteFilter(json, "Region", region);
            WriteFilter(json, "RecordState", "ACTIVE");
            json.WriteEndObject();
            json.WriteNumber("MaxResults", MaxResults);
            if (nextToken is not null)
            {
                json.WriteString("NextToken", nextToken);
            }
        }), answer => new TokenPage<StoredFinding>([.. answer.RequiredItems("Findings").Select(ReadFinding)], answer.Text("NextToken")),
            cancellationToken);

    private Task<T> CallAsync<T>(string operation, RestRequest request, Func<JsonElement, T> read, CancellationToken cancellationToken)
        where T : class =>
        CallAsync<T>(operation, request, s_marshaller, new JsonAnswerUnmarshaller<T>(JsonMembers.Document(read)), cancellationToken);

    private static void WriteFilter(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartArray(name);
        json.WriteStartObject();
        json.WriteString("Value", value);
        json.WriteString("Comparison", "EQUALS");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>FailedFindings may be absent even if findings failed: the counts are authoritative.</summary>
    private static ImportAnswer ReadImport(JsonElement answer) => new(
        answer.Number("SuccessCount") ?? throw JsonMembers.Missing("SuccessCount"),
        answer.Number("FailedCount") ?? throw JsonMembers.Missing("FailedCount"),
        [.. answer.Items("FailedFindings")
            .Select(failed => new FailedFinding(
                failed.RequiredText("Id"), failed.RequiredText("ErrorCode"), failed.RequiredText("ErrorMessage")))]);

    private static StoredFinding ReadFinding(JsonElement finding)
    {
        JsonElement resource = finding.RequiredItems("Resources").FirstOrDefault();
        return resource.ValueKind != JsonValueKind.Object ? throw JsonMembers.Missing("Resources") : new StoredFinding(
            finding.RequiredText("Id"), finding.RequiredText("Title"), resource.RequiredText("Type"), resource.RequiredText("Id"),
            Time(finding, "CreatedAt") ?? throw JsonMembers.Missing("CreatedAt"), Time(finding, "UpdatedAt")
                ?? throw JsonMembers.Missing("UpdatedAt"),
            Time(finding, "LastObservedAt"));
    }

    /// <summary>The finding format writes times as text.</summary>
    private static DateTime? Time(JsonElement finding, string name) => finding.Text(name) is { } text
        ? DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal).UtcDateTime
        : null;

    private sealed class AmazonSecurityHubConfig(AwsConnection connection) : ServiceConfig(connection, "SecurityHub", "securityhub")
    {
        public override string ServiceVersion => "2018-10-26";
    }
}
