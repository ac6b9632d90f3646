namespace RedisCompliance.Core.Tests;

public sealed class EvaluationPublisherTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batches_of_a_hundred_fill_before_they_are_sent()
    {
        InMemoryStore store = new();

        await PublishAsync(store, 250);

        Assert.Equal([100, 100, 50], store.Batches.Select(batch => batch.Count));
        Assert.Equal(250, store.Stored.Count);
    }

    [Fact]
    public async Task One_call_follows_the_other()
    {
        InMemoryStore store = new();

        await PublishAsync(store, 5_000);

        Assert.Equal(1, store.MostInFlight);
    }

    [Fact]
    public async Task Evaluations_that_fail_once_all_arrive()
    {
        InMemoryStore store = new() { Fails = (id, before) => before == 0
            && int.Parse(id, System.Globalization.CultureInfo.InvariantCulture) % 10 < 5 };

        IReadOnlyList<UnpublishedEvaluation> unpublished = await PublishAsync(store, 300);

        Assert.Empty(unpublished);
        Assert.Equal(300, store.Stored.Count);
    }

    [Fact]
    public async Task Evaluations_that_always_fail_are_each_named_after_the_last_attempt()
    {
        InMemoryStore store = new() { Fails = (id, _) => id is "7" or "150" };

        IReadOnlyList<UnpublishedEvaluation> unpublished = await PublishAsync(store, 200);

        Assert.Equal(["150", "7"], unpublished.Select(one => one.Evaluation.ComplianceResourceId).Order(StringComparer.Ordinal));
        Assert.Equal(EvaluationPublisher.MaxAttempts, store.Puts["7"]);
    }

    [Fact]
    public async Task A_call_that_is_refused_names_exactly_what_did_not_arrive()
    {
        InMemoryStore store = new()
        {
            BeforePut = (number, _) =>
            {
                if (number > 2)
                {
                    throw new ServiceCallException(ServiceFailure.AccessDenied, "PutEvaluations", "denied");
                }
            },
        };

        IReadOnlyList<UnpublishedEvaluation> unpublished = await PublishAsync(store, 1_000);

        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => $"{i}").Order(),
            unpublished.Select(one => one.Evaluation.ComplianceResourceId).Concat(store.Stored.Keys.Select(key => key.Id)).Order());
        Assert.All(unpublished, one => Assert.Equal("denied", one.Failure!.Message));
    }

    [Fact]
    public async Task A_failure_that_no_other_call_can_escape_ends_the_calls()
    {
        InMemoryStore store = new() { BeforePut = (_, _) =>
            throw new ServiceCallException(ServiceFailure.ExpiredCredentials, "PutEvaluations", "expired") };

        IReadOnlyList<UnpublishedEvaluation> unpublished = await PublishAsync(store, 5_000);

        Assert.Equal(5_000, unpublished.Count);
        Assert.Single(store.Batches);
    }

    [Fact]
    public async Task A_refused_type_is_reported_and_the_rest_of_every_batch_is_sent()
    {
        InMemoryStore store = new() { BeforePut = RefuseServerlessCaches };

        IReadOnlyList<UnpublishedEvaluation> unpublished = await PublishAsync(
            store, 1_000, i => i % 4 == 0 ? ResourceType.ServerlessCache : ResourceType.CacheCluster);

        Assert.Equal(250, unpublished.Count);
        Assert.All(unpublished, one => Assert.True(one.IsRefusedType));
        Assert.Equal(750, store.Stored.Count);
    }

    [Fact]
    public async Task A_type_that_Config_may_refuse_never_shares_a_call_with_another()
    {
        InMemoryStore store = new();

        await PublishAsync(store, 1_000, i => i % 4 == 0 ? ResourceType.ServerlessCache : ResourceType.CacheCluster);

        Assert.All(store.Batches, batch => Assert.Single(batch.Select(evaluation => evaluation.ComplianceResourceType).Distinct()));
    }

    [Fact]
    public async Task A_type_that_was_refused_costs_no_second_call()
    {
        InMemoryStore store = new() { BeforePut = RefuseServerlessCaches };

        await PublishAsync(store, 1_000, _ => ResourceType.ServerlessCache);

        Assert.Single(store.Batches);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(99)]
    public async Task What_is_refused_for_its_content_is_narrowed_to_the_evaluations_at_fault(int every)
    {
        InMemoryStore store = new()
        {
            BeforePut = (_, batch) =>
            {
                if (batch.Any(evaluation => IsBad(evaluation.ComplianceResourceId)))
                {
                    throw new ServiceCallException(
                        ServiceFailure.Refused, "PutEvaluations", "1 validation error detected", "ValidationException");
                }
            },
        };

        IReadOnlyList<UnpublishedEvaluation> unpublished = await PublishAsync(store, 300);

        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"{i}").Where(IsBad).Order(),
            unpublished.Select(one => one.Evaluation.ComplianceResourceId).Order());
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"{i}").Where(id => !IsBad(id)).Order(),
            store.Stored.Keys.Select(key => key.Id).Order());

        bool IsBad(string id) => int.Parse(id, System.Globalization.CultureInfo.InvariantCulture) % every == 0;
    }

    [Fact]
    public async Task Where_everything_is_refused_only_the_first_batch_is_taken_apart()
    {
        InMemoryStore store = new() { BeforePut = (_, _) =>
            throw new ServiceCallException(ServiceFailure.Refused, "PutEvaluations", "no", "ValidationException") };

        IReadOnlyList<UnpublishedEvaluation> unpublished = await PublishAsync(store, 1_000);

        Assert.Equal(1_000, unpublished.Count);
        Assert.Equal((2 * EvaluationPublisher.MaxBatch) - 1 + 9, store.Batches.Count);
    }

    [Fact]
    public async Task A_failure_of_something_that_was_not_sent_leaves_nothing_of_the_call_as_published()
    {
        InMemoryStore store = new() { FailsBesides = [Evaluation(0, "AWS::S3::Bucket")] };
        using EvaluationPublisher publisher = new(store, "token", testMode: false, NoWait);
        await publisher.AddAsync(Evaluation(1, ResourceType.CacheCluster), Cancelled);

        await publisher.FlushAsync(Cancelled);

        Assert.Equal((0, EvaluationPublisher.MaxAttempts), (publisher.PublishedCount, publisher.CallCount));
        Assert.Equal("1", Assert.Single(publisher.TakeUnpublished()).Evaluation.ComplianceResourceId);
    }

    [Fact]
    public async Task One_reason_is_one_cause_with_all_that_it_hit()
    {
        InMemoryStore store = new() { BeforePut = RefuseServerlessCaches, Fails = (id, _) => id is "1" or "3" };

        IReadOnlyList<UnpublishedCause> causes = UnpublishedCause.Group(
            await PublishAsync(store, 258, i => i % 2 == 0 ? ResourceType.ServerlessCache : ResourceType.CacheCluster));

        Assert.Equal([2, 129], causes.Select(cause => cause.Evaluations.Count).Order());
        Assert.Contains(causes, cause => cause.ToString()
            .EndsWith($"AWS Config does not accept evaluations of {ResourceType.ServerlessCache}.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancellation_ends_the_publishing()
    {
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();
        using EvaluationPublisher publisher = new(new InMemoryStore(), "token", testMode: false, NoWait);
        await publisher.AddAsync(Evaluation(0, ResourceType.CacheCluster), stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publisher.FlushAsync(stop.Token));
    }

    [Fact]
    public async Task What_was_stored_of_a_batch_is_not_unpublished_because_the_rest_of_it_fails()
    {
        InMemoryStore store = new()
        {
            Fails = (id, before) => before == 0 && id is "7" or "8",
            BeforePut = (number, _) =>
            {
                if (number == 2)
                {
                    throw new ServiceCallException(ServiceFailure.Throttled, "PutEvaluations", "slow down");
                }
            },
        };

        IReadOnlyList<UnpublishedEvaluation> unpublished = await PublishAsync(store, 100);

        Assert.Equal(["7", "8"], unpublished.Select(one => one.Evaluation.ComplianceResourceId));
        Assert.Equal(98, store.Stored.Count);
    }

    [Fact]
    public async Task What_was_stored_of_a_batch_is_not_sent_or_counted_again_when_the_rest_of_it_is_refused()
    {
        InMemoryStore store = new()
        {
            Fails = (id, before) => before == 0 && id is "7" or "8",
            BeforePut = (_, batch) =>
            {
                if (batch is [.., { ComplianceResourceId: "8" }] && batch.Count < 100)
                {
                    throw new ServiceCallException(ServiceFailure.Refused, "PutEvaluations", "8 is invalid", "ValidationException");
                }
            },
        };
        using EvaluationPublisher publisher = new(store, "token", testMode: false, NoWait);
        for (int i = 0; i < 100; i++)
        {
            await publisher.AddAsync(Evaluation(i, ResourceType.ReplicationGroup), Cancelled);
        }

        await publisher.FlushAsync(Cancelled);

        Assert.Equal(["8"], publisher.TakeUnpublished().Select(one => one.Evaluation.ComplianceResourceId));
        Assert.Equal(99, publisher.PublishedCount);
        Assert.Equal(1, store.Puts["1"]);
    }

    private static void RefuseServerlessCaches(int number, IReadOnlyList<ConfigEvaluation> batch)
    {
        if (batch.Any(evaluation => evaluation.ComplianceResourceType == ResourceType.ServerlessCache))
        {
            throw new ServiceCallException(ServiceFailure.Refused, "PutEvaluations",
                $"The resource type {ResourceType.ServerlessCache} is invalid. Only the following values are permitted: "
                    + $"{ResourceType.CacheCluster}", "InvalidParameterValueException");
        }
    }

    private static async Task<IReadOnlyList<UnpublishedEvaluation>> PublishAsync(
        InMemoryStore store, int count, Func<int, string>? typeOf = null)
    {
        using EvaluationPublisher publisher = new(store, "token", testMode: false, NoWait);
        for (int i = 0; i < count; i++)
        {
            await publisher.AddAsync(Evaluation(i, typeOf?.Invoke(i) ?? ResourceType.ReplicationGroup), Cancelled);
        }

        await publisher.FlushAsync(Cancelled);
        return publisher.TakeUnpublished();
    }

    private static ConfigEvaluation Evaluation(int id, string type) => new()
    {
        ComplianceResourceType = type,
        ComplianceResourceId = $"{id}",
        ComplianceType = ComplianceType.Compliant,
        OrderingTimestamp = DateTime.UnixEpoch,
    };

    private static Task NoWait(TimeSpan time, CancellationToken cancellationToken) => Task.CompletedTask;
}
