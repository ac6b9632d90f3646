namespace RedisCompliance.Templates;

/// <summary>The members that decide the verdict on a planned resource, whatever the input calls them.</summary>
internal sealed record PlannedMembers
{
    public required string ResourceType { get; init; }

    public required string Address { get; init; }

    public PlannedValue Id { get; init; }

    public PlannedValue Engine { get; init; }

    public PlannedValue EngineVersion { get; init; }

    /// <summary>AtRestEncryptionEnabled.</summary>
    public PlannedValue Flag { get; init; }

    public PlannedValue Key { get; init; }

    public PlannedValue Durability { get; init; }

    /// <summary>For a cluster: the group that it belongs to.</summary>
    public PlannedValue ReplicationGroupId { get; init; }

    /// <summary>For a group: the Global Datastore that it is a secondary of.</summary>
    public PlannedValue GlobalId { get; init; }

    public string? Region { get; init; }

    public string? Arn { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Converts to the resource that Core evaluates.</summary>
    public RedisResource ToResource(PlannedState planned, ResourceSource source)
    {
        var arn = ElastiCacheArn.Parse(Arn);
        return new RedisResource
        {
            ResourceType = ResourceType,
            Id = Id.Text ?? planned.Address,
            Arn = Arn,
            Region = Region ?? Text(arn.Region),
            AccountId = Text(arn.AccountId),
            Engine = Engine.Text?.ToLowerInvariant(),
            EngineVersion = EngineVersion.Text,
            AtRestEncryptionEnabled = Flag.Text,
            KmsKeyId = Key.Text,
            Tags = Tags,
            Source = source,
            Planned = planned with
            {
                Durability = Durability.Text,
                FlagUnknown = Flag.Unknown,
                EngineUnknown = Engine.Unknown,
                DurabilityUnknown = Durability.Unknown,
                KeyUnknown = Key.Unknown,
                IsKeyCustomerManaged = Key.IsCustomerKey,
            },
        };
    }

    private static string? Text(ReadOnlySpan<char> part) => part.IsEmpty ? null : part.ToString();
}
