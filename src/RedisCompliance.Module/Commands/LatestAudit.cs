using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace RedisCompliance.Commands;

/// <summary>
/// The live audits of a session, as long as somebody waits for them. An audit that found nothing, or failed, has no object to
/// carry its word down the pipeline; what publishes and reports finds it here.
/// </summary>
internal static class LatestAudit
{
    private static readonly ConditionalWeakTable<Runspace, StrongBox<Mark>> s_marks = new();

    /// <summary>The moment between the audits before and those to come.</summary>
    public static Mark Now => Box.Value!;

    private static StrongBox<Mark> Box => s_marks.GetValue(Runspace.DefaultRunspace, _ => new StrongBox<Mark>(new Mark(null)));

    /// <summary>Notes an audit that begins.</summary>
    public static void Note(AuditLedger ledger)
    {
        Mark mark = new(ledger);
        Now.Next = mark;
        Box.Value = mark;
    }

    /// <summary>The audit that began last, if it came to its end after a moment: as one does that is in the same pipeline.</summary>
    public static AuditLedger? EndedAfter(DateTime moment) =>
        Now.Ledger is { EndedAt: { } ended } ledger && ended > moment ? ledger : null;

    /// <summary>An audit, and those that began after it. Nothing holds those before.</summary>
    internal sealed class Mark(AuditLedger? ledger)
    {
        public AuditLedger? Ledger { get; } = ledger;

        public Mark? Next { get; set; }

        /// <summary>The audits that have begun since.</summary>
        public IEnumerable<AuditLedger> Since()
        {
            for (Mark? mark = Next; mark is not null; mark = mark.Next)
            {
                yield return mark.Ledger!;
            }
        }
    }
}
