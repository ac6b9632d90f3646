using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

/// <summary>How a profile is come by: it is named, the environment names it, or nobody does and it is the default one.</summary>
public enum Road
{
    Parameter,
    Variable,
    Default,
}

/// <summary>A profile that gives no credentials.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Fault">What that is told as.</param>
/// <param name="Settings">The profile's settings; <c>HOME</c> is the home folder.</param>
/// <param name="Says">What the message says beside the profile's name.</param>
internal sealed record CredentialCase(string Name, ConnectionFault Fault, string Settings, string Says = "")
{
    private const string Sso = "sso_account_id = 444444444444\nsso_role_name = Auditor\n";
    private const string OldSso = $"sso_start_url = {TempHome.StartUrl}\nsso_region = eu-central-1\n{Sso}";
    private const string NewSso = $"sso_session = corp\n{Sso}";
    private const string Role = "role_arn = arn:aws:iam::222233334444:role/audit\n";

    /// <summary>Other sections of the config file.</summary>
    public string Others { get; init; } = $"""
        [profile keys]
        aws_access_key_id = AKIAKEYS
        aws_secret_access_key = SECRET
        [profile hub]
        role_arn = arn:aws:iam::111111111111:role/hub
        source_profile = keys
        [profile circle]
        role_arn = arn:aws:iam::111111111111:role/circle
        source_profile = circle2
        [profile circle2]
        role_arn = arn:aws:iam::111111111111:role/circle2
        source_profile = circle
        [sso-session corp]
        sso_start_url = {TempHome.StartUrl}
        sso_region = eu-central-1
        [sso-session half]
        sso_region = eu-central-1
        """;

    /// <summary>What the home folder has beside the config file.</summary>
    public Action<TempHome> Arrange { get; init; } = _ => { };

    /// <summary>How AWS fails.</summary>
    public Func<EndpointCall, Fault?> Answers { get; init; } = _ => null;

    /// <summary>The code that the user gives; null where there is nobody to ask.</summary>
    public string? MfaCode { get; init; }

    public static IEnumerable<CredentialCase> All =>
    [
        new("process fails", ConnectionFault.CredentialProcessFailed,
            "credential_process = sh -c \"echo Your SAML session has expired >&2; exit 2\"",
            "exit code 2: Your SAML session has expired."),
        new("process fails in silence", ConnectionFault.CredentialProcessFailed, "credential_process = exit 3", "exit code 3"),
        new("process writes controls", ConnectionFault.CredentialProcessFailed, @"credential_process = printf "
            + @"'a\033[31mb\nc\342\200\256d' >&2; exit 1", "exit code 1: a [31mb c d."),
        new("process is not there", ConnectionFault.CredentialProcessFailed, "credential_process = /nowhere/keys", "exit code 127"),
        new("process prints garbage", ConnectionFault.CredentialProcessOutputInvalid, "credential_process = echo SECRET",
            "not valid JSON"),
        new("process prints nothing", ConnectionFault.CredentialProcessOutputInvalid, "credential_process = true", "not valid JSON"),
        new("process prints a list", ConnectionFault.CredentialProcessOutputInvalid, "credential_process = echo '[\"SECRET\"]'",
            "not a JSON object"),
        new("process prints another version", ConnectionFault.CredentialProcessOutputInvalid, """credential_process = echo """
            + """'{"Version":2,"AccessKeyId":"A","SecretAccessKey":"SECRET"}'""", "Version is not 1"),
        new("process prints half", ConnectionFault.CredentialProcessOutputInvalid, """credential_process = echo """
            + """'{"Version":1,"AccessKeyId":"A"}'""", "SecretAccessKey is missing"),
        new("process prints a number", ConnectionFault.CredentialProcessOutputInvalid, """credential_process = echo """
            + """'{"Version":1,"AccessKeyId":"A","SecretAccessKey":7}'""", "SecretAccessKey is not a string"),
        new("process prints no time", ConnectionFault.CredentialProcessOutputInvalid, """credential_process = echo """
            + """'{"Version":1,"AccessKeyId":"A","SecretAccessKey":"SECRET","SessionToken":"T","Expiration":"soon"}'""", "Expiration is not a time"),
        new("process prints old keys", ConnectionFault.ExpiredKeys, """credential_process = echo """
            + """'{"Version":1,"AccessKeyId":"A","SecretAccessKey":"SECRET","SessionToken":"T","Expiration":"2020-01-01T00:00:00Z"}'""", "2020-01-01"),
        new("process prints without end", ConnectionFault.CredentialProcessOutputInvalid, "credential_process = head -c 3000000 /dev/zero",
            "not valid JSON"),
        new("source is missing", ConnectionFault.SourceProfileNotFound, $"{Role}source_profile = gone", "source_profile 'gone'"),
        new("source is a circle", ConnectionFault.SourceProfileLoop, $"{Role}source_profile = circle", "→ circle → circle2 → circle"),
        new("role without source", ConnectionFault.ProfileIncomplete, Role, "role_arn"),
        new("two sources", ConnectionFault.InvalidProfile, $"{Role}source_profile = keys\ncredential_source = Environment",
            "both source_profile and credential_source"),
        new("role denied", ConnectionFault.RoleRefused, $"{Role}source_profile = keys",
            "arn:aws:iam::222233334444:role/audit") { Answers = Fails("AssumeRole", Endpoint.Fault.AccessDenied) },
        new("keys refused", ConnectionFault.SourceKeysRefused,
            $"{Role}source_profile = keys") { Answers = Fails("AssumeRole", Endpoint.Fault.InvalidToken) },
        new("keys expired", ConnectionFault.SourceKeysRefused,
            $"{Role}source_profile = keys") { Answers = Fails("AssumeRole", Endpoint.Fault.ExpiredToken) },
        new("STS fails", ConnectionFault.CredentialServiceFailed,
            $"{Role}source_profile = keys") { Answers = Fails("AssumeRole", Endpoint.Fault.InternalError) },
        new("duration in words", ConnectionFault.InvalidProfile, $"{Role}source_profile = keys\nduration_seconds = lots", "'lots'"),
        new("duration too short", ConnectionFault.InvalidProfile, $"{Role}source_profile = keys\nduration_seconds = 899", "'899'"),
        new("source unknown", ConnectionFault.InvalidProfile, $"{Role}credential_source = Cloud", "'Cloud'"),
        new("source Environment without keys", ConnectionFault.IncompleteKeys, $"{Role}credential_source = Environment",
            "AWS_ACCESS_KEY_ID"),
        new("source EcsContainer without one", ConnectionFault.ContainerCredentialsFailed, $"{Role}credential_source = EcsContainer",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
        new("source Ec2InstanceMetadata turned off", ConnectionFault.InstanceCredentialsFailed,
            $"{Role}credential_source = Ec2InstanceMetadata", "AWS_EC2_METADATA_DISABLED"),
        new("web identity without token", ConnectionFault.WebIdentityTokenMissing, $"{Role}web_identity_token_file = HOME/token",
            "/token"),
        new("web identity with empty token", ConnectionFault.WebIdentityTokenMissing, $"{Role}web_identity_token_file = HOME/token",
            "empty") { Arrange = home => home.Write("token", "\n") },
        new("web identity without role", ConnectionFault.ProfileIncomplete, "web_identity_token_file = HOME/token", "role_arn is missing"),
        new("web identity denied", ConnectionFault.WebIdentityRefused,
            $"{Role}web_identity_token_file = HOME/token") { Arrange = home =>
                home.Write("token", "SECRET"),
                Answers = Fails("AssumeRoleWithWebIdentity",
                    Endpoint.Fault.Error(400, "InvalidIdentityToken", "No OpenIDConnect provider found")) },
        new("not signed in, old", ConnectionFault.SignInRequired, OldSso, TempHome.StartUrl),
        new("not signed in, new", ConnectionFault.SignInRequired, NewSso, TempHome.StartUrl),
        new("sign-in ended, old", ConnectionFault.SignInRequired, OldSso,
            "expired") { Arrange = home => home.SignIn(DateTime.UtcNow.AddHours(-1), isRenewable: false) },
        new("sign-in ended, new", ConnectionFault.SignInRequired, NewSso,
            "expired") { Arrange = home => home.SignIn(DateTime.UtcNow.AddHours(-1), "corp", isRenewable: false) },
        new("renewal refused", ConnectionFault.SignInRequired, NewSso,
            "Renewing") { Arrange = home =>
                home.SignIn(DateTime.UtcNow.AddHours(-1), "corp"),
                Answers = Fails("CreateToken", Endpoint.Fault.JsonError(400, "InvalidGrantException", "Invalid refresh token")) },
        new("renewal fails", ConnectionFault.CredentialServiceFailed, NewSso,
            "Renewing") { Arrange = home =>
                home.SignIn(DateTime.UtcNow.AddHours(-1), "corp"), Answers = Fails("CreateToken", Endpoint.Fault.InternalError) },
        new("sign-in revoked", ConnectionFault.SignInRequired,
            NewSso) { Arrange = home =>
                home.SignIn(DateTime.UtcNow.AddHours(1), "corp"),
                Answers = Fails("GetRoleCredentials",
                    Endpoint.Fault.JsonError(401, "UnauthorizedException", "Session token not found or invalid")) },
        new("role not assigned", ConnectionFault.SsoRoleRefused, NewSso,
            "Auditor in account 444444444444") { Arrange = home =>
                home.SignIn(DateTime.UtcNow.AddHours(1), "corp"),
                Answers = Fails("GetRoleCredentials", Endpoint.Fault.JsonError(403, "ForbiddenException", "No access")) },
        new("sign-in unreadable", ConnectionFault.SignInRequired, OldSso,
            "not valid JSON") { Arrange = home => File.WriteAllText(home.SignIn(DateTime.UtcNow), "{ SECRET") },
        new("session without section", ConnectionFault.SsoSessionNotFound, $"sso_session = gone\n{Sso}", "[sso-session gone]"),
        new("session without start URL", ConnectionFault.ProfileIncomplete, $"sso_session = half\n{Sso}", "sso_start_url is missing"),
        new("sign-in without account", ConnectionFault.ProfileIncomplete, $"sso_session = corp\nsso_role_name = Auditor",
            "sso_account_id is missing"),
        new("two start URLs", ConnectionFault.InvalidProfile, $"sso_start_url = https://other.awsapps.com/start\n{NewSso}",
            "sso_start_url"),
        new("sign-in nowhere", ConnectionFault.UnknownRegion, $"sso_start_url = {TempHome.StartUrl}\nsso_region = nowhere-1\n{Sso}",
            "'nowhere-1'"),
        new("MFA and nobody to ask", ConnectionFault.MfaCodeRequired,
            $"{Role}source_profile = keys\nmfa_serial = arn:aws:iam::111122223333:mfa/jane", "arn:aws:iam::111122223333:mfa/jane"),
        new("MFA code refused", ConnectionFault.MfaCodeRefused,
            $"{Role}source_profile = keys\nmfa_serial = arn:aws:iam::111122223333:mfa/jane") { MfaCode = "123456",
            Answers = Fails("AssumeRole",
                Endpoint.Fault.Error(403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ")) },
        new("no login", ConnectionFault.LoginRequired, $"login_session = {TempHome.LoginSession}", TempHome.LoginSession),
        new("login ended", ConnectionFault.LoginRequired, $"login_session = {TempHome.LoginSession}",
            "expired") { Arrange = home => home.Login(DateTime.UtcNow.AddMinutes(-1)) },
        new("login unreadable", ConnectionFault.LoginRequired, $"login_session = "
            + $"{TempHome.LoginSession}", "accessToken is missing") { Arrange = home => home.Write(TempHome.LoginFile, """{"refreshToken":"SECRET"}""") },
        new("no secret key", ConnectionFault.IncompleteKeys, "aws_access_key_id = AKIA", "aws_secret_access_key is missing"),
        new("no access key", ConnectionFault.IncompleteKeys, "aws_secret_access_key = SECRET", "aws_access_key_id is missing"),
        new("a session token alone", ConnectionFault.IncompleteKeys, "aws_session_token = SECRET", "aws_access_key_id is missing"),
        new("comment behind the Region", ConnectionFault.CommentInValue,
            "aws_access_key_id = AKIA\naws_secret_access_key = SECRET\nregion = us-east-1 # home", "region"),
        new("comment behind the secret", ConnectionFault.CommentInValue, "aws_access_key_id = AKIA\naws_secret_access_key = SECRET ; mine",
            "aws_secret_access_key"),
        new("comment behind the role", ConnectionFault.CommentInValue,
            "role_arn = arn:aws:iam::222233334444:role/audit\t#x\nsource_profile = keys", "role_arn"),
        new("no such Region", ConnectionFault.UnknownRegion,
            "aws_access_key_id = AKIA\naws_secret_access_key = SECRET\nregion = us-east-99", "'us-east-99'"),
    ];

    /// <summary>The config file with the profile in it.</summary>
    public string ConfigFor(Road road, TempHome home)
    {
        string section = road == Road.Default ? "[default]" : "[profile audit]";
        string region = Settings.Contains("\nregion", StringComparison.Ordinal) ? string.Empty : "region = us-east-1\n";
        return $"{section}\n{region}{Settings.Replace("HOME", home.Path, StringComparison.Ordinal)}\n{Others}\n";
    }

    public override string ToString() => Name;

    private static Func<EndpointCall, Fault?> Fails(string operation, Fault fault) => call => call.Operation == operation ? fault : null;
}
