using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace RedisCompliance.Commands;

/// <summary>
/// The live audit that began last in a session. An audit that found nothing has no object to carry its word down the
/// pipeline; Publish-ConfigEvaluation finds it here.
/// </summary>
internal static class LatestAudit
{
    private static readonly ConditionalWeakTable<Runspace, StrongBox<AuditLedger>> s_audits = new();

    public static void Note(AuditLedger ledger) => s_audits.GetOrCreateValue(Runspace.DefaultRunspace).Value = ledger;

    /// <summary>The audit, if it came to its end after a moment: as one does that is in the same pipeline.</summary>
    public static AuditLedger? EndedAfter(DateTime moment) =>
        s_audits.TryGetValue(Runspace.DefaultRunspace, out StrongBox<AuditLedger>? latest) && latest.Value is { EndedAt: { } ended } ledger
            && ended > moment ? ledger : null;
}
