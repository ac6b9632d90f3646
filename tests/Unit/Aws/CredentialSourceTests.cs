using System.Diagnostics;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

/// <summary>Where credentials come from: each source that works, and each way in which one does not.</summary>
[Collection(nameof(EnvironmentTests))]
public sealed class CredentialSourceTests : EndpointTest
{
    private const string Role = "role_arn = arn:aws:iam::222233334444:role/audit\n";

    public static TheoryData<string, Road> Failures =>
        [.. CredentialCase.All.SelectMany(
            item => Enum.GetValues<Road>().Select(road => new TheoryDataRow<string, Road>(item.Name, road)))];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_profile_without_credentials_is_told_by_its_name_however_it_is_come_by(string name, Road road)
    {
        CredentialCase item = CredentialCase.All.Single(item => item.Name == name);
        using TempHome home = new();
        using EnvironmentVariables _ = At(home, road == Road.Variable ? "audit" : null);
        home.Write(".aws/config", item.ConfigFor(road, home));
        item.Arrange(home);
        Endpoint.Fault = item.Answers;

        ConnectionException exception = await Assert.ThrowsAsync<ConnectionException>(() => OpenAsync(new()
        {
            ProfileName = road == Road.Parameter ? "audit" : null,
            AskMfaCode = item.MfaCode is null ? null : (_, _) => Task.FromResult<string?>(item.MfaCode),
        }));

        Assert.Equal(item.Fault, exception.Fault);
        Assert.Contains(road == Road.Default ? "'default'" : "'audit'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(item.Says, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", exception.Message.Replace("AWS_SECRET_ACCESS_KEY", null, StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.DoesNotContain(exception.Message, character => char.IsControl(character));
    }

    public static TheoryData<string, string, string> Good => new()
    {
        { "aws_access_key_id = KEYS\naws_secret_access_key = SECRET", "KEYS", "" },
        { """credential_process = echo '{"Version":1,"AccessKeyId":"PROCESS","SecretAccessKey":"SECRET"}'""", "PROCESS", "" },
        { """credential_process = printf """
            + """'{"Version":1,"AccessKeyId":"%s\101","SecretAccessKey":"SECRET","SessionToken":"T","""
            + """ "Expiration":"2099-01-01T00:00:00+09:00"}' "a b" """, "a bA", "" },
        { $"{Role}source_profile = keys", "ASIA222233334444", "AKIAKEYS AssumeRole" },
        { $"{Role}source_profile = hub", "ASIA222233334444", "AKIAKEYS AssumeRole, ASIA111111111111 AssumeRole" },
        { $"{Role}source_profile = SELF\naws_access_key_id = KEYS\naws_secret_access_key = SECRET", "ASIA222233334444",
            "KEYS AssumeRole" },
        { $"{Role}web_identity_token_file = HOME/token", "ASIA222233334444", " AssumeRoleWithWebIdentity" },
        { $"sso_start_url = {TempHome.StartUrl}\nsso_region = eu-central-1\nsso_account_id = 444444444444\nsso_role_name = Auditor",
            "ASIA444444444444", " GetRoleCredentials" },
        { "sso_session = corp\nsso_account_id = 444444444444\nsso_role_name = Auditor", "ASIA444444444444",
            " CreateToken,  GetRoleCredentials" },
        { $"login_session = {TempHome.LoginSession}", "LOGIN", "" },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public async Task A_profile_gives_credentials_however_it_is_come_by(string settings, string accessKey, string calls)
    {
        foreach (Road road in Enum.GetValues<Road>())
        {
            await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
            using TempHome home = new();
            using EnvironmentVariables _ = At(home, road == Road.Variable ? "audit" : null, endpoint.Url);
            CredentialCase item = new(
                "good", default, settings.Replace("SELF", road == Road.Default ? "default" : "audit", StringComparison.Ordinal));
            home.Write(".aws/config", item.ConfigFor(road, home));
            home.Write("token", "WEB-TOKEN");
            home.SignIn(DateTime.UtcNow.AddHours(1));
            home.SignIn(DateTime.UtcNow.AddHours(-1), "corp");
            home.Login(DateTime.UtcNow.AddMinutes(10));

            await CallAsync(new() { ProfileName = road == Road.Parameter ? "audit" : null });

            Assert.Equal(accessKey, endpoint.Calls[^1].AccessKey);
            Assert.Equal(calls, string.Join(", ", endpoint.Calls.SkipLast(1).Select(call => $"{call.AccessKey} {call.Operation}")));
        }
    }

    [Fact]
    public async Task A_renewed_sign_in_is_kept_for_whoever_comes_next_and_for_nobody_else_to_read()
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home);
        home.Write(".aws/config",
            "[default]\nregion = us-east-1\nsso_session = corp\nsso_account_id = 444444444444\nsso_role_name = Auditor\n"
                + $"[sso-session corp]\nsso_start_url = {TempHome.StartUrl}\nsso_region = eu-central-1\n");
        string cache = home.SignIn(DateTime.UtcNow.AddHours(-1), "corp");

        await CallAsync(new());
        await CallAsync(new());

        Assert.Single(Endpoint.Calls, call => call.Operation == "CreateToken");
        string kept = await File.ReadAllTextAsync(cache, Cancelled);
        Assert.Contains("\"refreshToken\":\"NEXT\"", kept, StringComparison.Ordinal);
        Assert.Contains("\"clientSecret\":\"CLIENT-SECRET\"", kept, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(cache)!));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(cache));
        }
    }

    /// <summary>JSON allows them; .NET's editable form of JSON does not.</summary>
    [Fact]
    public async Task A_sign_in_that_has_a_name_twice_is_renewed_though_it_cannot_be_kept()
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home);
        home.Write(".aws/config",
            "[default]\nregion = us-east-1\nsso_session = corp\nsso_account_id = 444444444444\nsso_role_name = Auditor\n"
                + $"[sso-session corp]\nsso_start_url = {TempHome.StartUrl}\nsso_region = eu-central-1\n");
        string cache = home.SignIn(DateTime.UtcNow.AddHours(-1), "corp");
        string kept = (await File.ReadAllTextAsync(cache, Cancelled)).TrimEnd().TrimEnd('}') + ",\"other\":1,\"other\":2}";
        await File.WriteAllTextAsync(cache, kept, Cancelled);

        await CallAsync(new());

        Assert.Single(Endpoint.Calls, call => call.Operation == "CreateToken");
        Assert.Equal(kept, await File.ReadAllTextAsync(cache, Cancelled));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(cache)!));
    }

    [Fact]
    public async Task A_code_of_the_MFA_device_goes_to_STS_with_the_device()
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home);
        home.Write(".aws/config", $"[default]\nregion = us-east-1\n{Role}source_profile = keys\n"
            + $"mfa_serial = GAHT12345678\n{new CredentialCase("", default, "").Others}");
        List<MfaChallenge> asked = [];

        await OpenAsync(new()
        {
            AskMfaCode = (challenge, _) =>
            {
                asked.Add(challenge);
                return Task.FromResult<string?>(" 123456 ");
            },
        });

        Assert.Equal(new MfaChallenge("default", "GAHT12345678", "arn:aws:iam::222233334444:role/audit"), Assert.Single(asked));
        Assert.Equal(("GAHT12345678", "123456"),
            (Endpoint.Calls[0].Parameters["SerialNumber"], Endpoint.Calls[0].Parameters["TokenCode"]));
    }

    [Fact]
    public async Task A_process_that_hangs_is_ended_and_told()
    {
        CredentialOrigin origin = CredentialOrigin.OfProfile("audit");
        CredentialProcess process = new("sleep 60", origin, TimeSpan.FromMilliseconds(100));

        ConnectionException exception = await Assert.ThrowsAsync<ConnectionException>(() => process.RunAsync(Cancelled));

        Assert.Equal((ConnectionFault.CredentialProcessTimedOut, "audit"), (exception.Fault, exception.Target));
    }

    [Fact]
    public async Task A_process_that_hangs_is_ended_by_who_stops_waiting()
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home);
        string started = Path.Combine(home.Path, "started");
        home.Write(".aws/config", $"[default]\nregion = us-east-1\ncredential_process = echo $$ > '{started}'; exec sleep 60\n");
        using CancellationTokenSource stop = new();
        Task<AwsConnection> opening = AwsConnection.OpenAsync(new(), stop.Token);
        while (!File.Exists(started) || (await File.ReadAllTextAsync(started, Cancelled)).Length == 0)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        int id = int.Parse(await File.ReadAllTextAsync(started, Cancelled), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(HasEnded(id), "The process goes on.");

        static bool HasEnded(int id)
        {
            try
            {
                using Process process = Process.GetProcessById(id);
                return process.WaitForExit(10_000);
            }
            catch (ArgumentException)
            {
                return true;
            }
        }
    }

    [Fact]
    public async Task The_credentials_file_comes_over_the_config_file()
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home, "audit");
        home.Write(".aws/config", "[profile audit]\nregion = eu-west-1\naws_access_key_id = CONFIG\naws_secret_access_key = SECRET\n");
        home.Write(".aws/credentials", "[audit]\naws_access_key_id = CREDENTIALS\naws_secret_access_key = SECRET\n");

        await CallAsync(new());

        Assert.Equal(("CREDENTIALS", "eu-west-1"), (Endpoint.Calls[0].AccessKey, Endpoint.Calls[0].Region));
    }

    private static Task<AwsConnection> OpenAsync(AwsConnectionSettings settings) => AwsConnection.OpenAsync(settings, Cancelled);

    private static async Task CallAsync(AwsConnectionSettings settings)
    {
        using ElastiCacheInventory inventory = (await OpenAsync(settings)).OpenInventory();
        await inventory.GetPageAsync(ResourceType.CacheCluster, null, Cancelled);
    }

    private EnvironmentVariables At(TempHome home, string? profile = null, string? url = null) => new(
        ("HOME", home.Path), ("AWS_CONFIG_FILE", null), ("AWS_SHARED_CREDENTIALS_FILE", null), ("AWS_ENDPOINT_URL", url ?? Endpoint.Url),
        ("AWS_PROFILE", profile));
}
