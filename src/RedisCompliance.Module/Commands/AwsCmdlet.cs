using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// The base of the cmdlets: the parameters for the connection, named as in AWS Tools for PowerShell, and a pipeline
/// thread that waits for asynchronous work while Ctrl+C still works.
/// </summary>
public abstract class AwsCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>A profile of the shared AWS files.</summary>
    [Parameter]
    [Alias("StoredCredentials", "AWSProfileName")]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ProfileName { get; set; }

    /// <summary>The shared credentials file, if it is not in its usual place.</summary>
    [Parameter]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    [ValidateNotNullOrEmpty]
    public string? ProfileLocation { get; set; }

    /// <summary>The access key id of a key pair.</summary>
    [Parameter]
    [Alias("AK")]
    public string? AccessKey { get; set; }

    /// <summary>The secret of a key pair.</summary>
    [Parameter]
    [Alias("SK", "SecretAccessKey")]
    public string? SecretKey { get; set; }

    /// <summary>The session token of temporary keys.</summary>
    [Parameter]
    [Alias("ST")]
    public string? SessionToken { get; set; }

    /// <summary>An AWSCredentials object of any copy of the AWS SDK. Not a PSCredential.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Credential { get; set; }

    /// <summary>The URL to call instead of the service's endpoint.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EndpointUrl { get; set; }

    /// <summary>Writes a verbose message; names and paths in it may come from anywhere.</summary>
    /// <param name="text">The message.</param>
    public new void WriteVerbose(string text) => base.WriteVerbose(PlainText.OneLine(text));

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

    /// <summary>Waits on the pipeline thread. The task must observe <see cref="StopToken"/>.</summary>
    /// <typeparam name="T">The type of the task's result.</typeparam>
    /// <param name="task">The task.</param>
    /// <returns>The task's result.</returns>
    /// <exception cref="PipelineStoppedException">The pipeline is stopping.</exception>
    internal T Wait<T>(ValueTask<T> task)
    {
        try
        {
            return task.IsCompleted ? task.Result : task.AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Waits on the pipeline thread.</summary>
    /// <param name="task">The task.</param>
    /// <exception cref="PipelineStoppedException">The pipeline is stopping.</exception>
    internal void Wait(Task task) => Wait(new ValueTask<bool>(WithResultAsync(task)));

    private static async Task<bool> WithResultAsync(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }
}
