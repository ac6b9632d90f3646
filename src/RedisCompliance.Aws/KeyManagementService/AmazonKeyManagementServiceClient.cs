namespace RedisCompliance.Aws.KeyManagementService;

/// <summary>
/// The operation of AWS KMS that finds a key by its alias. Names follow AWSSDK.KeyManagementService, which this
/// client replaces.
/// </summary>
/// <remarks>AWS KMS API Reference, version 2014-11-01.</remarks>
internal sealed class AmazonKeyManagementServiceClient(AwsConnection connection)
    : JsonServiceClient(connection, new AmazonKeyManagementServiceConfig(connection), "TrentService")
{
    /// <summary>The ARN of the key that an id, an ARN or an alias names.</summary>
    public Task<string> DescribeKeyAsync(string keyId, CancellationToken cancellationToken) =>
        CallAsync("DescribeKey", json => json.WriteString("KeyId", keyId),
            answer => answer.Find("KeyMetadata")?.RequiredText("Arn")
                ?? throw new System.Text.Json.JsonException("KeyMetadata is missing."), cancellationToken);

    private sealed class AmazonKeyManagementServiceConfig(AwsConnection connection) : ServiceConfig(connection, "KMS", "kms")
    {
        public override string ServiceVersion => "2014-11-01";
    }
}
