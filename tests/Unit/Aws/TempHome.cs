using System.Security.Cryptography;
using System.Text;

namespace RedisCompliance.Aws.Tests;

/// <summary>A home folder for the time of a test, with the shared AWS files and the caches of the AWS CLI.</summary>
internal sealed class TempHome : IDisposable
{
    public const string StartUrl = "https://corp.awsapps.com/start";
    public const string LoginSession = "arn:aws:iam::111122223333:user/jane";

    public string Path { get; } = Directory.CreateTempSubdirectory("home").FullName;

    public string Config => System.IO.Path.Combine(Path, ".aws", "config");

    public string Credentials => System.IO.Path.Combine(Path, ".aws", "credentials");

    /// <summary>Writes a file below the folder.</summary>
    public string Write(string name, string content)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>A sign-in to Identity Center, as the CLI keeps it; by the name of its section, or else by its start URL.</summary>
    public string SignIn(DateTime until, string? session = null, bool isRenewable = true)
    {
#pragma warning disable CA5350 // The CLI's way to name the file; nothing rests on its strength.
        string name = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(session ?? StartUrl)));
#pragma warning restore CA5350
        string renewal = """ "clientId":"CLIENT","clientSecret":"CLIENT-SECRET","registrationExpiresAt":"2099-01-01T00:00:00Z","refreshToken":"REFRESH",""";
        return Write($".aws/sso/cache/{name}.json", $$"""
            {"startUrl":"{{StartUrl}}","region":"eu-central-1","accessToken":"SIGNED-IN",{{(isRenewable ? renewal : null)}}"expiresAt":"{{until:yyyy-MM-ddTHH:mm:ssZ}}"}
            """);
    }

    /// <summary>The keys of a login, as <c>aws login</c> leaves them.</summary>
    public void Login(DateTime until) => Write(LoginFile, $$"""
        {"accessToken":{"accessKeyId":"LOGIN","secretAccessKey":"SECRET","sessionToken":"SESSION","accountId":"111122223333","expiresAt":"{{until:yyyy-MM-ddTHH:mm:ssZ}}"},
         "tokenType":"aws_sigv4","refreshToken":"SECRET-REFRESH","idToken":"SECRET-ID","clientId":"arn:aws:signin:::devtools/same-device","dpopKey":"SECRET-KEY"}
        """);

    public static string LoginFile =>
        $".aws/login/cache/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(LoginSession)))}.json";

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
