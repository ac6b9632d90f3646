namespace RedisCompliance.Aws.Connection;

/// <summary>What a user may say about the way to AWS; everything unsaid is found by AWS's own conventions.</summary>
public sealed class AwsConnectionSettings
{
    /// <summary>The Region's system name.</summary>
    public string? Region { get; init; }

    /// <summary>The Region that AWS Tools for PowerShell has stored in the session (<c>$StoredAWSRegion</c>).</summary>
    public string? StoredRegion { get; init; }

    /// <summary>The Region to use where none is found; null to fail then.</summary>
    public string? FallbackRegion { get; init; }

    /// <summary>A profile of the shared AWS files.</summary>
    public string? ProfileName { get; init; }

    internal string? GivenProfileName => string.IsNullOrWhiteSpace(ProfileName) ? null : ProfileName;

    /// <summary>The shared credentials file, where it is not in its usual place.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>The access key id of a key pair.</summary>
    public string? AccessKey { get; init; }

    /// <summary>The secret of a key pair.</summary>
    public string? SecretKey { get; init; }

    /// <summary>The session token of temporary keys.</summary>
    public string? SessionToken { get; init; }

    /// <summary>An AWSCredentials object of any copy and version 3 or 4 of the AWS SDK.</summary>
    public object? Credential { get; init; }

    /// <summary>The same, as AWS Tools for PowerShell has stored it in the session.</summary>
    public object? StoredCredential { get; init; }

    /// <summary>The URL to call instead of the service's own.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>Asks for the code of an MFA device, where a profile's role wants one; null where there is nobody to ask.</summary>
    public AskMfaCode? AskMfaCode { get; init; }

    /// <summary>A role to assume with the credentials found; null to call with those themselves.</summary>
    public string? AssumeRoleArn { get; init; }
}
