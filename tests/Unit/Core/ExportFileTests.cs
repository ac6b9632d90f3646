using System.Text;

namespace RedisCompliance.Core.Tests;

/// <summary>Files and folders as they are found: links, pipes, devices, and what cannot be read.</summary>
public sealed class ExportFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exports");
    private readonly List<string> _unreadable = [];
    private readonly List<string> _otherNames = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Exports_are_found_by_the_endings_that_people_give_them()
    {
        string[] names = ["a.json", "b.JSON", "c.json.gz", "d.jsonl", "e.ndjson", "f.Json.GZ", "g.txt", "h.csv", "json"];
        Array.ForEach(names, name => Write(name));

        (List<string> found, _) = Find();

        Assert.Equal(["a.json", "b.JSON", "c.json.gz", "d.jsonl", "e.ndjson", "f.Json.GZ"], found);
        Assert.Equal(["g.txt", "h.csv", "json"], _otherNames.Select(Path.GetFileName));
    }

    [Fact]
    public void Links_to_folders_are_not_followed_and_links_to_files_are()
    {
        Write("sub/a.json");
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "sub", "up"), _folder.FullName);
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "loop"), Path.Combine(_folder.FullName, "sub"));
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "b.json"), Path.Combine(_folder.FullName, "sub", "a.json"));

        (List<string> found, ExportFolder folder) = Find();

        Assert.Equal(["b.json", "a.json"], found);
        Assert.Equal(["loop", "up"], folder.Links.Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_that_cannot_be_read_is_reported_and_the_others_are_read()
    {
        Write("a/one.json");
        Write("b/two.json");
        Write("c/three.json");
        List<string> found = [];
        foreach (string file in new ExportFolder((folder, _) => _unreadable.Add(folder), _otherNames.Add, default)
            .FindFiles(_folder.FullName))
        {
            found.Add(Path.GetFileName(file));
            if (found.Count == 1)
            {
                Directory.Delete(Path.Combine(_folder.FullName, "b"), recursive: true);
            }
        }

        Assert.Equal(["one.json", "three.json"], found);
        Assert.Equal([Path.Combine(_folder.FullName, "b")], _unreadable);
    }

    [Fact]
    public void A_search_can_be_stopped()
    {
        Write("a.json");

        Assert.Throws<OperationCanceledException>(
            () => new ExportFolder((_, _) => { }, _otherNames.Add, new CancellationToken(canceled: true)).FindFiles(_folder.FullName)
                .ToList());
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    [InlineData("fifo")]
    [InlineData("link-to-fifo")]
    [InlineData("empty")]
    public void Pipes_and_devices_are_not_opened(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes and devices are no files there.");
        string path = Path.Combine(_folder.FullName, name);
        using (System.Diagnostics.Process made = System.Diagnostics.Process.Start("mkfifo", Path.Combine(_folder.FullName, "fifo")))
        {
            made.WaitForExit();
        }

        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link-to-fifo"), Path.Combine(_folder.FullName, "fifo"));
        Write("empty", []);

        ExportFormatException exception = Assert.Throws<ExportFormatException>(() => ReadFirstByte(path));

        Assert.StartsWith("it is empty, or a pipe or device", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_of_reading() =>
        Assert.ThrowsAny<IOException>(() => ReadFirstByte(Path.Combine(_folder.FullName, "missing.json")));

    /// <summary>A stream that never answers is left where it is.</summary>
    [Fact]
    public void A_wait_for_a_file_can_be_stopped()
    {
        using ManualResetEventSlim answer = new();
        using CancellationTokenSource stop = new();
        using (ReadAheadStream stream = new(() => new SilentStream(answer), stop.Token))
        {
            stop.Cancel();

            Assert.Throws<OperationCanceledException>(() => stream.ReadByte());
        }

        answer.Set();
    }

    [Fact]
    public void What_is_read_ahead_is_what_is_there()
    {
        byte[] content = new byte[300_001];
        new Random(7).NextBytes(content);
        using ReadAheadStream stream = new(() => new ChunkedStream(content, 1, 70_000, 13), TestContext.Current.CancellationToken);
        using MemoryStream copy = new();

        stream.CopyTo(copy);

        Assert.Equal(content, copy.ToArray());
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void A_file_that_is_read_whole_comes_as_UTF_8(string encoding)
    {
        Encoding chosen = Encoding.GetEncoding(encoding);
        string path = Write("exemptions.csv", [.. chosen.GetPreamble(), .. chosen.GetBytes("Id,Reason\nü,検証")]);

        Assert.Equal("Id,Reason\nü,検証", Encoding.UTF8.GetString(RegularFile.ReadWhole(path, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void A_file_that_is_read_whole_may_not_be_of_any_length()
    {
        string path = Write("long.json", new byte[RegularFile.MaxWholeLength + 1]);

        Assert.Contains("16 MiB",
            Assert.Throws<ExportFormatException>(() => RegularFile.ReadWhole(path, TestContext.Current.CancellationToken)).Message,
            StringComparison.Ordinal);
    }

    private static int ReadFirstByte(string path)
    {
        using Stream stream = RegularFile.Open(path, TestContext.Current.CancellationToken);
        return stream.ReadByte();
    }

    private (List<string> Found, ExportFolder Folder) Find()
    {
        ExportFolder folder = new((path, _) => _unreadable.Add(path), _otherNames.Add, TestContext.Current.CancellationToken);
        return ([.. folder.FindFiles(_folder.FullName).Select(file => Path.GetFileName(file))], folder);
    }

    private string Write(string name, byte[]? content = null)
    {
        string path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content ?? "{}"u8.ToArray());
        return path;
    }

    private sealed class SilentStream(ManualResetEventSlim answer) : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            answer.Wait();
            return 0;
        }
    }
}
