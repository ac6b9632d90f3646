namespace RedisCompliance.Commands.Sources;

/// <content>Files that are skipped.</content>
internal sealed partial class FileSource
{
    /// <summary>What was found beside exports.</summary>
    private sealed class PassedOver
    {
        private const int MaxNamed = 5;

        private readonly List<string> _otherNames = [];

        public List<string> Names { get; } = [];

        public List<string> Links { get; } = [];

        /// <summary>Exports of other commands.</summary>
        public int Others { get; private set; }

        /// <summary>Files whose names are not those of JSON files.</summary>
        public int OtherNames { get; private set; }

        /// <summary>Files that were read, or should have been.</summary>
        public int Read { get; private set; }

        public bool IsEmpty => Others + OtherNames + Links.Count == 0;

        public void AddRead() => Read++;

        public void Add(string file)
        {
            Others++;
            if (Names.Count < MaxNamed)
            {
                Names.Add(file);
            }
        }

        public void AddOtherName(string file)
        {
            OtherNames++;
            if (_otherNames.Count < MaxNamed)
            {
                _otherNames.Add(file);
            }
        }

        public string Describe()
        {
            string Some(IEnumerable<string> paths, int count) =>
                string.Join(", ", paths.Take(MaxNamed).Select(Path.GetFileName)) + (count > MaxNamed ? ", …" : null);
            List<string> parts = [];
            if (Others > 0)
            {
                parts.Add(Messages.PassedOverOthers.With(Others, Some(Names, Others)));
            }

            if (OtherNames > 0)
            {
                parts.Add(Messages.PassedOverNames.With(OtherNames, Some(_otherNames, OtherNames)));
            }

            if (Links.Count > 0)
            {
                parts.Add(Messages.PassedOverLinks.With(Links.Count, Some(Links, Links.Count)));
            }

            return string.Join("; ", parts);
        }
    }
}
