using System.Text.Json;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

/// <summary>Findings on their way to Security Hub.</summary>
public sealed class SecurityHubTests : EndpointTest
{
    private const string Account = "123456789012";

    public static TheoryData<string> Texts =>
    [
        "orders", "</script>", "\u001b[31m", "a\u2028b", new string('x', 600), new string('\u65E5', 256), "\ud83d\ude00", "=1",
        "\"quoted\"", "|",
    ];

    internal static AsffFinding Finding(string id, DateTime? updatedAt = null, bool isArchived = false) => AsffFinding.Of(
        new Finding(new Evaluation
        {
            ComplianceResourceType = ResourceType.ReplicationGroup,
            ComplianceResourceId = id,
            ComplianceType = ComplianceType.NonCompliant,
            Annotation = $"Encryption at rest not enabled for Amazon ElastiCache cluster: {id}",
            OrderingTimestamp = new DateTime(2026, 11, 25, 0, 0, 0, DateTimeKind.Utc),
            EncryptionState = EncryptionState.Unencrypted,
            Evidence = EncryptionEvidence.StorageEncryptionType,
            KeyKind = KeyKind.None,
            Region = "us-east-1",
            AccountId = Account,
            Arn = $"arn:aws:elasticache:us-east-1:{Account}:replicationgroup:{id}",
            Tags = Enumerable.Range(0, 60).ToDictionary(i => $"{i} {id}", i => new string('v', 300)),
        }), updatedAt ?? new DateTime(2026, 11, 25, 1, 0, 0, DateTimeKind.Utc))! with { IsArchived = isArchived };

    internal static ReadOnlyMemory<byte> Write(AsffFinding finding)
    {
        using MemoryStream written = new();
        using (Utf8JsonWriter json = new(written))
        {
            finding.Write(json);
        }

        return written.ToArray();
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_finding_is_as_the_model_has_it_whatever_the_names_and_reasons_hold(string text)
    {
        await using ModelEndpoint endpoint = await ModelEndpoint.StartAsync();
        AwsConnection connection = await AwsConnection.OpenAsync(new AwsConnectionSettings
        {
            Region = Samples.Region, AccessKey = "AKID", SecretKey = "SECRET", SessionToken = "TOKEN", EndpointUrl = endpoint.Url,
        }, Cancelled);
        using AmazonSecurityHubClient client = new(connection);
        ReadOnlyMemory<byte> finding = Write(Finding(text));

        await client.BatchImportFindingsAsync([finding], Cancelled);

        Assert.Empty(endpoint.Violations);
        Assert.InRange(finding.Length, 1, SecurityHubFindings.MaxFindingLength);
        using JsonDocument json = JsonDocument.Parse(finding);
        Assert.InRange(json.RootElement.GetProperty("Id").GetString()!.Length, 1, 512);
        Assert.InRange(json.RootElement.GetProperty("Title").GetString()!.Length, 1, 256);
        Assert.InRange(json.RootElement.GetProperty("Description").GetString()!.Length, 1, 1024);
        Assert.InRange(json.RootElement.GetProperty("Remediation").GetProperty("Recommendation").GetProperty("Text").GetString()!.Length,
            1, 512);
        Assert.Equal(50, json.RootElement.GetProperty("Resources")[0].GetProperty("Tags").EnumerateObject().Count());
    }

    [Theory]
    [InlineData(99, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(250, 3)]
    public async Task A_call_takes_a_hundred_findings_at_most(int count, int calls)
    {
        using SecurityHubFindings hub = new(await ConnectAsync());

        Assert.Empty(await hub.ImportAsync(Enumerable.Range(0, count).Select(i => Written(Finding($"group-{i}"))), Cancelled));

        Assert.Equal(calls, hub.CallCount);
        Assert.Equal(count, Endpoint.SecurityHub.Lines.Length);
    }

    [Theory]
    [InlineData(SecurityHubFindings.MaxFindingLength, 0)]
    [InlineData(SecurityHubFindings.MaxFindingLength + 1, 1)]
    public async Task A_finding_that_is_too_long_is_not_sent_and_is_named(int length, int failures)
    {
        using SecurityHubFindings hub = new(await ConnectAsync());
        byte[] padded = [.. Enumerable.Repeat((byte)' ', length)];
        Write(Finding("orders")).Span.CopyTo(padded);

        IReadOnlyList<FailedFinding> failed = await hub.ImportAsync(
            [new WrittenFinding("big", padded), Written(Finding("carts"))], Cancelled);

        Assert.Equal(failures, failed.Count);
        Assert.All(failed, one => Assert.Equal("big", one.Id));
        Assert.Equal(2 - failures, Endpoint.SecurityHub.Lines.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_fails_is_sent_again_and_at_last_named(bool namesFailures)
    {
        Endpoint.SecurityHub.NamesFailures = namesFailures;
        Endpoint.SecurityHub.Fails = (id, attempt) =>
            id.EndsWith("/never", StringComparison.Ordinal)
                || (id.EndsWith("/later", StringComparison.Ordinal) && attempt < 3) ? "InternalError" : null;
        using SecurityHubFindings hub = new(await ConnectAsync());

        IReadOnlyList<FailedFinding> failed = await hub.ImportAsync(
            [Written(Finding("sound")), Written(Finding("later")), Written(Finding("never"))], Cancelled);

        // Where nobody says which, each of them may be the one.
        Assert.Equal(namesFailures ? ["never InternalError"] : ["sound Unnamed", "later Unnamed", "never Unnamed"],
            failed.Select(one => $"{one.Id.Split('/')[^1]} {one.ErrorCode}"));
        Assert.Equal(3, hub.CallCount);
        Assert.Equal(["later", "sound"], Endpoint.SecurityHub.Lines.Select(line => line.Split(' ')[^1]));
    }

    [Fact]
    public async Task The_active_findings_are_read_page_by_page()
    {
        Endpoint.SecurityHub.PageSize = 2;
        using SecurityHubFindings hub = new(await ConnectAsync());
        await hub.ImportAsync([.. Enumerable.Range(0, 5).Select(i => Written(Finding($"group-{i}"))),
            Written(Finding("old", isArchived: true))], Cancelled);

        List<StoredFinding> stored = [];
        await foreach (IReadOnlyList<StoredFinding> page in hub.ReadAsync(AsffFinding.GeneratorId, Account, Cancelled))
        {
            stored.AddRange(page);
        }

        Assert.Equal(["group-0", "group-1", "group-2", "group-3", "group-4"], stored.Select(one => one.Id.Split('/')[^1]));
        Assert.All(stored, one =>
            Assert.Equal((new DateTime(2026, 11, 25, 0, 0, 0, DateTimeKind.Utc), new DateTime(2026, 11, 25, 1, 0, 0, DateTimeKind.Utc)),
                (one.CreatedAt, one.UpdatedAt)));
    }

    private Task<AwsConnection> ConnectAsync() => AwsConnection.OpenAsync(
        new AwsConnectionSettings { Region = Region, AccessKey = "AKID", SecretKey = "SECRET", SessionToken = "TOKEN",
            EndpointUrl = Endpoint.Url }, Cancelled);

    private static WrittenFinding Written(AsffFinding finding) => new(finding.Id, Write(finding));
}
