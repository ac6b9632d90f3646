using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection.Sources;

/// <summary>Keys in the environment.</summary>
internal static class EnvironmentKeys
{
    /// <summary>The environment's credentials; null if it has none.</summary>
    /// <exception cref="ConnectionException">Only half of the key pair is set.</exception>
    public static AWSCredentials? Find(CredentialOrigin origin)
    {
        string? accessKey = EnvironmentVariable.Get("AWS_ACCESS_KEY_ID");
        string? secretKey = EnvironmentVariable.Get("AWS_SECRET_ACCESS_KEY");
        return (accessKey, secretKey) switch
        {
            (null, null) => null,
            ({ } key, { } secret) => Create(key, secret, EnvironmentVariable.Get("AWS_SESSION_TOKEN")),
            (null, _) => throw Half("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
            _ => throw Half("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
        };

        ConnectionException Half(string set, string missing) =>
            origin.Failure(ConnectionFault.IncompleteKeys, Messages.SettingMissing.With(set, missing));
    }

    /// <summary>Makes credentials of keys.</summary>
    public static AWSCredentials Create(string accessKey, string secretKey, string? sessionToken) =>
        string.IsNullOrWhiteSpace(sessionToken)
        ? new BasicAWSCredentials(accessKey, secretKey)
        : new SessionAWSCredentials(accessKey, secretKey, sessionToken);
}
