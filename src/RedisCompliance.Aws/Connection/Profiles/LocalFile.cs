namespace RedisCompliance.Aws.Connection.Profiles;

/// <summary>
/// Reads the user's small files: settings, tokens. The user's path may be a pipe without a writer or an endless
/// device, so the size and the time are limited, and Ctrl+C ends the reading.
/// </summary>
internal static class LocalFile
{
    private const int MaxBytes = 8 << 20;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <summary>A file's text; null if there is no file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<string?> ReadTextAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await Abandonable.RunAsync(() => Read(path), s_patience, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (TimeoutException)
        {
            throw new IOException(Messages.FileGivesNothing.With(s_patience.TotalSeconds));
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>The path with the home folder in place of <c>~</c>.</summary>
    public static string Expand(string path) =>
        path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal)
            ? InHome(path.Substring(2))
            : path;

    /// <summary>A path in the user's home folder.</summary>
    public static string InHome(params string[] parts) =>
        Path.Combine([Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), .. parts]);

    private static string Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using MemoryStream content = new();
        byte[] buffer = new byte[16 * 1024];
        for (int count; (count = file.Read(buffer, 0, buffer.Length)) > 0;)
        {
            if (content.Length + count > MaxBytes)
            {
                throw new IOException(Messages.FileTooLarge.With(MaxBytes >> 20));
            }

            content.Write(buffer, 0, count);
        }

        content.Position = 0;
        using StreamReader reader = new(content);
        return reader.ReadToEnd();
    }
}
