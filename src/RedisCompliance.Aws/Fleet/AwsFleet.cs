using System.Runtime.CompilerServices;
using Amazon;

namespace RedisCompliance.Aws.Fleet;

/// <summary>
/// The accounts and Regions of an audit. The fleet finds accounts, enters them and asks for their Regions ahead of the
/// listings, several at a time, so that no listing waits for a role. An account that cannot be entered affects no other.
/// </summary>
public sealed partial class AwsFleet : IDisposable
{
    /// <summary>The three listings of a target run concurrently, with one call each.</summary>
    private const int CallsPerTarget = 3;

    private readonly AwsConnection _stsConnection;
    private readonly AwsConnection _callerConnection;
    private readonly FleetSettings _settings;
    private readonly SemaphoreSlim _callSlots;
    private readonly RegionEndpoint[] _regions;
    private readonly CancellationTokenSource _lifetime;
    private readonly HashSet<(string AccountId, string? Region)> _known = [];
    private readonly HashSet<(string AccountId, string? Region)> _opened = [];
    private bool _areAllKnown;

    private AwsFleet(AwsConnection connection, string? accountId, FleetSettings settings, CallCounter calls, CancellationToken life)
    {
        Calls = calls;
        _settings = settings;
        _lifetime = CancellationTokenSource.CreateLinkedTokenSource(life);
        _callSlots = new SemaphoreSlim(settings.ThrottleLimit * CallsPerTarget);
        _stsConnection = connection.To(connection.RegionEndpoint, accountId: accountId, calls: Calls, isOfFleet: true);
        _callerConnection = connection.To(
            connection.RegionEndpoint, accountId: accountId, callSlots: _callSlots, calls: Calls, isOfFleet: true);
        _regions = settings.Regions.Count == 0 ? [connection.RegionEndpoint] : [.. settings.Regions.Select(Find)];
    }

    /// <summary>Counts the calls outside any Region: finding accounts, entering them, asking for their Regions.</summary>
    public CallCounter Calls { get; }

    /// <summary>How many accounts and Regions there are in all; null until that is known.</summary>
    public int? TargetCount => _areAllKnown ? _known.Count : null;

    /// <summary>Opens a fleet; asks for the caller's account if it is needed.</summary>
    /// <param name="connection">The caller's connection to AWS.</param>
    /// <param name="settings">What to audit.</param>
    /// <param name="cancellationToken">Cancels the calls, now and when a role's session is renewed.</param>
    /// <returns>The fleet; the caller disposes of it.</returns>
    /// <exception cref="ConnectionException">AWS has no such Region, or an account has no role.</exception>
    /// <exception cref="ServiceCallException">The call for the caller's account failed.</exception>
    public static async Task<AwsFleet> OpenAsync(AwsConnection connection, FleetSettings settings, CancellationToken cancellationToken)
    {
        string? accountId = null;
        CallCounter calls = new();
        if (settings.NamesAccounts || settings.TellAccount)
        {
            using AmazonSecurityTokenServiceClient client = new(connection.To(connection.RegionEndpoint, calls: calls));
            accountId = await client.GetCallerIdentityAsync(cancellationToken).ConfigureAwait(false);
        }

        AwsFleet fleet = new(connection, accountId, settings with
        {
            Accounts = Merge(settings.Accounts.Select(
                account => account.AccountId != AccountSettings.Own ? account : account with { AccountId = accountId! })),
        }, calls, cancellationToken);
        fleet.Check();
        return fleet;
    }

    /// <summary>Finds the first name that is no Region of AWS; null if all are.</summary>
    /// <param name="regions">The names.</param>
    /// <param name="endpointUrl">An endpoint that may name a Region unknown to the SDK; null for none.</param>
    /// <returns>The name.</returns>
    public static string? FindUnknown(IEnumerable<string> regions, string? endpointUrl) =>
        regions.FirstOrDefault(region => RegionResolver.Find(region, endpointUrl) is null);

    /// <summary>Yields each account and Region as soon as it can be listed.</summary>
    /// <param name="cancellationToken">Cancels finding and entering accounts.</param>
    /// <returns>
    /// The targets; a target that could not be entered has a failure. If the organization's accounts could not all be
    /// listed, the last target has neither account nor Region, and that failure.
    /// </returns>
    public async IAsyncEnumerable<AuditTarget> GetTargetsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using ArrivalQueue<FleetAccount> entering = new();
        IAsyncEnumerator<AccountSettings> accounts = FindAccountsAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        ServiceCallException? unlisted = null;
        try
        {
            for (bool areAllFound = false; ;)
            {
                while (!areAllFound && entering.Count < _settings.ThrottleLimit)
                {
                    (AccountSettings? account, unlisted) = await NextAsync(accounts).ConfigureAwait(false);
                    areAllFound = account is null;
                    if (account is not null)
                    {
                        entering.Begin(() => EnterAsync(account, stop.Token));
                    }
                }

                _areAllKnown = areAllFound && (!_settings.AllRegions || entering.Count == 0);
                if (entering.Count == 0)
                {
                    break;
                }

                FleetAccount entered = await entering.TakeAsync(cancellationToken).ConfigureAwait(false);
                AddKnown(entered.Settings.AccountId, entered.Regions);

                // An account named by a row may also be in the organization.
                bool IsNew(string? region) => _opened.Add((entered.Settings.AccountId, region));
                foreach (AuditTarget target in entered.Open(_settings.IsSkipped, IsNew))
                {
                    yield return target;
                }
            }

            if (unlisted is not null)
            {
                yield return new AuditTarget(null, null, null) { Failure = unlisted };
            }
        }
        finally
        {
#pragma warning disable CA1849 // CancelAsync is not in netstandard2.0.
            stop.Cancel();
#pragma warning restore CA1849
            await entering.DrainAsync().ConfigureAwait(false);
            await accounts.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<(AccountSettings? Account, ServiceCallException? Failure)> NextAsync(
        IAsyncEnumerator<AccountSettings> accounts)
    {
        try
        {
            return (await accounts.MoveNextAsync().ConfigureAwait(false) ? accounts.Current : null, null);
        }
        catch (ServiceCallException failure)
        {
            // The accounts found before the failure are still audited.
            return (null, failure);
        }
    }

    /// <summary>Rejects invalid settings before any account is entered.</summary>
    private void Check()
    {
        foreach (AccountSettings account in _settings.Accounts)
        {
            foreach (string region in account.Regions)
            {
                Find(region);
            }

            if (account.AccountId != _callerConnection.AccountId && account.RoleName is null && _settings.RoleName is null)
            {
                throw new ConnectionException(
                    ConnectionFault.NoRole, Messages.NoRole.With(account.AccountId, _callerConnection.AccountId), account.AccountId);
            }
        }
    }

    /// <summary>
    /// Cancels entering accounts and renewing sessions. Call it before leaving an audit early: calls to STS are made on
    /// behalf of the whole fleet, so cancelling one listing does not cancel them.
    /// </summary>
    public void Stop() => _lifetime.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _lifetime.Dispose();
        _callSlots.Dispose();
    }

    /// <summary>Merges rows of one account, each with a Region, into one account to enter.</summary>
    private static AccountSettings[] Merge(IEnumerable<AccountSettings> accounts) =>
    [
        .. accounts.GroupBy(account => (account.AccountId, account.RoleName, account.ExternalId, account.Regions.Count > 0))
            .Select(rows => rows.First() with
        {
            Regions = [.. rows.SelectMany(row => row.Regions).Distinct(StringComparer.OrdinalIgnoreCase)],
        }),
    ];

    /// <summary>Notes an account's targets: its Regions, or one target that says why its Regions are unknown.</summary>
    private void AddKnown(string accountId, IReadOnlyCollection<RegionEndpoint> regions) =>
        _known.UnionWith(regions.Select(region => (accountId, (string?)region.SystemName)).DefaultIfEmpty((accountId, null)));

    private async IAsyncEnumerable<AccountSettings> FindAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // An account audited in the Regions of the whole audit need not be entered again as a member of the organization.
        HashSet<string> found = [.. _settings.Accounts.Where(account => account.Regions.Count == 0).Select(account => account.AccountId)];
        if (!_settings.NamesAccounts)
        {
            yield return Announce(new AccountSettings(_callerConnection.AccountId ?? AccountSettings.Own));
        }

        foreach (AccountSettings account in _settings.Accounts)
        {
            yield return Announce(account);
        }

        if (_settings.Organization || _settings.OrganizationalUnitIds.Count > 0)
        {
            using AmazonOrganizationsClient client = new(_callerConnection);
            await foreach (IReadOnlyList<OrganizationAccount> page in OrganizationPages.ReadAsync(client, _settings, cancellationToken)
                .ConfigureAwait(false))
            {
                foreach (OrganizationAccount account in page.Where(account => !account.IsInactive && found.Add(account.Id)))
                {
                    yield return Announce(new AccountSettings(account.Id, account.Name)
                    {
                        Warning = account.IsActive ? null
                            : Messages.AccountStateUnknown.With(account.Id, account.State ?? Messages.NoState),
                    });
                }
            }
        }
    }

    /// <summary>Announces the account's targets, which are known unless AWS must be asked for its Regions.</summary>
    private AccountSettings Announce(AccountSettings account)
    {
        if (RegionsOf(account) is { Length: > 0 } regions)
        {
            AddKnown(account.AccountId, regions);
        }

        return account;
    }

    /// <summary>The account's Regions; none if AWS must be asked for them.</summary>
    private RegionEndpoint[] RegionsOf(AccountSettings account) =>
        account.Regions.Count > 0 ? [.. account.Regions.Select(Find)] : _settings.AllRegions ? [] : _regions;

    private RegionEndpoint Find(string region) =>
        RegionResolver.Validate(region, Messages.SourceParameter.With("Region"), _callerConnection.EndpointUrl);
}
