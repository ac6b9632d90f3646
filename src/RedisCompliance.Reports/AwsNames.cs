namespace RedisCompliance.Reports;

/// <summary>Finds the location in AWS names.</summary>
internal static class AwsNames
{
    /// <summary>Returns the partition of an ARN, or else of a Region.</summary>
    public static string PartitionOf(string? arn, string? region) =>
        arn?.Split(':') is ["arn", { Length: > 0 } named, ..] ? named
        : region is null ? "aws"
        : region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
        : region.StartsWith("eusc-", StringComparison.Ordinal) ? "aws-eusc"
        : region.StartsWith("us-iso-", StringComparison.Ordinal) ? "aws-iso"
        : region.StartsWith("us-isob-", StringComparison.Ordinal) ? "aws-iso-b"
        : region.StartsWith("eu-isoe-", StringComparison.Ordinal) ? "aws-iso-e"
        : region.StartsWith("us-isof-", StringComparison.Ordinal) ? "aws-iso-f"
        : "aws";
}
