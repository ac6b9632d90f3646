namespace RedisCompliance.Aws.Connection;

/// <summary>Asks the user for the code that an MFA device shows.</summary>
/// <param name="challenge">What it is for.</param>
/// <param name="cancellationToken">Ends the asking.</param>
/// <returns>The code; null where nobody can be asked.</returns>
public delegate Task<string?> AskMfaCode(MfaChallenge challenge, CancellationToken cancellationToken);

/// <summary>What the code of an MFA device is needed for.</summary>
/// <param name="ProfileName">The profile whose role is to be assumed.</param>
/// <param name="SerialNumber">The device: its ARN or serial number.</param>
/// <param name="RoleArn">The role.</param>
public sealed record MfaChallenge(string ProfileName, string SerialNumber, string RoleArn);
