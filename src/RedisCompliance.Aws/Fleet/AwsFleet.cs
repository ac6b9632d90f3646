using System.Runtime.CompilerServices;
using Amazon;

namespace RedisCompliance.Aws.Fleet;

/// <summary>
/// The accounts and Regions of an audit. Accounts are found, entered and asked for their Regions ahead of the listing,
/// several at a time, so that no listing waits for a role; one that cannot be entered takes nothing from the others.
/// </summary>
public sealed partial class AwsFleet : IDisposable
{
    /// <summary>The three listings of a target go on side by side, and each has one call under way.</summary>
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

    /// <summary>The calls that were of no Region in particular: finding accounts, entering them, asking for their Regions.</summary>
    public CallCounter Calls { get; }

    /// <summary>How many accounts and Regions there are in all; null while that is not known.</summary>
    public int? TargetCount => _areAllKnown ? _known.Count : null;

    /// <summary>Makes ready; asks for the caller's account where that is needed.</summary>
    /// <param name="connection">The way to AWS of the caller.</param>
    /// <param name="settings">What is to be seen.</param>
    /// <param name="cancellationToken">Ends the asking, now and whenever a session of a role is renewed.</param>
    /// <returns>The fleet; to be disposed of by who opened it.</returns>
    /// <exception cref="ConnectionException">A Region is none of AWS's, or an account has no role.</exception>
    /// <exception cref="ServiceCallException">The caller's account could not be told.</exception>
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

    /// <summary>The first of some names that is no Region of AWS; null if all are.</summary>
    /// <param name="regions">The names.</param>
    /// <param name="endpointUrl">An endpoint that may name a Region that the SDK does not know; null for none.</param>
    /// <returns>The name.</returns>
    public static string? FindUnknown(IEnumerable<string> regions, string? endpointUrl) =>
        regions.FirstOrDefault(region => RegionResolver.Find(region, endpointUrl) is null);

    /// <summary>The accounts and Regions, each as soon as it can be listed.</summary>
    /// <param name="cancellationToken">Ends the finding and entering.</param>
    /// <returns>
    /// The targets; those that could not be entered have a failure. Where the accounts of the organization could not all be
    /// listed, the last has neither account nor Region, and that failure.
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

                // An account may be named by a row and be in the organization, too.
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
            // What was found before is audited all the same.
            return (null, failure);
        }
    }

    /// <summary>What cannot be is said before any account is entered.</summary>
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
    /// Gives up whatever enters an account or renews a session. To be called before an audit is left early: calls to STS
    /// are made on behalf of the whole fleet, and no one listing's end ends them.
    /// </summary>
    public void Stop() => _lifetime.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _lifetime.Dispose();
        _callSlots.Dispose();
    }

    /// <summary>Rows of one account, a Region each, are one account to enter.</summary>
    private static AccountSettings[] Merge(IEnumerable<AccountSettings> accounts) =>
    [
        .. accounts.GroupBy(account => (account.AccountId, account.RoleName, account.ExternalId, account.Regions.Count > 0))
            .Select(rows => rows.First() with
        {
            Regions = [.. rows.SelectMany(row => row.Regions).Distinct(StringComparer.OrdinalIgnoreCase)],
        }),
    ];

    /// <summary>Notes the targets of an account: those of its Regions, or one that says why its Regions are unknown.</summary>
    private void AddKnown(string accountId, IReadOnlyCollection<RegionEndpoint> regions) =>
        _known.UnionWith(regions.Select(region => (accountId, (string?)region.SystemName)).DefaultIfEmpty((accountId, null)));

    private async IAsyncEnumerable<AccountSettings> FindAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Those that are seen in the Regions of the whole audit need not be entered again for the organization's sake.
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

    /// <summary>The account, whose targets are known already unless AWS must be asked for its Regions.</summary>
    private AccountSettings Announce(AccountSettings account)
    {
        if (RegionsOf(account) is { Length: > 0 } regions)
        {
            AddKnown(account.AccountId, regions);
        }

        return account;
    }

    /// <summary>The account's Regions; none where AWS must be asked for them.</summary>
    private RegionEndpoint[] RegionsOf(AccountSettings account) =>
        account.Regions.Count > 0 ? [.. account.Regions.Select(Find)] : _settings.AllRegions ? [] : _regions;

    private RegionEndpoint Find(string region) => RegionResolver.Validate(region, "parameter Region", _callerConnection.EndpointUrl);
}
