using System.Management.Automation;

namespace RedisCompliance.Commands.Reports;

/// <summary>What cmdlets share that read audits and call nothing of AWS: plain texts, and an ear for Ctrl+C.</summary>
public abstract class ReportCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Says what somebody should know; names and paths in it come from anywhere.</summary>
    /// <param name="text">The sentence.</param>
    public new void WriteWarning(string text) => base.WriteWarning(PlainText.OneLine(text));

    /// <summary>Asks whether something is to be done; names in it come from anywhere.</summary>
    /// <param name="target">What it is done to.</param>
    /// <param name="action">What is done.</param>
    /// <returns>Whether to do it.</returns>
    public new bool ShouldProcess(string target, string action) =>
        base.ShouldProcess(PlainText.OneLine(target), PlainText.OneLine(action));

    /// <summary>Set when the pipeline stops.</summary>
    internal CancellationToken StopToken => _stopping.Token;

    /// <summary>Lets go of what the cmdlet holds.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the cmdlet holds.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stopping.Dispose();
        }
    }

    /// <summary>Called by PowerShell, on a thread of its own, when the pipeline is to stop.</summary>
    protected override void StopProcessing() => _stopping.Cancel();
}
