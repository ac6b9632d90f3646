using System.Collections.Concurrent;

namespace RedisCompliance.Remediation.Facts;

/// <summary>
/// Reads only what plans need of the resources of one account and Region; shared facts are read once. A fact that cannot be read is
/// unknown and does not affect the rest.
/// </summary>
/// <param name="details">The source of the details.</param>
/// <param name="isOffline">Whether the source is files; a missing fact then names the command that would have exported it.</param>
internal sealed class FactReader(IResourceDetails details, bool isOffline = false)
{
    private static readonly (DetailKind, string)[] s_judged =
    [
        (DetailKind.ReplicationGroup, ResourceType.ReplicationGroup), (DetailKind.CacheCluster, ResourceType.CacheCluster),
        (DetailKind.ServerlessCache, ResourceType.ServerlessCache),
    ];

    private static readonly ResourceMember[] s_members = [.. Enum.GetValues(typeof(ResourceMember)).Cast<ResourceMember>()];

    private readonly ConcurrentDictionary<(DetailKind, string), Answer> _found = new();
    private readonly ConcurrentDictionary<(DetailKind, string), Lazy<Task<Answer>>> _shared = new();

    /// <summary>Reads the facts of one resource.</summary>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<ResourceFacts> ReadAsync(Evaluation evaluation, CancellationToken cancellationToken)
    {
        if (KindOf(evaluation) is not { } kind)
        {
            return new ResourceFacts(evaluation);
        }

        List<UnknownFact> unknown = [];
        Task<Answer>? tags = evaluation.Tags is null && evaluation.Arn is { } arn
            ? AskAsync(DetailKind.Tags, arn, cancellationToken) : null;
        string id = evaluation.ComplianceResourceId;
        if (!_found.TryRemove((kind, id), out Answer? described))
        {
            described = await AskAsync(kind, id, cancellationToken).ConfigureAwait(false);
        }

        DescribedRecord? resource = OneOf(described, FactName.Resource, unknown);
        DescribedRecord? member = kind == DetailKind.CacheCluster ? resource : null;
        if (kind == DetailKind.ReplicationGroup && resource?.ListOf("MemberClusters") is [{ Text: { } memberId }, ..])
        {
            member = OneOf(
                await AskAsync(DetailKind.CacheCluster, memberId, cancellationToken).ConfigureAwait(false),
                FactName.CacheCluster, unknown);
        }

        ResourceFacts facts = new(evaluation)
        {
            Described = resource,
            Member = member,
            Tags = TagsOf(evaluation, tags is null ? null : await tags.ConfigureAwait(false), unknown),
        };
        facts = await WithSharedAsync(facts, unknown, cancellationToken).ConfigureAwait(false);
        return facts with { Unknown = unknown };
    }

    /// <summary>
    /// Finds a replication group, standalone cluster or serverless cache by its id alone and evaluates it. Its plan reuses what this
    /// reads.
    /// </summary>
    /// <returns>Its evaluation; null if no such resource is in scope.</returns>
    /// <exception cref="ServiceCallException">The call to AWS failed.</exception>
    public async Task<Evaluation?> FindAsync(
        string id, AtRestPolicy policy, DateTime moment, string? region, string? accountId, CancellationToken cancellationToken)
    {
        foreach ((DetailKind kind, string type) in s_judged)
        {
            Answer answer = await AskAsync(kind, id, cancellationToken).ConfigureAwait(false);
            if (answer.Failure is { } failure && failure.ErrorCode?.Contains("NotFound") != true)
            {
                throw failure;
            }

            if (answer.Records is [{ } record] && ToResource(record, type, region, accountId) is { } resource
                && policy.IsInScope(resource))
            {
                _found[(kind, id)] = answer;
                return AtRestEvaluator.Evaluate(resource, moment, policy);
            }
        }

        return null;
    }

    private static RedisResource? ToResource(DescribedRecord described, string type, string? region, string? accountId)
    {
        ResourceRecord record = default;
        foreach (ResourceMember member in s_members)
        {
            if (described[member.ToString()] is { } value)
            {
                record.Set(member, value.Text);
            }
        }

        return record.ToResource(type, region, accountId);
    }

    private static DetailKind? KindOf(Evaluation evaluation) => evaluation.ComplianceResourceType switch
    {
        _ when evaluation.EncryptionState is not (EncryptionState.Encrypted or EncryptionState.Unencrypted) => null,
        ResourceType.ReplicationGroup => DetailKind.ReplicationGroup,
        ResourceType.CacheCluster => DetailKind.CacheCluster,
        ResourceType.ServerlessCache when evaluation.EncryptionState == EncryptionState.Encrypted => DetailKind.ServerlessCache,
        _ => null,
    };

    private async Task<ResourceFacts> WithSharedAsync(ResourceFacts facts, List<UnknownFact> unknown, CancellationToken cancellationToken)
    {
        if (facts.Evaluation.ComplianceResourceType == ResourceType.ServerlessCache || facts.Described is null)
        {
            return facts;
        }

        GroupFacts group = new(facts);
        if (group.SubnetGroup is { } subnets)
        {
            facts = facts with
            {
                SubnetGroup = OneOf(await ShareAsync(DetailKind.SubnetGroup, subnets, cancellationToken).ConfigureAwait(false),
                    FactName.SubnetGroup, unknown),
            };
        }

        if (group.GlobalDatastoreId is { } datastore)
        {
            return facts with
            {
                GlobalDatastore = OneOf(
                    await ShareAsync(DetailKind.GlobalReplicationGroup, datastore, cancellationToken).ConfigureAwait(false),
                    FactName.GlobalDatastore, unknown),
            };
        }

        // Parameters matter only if the engine or the cluster mode is to change in place.
        bool isInPlace = !group.IsStandalone && group.IsNodeFamilyDurable
            && facts.Evaluation.EncryptionState == EncryptionState.Unencrypted;
        if (isInPlace && group.HasCustomParameters && (group.ClusterMode != "enabled" || !group.Engine.IsAtLeast(9, 0)))
        {
            facts = facts with
            {
                Parameters = PairsOf(
                    await ShareAsync(DetailKind.Parameters, group.ParameterGroup!, cancellationToken).ConfigureAwait(false),
                    "ParameterName", "ParameterValue", FactName.Parameters, unknown),
            };
        }

        return facts;
    }

    private async Task<Answer> AskAsync(DetailKind kind, string name, CancellationToken cancellationToken)
    {
        try
        {
            return new Answer(kind, name, await details.DescribeAsync(kind, name, cancellationToken).ConfigureAwait(false), null);
        }
        catch (ServiceCallException failure)
        {
            return new Answer(kind, name, null, failure);
        }
    }

    private Task<Answer> ShareAsync(DetailKind kind, string name, CancellationToken cancellationToken) => _shared.GetOrAdd(
        (kind, name), key => new Lazy<Task<Answer>>(() => AskAsync(key.Item1, key.Item2, cancellationToken))).Value;

    private DescribedRecord? OneOf(Answer answer, string fact, List<UnknownFact> unknown)
    {
        if (answer.Records is [{ } one])
        {
            return one;
        }

        unknown.Add(Unknown(fact, answer));
        return null;
    }

    private UnknownFact Unknown(string fact, Answer answer) =>
        answer.Failure is { } failure ? new UnknownFact(fact, failure.Message, failure.MissingActions)
        : new UnknownFact(fact, answer.Records?.Count > 1 ? Messages.FactAmbiguous
            : isOffline ? Messages.FactNotExported.With(ExportedDetails.CommandOf(answer.Kind, answer.Name)) : Messages.FactNotThere, []);

    private IReadOnlyList<KeyValuePair<string, string>>? TagsOf(Evaluation evaluation, Answer? answer, List<UnknownFact> unknown)
    {
        if (answer is not null)
        {
            return PairsOf(answer, "Key", "Value", FactName.Tags, unknown);
        }

        if (evaluation.Tags is not null && evaluation.Tags.All(tag => PlainText.IsPlain(tag.Key) && PlainText.IsPlain(tag.Value)))
        {
            return [.. evaluation.Tags];
        }

        unknown.Add(new UnknownFact(FactName.Tags, evaluation.Tags is null ? Messages.FactWithoutArn : Messages.FactNotPrintable, []));
        return null;
    }

    private IReadOnlyList<KeyValuePair<string, string>>? PairsOf(
        Answer answer, string key, string value, string fact, List<UnknownFact> unknown)
    {
        // An exported file may lack tags and parameters; only AWS can say that there are none.
        if (answer.Records is null || (isOffline && answer.Records.Count == 0))
        {
            unknown.Add(Unknown(fact, answer));
            return null;
        }

        List<KeyValuePair<string, string>> pairs = [];
        foreach (DescribedRecord record in answer.Records)
        {
            // A command cannot copy a value that is present but not printable.
            if (record.TextOf(key) is not { } name || (record[value] is { } given && given.Text is null))
            {
                unknown.Add(new UnknownFact(fact, Messages.FactNotPrintable, []));
                return null;
            }

            pairs.Add(new(name, record[value]?.Text ?? string.Empty));
        }

        return pairs;
    }

    private sealed record Answer(DetailKind Kind, string Name, IReadOnlyList<DescribedRecord>? Records, ServiceCallException? Failure);
}
