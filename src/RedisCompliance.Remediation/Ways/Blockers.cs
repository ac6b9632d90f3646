namespace RedisCompliance.Remediation.Ways;

/// <summary>The unmet preconditions by name.</summary>
internal static class Blockers
{
    public static RemediationBlocker AuthTokenOnServerless() => new("AuthTokenOnServerless", Messages.BlockerAuthTokenOnServerless);

    public static RemediationBlocker ClusterModeCompatible() => new("ClusterModeCompatible", Messages.BlockerClusterModeCompatible);

    public static RemediationBlocker ClusterModeDisabled() => new("ClusterModeDisabled", Messages.BlockerClusterModeDisabled);

    public static RemediationBlocker DataTiering() => new("DataTiering", Messages.BlockerDataTiering);

    public static RemediationBlocker EngineNotValkey(EngineVersion engine) =>
        new("EngineNotValkey", Messages.BlockerEngineNotValkey.With(engine));

    public static RemediationBlocker EngineTooOld(EngineVersion engine, string least) =>
        new("EngineTooOld", Messages.BlockerEngineTooOld.With(engine, least));

    public static RemediationBlocker FailoverDisabled() => new("FailoverDisabled", Messages.BlockerFailoverDisabled);

    public static RemediationBlocker GlobalDatastore(string id) => new("GlobalDatastore", Messages.BlockerGlobalDatastore.With(id));

    public static RemediationBlocker KeyNotApproved(string key) => new("KeyNotApproved", Messages.BlockerKeyNotApproved.With(key));

    public static RemediationBlocker KeyOfOtherRegion(string key) => new("KeyOfOtherRegion", Messages.BlockerKeyOfOtherRegion.With(key));

    public static RemediationBlocker KeyPolicyUnknown() => new("KeyPolicyUnknown", Messages.BlockerKeyPolicyUnknown);

    public static RemediationBlocker KeyRequired() => new("KeyRequired", Messages.BlockerKeyRequired);

    public static RemediationBlocker KeyUnknown() => new("KeyUnknown", Messages.BlockerKeyUnknown);

    public static RemediationBlocker LocalZone() => new("LocalZone", Messages.BlockerLocalZone);

    public static RemediationBlocker MultiAzDisabled() => new("MultiAzDisabled", Messages.BlockerMultiAzDisabled);

    public static RemediationBlocker NoReplica() => new("NoReplica", Messages.BlockerNoReplica);

    public static RemediationBlocker NodeFamilyNotDurable(string? nodeType) =>
        new("NodeFamilyNotDurable", Messages.BlockerNodeFamilyNotDurable.With(nodeType));

    public static RemediationBlocker NodeFamilyWithoutEncryption(string? nodeType) =>
        new("NodeFamilyWithoutEncryption", Messages.BlockerNodeFamilyWithoutEncryption.With(nodeType));

    public static RemediationBlocker NotAvailable(string? status) => new("NotAvailable", Messages.BlockerNotAvailable.With(status));

    public static RemediationBlocker NotInVpc() => new("NotInVpc", Messages.BlockerNotInVpc);

    public static RemediationBlocker Outpost() => new("Outpost", Messages.BlockerOutpost);

    public static RemediationBlocker PendingChange() => new("PendingChange", Messages.BlockerPendingChange);

    public static RemediationBlocker SingleZoneSubnets(string? name) =>
        new("SingleZoneSubnets", Messages.BlockerSingleZoneSubnets.With(name));

    public static RemediationBlocker TlsDisabled() => new("TlsDisabled", Messages.BlockerTlsDisabled);

    public static RemediationBlocker TlsPreferred() => new("TlsPreferred", Messages.BlockerTlsPreferred);

    /// <summary>An unknown fact that a way depends on.</summary>
    public static RemediationBlocker Unknown(string fact) => new(fact + "Unknown", Messages.BlockerUnknown.With(fact));
}
