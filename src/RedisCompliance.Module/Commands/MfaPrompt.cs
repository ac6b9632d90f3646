using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>
/// Asks for MFA codes while a connection is made in the background. Only the pipeline thread can prompt, so it waits here
/// for the connection or a question. Once there is a connection, nobody is asked.
/// </summary>
internal sealed class MfaPrompt(AwsCmdlet cmdlet)
{
    private readonly object _lock = new();
    private TaskCompletionSource<Question>? _next = NewQuestion();

    /// <summary>Passes a question to the pipeline thread; null if nobody can be asked.</summary>
    public async Task<string?> AskAsync(MfaChallenge challenge, CancellationToken cancellationToken)
    {
        Question question = new(challenge);
        lock (_lock)
        {
            if (_next is null)
            {
                return null;
            }

            _next.SetResult(question);
        }

        using (cancellationToken.Register(() => question.Code.TrySetCanceled(cancellationToken)))
        {
            return await question.Code.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a connection on the pipeline thread, and prompts there if necessary.</summary>
    public T Wait<T>(Task<T> connecting)
    {
        try
        {
            while (_next!.Task is var asked && cmdlet.Wait(new ValueTask<Task>(Task.WhenAny(connecting, asked))) == asked)
            {
                Question question = asked.Result;
                lock (_lock)
                {
                    _next = NewQuestion();
                }

                question.Code.TrySetResult(Ask(question.Challenge));
            }
        }
        finally
        {
            lock (_lock)
            {
                _next = null;
            }
        }

        return cmdlet.Wait(new ValueTask<T>(connecting));
    }

    private string? Ask(MfaChallenge challenge)
    {
        try
        {
            Collection<FieldDescription> fields = [new(Messages.MfaCode)];
            Dictionary<string, PSObject> answers = cmdlet.Host.UI.Prompt(
                Messages.MfaCaption.With(challenge.ProfileName),
                Messages.MfaMessage.With(challenge.SerialNumber, challenge.RoleArn),
                fields);
            return answers is not null && answers.TryGetValue(Messages.MfaCode, out PSObject? code)
                ? code?.BaseObject as string
                : null;
        }
        catch (Exception exception) when (
            exception is HostException or InvalidOperationException or NotImplementedException or NotSupportedException)
        {
            // -NonInteractive, a runbook, a job, a host without a user: nobody can answer, and the error says what to do.
            return null;
        }
    }

    private static TaskCompletionSource<Question> NewQuestion() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Question(MfaChallenge challenge)
    {
        public MfaChallenge Challenge { get; } = challenge;

        public TaskCompletionSource<string?> Code { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
