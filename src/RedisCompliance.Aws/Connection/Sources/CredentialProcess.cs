using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection.Sources;

/// <summary>Runs a profile's <c>credential_process</c>, and reads the keys that it prints.</summary>
/// <remarks>AWS SDKs and Tools Reference Guide, "Process credential provider".</remarks>
/// <param name="command">The command, for the shell that AWSSDK.Core would run it in.</param>
/// <param name="origin">The source of the credentials, for errors.</param>
/// <param name="patience">How long the process may take.</param>
internal sealed class CredentialProcess(string command, CredentialOrigin origin, TimeSpan patience)
{
    /// <summary>As in the AWS SDK for Go: some processes ask for a sign-in in a browser.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private const int MaxOutput = 64 * 1024;
    private const int MaxErrorShown = 300;

    /// <summary>Gets the process's credentials.</summary>
    /// <exception cref="ConnectionException">The process gives none.</exception>
    public static Task<AWSCredentials> BeginAsync(string command, CredentialOrigin origin, CancellationToken cancellationToken) =>
        TemporaryCredentials.BeginAsync(new CredentialProcess(command, origin, s_patience).RunAsync, cancellationToken);

    /// <summary>Runs the process once.</summary>
    /// <exception cref="ConnectionException">The process failed, took too long, or printed no keys.</exception>
    public async Task<TemporaryKeys> RunAsync(CancellationToken cancellationToken)
    {
        using Process process = new() { StartInfo = StartInfo() };
        try
        {
            process.Start();
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            throw origin.Failure(ConnectionFault.CredentialProcessFailed, Messages.ProcessNotStarted.With(exception.Message), exception);
        }

        // Close standard input, so that a process that prompts ends: the user would not see the prompt.
        process.StandardInput.Dispose();
        Task<string> output = ReadAsync(process.StandardOutput, MaxOutput);
        Task<string> error = ReadAsync(process.StandardError, MaxErrorShown * 4);
        try
        {
            // Read both pipes before waiting: a process blocked on a full pipe never ends.
            Task<int> ending = Task.Run(async () =>
            {
                await Task.WhenAll(output, error).ConfigureAwait(false);
                process.WaitForExit();
                return process.ExitCode;
            }, CancellationToken.None);
            int exitCode = await Abandonable.WaitAsync(ending, patience, cancellationToken).ConfigureAwait(false);
            return exitCode == 0 ? Read(await output.ConfigureAwait(false))
                : throw origin.Failure(
                    ConnectionFault.CredentialProcessFailed,
                    Messages.ProcessFailed.With(exitCode, Shown(await error.ConfigureAwait(false))));
        }
        catch (TimeoutException)
        {
            Kill(process);
            throw origin.Failure(ConnectionFault.CredentialProcessTimedOut, Messages.ProcessTimedOut.With(patience.TotalSeconds));
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            throw;
        }
    }

    private ProcessStartInfo StartInfo()
    {
        bool isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        return new ProcessStartInfo
        {
            FileName = isWindows ? "cmd.exe" : "/bin/sh",
            Arguments = isWindows ? $"/d /s /c \"{command}\"" : $"-c \"{Escape(command)}\"",
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    /// <summary>Escapes one argument of a command line: backslashes count only before a quotation mark.</summary>
    private static string Escape(string argument) => Regex.Replace(
        argument, @"(\\*)(""|$)", match => match.Groups[1].Value + match.Groups[1].Value + (match.Groups[2].Length > 0 ? "\\\"" : null));

    private TemporaryKeys Read(string output)
    {
        try
        {
            TemporaryKeys keys = KeysReader.Read(output, json =>
                json.Find("Version") is { ValueKind: JsonValueKind.Number } version && version.TryGetInt32(out int number) && number == 1
                    ? KeysReader.Keys(json, "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", isTemporary: false)
                    : throw new UnreadableKeysException(Messages.ProcessVersion));
            return keys.IsGood(TimeSpan.Zero) ? keys
                : throw origin.Failure(
                    ConnectionFault.ExpiredKeys,
                    Messages.ProcessKeysExpired.With(keys.Expiration.ToString("u", CultureInfo.InvariantCulture)));
        }
        catch (UnreadableKeysException exception)
        {
            throw origin.Failure(
                ConnectionFault.CredentialProcessOutputInvalid, Messages.ProcessOutputInvalid.With(exception.Message), exception);
        }
    }

    /// <summary>Reads to the end but keeps only the beginning: a process that cannot write would never end.</summary>
    private static async Task<string> ReadAsync(StreamReader reader, int maxLength)
    {
        StringBuilder kept = new();
        char[] buffer = new char[4096];
        for (int count; (count = await reader.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false)) > 0;)
        {
            kept.Append(buffer, 0, Math.Min(count, maxLength - kept.Length));
        }

        return kept.ToString();
    }

    /// <summary>The process's error output for display: one line, short, without control characters.</summary>
    private static string Shown(string error)
    {
        string showable = new([.. error.Select(character => IsShowable(character) ? character : ' ')]);
        string line = string.Join(" ", showable.Split([' '], StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? Messages.ProcessSaidNothing
            : line.Length <= MaxErrorShown ? line
            : $"{line.Substring(0, MaxErrorShown)}…";
    }

    // Format characters can reverse the text direction; a lone surrogate is half a character.
    private static bool IsShowable(char character) => !char.IsControl(character) && !char.IsSurrogate(character)
        && char.GetUnicodeCategory(character)
            is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static void Kill(Process process)
    {
        try
        {
#if NET
            process.Kill(entireProcessTree: true);
#else
            process.Kill();
#endif
        }
        catch (Exception exception) when (
            exception is InvalidOperationException or Win32Exception or NotSupportedException or AggregateException)
        {
            // The process has ended meanwhile, or the system does not allow the kill. The caller does not wait for it.
        }
    }
}
