using System.Collections.Concurrent;

namespace RedisCompliance.Core.Tests;

/// <summary>AWS Config in memory, behind its port: keeps what is put, and fails on demand.</summary>
internal sealed class InMemoryStore : IEvaluationStore
{
    private int _inFlight;

    public string Region => "us-east-1";

    public ConcurrentDictionary<(string Type, string Id), string> Stored { get; } = [];

    public ConcurrentQueue<int> BatchSizes { get; } = [];

    public ConcurrentDictionary<string, int> Puts { get; } = [];

    public int MostInFlight { get; private set; }

    /// <summary>Whether an evaluation is named as failed, by id and by how often it was put before.</summary>
    public Func<string, int, bool> Fails { get; init; } = (_, _) => false;

    /// <summary>Throws for a call, by its number from 1.</summary>
    public Action<int, IReadOnlyList<ConfigEvaluation>> BeforePut { get; init; } = (_, _) => { };

    public Action BeforeReading { get; init; } = () => { };

    public async Task<IReadOnlyList<ConfigEvaluation>> PutEvaluationsAsync(
        IReadOnlyList<ConfigEvaluation> evaluations, string resultToken, bool testMode, CancellationToken cancellationToken)
    {
        int number;
        lock (BatchSizes)
        {
            BatchSizes.Enqueue(evaluations.Count);
            number = BatchSizes.Count;
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
        }

        try
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            BeforePut(number, evaluations);
            List<ConfigEvaluation> failed = [.. evaluations.Where(evaluation => Fails(evaluation.ComplianceResourceId, Puts.AddOrUpdate(evaluation.ComplianceResourceId, 1, (_, seen) => seen + 1) - 1))];
            foreach (ConfigEvaluation evaluation in evaluations.Except(failed))
            {
                Stored[evaluation.Key] = evaluation.ComplianceType;
            }

            return failed;
        }
        finally
        {
            lock (BatchSizes)
            {
                _inFlight--;
            }
        }
    }

    public Task PutExternalEvaluationAsync(string configRuleName, ConfigEvaluation evaluation, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<TokenPage<StoredEvaluation>> GetComplianceDetailsByConfigRuleAsync(string configRuleName, string? nextToken, CancellationToken cancellationToken)
    {
        await Task.Yield();
        BeforeReading();
        _listing ??= [.. Stored.Where(stored => stored.Value != ComplianceType.NotApplicable).Select(stored => stored.Key)];
        int start = nextToken is null ? 0 : int.Parse(nextToken, System.Globalization.CultureInfo.InvariantCulture);
        return new TokenPage<StoredEvaluation>([.. _listing.Skip(start).Take(3).Select(key => new StoredEvaluation(key.Item1, key.Item2, ComplianceType.NonCompliant))], start + 3 < _listing.Count ? $"{start + 3}" : null);
    }

    public Task<string> GetResourceConfigHistoryAsync(string resourceType, string resourceId, DateTime laterTime, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No test of Core asks for it.");

    private List<(string, string)>? _listing;

    /// <summary>Stores what an earlier run would have.</summary>
    public InMemoryStore With(params IEnumerable<(string Type, string Id)> keys)
    {
        foreach ((string, string) key in keys)
        {
            Stored[key] = ComplianceType.NonCompliant;
        }

        _listing = [.. Stored.Keys];
        return this;
    }
}
