using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection.Sources;

/// <summary>
/// Keys that <c>aws login</c> stores for a profile's <c>login_session</c>. They live 15 minutes. Only the AWS CLI renews
/// them: each renewal replaces the refresh token, so two writers of the cache would lock each other out.
/// </summary>
/// <remarks>AWS SDKs and Tools Reference Guide, "Login provider".</remarks>
internal static class LoginCache
{
    /// <summary>Gets a login's credentials.</summary>
    /// <exception cref="ConnectionException">There are none, or they have expired.</exception>
    public static Task<AWSCredentials> BeginAsync(string session, CredentialOrigin origin, CancellationToken cancellationToken) =>
        TemporaryCredentials.BeginAsync(token => ReadAsync(session, origin, token), cancellationToken);

    /// <summary>Reads the file each time, because the AWS CLI may have renewed the keys.</summary>
    /// <exception cref="ConnectionException">There are none, or they have expired.</exception>
    private static async Task<TemporaryKeys> ReadAsync(string session, CredentialOrigin origin, CancellationToken cancellationToken)
    {
        string folder = EnvironmentVariable.Get("AWS_LOGIN_CACHE_DIRECTORY") is { } named
            ? LocalFile.Expand(named)
            : LocalFile.InHome(".aws", "login", "cache");
        string path = Path.Combine(folder, FileName(session));
        try
        {
            string text = await LocalFile.ReadTextAsync(path, cancellationToken).ConfigureAwait(false)
                ?? throw origin.Failure(ConnectionFault.LoginRequired, Messages.LoginMissing.With(session));
            TemporaryKeys keys = KeysReader.Read(text, json => json.Find("accessToken") is { ValueKind: JsonValueKind.Object } token
                ? KeysReader.Keys(token, "accessKeyId", "secretAccessKey", "sessionToken", "expiresAt", isTemporary: true)
                : throw new UnreadableKeysException(Messages.MemberMissing.With("accessToken")));
            return keys.IsGood(TimeSpan.Zero) ? keys
                : throw origin.Failure(ConnectionFault.LoginRequired, Messages.LoginEnded.With(session));
        }
        catch (Exception exception) when (exception is UnreadableKeysException or IOException)
        {
            throw origin.Failure(ConnectionFault.LoginRequired, Messages.LoginUnreadable.With(path, exception.Message), exception);
        }
    }

    /// <summary>The file name that the AWS CLI uses.</summary>
    private static string FileName(string session)
    {
#pragma warning disable CA1850 // HashData is not in netstandard2.0.
        using var hash = SHA256.Create();
        return KeysReader.Hex(hash.ComputeHash(Encoding.UTF8.GetBytes(session.Trim()))) + ".json";
#pragma warning restore CA1850
    }
}
