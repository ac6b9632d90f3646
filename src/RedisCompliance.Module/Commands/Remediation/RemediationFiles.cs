using System.Management.Automation;
using System.Text.Json;

namespace RedisCompliance.Commands;

/// <summary>The files from which plans are made without calls to AWS.</summary>
internal static class RemediationFiles
{
    /// <summary>
    /// Reads all files; an unreadable one terminates the cmdlet, because its resources would look as if they did not exist.
    /// </summary>
    public static ExportedDetails Read(PSCmdlet cmdlet, IEnumerable<string> paths)
    {
        ExportedDetails exports = new();
        foreach (string path in paths)
        {
            foreach (string file in Find(cmdlet, path))
            {
                try
                {
                    using FileStream stream = File.OpenRead(file);
                    if (!exports.Read(stream))
                    {
                        cmdlet.WriteVerbose(PlainText.OneLine($"{file} holds nothing that a plan is made of."));
                    }
                }
                catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
                {
                    cmdlet.ThrowTerminatingError(ErrorRecords.Create(
                        new InvalidOperationException(Messages.FileNotReadable.With(file, exception.Message), exception),
                        ErrorId.FileNotReadable, ErrorCategory.ReadError, file, Messages.AdviceFileNotReadable));
                }
            }
        }

        return exports;
    }

    private static IEnumerable<string> Find(PSCmdlet cmdlet, string path)
    {
        foreach (string found in cmdlet.GetResolvedProviderPathFromPSPath(path, out _))
        {
            if (!Directory.Exists(found))
            {
                yield return found;
                continue;
            }

            foreach (string file in Directory.EnumerateFiles(found, "*.json", SearchOption.AllDirectories)
                .OrderBy(file => file, StringComparer.Ordinal))
            {
                yield return file;
            }
        }
    }
}
