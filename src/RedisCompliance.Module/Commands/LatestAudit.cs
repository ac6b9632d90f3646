using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace RedisCompliance.Commands;

/// <summary>
/// The live audits of a session, kept while a reader needs them. An audit that found nothing, or failed, sends no object
/// down the pipeline; the cmdlets that publish and report find it here.
/// </summary>
internal static class LatestAudit
{
    private static readonly ConditionalWeakTable<Runspace, StrongBox<Mark>> s_marks = new();

    /// <summary>The mark between earlier audits and those to come.</summary>
    public static Mark Now => Box.Value!;

    private static StrongBox<Mark> Box => s_marks.GetValue(Runspace.DefaultRunspace, _ => new StrongBox<Mark>(new Mark(null)));

    /// <summary>Notes an audit that has begun.</summary>
    public static void Note(AuditLedger ledger)
    {
        Mark mark = new(ledger);
        Now.Next = mark;
        Box.Value = mark;
    }

    /// <summary>The last audit, if it ended after a given time, as an audit in the same pipeline does.</summary>
    public static AuditLedger? EndedAfter(DateTime moment) =>
        Now.Ledger is { EndedAt: { } ended } ledger && ended > moment ? ledger : null;

    /// <summary>An audit, linked to those that began after it, so that earlier ones can be collected.</summary>
    internal sealed class Mark(AuditLedger? ledger)
    {
        public AuditLedger? Ledger { get; } = ledger;

        public Mark? Next { get; set; }

        /// <summary>The audits that began after this one.</summary>
        public IEnumerable<AuditLedger> Since()
        {
            for (Mark? mark = Next; mark is not null; mark = mark.Next)
            {
                yield return mark.Ledger!;
            }
        }
    }
}
