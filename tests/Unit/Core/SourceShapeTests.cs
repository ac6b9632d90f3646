namespace RedisCompliance.Core.Tests;

/// <summary>Code that fits a screen, beside another window.</summary>
public sealed class SourceShapeTests
{
    private const int MaxColumns = 139;
    private const int MaxLines = 300;

    private static readonly string[] s_folders = ["src", "tests", "bench", "tools"];

    private static IEnumerable<(string File, string[] Lines)> Sources => s_folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
        .Select(file => (Path.GetRelativePath(Repository.Root, file), File.ReadAllLines(file)));

    [Fact]
    public void No_line_is_wider_than_a_reader_s_window() => Assert.Empty(Sources.SelectMany(source => source.Lines
        .Select((line, index) => (Place: $"{source.File}:{index + 1}", line.Length)).Where(line => line.Length > MaxColumns)));

    [Fact]
    public void No_file_is_longer_than_one_concept() =>
        Assert.Empty(Sources.Where(source => source.Lines.Length > MaxLines).Select(source => (source.File, source.Lines.Length)));
}
