using System.Diagnostics;
using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// One progress bar for an audit. With many accounts and Regions, it shows how many have ended and the time left for the
/// others; with one target, only that a listing of several pages continues: its length is unknown in advance.
/// </summary>
internal sealed class AuditProgress(Cmdlet cmdlet, bool isFleet)
{
    private const int ProgressId = 0x5ED15;

    /// <summary>How many targets must have ended before the time left is estimated from them.</summary>
    private const int LeastToEstimate = 5;

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

    /// <summary>Shows the progress after a page, at most once per interval.</summary>
    public void Show(AuditPage page, AuditReport report, int? targetCount)
    {
        _pages++;
        bool isWorthIt = isFleet ? targetCount is null or > 1 : !page.IsLast || _shownAt >= TimeSpan.Zero;
        if (isWorthIt && (_shownAt < TimeSpan.Zero || _clock.Elapsed - _shownAt >= s_interval))
        {
            _shownAt = _clock.Elapsed;
            cmdlet.WriteProgress(isFleet ? OfFleet(report.Count, targetCount)
                : new ProgressRecord(
                    ProgressId, Messages.ProgressAuditing, Messages.ProgressOfPages.With(_resources, _unencrypted, _pages)));
        }
    }

    /// <summary>Removes the progress bar.</summary>
    public void Complete()
    {
        if (_shownAt >= TimeSpan.Zero)
        {
            cmdlet.WriteProgress(
                new ProgressRecord(ProgressId, Messages.ProgressAuditing, Messages.ProgressDone)
                {
                    RecordType = ProgressRecordType.Completed,
                });
        }
    }

    private ProgressRecord OfFleet(int ended, int? targetCount)
    {
        ProgressRecord progress = new(
            ProgressId, Messages.ProgressAuditing, Messages.ProgressOfTargets.With(
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
