namespace RedisCompliance.Files;

/// <summary>
/// Finds the files in a folder and its subfolders that may be exports. It does not follow links to folders, which may lead back to
/// a parent.
/// </summary>
/// <param name="report">Receives the folders that could not be read.</param>
/// <param name="passOver">Receives the files that are skipped because of their names.</param>
/// <param name="cancellationToken">Cancels the search.</param>
internal sealed class ExportFolder(Action<string, Exception> report, Action<string> passOver, CancellationToken cancellationToken)
{
    private static readonly string[] s_endings = [".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz"];

    /// <summary>The extensions of templates that are not JSON.</summary>
    private static readonly string[] s_templateEndings = [".yaml", ".yml", ".template"];

    /// <summary>The links to folders that were not followed.</summary>
    public List<string> Links { get; } = [];

    /// <summary>Whether the file's name is that of an export.</summary>
    public static bool HasNameOfExport(string path) => s_endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds the files, folder by folder.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The paths; each folder's files by name, before those of its subfolders.</returns>
    public IEnumerable<string> FindFiles(string path)
    {
        Stack<string> folders = new();
        folders.Push(path);
        while (folders.Count > 0)
        {
            string folder = folders.Pop();
            FileSystemInfo[] entries = Read(folder);
            foreach (FileSystemInfo entry in entries)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if ((entry.Attributes & FileAttributes.Directory) != 0)
                {
                    continue;
                }

                if (HasNameOfExport(entry.Name)
                    || s_templateEndings.Any(ending => entry.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
                {
                    yield return entry.FullName;
                }
                else
                {
                    passOver(entry.FullName);
                }
            }

            for (int i = entries.Length - 1; i >= 0; i--)
            {
                FileAttributes attributes = entries[i].Attributes;
                if ((attributes & FileAttributes.Directory) == 0)
                {
                    continue;
                }

                if ((attributes & FileAttributes.ReparsePoint) != 0)
                {
                    Links.Add(entries[i].FullName);
                }
                else
                {
                    folders.Push(entries[i].FullName);
                }
            }
        }
    }

    private FileSystemInfo[] Read(string folder)
    {
        try
        {
            List<FileSystemInfo> entries = [];
            foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                cancellationToken.ThrowIfCancellationRequested();
                entries.Add(entry);
            }

            return [.. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            report(folder, exception);
            return [];
        }
    }
}
