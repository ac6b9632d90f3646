using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedisCompliance.Aws.IdentityCenter;

/// <summary>A sign-in to IAM Identity Center.</summary>
/// <param name="AccessToken">The token to request role credentials with.</param>
/// <param name="ExpiresAt">When the token expires.</param>
/// <param name="Registration">What renews the sign-in; null if it cannot be renewed.</param>
internal sealed record SsoToken(string AccessToken, DateTime ExpiresAt, SsoRegistration? Registration);

/// <summary>What a renewal of a sign-in needs.</summary>
internal sealed record SsoRegistration(string ClientId, string ClientSecret, string RefreshToken);

/// <summary>The file where the AWS CLI keeps one sign-in; AWS Tools uses the same folder.</summary>
/// <param name="key">The name of the <c>sso-session</c>, or the start URL of a profile without one.</param>
internal sealed class SsoTokenCache(string key)
{
    private readonly string _path = LocalFile.InHome(".aws", "sso", "cache", FileName(key));

    /// <summary>Reads the sign-in; null if there is none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnreadableKeysException">The file holds no valid sign-in.</exception>
    public async Task<SsoToken?> ReadAsync(CancellationToken cancellationToken) =>
        await LocalFile.ReadTextAsync(_path, cancellationToken).ConfigureAwait(false) is { } text ? KeysReader.Read(text, Read) : null;

    /// <summary>Stores a renewed sign-in: its refresh token may be new and the old one invalid.</summary>
    public async Task WriteAsync(SsoToken token, CancellationToken cancellationToken)
    {
        string besides = $"{_path}.{Guid.NewGuid():N}";
        try
        {
            string? kept = await LocalFile.ReadTextAsync(_path, cancellationToken).ConfigureAwait(false);
            JsonObject json = JsonNode.Parse(kept ?? "{}") as JsonObject ?? throw new JsonException();
            json["accessToken"] = token.AccessToken;
            json["expiresAt"] = token.ExpiresAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            json["refreshToken"] = token.Registration!.RefreshToken;
            Write(besides, json.ToJsonString());
            // In one step, so that no reader sees half of the file.
            File.Replace(besides, _path, null);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            // The home folder may be read-only, as in a container; another program may have damaged the file since it was read; or
            // a name occurs twice in it, which JsonObject rejects. The token still serves this audit.
            File.Delete(besides);
        }
    }

    private static SsoToken Read(JsonElement json)
    {
        bool isRegistered = json.Find("registrationExpiresAt") is not null
            && KeysReader.Time(json, "registrationExpiresAt") > DateTime.UtcNow;
        return new SsoToken(
            KeysReader.Text(json, "accessToken"),
            KeysReader.Time(json, "expiresAt"),
            isRegistered && KeysReader.TextOrNull(json, "clientId") is { } id
                && KeysReader.TextOrNull(json, "clientSecret") is { } secret
                && KeysReader.TextOrNull(json, "refreshToken") is { } refresh ? new SsoRegistration(id, secret, refresh) : null);
    }

    private static void Write(string path, string content)
    {
#if NET
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using StreamWriter writer = new(path, new UTF8Encoding(false), options);
#else
        using StreamWriter writer = new(path, append: false, new UTF8Encoding(false));
#endif
        writer.Write(content);
    }

    private static string FileName(string key)
    {
#pragma warning disable CA5350, CA1850 // The CLI names its file so; security does not depend on it. HashData is not in netstandard2.0.
        using var hash = SHA1.Create();
        return KeysReader.Hex(hash.ComputeHash(Encoding.UTF8.GetBytes(key))) + ".json";
#pragma warning restore CA5350, CA1850
    }
}
