namespace RedisCompliance.Files;

/// <summary>
/// Finds the files of a folder and of those below it that may be exports. Links to folders are not followed: they may lead
/// back to where they are.
/// </summary>
/// <param name="report">Takes the folders that could not be read.</param>
/// <param name="passOver">Takes the files that are passed over because of their names.</param>
/// <param name="cancellationToken">Ends the search.</param>
internal sealed class ExportFolder(Action<string, Exception> report, Action<string> passOver, CancellationToken cancellationToken)
{
    private static readonly string[] s_endings = [".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz"];

    /// <summary>How the files of templates end, beside those in JSON.</summary>
    private static readonly string[] s_templateEndings = [".yaml", ".yml", ".template"];

    /// <summary>The links to folders that were not followed.</summary>
    public List<string> Links { get; } = [];

    /// <summary>Whether a file has the name of an export.</summary>
    public static bool HasNameOfExport(string path) => s_endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds the files, one folder at a time.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>Their paths; in each folder by name, and before those of the folders in it.</returns>
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
