using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// Profiles as people have them, by -ProfileName and by AWS_PROFILE: what cannot be used is one error with an id, advice
/// and the profile's name, in both languages. The environment is the process's, so these tests run by themselves.
/// </summary>
[CollectionDefinition(nameof(CredentialErrorTests), DisableParallelization = true)]
[Collection(nameof(CredentialErrorTests))]
[Trait("Category", "Package")]
public sealed class CredentialErrorTests : IAsyncLifetime
{
    private const string Config = """
        [profile procfails]
        credential_process = sh -c "echo Your SAML session has expired >&2; exit 2"
        region = us-east-1

        [profile missingsource]
        role_arn = arn:aws:iam::222233334444:role/ElastiCacheAudit
        source_profile = gone
        region = us-east-1

        [profile keys]
        aws_access_key_id = AKIAKEYSEXAMPLE00001
        aws_secret_access_key = secret
        region = us-east-1

        [profile audit]
        role_arn = arn:aws:iam::222233334444:role/ElastiCacheAudit
        source_profile = keys
        mfa_serial = arn:aws:iam::111122223333:mfa/jane
        region = us-east-1

        [profile twice]
        role_arn = arn:aws:iam::333344445555:role/ElastiCacheAudit
        source_profile = audit
        mfa_serial = arn:aws:iam::222233334444:mfa/jane
        region = us-east-1

        [profile dev]
        login_session = arn:aws:iam::111122223333:user/jane
        region = us-east-1

        [profile sso]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = us-east-1
        sso_account_id = 444444444444
        sso_role_name = Auditor
        region = us-east-1

        [profile commented]
        aws_access_key_id = AKIAKEYSEXAMPLE00001
        aws_secret_access_key = secret
        region = us-east-1 # home

        [profile nothing]
        region = us-east-1
        """;

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("home");
    private readonly Dictionary<string, string?> _before = [];
    private AwsEndpoint _endpoint = null!;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await AwsEndpoint.StartAsync();
        string config = Path.Combine(_home.FullName, "config");
        await File.WriteAllTextAsync(config, Config);
        foreach ((string name, string value) in new[] { ("HOME", _home.FullName), ("AWS_CONFIG_FILE", config),
            ("AWS_ENDPOINT_URL", _endpoint.Url), ("AWS_PROFILE", string.Empty) })
        {
            _before[name] = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((string name, string? value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        _home.Delete(recursive: true);
        await _endpoint.DisposeAsync();
    }

    public static TheoryData<string, string, ErrorCategory, string, string> Profiles => new()
    {
        { "procfails", "CredentialProcessFailed", ErrorCategory.AuthenticationError, "Your SAML session has expired", "procfails" },
        { "missingsource", "SourceProfileNotFound", ErrorCategory.ObjectNotFound, "'gone'", "missingsource" },
        { "audit", "MfaCodeRequired", ErrorCategory.AuthenticationError, "arn:aws:iam::111122223333:mfa/jane",
            "aws configure export-credentials --profile audit" },
        { "dev", "LoginRequired", ErrorCategory.AuthenticationError, "arn:aws:iam::111122223333:user/jane", "aws login --profile dev" },
        { "sso", "SignInRequired", ErrorCategory.AuthenticationError, "https://corp.awsapps.com/start", "aws sso login --profile sso" },
        { "commented", "CommentInValue", ErrorCategory.InvalidData, "region", "AWS CLI" },
        { "gone", "ProfileNotFound", ErrorCategory.ObjectNotFound, "config", "[profile gone]" },
    };

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_profile_that_gives_no_credentials_is_one_error_however_it_is_named_and_in_either_language(
        string profile, string errorId, ErrorCategory category, string says, string advice)
    {
        foreach (string culture in new[] { "en-US", "ja-JP" })
        {
            foreach (bool isVariable in new[] { false, true })
            {
                Environment.SetEnvironmentVariable("AWS_PROFILE", isVariable ? profile : string.Empty);
                using Session session = new();

                Outcome outcome = Session.In(
                    culture, () => session.Run("Get-RedisAtRestCompliance" + (isVariable ? null : $" -ProfileName {profile}")));

                ErrorRecord error = Assert.Single(outcome.Errors);
                Assert.True(outcome.IsTerminated);
                Assert.Equal(errorId + ",RedisCompliance.Commands.GetRedisAtRestComplianceCommand", error.FullyQualifiedErrorId);
                Assert.Equal((category, (object)profile), (error.CategoryInfo.Category, error.TargetObject));
                Assert.Contains($"'{profile}'", error.ErrorDetails.Message, StringComparison.Ordinal);
                Assert.Contains(says, error.ErrorDetails.Message, StringComparison.Ordinal);
                Assert.Contains(advice, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
                Assert.Equal(culture == "ja-JP", IsJapanese(error.ErrorDetails.Message));
                Assert.Equal(culture == "ja-JP", IsJapanese(error.ErrorDetails.RecommendedAction));
                Assert.DoesNotContain("secret", $"{error.ErrorDetails}{error.Exception}", StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("en-US", "Tried: Environment variables: ", "Instance metadata: turned off")]
    [InlineData("ja-JP", "確認した取得元: 環境変数: ", "インスタンスのメタデータ: AWS_EC2_METADATA_DISABLED")]
    public void Where_nothing_is_found_every_place_that_was_tried_is_told(string culture, string first, string last)
    {
        Environment.SetEnvironmentVariable("AWS_PROFILE", "nothing");
        using Session session = new();

        ErrorRecord error = Assert.Single(Session.In(culture, () => session.Run("Get-RedisAtRestCompliance")).Errors);

        Assert.StartsWith("NoCredentials,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(first, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("'nothing'", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(last, error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_code_of_the_MFA_device_is_asked_for_at_a_prompt_of_the_pipeline_thread()
    {
        AnsweringHost host = new("123456");
        using Session session = new(host);
        session.Set("threads", new List<int>());

        Outcome outcome = session.Run("$threads.Add([Environment]::CurrentManagedThreadId); Get-RedisAtRestCompliance -ProfileName audit");

        Assert.Empty(outcome.Errors);
        (string text, int thread) = Assert.Single(host.Policy);
        Assert.Contains("'audit'", text, StringComparison.Ordinal);
        Assert.Contains("arn:aws:iam::111122223333:mfa/jane", text, StringComparison.Ordinal);
        Assert.Equal(((List<int>)((PSObject)PSObject.AsPSObject(session.Get("threads")!)).BaseObject)[0], thread);
        Assert.Equal(("AssumeRole", "123456"), (_endpoint.Calls[0].Operation, _endpoint.Calls[0].Parameters["TokenCode"]));
    }

    [Fact]
    public void Each_role_of_a_chain_that_wants_a_code_gets_its_own()
    {
        AnsweringHost host = new("111111", "222222");
        using Session session = new(host);

        Assert.Empty(session.Run("Get-RedisAtRestCompliance -ProfileName twice").Errors);

        Assert.Equal(["111111", "222222"],
            _endpoint.Calls.Where(call => call.Operation == "AssumeRole").Select(call => call.Parameters["TokenCode"]));
    }

    [Fact]
    public void A_wrong_code_is_an_error_of_its_own()
    {
        _endpoint.Fault = call =>
            call.Operation == "AssumeRole"
                ? Fault.Error(403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ") : null;
        using Session session = new(new AnsweringHost("000000"));

        ErrorRecord error = Assert.Single(session.Run("Get-RedisAtRestCompliance -ProfileName audit").Errors);

        Assert.StartsWith("MfaCodeRefused,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sign_in_that_ends_in_the_middle_of_an_audit_is_told_as_one_that_has_ended_before()
    {
        string cache = Directory.CreateDirectory(Path.Combine(_home.FullName, ".aws", "sso", "cache")).FullName;
#pragma warning disable CA5350 // The CLI's way to name the file.
        string file = Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData("https://corp.awsapps.com/start"u8)) + ".json";
#pragma warning restore CA5350
        File.WriteAllText(Path.Combine(cache, file), """{"accessToken":"SIGNED-IN","expiresAt":"2099-01-01T00:00:00Z"}""");
        const string Ended = """{"roleCredentials":{"accessKeyId":"A","secretAccessKey":"secret","sessionToken":"T","expiration":0}}""";
        _endpoint.Fault = call => call.Operation != "GetRoleCredentials" ? null
            : call.Attempt == 1 ? Fault.Body(Ended) : Fault.JsonError(401, "UnauthorizedException", "Session token not found or invalid");
        using Session session = new();

        ErrorRecord error = Assert.Single(session.Run("Get-RedisAtRestCompliance -ProfileName sso").Errors);

        Assert.StartsWith("SignInRequired,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("AWS profile 'sso'", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("aws sso login --profile sso", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_the_error_says_what_to_do()
    {
        (_, string output, _) = await Console.RunAsync(
            "try { Get-RedisAtRestCompliance -ProfileName audit } catch { $_.FullyQualifiedErrorId.Split(',')[0]; "
                + "$_.ErrorDetails.RecommendedAction.Contains('aws sts get-session-token') }",
            ("HOME", _before["HOME"] ?? string.Empty));

        Assert.Equal(["MfaCodeRequired", "True"], output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsJapanese(string text) => text.Any(character => character is >= '\u3040' and <= '\u30FF');
}
