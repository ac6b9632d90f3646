using System.Globalization;

namespace RedisCompliance.Endpoint;

/// <summary>AWS STS: keys of an assumed role name its account, so that every later call tells whose it is.</summary>
public sealed class SecurityTokenService
{
    private const string KeyPrefix = "ASIA";

    /// <summary>How long the keys that are given out last.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The access key id of a role that was assumed in an account.</summary>
    public static string KeyOf(string account) => KeyPrefix + account;

    /// <summary>The account that an access key id is of.</summary>
    public static string AccountOf(string accessKey) =>
        accessKey.StartsWith(KeyPrefix, StringComparison.Ordinal) ? accessKey[KeyPrefix.Length..] : Described.Account;

    internal Answer Answer(EndpointCall call) => call.Operation switch
    {
        "GetCallerIdentity" => Result(call, $"""
            <Arn>arn:aws:iam::{AccountOf(call.AccessKey)}:user/admin</Arn>
            <UserId>AIDA</UserId><Account>{AccountOf(call.AccessKey)}</Account>
            """),
        "AssumeRole" or "AssumeRoleWithWebIdentity" => AssumeRole(call, call.Parameters["RoleArn"]),
        _ => Endpoint.Answer.Error(400, "InvalidAction", call.Operation),
    };

    private Answer AssumeRole(EndpointCall call, string roleArn) => Result(call, $"""
        <Credentials>
          <AccessKeyId>{KeyOf(roleArn.Split(':')[4])}</AccessKeyId>
          <SecretAccessKey>SECRET</SecretAccessKey><SessionToken>SESSION</SessionToken>
          <Expiration>{(DateTime.UtcNow + Lifetime).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}</Expiration>
        </Credentials>
        <AssumedRoleUser><Arn>{roleArn}/{call.Parameters["RoleSessionName"]}</Arn><AssumedRoleId>AROA:x</AssumedRoleId></AssumedRoleUser>
        """);

    private static Answer Result(EndpointCall call, string members) => Endpoint.Answer.Xml($"""
        <{call.Operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <{call.Operation}Result>{members}</{call.Operation}Result>
          <ResponseMetadata><RequestId>11111111-2222-3333-4444-555555555555</RequestId></ResponseMetadata>
        </{call.Operation}Response>
        """);
}
