using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.Runtime.SharedInterfaces;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

/// <summary>
/// What the wire does to a call: redirects are not followed, what stalls ends, and nothing that is secret comes back
/// in a message.
/// </summary>
public sealed class WireTests : EndpointTest
{
    private const string SessionToken = "IQoJb3JpZ2luX2VjEDsaCXVzLWVhc3QtMSJHMEUCIQDabc";
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string ResultToken = "eyJlbmNyeXB0ZWREYXRhIjpbLTEyMywxMTQsMTE5XX0=";

    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task No_redirect_is_followed_by_any_client(int status)
    {
        await using AwsEndpoint other = await AwsEndpoint.StartAsync();
        string host = new Uri(other.Url).Authority;
        Endpoint.Fault = _ => Fault.Redirect(status, $"{other.Url}/elsewhere");
        AwsConnection connection = await ConnectAsync();
        Func<Task>[] calls =
        [
            () => connection.OpenInventory().GetPageAsync(ResourceType.ReplicationGroup, null, Cancelled),
            () => PutAsync(connection),
            () => new AmazonLambdaClient(connection).GetPolicyAsync("f", Cancelled),
            () => new AmazonEC2Client(connection).DescribeRegionsAsync(Cancelled),
            () => new AmazonSecurityTokenServiceClient(connection).GetCallerIdentityAsync(Cancelled),
            () => Anonymous(connection).CreateTokenAsync(new SsoRegistration("c", "s", "r"), Cancelled),
        ];

        foreach (Func<Task> call in calls)
        {
            ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(call);
            Assert.Equal(ServiceFailure.Redirected, failure.Failure);
            Assert.Contains($" {host} ", failure.Message, StringComparison.Ordinal);
        }

        Assert.Empty(other.Calls);
        Assert.Equal(calls.Length, Endpoint.Calls.Length);
    }

    [Theory]
    [InlineData("/elsewhere")]
    [InlineData("//")]
    [InlineData("")]
    public async Task A_redirect_without_a_host_is_an_error_all_the_same(string location)
    {
        Endpoint.Fault = _ => Fault.Redirect(307, location);

        Assert.Equal(ServiceFailure.Redirected, (await FailureAsync(await ConnectAsync())).Failure);
    }

    [Theory]
    [InlineData(nameof(Fault.Silent))]
    [InlineData(nameof(Fault.Stalled))]
    [InlineData(nameof(Fault.Trickle))]
    public async Task An_answer_that_stalls_ends_the_call_and_is_said(string fault)
    {
        Endpoint.Fault = _ => (Fault)typeof(Fault).GetProperty(fault)!.GetValue(null)!;

        ServiceCallException failure = await FailureAsync(await ConnectAsync(new() { Quiet = TimeSpan.FromMilliseconds(200) }));

        Assert.Equal(ServiceFailure.Network, failure.Failure);
        Assert.Contains("the answer stalled", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_whose_answer_does_not_begin_ends_and_is_said()
    {
        Endpoint.Fault = _ => Fault.Mute;

        ServiceCallException failure = await FailureAsync(await ConnectAsync(new() { Answer = TimeSpan.FromMilliseconds(200) }));

        Assert.Equal(ServiceFailure.Network, failure.Failure);
        Assert.Contains("no answer began within", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_ends_and_is_said()
    {
        // Accepts connections and never speaks TLS.
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        AwsConnection connection = await ConnectAsync(
            new() { Connect = TimeSpan.FromMilliseconds(200) }, $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}");

        Assert.Contains("no connection within", (await FailureAsync(connection)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_as_a_whole_has_its_time()
    {
        Endpoint.Fault = _ => Fault.Silent;

        ServiceCallException failure = await FailureAsync(await ConnectAsync(new() { Call = TimeSpan.FromMilliseconds(200) }));

        Assert.Equal(ServiceFailure.Network, failure.Failure);
        Assert.Contains("gave up after 0.2 seconds", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_whose_time_is_over_says_what_its_last_try_met_with()
    {
        Endpoint.Fault = call => call.Attempt == 1 ? Fault.Throttled : Fault.Silent;

        ServiceCallException failure = await FailureAsync(await ConnectAsync(new() { Call = TimeSpan.FromSeconds(5) }));

        Assert.Equal((ServiceFailure.Throttled, "Throttling"), (failure.Failure, failure.ErrorCode));
        Assert.Contains("gave up after 5 seconds", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 20)]
    [InlineData(19, 1, 1)] // A byte bought next to no time.
    [InlineData(21, 1, 0)]
    [InlineData(200, 5_000_000, 20)] // 25 kB a second: slow, and alive.
    [InlineData(100, 900_000, 20)]
    [InlineData(100, 700_000, 5)] // 7 kB a second: not for long.
    public void A_body_may_be_slow_and_must_move(int seconds, long received, int left)
    {
        Assert.Equal(left, Math.Round(WireLimits.Default.UntilNextBytes(TimeSpan.FromSeconds(seconds), received).TotalSeconds));
    }

    [Fact]
    public void What_takes_long_to_send_is_waited_for_the_longer()
    {
        Assert.Equal(130, WireLimits.Default.UntilAnswer(100 * 8 * 1024).TotalSeconds);
    }

    [Theory]
    [InlineData("the whole of it: {0}.", "the whole of it: ***.")]
    [InlineData("'{0}' and '{0}'", "'***' and '***'")]
    [InlineData("cut short: {1}…", "cut short: ***…")]
    [InlineData("{0}{0}", "***")]
    public void A_secret_is_masked_whole_and_in_pieces(string format, string expected)
    {
        string text = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, ResultToken, ResultToken[..20]);

        Assert.Equal(expected, SecretMask.Apply(text, [null, string.Empty, ResultToken]));
    }

    [Theory]
    [InlineData("The token is not valid: token", "TOKEN", "The token is not valid: token")]
    [InlineData("Tokens are tokens", "token", "Tokens are tokens")]
    [InlineData("The code 123456 is wrong, 1234567 is not.", "123456", "The code *** is wrong, 1234567 is not.")]
    [InlineData("an answer", "an", "an answer")]
    public void A_short_secret_is_masked_as_a_word_of_its_own(string text, string secret, string expected)
    {
        Assert.Equal(expected, SecretMask.Apply(text, [secret]));
    }

    [Theory]
    [InlineData(SessionToken)]
    [InlineData(SecretKey)]
    [InlineData(ResultToken)]
    public async Task What_a_service_quotes_of_a_call_s_secrets_is_in_no_message(string secret)
    {
        Endpoint.Fault = call => call.Service == "config"
            ? Fault.JsonError(400, "InvalidResultTokenException", $"Not valid: {secret}, begins with {secret[..24]}")
            : Fault.Error(400, "InvalidParameterValue", $"Not valid: {secret}");
        AwsConnection connection = await ConnectAsync();

        ServiceCallException put = await Assert.ThrowsAsync<ServiceCallException>(() => PutAsync(connection));
        string told = put.ToString();
        if (secret != ResultToken)
        {
            told += await FailureAsync(connection);
        }

        Assert.Contains("Not valid: ***", put.Message, StringComparison.Ordinal);
        Assert.Equal("InvalidResultTokenException", put.ErrorCode);
        Assert.DoesNotContain(secret[..16], told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_sign_in_s_service_quotes_is_in_no_message()
    {
        const string Refresh = "aor-this-is-a-refresh-token-0123456789";
        Endpoint.Fault = _ => Fault.JsonError(400, "InvalidGrantException", $"Not valid: {Refresh}");

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(async () =>
            await Anonymous(await ConnectAsync()).CreateTokenAsync(new SsoRegistration("c", "s", Refresh), Cancelled));

        Assert.DoesNotContain(Refresh, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.",
        ServiceFailure.ClockSkewed)]
    [InlineData("RequestExpired", "Request has expired.", ServiceFailure.ClockSkewed)]
    [InlineData("SignatureDoesNotMatch",
        "Signature expired: 20261126T000000Z is now earlier than 20261126T001000Z (20261126T001500Z - 5 min.)",
        ServiceFailure.ClockSkewed)]
    [InlineData("InvalidSignatureException",
        "Signature not yet current: 20261126T010000Z is still later than 20261126T000500Z (20261126T000000Z + 5 min.)",
        ServiceFailure.ClockSkewed)]
    [InlineData("InvalidSignatureException", "The request signature we calculated does not match the signature you provided.",
        ServiceFailure.InvalidCredentials)]
    [InlineData("ExpiredTokenException", "The security token included in the request is expired", ServiceFailure.ExpiredCredentials)]
    public async Task A_clock_that_is_wrong_is_told_from_credentials_that_are(string code, string message, ServiceFailure expected)
    {
        Endpoint.Fault = _ => Fault.Error(403, code, message);

        ServiceCallException failure = await FailureAsync(await ConnectAsync());

        Assert.Equal((expected, true), (failure.Failure, failure.IsCredentialFailure));
    }

    [Theory]
    [InlineData("You may not.", "elasticache:DescribeReplicationGroups")]
    [InlineData("User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: iam:PassRole on resource: "
        + "arn:aws:lambda:r:1:function:Fn because no policy allows the iam:PassRole action", "iam:PassRole")]
    [InlineData("User: x is not authorized to perform: kms:Decrypt, kms:DescribeKey and ec2:DescribeRegions on resource: *",
        "kms:Decrypt, kms:DescribeKey, ec2:DescribeRegions")]
    public async Task An_access_denied_names_the_actions_that_are_missing(string message, string actions)
    {
        Endpoint.Fault = _ => Fault.Error(403, "AccessDenied", message);

        Assert.Equal(actions, string.Join(", ", (await FailureAsync(await ConnectAsync())).MissingActions));
    }

    private async Task<AwsConnection> ConnectAsync(WireLimits? limits = null, string? endpointUrl = null)
    {
        AwsConnection connection = await AwsConnection.OpenAsync(new AwsConnectionSettings
        {
            Region = Region,
            AccessKey = "AKID",
            SecretKey = SecretKey,
            SessionToken = SessionToken,
            EndpointUrl = endpointUrl ?? Endpoint.Url,
        }, Cancelled);
        return connection.To(connection.RegionEndpoint, limits: limits);
    }

    private static AmazonSSOOIDCClient Anonymous(AwsConnection connection) =>
        new(connection.To(connection.RegionEndpoint, new AnonymousAWSCredentials()));

    private static async Task<ServiceCallException> FailureAsync(AwsConnection connection)
    {
        using ElastiCacheInventory inventory = connection.OpenInventory();
        return await Assert.ThrowsAsync<ServiceCallException>(
            () => inventory.GetPageAsync(ResourceType.ReplicationGroup, null, Cancelled));
    }

    private static async Task PutAsync(AwsConnection connection)
    {
        using ConfigEvaluationStore store = connection.OpenEvaluationStore();
        await store.PutEvaluationsAsync(
            [new() { ComplianceResourceType = "t", ComplianceResourceId = "a", ComplianceType = ComplianceType.Compliant,
                OrderingTimestamp = DateTime.UnixEpoch }],
            ResultToken, testMode: false, Cancelled);
    }
}
