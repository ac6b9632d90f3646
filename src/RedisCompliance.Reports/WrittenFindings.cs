using System.Runtime.InteropServices;

namespace RedisCompliance.Reports;

/// <summary>
/// Remembers how each resource was written and counted, by a digest of its names, to detect duplicates. Recent entries are in memory and
/// older ones in a file, so that memory use does not grow with the report.
/// </summary>
/// <param name="path">The path next to which the file is created if needed; it is deleted with this object.</param>
internal sealed class WrittenFindings(string path) : IDisposable
{
    /// <summary>The number of entries in memory: about 2 MB.</summary>
    internal const int MaxRecent = 1 << 15;

    private readonly Dictionary<(ulong, ulong), FindingCount> _recent = [];
    private WrittenFindingsFile? _older;

    /// <summary>Records a finding; of two on the same resource, the worse.</summary>
    /// <param name="key">The identity of the resource.</param>
    /// <param name="count">Its counters.</param>
    /// <returns>The counters of the worst finding so far; null for a new resource.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public FindingCount? Add(FindingKey key, FindingCount count)
    {
        byte[] bytes = key.ToDigest();
        (ulong First, ulong Second) digest =
            (BitConverter.ToUInt64(bytes, 0), BitConverter.ToUInt64(bytes, 8) & ~WrittenFindingsFile.CountBits);
        FindingCount? known = _recent.TryGetValue(digest, out FindingCount recent) ? recent : _older?.Find(digest.First, digest.Second);
        if (known is null || count.Status < known.Value.Status)
        {
            _recent[digest] = count;
            if (_recent.Count == MaxRecent)
            {
                MoveToFile();
            }
        }

        return known;
    }

    /// <summary>Deletes the file.</summary>
    public void Dispose() => _older?.Dispose();

    private void MoveToFile()
    {
        WrittenFindingsFile.Entry[] entries = [.. _recent.Select(pair =>
            new WrittenFindingsFile.Entry(pair.Key.Item1, pair.Key.Item2 | pair.Value.Packed))];
        Array.Sort(entries, (one, other) => one.First.CompareTo(other.First));
        _older ??= new WrittenFindingsFile(path);
        _older.Put(entries);
        _recent.Clear();
    }
}

/// <summary>
/// A hash table in a file: pages of entries, each for one range of digests. Digests are evenly distributed, so pages fill evenly; when
/// one is full, every page is split in two.
/// </summary>
internal sealed class WrittenFindingsFile : IDisposable
{
    /// <summary>The bits of an entry that hold a packed <see cref="FindingCount"/>; zero marks a free entry.</summary>
    public const ulong CountBits = 0xFFFF;

    private const int EntriesOfAPage = 256;

    private readonly string _path;
    private readonly byte[] _page = new byte[EntriesOfAPage * 2 * sizeof(ulong)];
    private readonly byte[] _halves = new byte[2 * EntriesOfAPage * 2 * sizeof(ulong)];
    private FileStream _file;
    private int _bits = 9;

    public WrittenFindingsFile(string path)
    {
        _path = path;
        _file = Open();
        try
        {
            _file.SetLength((long)_page.Length << _bits);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Half a digest, and the other half with the counters.</summary>
    public readonly record struct Entry(ulong First, ulong SecondAndCount);

    private Span<Entry> Page => MemoryMarshal.Cast<byte, Entry>(_page.AsSpan());

    /// <summary>Finds the counters for a digest; null if it is new.</summary>
    public FindingCount? Find(ulong first, ulong second)
    {
        Read(first >> (64 - _bits));
        int slot = SlotOf(Page, first, second);
        return slot < 0 || Page[slot].SecondAndCount == 0 ? null : FindingCount.Of(Page[slot].SecondAndCount & CountBits);
    }

    /// <summary>Writes entries, sorted by digest, replacing those with the same digest.</summary>
    public void Put(Entry[] entries)
    {
        for (int i = 0; i < entries.Length;)
        {
            ulong page = entries[i].First >> (64 - _bits);
            Read(page);
            int slot = 0;
            for (; i < entries.Length && entries[i].First >> (64 - _bits) == page; i++)
            {
                slot = SlotOf(Page, entries[i].First, entries[i].SecondAndCount & ~CountBits);
                if (slot < 0)
                {
                    break;
                }

                Page[slot] = entries[i];
            }

            Write(_file, page, _page);
            if (slot < 0)
            {
                Split();
            }
        }
    }

    /// <summary>Closes and deletes the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>The slot of an entry, or a free one; -1 if the page is full.</summary>
    private static int SlotOf(Span<Entry> page, ulong first, ulong second)
    {
        for (int i = 0; i < page.Length; i++)
        {
            if (page[i].SecondAndCount == 0 || (page[i].First == first && (page[i].SecondAndCount & ~CountBits) == second))
            {
                return i;
            }
        }

        return -1;
    }

    private static void Write(FileStream file, ulong page, byte[] bytes)
    {
        file.Position = (long)page * bytes.Length;
        file.Write(bytes, 0, bytes.Length);
    }

    private FileStream Open() => new(ReportFile.Beside(_path), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1,
        FileOptions.DeleteOnClose | FileOptions.RandomAccess);

    private void Read(ulong page)
    {
        _file.Position = (long)page * _page.Length;
        for (int read = 0; read < _page.Length;)
        {
            int count = _file.Read(_page, read, _page.Length - read);
            read += count > 0 ? count : throw new EndOfStreamException();
        }
    }

    private void Split()
    {
        FileStream larger = Open();
        try
        {
            SplitInto(larger);
        }
        catch
        {
            larger.Dispose();
            throw;
        }

        _file.Dispose();
        _file = larger;
        _bits++;
    }

    private void SplitInto(FileStream larger)
    {
        for (ulong page = 0; page < 1UL << _bits; page++)
        {
            Read(page);
            Array.Clear(_halves, 0, _halves.Length);
            Span<Entry> halves = MemoryMarshal.Cast<byte, Entry>(_halves.AsSpan());
            foreach (Entry entry in Page)
            {
                if (entry.SecondAndCount != 0)
                {
                    bool isUpper = (entry.First >> (63 - _bits) & 1) == 1;
                    Span<Entry> half = halves.Slice(isUpper ? EntriesOfAPage : 0, EntriesOfAPage);
                    half[SlotOf(half, entry.First, entry.SecondAndCount & ~CountBits)] = entry;
                }
            }

            Write(larger, page, _halves);
        }
    }
}
