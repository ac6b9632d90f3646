namespace RedisCompliance.Files;

/// <summary>Opens files that the user names, but no pipes or devices, whose reading may never end.</summary>
internal static class RegularFile
{
    /// <summary>The maximum size of a file that is read into memory, such as one of exemptions.</summary>
    public const int MaxWholeLength = 16 * 1024 * 1024;

    private const byte GzipFirst = 0x1F;
    private const byte GzipSecond = 0x8B;

    /// <summary>Opens a file, and unpacks it if it is gzip.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="cancellationToken">Cancels every wait, even for a share that does not answer.</param>
    /// <exception cref="ExportFormatException">The file is empty, or not a regular file.</exception>
    public static Stream Open(string path, CancellationToken cancellationToken) =>
        new ReadAheadStream(() => Open(path), cancellationToken);

    /// <summary>Reads a file to its end, as UTF-8.</summary>
    /// <exception cref="ExportFormatException">The file is empty, not a regular file, or longer than the limit.</exception>
    public static byte[] ReadWhole(string path, CancellationToken cancellationToken, int maxLength = MaxWholeLength)
    {
        using Stream stream = Open(path, cancellationToken);
        Utf8Source source = new(stream);
        using MemoryStream whole = new();
        byte[] buffer = new byte[16 * 1024];
        for (int read = source.Read(buffer, 0, buffer.Length); read > 0; read = source.Read(buffer, 0, buffer.Length))
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > maxLength)
            {
                throw new ExportFormatException(Messages.FileTooLong.With(maxLength / (1024 * 1024)));
            }
        }

        return whole.ToArray();
    }

    /// <summary>When the file was last written; null if it does not exist, which opening it will report.</summary>
    public static DateTime? LastWriteTimeUtc(string path)
    {
        FileInfo file = Final(new FileInfo(path));
        return file.Exists ? file.LastWriteTimeUtc : null;
    }

    private static Stream Open(string path)
    {
        // Pipes and devices have no length, and opening one may block for ever.
        if (Final(new FileInfo(path)).Length == 0)
        {
            throw new ExportFormatException(Messages.FileEmpty);
        }

        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        try
        {
            bool isPacked = file.ReadByte() == GzipFirst && file.ReadByte() == GzipSecond;
            file.Position = 0;
            return isPacked ? new CheckedGzipStream(file) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The final target of a link; the link's own length is that of its text.</summary>
    private static FileInfo Final(FileInfo file)
    {
#if NET
        return file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
#else
        return file;
#endif
    }
}
