using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <summary>Receives a source's errors, warnings and verbose messages.</summary>
internal sealed class InputReport(Action<ErrorRecord> error, Action<string> warn, Action<string> verbose)
{
    public void Error(ErrorId errorId, ErrorCategory category, object target, string message, string advice, Exception? cause = null) =>
        error(ErrorRecords.Create(new InvalidOperationException(message, cause), errorId, category, target, advice));

    public void Warn(string message) => warn(message);

    public void Verbose(string message) => verbose(message);
}
