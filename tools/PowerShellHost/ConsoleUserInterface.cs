using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Security;

namespace RedisCompliance.PowerShellHost;

/// <summary>Output to standard output, everything else to standard error; progress on a terminal only.</summary>
internal sealed class ConsoleUserInterface : PSHostUserInterface
{
    private static readonly bool s_isTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    private bool _hasProgress;

    public override PSHostRawUserInterface RawUI { get; } = new ConsoleRawUserInterface();

    public override bool SupportsVirtualTerminal =>
        !Console.IsOutputRedirected && s_isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public override void Write(string value)
    {
        ClearProgress();
        Console.Out.Write(Plain(value));
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value)
    {
        ClearProgress();
        Console.Out.WriteLine(Plain(value));
    }

    public override void WriteErrorLine(string value) => WriteMessage(value);

    public override void WriteWarningLine(string message) => WriteMessage("WARNING: " + message);

    public override void WriteVerboseLine(string message) => WriteMessage("VERBOSE: " + message);

    public override void WriteDebugLine(string message) => WriteMessage("DEBUG: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (!s_isTerminal)
        {
            return;
        }

        ClearProgress();
        if (record.RecordType == ProgressRecordType.Processing)
        {
            string line = $"{record.Activity}: {record.StatusDescription}";
            Console.Error.Write(line[..Math.Min(line.Length, RawUI.BufferSize.Width - 1)]);
            _hasProgress = true;
        }
    }

    public override string ReadLine() => throw NoPrompt();

    public override SecureString ReadLineAsSecureString() => throw NoPrompt();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw NoPrompt();

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw NoPrompt();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw NoPrompt();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw NoPrompt();

    private static NotSupportedException NoPrompt() => new("This host runs unattended and cannot ask. Give every parameter, and -Confirm:$false where a command would ask.");

    /// <summary>Formatting decorates headers always and leaves it to the host to take that out again.</summary>
    private string Plain(string text) => SupportsVirtualTerminal ? text : new StringDecorated(text).ToString(OutputRendering.PlainText);

    private void WriteMessage(string message)
    {
        ClearProgress();
        Console.Error.WriteLine(new StringDecorated(message).ToString(OutputRendering.PlainText));
    }

    private void ClearProgress()
    {
        if (_hasProgress)
        {
            Console.Error.Write("\r\e[K");
            _hasProgress = false;
        }
    }
}
