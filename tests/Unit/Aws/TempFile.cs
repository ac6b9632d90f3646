namespace RedisCompliance.Aws.Tests;

/// <summary>A file for the time of a test.</summary>
internal sealed class TempFile : IDisposable
{
    public TempFile(string content) => File.WriteAllText(Path, content);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());

    public void Dispose() => File.Delete(Path);
}
