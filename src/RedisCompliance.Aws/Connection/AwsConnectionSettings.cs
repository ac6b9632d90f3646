namespace RedisCompliance.Aws.Connection;

/// <summary>What the user may specify about the connection; AWS's own conventions supply the rest.</summary>
public sealed class AwsConnectionSettings
{
    /// <summary>The Region's system name.</summary>
    public string? Region { get; init; }

    /// <summary>The Region that AWS Tools for PowerShell stored in the session (<c>$StoredAWSRegion</c>).</summary>
    public string? StoredRegion { get; init; }

    /// <summary>The Region to use if none is found; null to fail then.</summary>
    public string? FallbackRegion { get; init; }

    /// <summary>A profile of the shared AWS files.</summary>
    public string? ProfileName { get; init; }

    internal string? GivenProfileName => string.IsNullOrWhiteSpace(ProfileName) ? null : ProfileName;

    /// <summary>The shared credentials file; null for its usual place.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>The access key id of a key pair.</summary>
    public string? AccessKey { get; init; }

    /// <summary>The secret of a key pair.</summary>
    public string? SecretKey { get; init; }

    /// <summary>The session token of temporary keys.</summary>
    public string? SessionToken { get; init; }

    /// <summary>An AWSCredentials object of any copy of the AWS SDK, version 3 or 4.</summary>
    public object? Credential { get; init; }

    /// <summary>The same, as AWS Tools for PowerShell stored it in the session.</summary>
    public object? StoredCredential { get; init; }

    /// <summary>The URL to call instead of the service's endpoint.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>Asks for an MFA code if a profile's role requires one; null if nobody can be asked.</summary>
    public AskMfaCode? AskMfaCode { get; init; }

    /// <summary>A role to assume with the credentials found; null to call with those credentials.</summary>
    public string? AssumeRoleArn { get; init; }
}
