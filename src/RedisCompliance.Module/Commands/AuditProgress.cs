using System.Diagnostics;
using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// One bar for an audit. Of many accounts and Regions, it shows how many have come to their end, and when the others will;
/// of one, that a listing of more than a page goes on: how long that will be, no one can know.
/// </summary>
internal sealed class AuditProgress(Cmdlet cmdlet, bool isFleet)
{
    private const int ProgressId = 0x5ED15;

    /// <summary>How many targets must have ended before the others can be estimated by them.</summary>
    private const int LeastToEstimate = 5;

    private const string Activity = "Auditing ElastiCache";

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _shownAt = TimeSpan.MinValue;
    private int _pages;
    private int _resources;
    private int _unencrypted;

    /// <summary>Counts an evaluation.</summary>
    public void Add(Evaluation evaluation)
    {
        _resources++;
        _unencrypted += evaluation.EncryptionState == EncryptionState.Encrypted ? 0 : 1;
    }

    /// <summary>Shows how far it is after a page; not more often than an eye can follow.</summary>
    public void Show(AuditPage page, AuditReport report, int? targetCount)
    {
        _pages++;
        bool isWorthIt = isFleet ? targetCount is null or > 1 : !page.IsLast || _shownAt >= TimeSpan.Zero;
        if (isWorthIt && (_shownAt < TimeSpan.Zero || _clock.Elapsed - _shownAt >= s_interval))
        {
            _shownAt = _clock.Elapsed;
            cmdlet.WriteProgress(isFleet ? OfFleet(report.Count, targetCount)
                : new ProgressRecord(ProgressId, Activity, Messages.ProgressOfPages.With(_resources, _unencrypted, _pages)));
        }
    }

    /// <summary>Takes the bar away.</summary>
    public void Complete()
    {
        if (_shownAt >= TimeSpan.Zero)
        {
            cmdlet.WriteProgress(new ProgressRecord(ProgressId, Activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private ProgressRecord OfFleet(int ended, int? targetCount)
    {
        ProgressRecord progress = new(
            ProgressId, Activity, Messages.ProgressOfTargets.With(
                ended, targetCount?.ToString(System.Globalization.CultureInfo.CurrentCulture) ?? "?", _resources, _unencrypted));
        if (targetCount is > 0)
        {
            progress.PercentComplete = Math.Min(100, ended * 100 / targetCount.Value);
            if (ended >= LeastToEstimate)
            {
                progress.SecondsRemaining = (int)(_clock.Elapsed.TotalSeconds * (targetCount.Value - ended) / ended);
            }
        }

        return progress;
    }
}
