using CsCheck;

namespace RedisCompliance.Aws.Tests;

/// <summary>The shared AWS files: what is read, and what is told of one that cannot be.</summary>
[Collection(nameof(EnvironmentTests))]
public sealed class AwsFileTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Sections_and_settings_are_read_as_they_are_written()
    {
        Dictionary<string, AwsProfile> sections = AwsFile.Parse(
            "# mine\r\n[default]\r\nREGION=us-east-1\r\n\r\n[profile  \"my team\"]\n  ; indented\n  region = eu-west-1\n  "
                + "credential_process = a = b # not a comment\ns3 =\n  max_concurrent_requests = 20\n  region = nested\n[sso-session "
                + "corp]\nsso_region=x\n",
            "config");

        Assert.Equal(["default", "profile my team", "sso-session corp"], sections.Keys);
        Assert.Equal("us-east-1", sections["default"].Region);
        Assert.Equal(("eu-west-1", "a = b # not a comment", null),
            (sections["profile my team"].Region, sections["profile my team"]["credential_process"],
                sections["profile my team"]["max_concurrent_requests"]));
    }

    [Theory]
    [InlineData("[default\nregion = a", 1)]
    [InlineData("[default] x\nregion = a", 1)]
    [InlineData("[default]\nSECRET", 2)]
    [InlineData("[default]\nregion = a\n  SECRET", 3)]
    [InlineData("[default]\nregion: SECRET", 2)]
    [InlineData("[default]\nregion = a\n\n[default]\nregion = b", 4)]
    [InlineData("[default]\naws_session_token = SECRET\nAWS_SESSION_TOKEN = SECRET2", 3)]
    public async Task A_line_that_is_none_is_told_by_its_number_and_not_quoted_whichever_credentials_are_used(string content, int line)
    {
        foreach (AwsConnectionSettings settings in new AwsConnectionSettings[] { new(), new() { ProfileName = "default" },
            new() { Region = "us-east-1", AccessKey = "a", SecretKey = "b" } })
        {
            using TempHome home = new();
            using EnvironmentVariables _ = At(home);
            home.Write(".aws/config", content);

            ConnectionException exception = await Assert.ThrowsAsync<ConnectionException>(
                () => AwsConnection.OpenAsync(settings, Cancelled));

            Assert.Equal((ConnectionFault.AwsFileInvalid, home.Config), (exception.Fault, exception.Target));
            Assert.Contains($"line {line}:", exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("SECRET", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(".aws/config")]
    [InlineData(".aws/credentials")]
    public async Task A_file_that_cannot_be_read_is_an_error(string file)
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home);
        string path = Directory.CreateDirectory(Path.Combine(home.Path, file)).FullName;

        ConnectionException exception = await Assert.ThrowsAsync<ConnectionException>(
            () => AwsConnection.OpenAsync(new() { Region = "us-east-1" }, Cancelled));

        Assert.Equal((ConnectionFault.AwsFileUnreadable, path), (exception.Fault, exception.Target));
    }

    [Fact]
    public async Task A_file_without_end_is_an_error()
    {
        using TempHome home = new();
        using EnvironmentVariables _ = At(home);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such device on Windows.");

        ConnectionException exception = await Assert.ThrowsAsync<ConnectionException>(
            () => AwsConnection.OpenAsync(new() { ProfileLocation = "/dev/zero", ProfileName = "audit" }, Cancelled));

        Assert.Equal(ConnectionFault.AwsFileUnreadable, exception.Fault);
    }

    [Fact]
    public async Task A_variable_that_is_set_later_in_the_session_counts()
    {
        using TempHome home = new();
        string other = home.Write(
            "other", "[profile audit]\naws_access_key_id = OTHER\naws_secret_access_key = SECRET\nregion = eu-west-1\n");
        using (EnvironmentVariables before = At(home))
        {
            await Assert.ThrowsAsync<ConnectionException>(() => AwsConnection.OpenAsync(new() { ProfileName = "audit" }, Cancelled));
        }

        using EnvironmentVariables after = At(home, ("AWS_CONFIG_FILE", other));

        Assert.Equal("eu-west-1", (await AwsConnection.OpenAsync(new() { ProfileName = "audit" }, Cancelled)).Region);
    }

    private static readonly string[] s_pieces =
        ["[default]\n", "[profile a]\n", "region = x\n", "  a = b\n", "# c\n", "[", "]", "=", "\r\n", "\t"];

    [Fact]
    public void Whatever_stands_in_a_file_is_read_or_told_by_its_line() =>
        Gen.Select(Gen.Int[0, s_pieces.Length], Gen.String)
            .Select(piece => piece.Item1 < s_pieces.Length ? s_pieces[piece.Item1] : piece.Item2).Array.Select(string.Concat)
                .Sample(text =>
        {
            try
            {
                AwsFile.Parse(text, "config");
            }
            catch (ConnectionException exception)
            {
                Assert.Equal(ConnectionFault.AwsFileInvalid, exception.Fault);
            }
        });

    private static EnvironmentVariables At(TempHome home, params (string Name, string? Value)[] others) =>
        new([("HOME", home.Path), ("AWS_CONFIG_FILE", null), ("AWS_SHARED_CREDENTIALS_FILE", null), .. others]);
}
