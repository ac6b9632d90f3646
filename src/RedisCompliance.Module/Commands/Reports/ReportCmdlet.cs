using System.Management.Automation;

namespace RedisCompliance.Commands.Reports;

/// <summary>The base of cmdlets that read audits without calls to AWS: safe texts, and Ctrl+C.</summary>
public abstract class ReportCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Writes a warning; names and paths in it may come from anywhere.</summary>
    /// <param name="text">The message.</param>
    public new void WriteWarning(string text) => base.WriteWarning(PlainText.OneLine(text));

    /// <summary>Asks whether to do something; names in it may come from anywhere.</summary>
    /// <param name="target">The target of the action.</param>
    /// <param name="action">The action.</param>
    /// <returns>Whether to do it.</returns>
    public new bool ShouldProcess(string target, string action) =>
        base.ShouldProcess(PlainText.OneLine(target), PlainText.OneLine(action));

    /// <summary>Set when the pipeline stops.</summary>
    internal CancellationToken StopToken => _stopping.Token;

    /// <summary>Begins with the spelling of the sets of values; an override calls this first.</summary>
    protected override void BeginProcessing() => SetSpelling.Apply(this);

    /// <summary>Disposes of what the cmdlet holds.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes of what the cmdlet holds.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stopping.Dispose();
        }
    }

    /// <summary>PowerShell calls this on another thread to stop the pipeline.</summary>
    protected override void StopProcessing() => _stopping.Cancel();
}
