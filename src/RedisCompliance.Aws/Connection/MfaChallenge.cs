namespace RedisCompliance.Aws.Connection;

/// <summary>Asks the user for the code that an MFA device shows.</summary>
/// <param name="challenge">What the code is for.</param>
/// <param name="cancellationToken">Cancels the prompt.</param>
/// <returns>The code; null if nobody can be asked.</returns>
public delegate Task<string?> AskMfaCode(MfaChallenge challenge, CancellationToken cancellationToken);

/// <summary>What an MFA code is needed for.</summary>
/// <param name="ProfileName">The profile whose role to assume.</param>
/// <param name="SerialNumber">The device: its ARN or serial number.</param>
/// <param name="RoleArn">The role.</param>
public sealed record MfaChallenge(string ProfileName, string SerialNumber, string RoleArn);
