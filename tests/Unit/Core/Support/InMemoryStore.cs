using System.Collections.Concurrent;

namespace RedisCompliance.Core.Tests;

/// <summary>
/// AWS Config in memory, behind its port: keeps the newest of what is put by its ordering timestamp, notes when it recorded
/// it, and fails on demand.
/// </summary>
internal sealed class InMemoryStore : IEvaluationStore
{
    public static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private const int PageSize = 3;

    private List<StoredEvaluation>? _listing;
    private int _inFlight;

    public string Region => "eu-central-1";

    public string AccountId { get; init; } = "123456789012";

    public ConcurrentDictionary<(string Type, string Id), StoredEvaluation> Results { get; } = [];

    /// <summary>The verdicts by type and id.</summary>
    public IReadOnlyDictionary<(string Type, string Id), string> Stored =>
        Results.ToDictionary(result => result.Key, result => result.Value.ComplianceType!);

    public ConcurrentQueue<IReadOnlyList<ConfigEvaluation>> Batches { get; } = [];

    public ConcurrentDictionary<string, int> Puts { get; } = [];

    public int MostInFlight { get; private set; }

    /// <summary>The clock by which results are recorded.</summary>
    public Func<DateTime> Now { get; init; } = () => DateTime.UtcNow;

    /// <summary>Whether an evaluation is named as failed, by id and by how often it was put before.</summary>
    public Func<string, int, bool> Fails { get; init; } = (_, _) => false;

    /// <summary>What is named as failed although it was not sent.</summary>
    public IReadOnlyList<ConfigEvaluation> FailsBesides { get; init; } = [];

    /// <summary>Throws for a call, by its number from 1.</summary>
    public Action<int, IReadOnlyList<ConfigEvaluation>> BeforePut { get; init; } = (_, _) => { };

    public Action BeforeReading { get; init; } = () => { };

    public Task<string> GetAccountIdAsync(CancellationToken cancellationToken) => Task.FromResult(AccountId);

    public Task<IReadOnlyDictionary<string, string>?> GetRuleParametersAsync(string configRuleName, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No test of Core asks for it.");

    public async Task<IReadOnlyList<ConfigEvaluation>> PutEvaluationsAsync(
        IReadOnlyList<ConfigEvaluation> evaluations, string resultToken, bool testMode, CancellationToken cancellationToken)
    {
        int number;
        lock (Batches)
        {
            Batches.Enqueue(evaluations);
            number = Batches.Count;
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
        }

        try
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            BeforePut(number, evaluations);
            List<ConfigEvaluation> failed =
                [.. evaluations.Where(evaluation =>
                    Fails(evaluation.ComplianceResourceId,
                        Puts.AddOrUpdate(evaluation.ComplianceResourceId, 1, (_, seen) => seen + 1) - 1))];
            foreach (ConfigEvaluation evaluation in evaluations.Except(failed))
            {
                Put(evaluation);
            }

            return [.. failed, .. FailsBesides];
        }
        finally
        {
            lock (Batches)
            {
                _inFlight--;
            }
        }
    }

    public Task PutExternalEvaluationAsync(string configRuleName, ConfigEvaluation evaluation, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public async Task<TokenPage<StoredEvaluation>> GetComplianceDetailsByConfigRuleAsync(
        string configRuleName, IReadOnlyCollection<string> complianceTypes, string? nextToken, CancellationToken cancellationToken)
    {
        await Task.Yield();
        BeforeReading();
        int start = nextToken is null ? 0 : int.Parse(nextToken, System.Globalization.CultureInfo.InvariantCulture);
        if (start == 0)
        {
            _listing = [.. Results.Values.Where(result => complianceTypes.Contains(result.ComplianceType))];
        }

        return new TokenPage<StoredEvaluation>(
            [.. _listing!.Skip(start).Take(PageSize)], start + PageSize < _listing!.Count ? $"{start + PageSize}" : null);
    }


    /// <summary>Stores what an earlier run would have.</summary>
    public InMemoryStore With(params IEnumerable<(string Type, string Id)> keys)
    {
        foreach ((string type, string id) in keys)
        {
            Results[(type, id)] = new StoredEvaluation(type, id, ComplianceType.NonCompliant, LongAgo, LongAgo.AddSeconds(2));
        }

        return this;
    }

    /// <summary>Stores one result as it is.</summary>
    public InMemoryStore With(StoredEvaluation result)
    {
        Results[result.Key] = result;
        return this;
    }

    private void Put(ConfigEvaluation evaluation)
    {
        StoredEvaluation result = new(
            evaluation.ComplianceResourceType, evaluation.ComplianceResourceId, evaluation.ComplianceType, evaluation.OrderingTimestamp,
            Now());
        Results.AddOrUpdate(result.Key, result, (_, stored) => stored.OrderingTimestamp > result.OrderingTimestamp ? stored : result);
    }
}
