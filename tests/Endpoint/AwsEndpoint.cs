using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RedisCompliance.Endpoint;

/// <summary>
/// AWS on a port of this machine: speaks the operations that the module uses, keeps what it is given, remembers every
/// call, and fails on demand. Not a mock: the module's own HTTP, signing and parsing are in play.
/// </summary>
public sealed class AwsEndpoint : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<EndpointCall> _calls = [];
    private readonly ConcurrentDictionary<string, int> _attempts = [];
    private int _inFlight;
    private int _maxInFlight;

    private AwsEndpoint(WebApplication server)
    {
        _server = server;
        Lambda = new LambdaService(IdentityManagement);
        Config = new ConfigService(Lambda, Organizations, Logs);
    }

    /// <summary>
    /// Makes the account the management account of an organization with the two members of <see
    /// cref="ConfigService.Members"/>.
    /// </summary>
    public void AddOrganization()
    {
        Organizations.AddAccount(Described.Account, "management");
        foreach (string member in Config.Members)
        {
            Organizations.AddAccount(member, "member " + member[..3]);
        }
    }

    /// <summary>The URL to give as -EndpointUrl or AWS_ENDPOINT_URL.</summary>
    public string Url => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>What ElastiCache has, by Region.</summary>
    public ElastiCacheService ElastiCache { get; } = new();

    /// <summary>What IAM has; it is the same in all Regions.</summary>
    public IdentityManagementService IdentityManagement { get; } = new();

    /// <summary>What Lambda has.</summary>
    public LambdaService Lambda { get; }

    /// <summary>What CloudWatch Logs has.</summary>
    public LogsService Logs { get; } = new();

    /// <summary>What CloudWatch, EventBridge and SNS have.</summary>
    public NotificationService Notifications { get; } = new();

    /// <summary>What CloudFormation's registry has.</summary>
    public TypeService Types { get; } = new();

    /// <summary>Whose keys are whose.</summary>
    public SecurityTokenService SecurityToken { get; } = new();

    /// <summary>Which accounts there are.</summary>
    public OrganizationsService Organizations { get; } = new();

    /// <summary>Regions and aliases of keys.</summary>
    public AccountService AccountFacts { get; } = new();

    /// <summary>What AWS Config has.</summary>
    public ConfigService Config { get; }

    /// <summary>What Security Hub has.</summary>
    public SecurityHubService SecurityHub { get; } = new();

    /// <summary>Everything that the account has and an installation could make, one line each.</summary>
    public string[] Account => [.. IdentityManagement.Lines, .. Lambda.Lines, .. Logs.Lines,
        .. Config.Lines, .. Notifications.Lines, .. Types.Lines];

    /// <summary>How long every call takes at least.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Decides for each call whether it fails, and how; null to answer it.</summary>
    public Func<EndpointCall, Fault?> Fault { get; set; } = _ => null;

    /// <summary>The actions that the caller's policy allows; null for all.</summary>
    public IReadOnlySet<string>? Allowed
    {
        get;
        set
        {
            field = value;
            Lambda.TellsTags = value?.Contains(Permissions.ListTags) != false;
        }
    }

    /// <summary>Whether calls are remembered; not in benchmarks.</summary>
    public bool KeepsCalls { get; set; } = true;

    /// <summary>The most calls that were under way at once.</summary>
    public int MaxInFlight => Volatile.Read(ref _maxInFlight);

    /// <summary>Every call so far, in the order of arrival.</summary>
    public ImmutableArray<EndpointCall> Calls => [.. _calls];

    public static async Task<AwsEndpoint> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.AddServerHeader = false;
        });
        WebApplication server = builder.Build();
        AwsEndpoint endpoint = new(server);
        server.Run(endpoint.AnswerAsync);
        await server.StartAsync();
        return endpoint;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        EndpointCall call = await EndpointCall.ReadAsync(
            context.Request, key => KeepsCalls ? _attempts.AddOrUpdate(key, 1, (_, seen) => seen + 1) : 1);
        if (KeepsCalls)
        {
            _calls.Enqueue(call);
        }

        int inFlight = Interlocked.Increment(ref _inFlight);
        for (int most = _maxInFlight; inFlight > most
            && Interlocked.CompareExchange(ref _maxInFlight, inFlight, most) != most; most = _maxInFlight)
        {
        }

        try
        {
            if (Latency > TimeSpan.Zero)
            {
                await Task.Delay(Latency, context.RequestAborted);
            }

            Answer answer = Fault(call) is { } fault
                ? fault.Apply(() => Right(call))
                : MissingAction(call) is { } action ? Permissions.Deny(call, action)
                : Right(call);
            await answer.SendAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private string? MissingAction(EndpointCall call) => Allowed is not { } allowed ? null
        : Permissions.Of(call).FirstOrDefault(action => action != Permissions.ListTags && !allowed.Contains(action));

    private Answer Right(EndpointCall call) => call.Service switch
    {
        "config" => Config.Answer(call),
        "iam" => IdentityManagement.Answer(call),
        "lambda" => Lambda.Answer(call),
        "logs" => Logs.Answer(call),
        "monitoring" or "events" or "sns" => Notifications.Answer(call),
        "cloudformation" => Types.Answer(call),
        "organizations" => Organizations.Answer(call),
        "securityhub" => SecurityHub.Answer(call),
        "ec2" => AccountFacts.DescribeRegions(),
        "kms" => AccountFacts.DescribeKey(call),
        "sts" => SecurityToken.Answer(call),
        "" when call.Operation is "GetRoleCredentials" or "CreateToken" => IdentityCenterService.Answer(call),
        "" when call.Operation is "GetContainerCredentials" or "GetMetadataToken" or "GetMetadata" => MetadataService.Answer(call),
        "" => SecurityToken.Answer(call), // A web identity's call is not signed.
        _ => ElastiCache.Answer(call),
    };
}
