using System.Text;

namespace RedisCompliance.Templates.Tests;

/// <summary>Inputs that are made to take all time and memory, or to say two things: one clear error each, within bounds.</summary>
public sealed class HostileTests
{
    private const string Cache = "\n  Cache: {Type: 'AWS::ElastiCache::ReplicationGroup'}\n";

    public static TheoryData<string, string, string> Inputs => new()
    {
        { "a billion laughs", "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nResources:" + Cache, "aliases" },
        { "an alias", "Resources:\n  A: &a {Type: x}\n  B: *a\n", "aliases" },
        { "an alias as a key", "Resources:\n  &k A: {Type: x}\n  *k : {Type: x}\n", "aliases" },
        { "a merge", "Resources:\n  A:\n    <<: {Type: x}\n", "aliases" },
        { "a tag that makes an object", "Resources:\n  A: !!python/object/apply:os.system [ls]\n", "python" },
        { "a tag of nobody", "Resources:\n  A: !Execute ls\n", "!Execute" },
        { "a key twice in YAML", "Resources:\n  A: {Type: x}\n  A: {Type: y}\n", "twice (line 3)" },
        { "a key twice in JSON", "{\"Resources\":{\n\"A\":{\"Type\":\"x\"},\n\"A\":{\"Type\":\"y\"}}}", "twice (line 3)" },
        { "a key twice, once escaped", "{\"Resources\":{\"A\":{\"Type\":\"x\"},\"\\u0041\":{\"Type\":\"y\"}}}", "twice" },
        { "deep YAML", "Resources: " + new string('[', 100_000), "levels deep" },
        { "deep YAML in blocks", "Resources:\n" + Deep(300), "levels deep" },
        { "deep JSON", "{\"Resources\":{\"A\":" + new string('[', 100_000), "line 1" },
        { "a million keys in YAML", "Resources:\n" + Keys(1_000_000, "  A{0}: x\n"), "values" },
        { "a million keys in JSON", "{\"Resources\":{" + Keys(1_000_000, "\"A{0}\":1,") + "\"B\":1}}", "values" },
        { "a template of 20 MB", "{\"Resources\":{\"A\":\"" + new string('x', 20_000_000) + "\"}}", "16 MB" },
        { "ten thousand resources",
            "{\"Resources\":{" + Keys(10_000, "\"A{0}\":{{\"Type\":\"x\"}},") + "\"B\":{\"Type\":\"x\"}}}", "resources" },
        { "loops in loops in loops", Loops(4), "resources" },
        { "loops in loops in loops around nothing", Loops(4).Replace("A: {Type: x}", "{}"), "resources" },
        { "YAML that is cut off", "Resources:\n  A: {Type: 'AWS::", "YAML" },
        { "JSON that is cut off", "{\"Resources\":{\"A\":{\"Type\":", "JSON" },
        { "two documents", "Resources:\n  A: {Type: x}\n---\nResources: {}\n", "after the first" },
        { "a resource that is a text", "Resources:\n  A: x\n", "no Type" },
        { "a list of resources", "Resources: []\n", "no Resources" },
        { "a key that is a list", "Resources:\n  ? [a, b]\n  : x\n", "not a text" },
        { "a million keys in Terraform",
            "{\"format_version\":\"1.2\",\"resource_changes\":[{\"change\":{\"after\":{" + Keys(1_000_000, "\"a{0}\":1,") + "\"b\":1}}}]}",
            "values" },
        { "deep Terraform", "{\"format_version\":\"1.2\",\"planned_values\":" + new string('[', 100_000), "JSON" },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Each_is_one_clear_error_in_bounded_memory(string name, string input, string why)
    {
        Assert.NotEmpty(name);
        byte[] utf8 = Encoding.UTF8.GetBytes(input);
        long before = GC.GetAllocatedBytesForCurrentThread();

        ExportFormatException refusal = Assert.Throws<ExportFormatException>(() => Read(utf8));

        Assert.Contains(why, refusal.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000_000);
    }

    [Fact]
    public void Conditions_that_double_at_every_step_are_worked_out_once_each()
    {
        StringBuilder conditions = new("  C60: !Equals [!Ref P, x]\n");
        for (int i = 0; i < 60; i++)
        {
            conditions.Append("  C" + i + ": !And [!Condition C" + (i + 1) + ", !Condition C" + (i + 1) + "]\n");
        }

        Evaluation one = Support.One($"""
            Parameters: {"{P: {Type: String}}"}
            Conditions:
            {conditions}
            Resources:
              Cache:
                Type: AWS::ElastiCache::ReplicationGroup
                Properties: {"{AtRestEncryptionEnabled: !If [C0, true, false]}"}
            """);

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
    }

    [Theory]
    [InlineData("{M: {a: {b: !FindInMap [M, a, b]}}}")]
    [InlineData("{M: {a: {b: !FindInMap [M, a, c], c: !FindInMap [M, a, b]}}}")]
    [InlineData("{M: {a: {b: !Select [0, !FindInMap [M, a, c]], c: [!FindInMap [M, a, b], !FindInMap [M, a, b]]}}}")]
    public void A_mapping_that_leads_back_to_itself_cannot_be_told(string mappings)
    {
        Evaluation one = Support.One($$"""
            Mappings: {{mappings}}
            Resources:
              Cache:
                Type: AWS::ElastiCache::ReplicationGroup
                Properties: {AtRestEncryptionEnabled: !FindInMap [M, a, b]}
            """);

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
        Assert.Equal(ComplianceType.NonCompliant, one.ComplianceType);
    }

    [Fact]
    public void Mappings_that_double_at_every_step_are_left_at_a_bound()
    {
        IEnumerable<string> entries = Enumerable.Range(0, 60).Select(
            index => $"e{index}: !Join ['', [!FindInMap [M, a, e{index + 1}], !FindInMap [M, a, e{index + 1}]]]");
        Evaluation one = Support.One("""
            Mappings: {M: {a: {ENTRIES, e60: x}}}
            Resources:
              Cache:
                Type: AWS::ElastiCache::ReplicationGroup
                Properties: {AtRestEncryptionEnabled: !FindInMap [M, a, e0]}
            """.Replace("ENTRIES", string.Join(", ", entries)));

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
    }

    [Fact]
    public void A_chain_of_conditions_of_any_length_leaves_the_stack_whole()
    {
        StringBuilder conditions = new("  C50000: !Equals [a, a]\n");
        for (int i = 0; i < 50_000; i++)
        {
            conditions.Append("  C" + i + ": !Condition C" + (i + 1) + "\n");
        }

        Evaluation one = Support.One(
            $"AWSTemplateFormatVersion: '2010-09-09'\nConditions:\n{conditions}Resources:\n  Cache:\n"
            + "    Type: AWS::ElastiCache::ReplicationGroup\n    Properties: {AtRestEncryptionEnabled: !If [C0, true, false]}\n");

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
    }

    [Fact]
    public void A_text_that_is_put_together_has_a_bound()
    {
        string huge = new('x', 60_000);
        string reference = string.Concat(Enumerable.Repeat("${P}", 10_000));

        Evaluation one = Support.One("""
            Parameters: {P: {Type: String, Default: HUGE}}
            Resources:
              Cache:
                Type: AWS::ElastiCache::ReplicationGroup
                Properties: {AtRestEncryptionEnabled: !Sub "REFERENCE"}
            """.Replace("HUGE", huge).Replace("REFERENCE", reference));

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
    }

    [Fact]
    public void References_that_double_at_every_module_are_left_at_a_bound()
    {
        StringBuilder modules = new();
        for (int i = 0; i < 25; i++)
        {
            modules.Append("\"module_calls\":{\"m\":{\"expressions\":{\"k\":{\"references\":[")
                .AppendJoin(',', Enumerable.Repeat("\"var.k\"", 64)).Append("]}},\"module\":{");
        }

        string path = string.Concat(Enumerable.Repeat("module.m.", 25));
        Evaluation one = Support.One("""
            {"format_version":"1.2","resource_changes":[{"address":"PATHaws_elasticache_replication_group.a",
            "type":"aws_elasticache_replication_group","name":"a","change":{"actions":["create"],"after":{"engine":"valkey"},
            "after_unknown":{"at_rest_encryption_enabled":true}}}],"configuration":{"root_module":{MODULES
            "resources":[{"address":"aws_elasticache_replication_group.a","expressions":
            {"at_rest_encryption_enabled":{"references":["var.k"]}}}]END
            """.Replace("PATH", path).Replace("MODULES", $"{modules}").Replace("END", new string('}', 3 + (3 * 25))));

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
    }

    [Fact]
    public void A_plan_of_any_size_passes_through_a_small_window()
    {
        using PlanStream plan = new(20_000);

        PlannedInput input = PlannedInput.Read(
            InputFormats.Detect(plan).Whole, InputFormat.Terraform, new ResourceSource(null, null), new PlannedOptions(),
            TestContext.Current.CancellationToken);

        Assert.Single(input.Resources);
        Assert.True(plan.ReadBytes > 20_000_000);
    }

    [Fact]
    public void Reading_can_be_ended()
    {
        using CancellationTokenSource ended = new();
        ended.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => PlannedInput.Read(
            new MemoryStream("Resources: {}"u8.ToArray()), InputFormat.CloudFormationYaml, new ResourceSource(null, null),
            new PlannedOptions(), ended.Token));
    }

    [Fact]
    public void A_text_that_deceives_is_written_out()
    {
        Evaluation one = Support.One(
            "Resources:\n  \"Ca\\u202Eche\":\n    Type: AWS::ElastiCache::ReplicationGroup\n");

        Assert.Equal("Ca<U+202E>che", one.Address);
        Assert.True(PlainText.IsPlain(one.Annotation));
    }

    private static void Read(byte[] utf8)
    {
        (InputFormat format, Stream stream) = InputFormats.Detect(new MemoryStream(utf8));
        PlannedInput.Read(
            stream, format, new ResourceSource(null, null), new PlannedOptions(), TestContext.Current.CancellationToken);
    }

    private static string Keys(int count, string format)
    {
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            text.AppendFormat(System.Globalization.CultureInfo.InvariantCulture, format, i);
        }

        return text.ToString();
    }

    private static string Deep(int depth)
    {
        StringBuilder text = new();
        for (int i = 0; i < depth; i++)
        {
            text.Append(' ', i + 1).Append("a:\n");
        }

        return text.ToString();
    }

    private static string Loops(int depth)
    {
        StringBuilder text = new("Resources:\n");
        string names = string.Join(", ", Enumerable.Range(0, 100));
        for (int i = 0; i < depth; i++)
        {
            string indent = new(' ', 2 + (6 * i));
            text.Append(indent + "Fn::ForEach::L" + i + ":\n" + indent + "  - V" + i + "\n");
            text.Append(indent + "  - [" + names + "]\n" + indent + "  -\n");
        }

        return text.Append(' ', 2 + (6 * depth)).Append("A: {Type: x}\n").ToString();
    }

    /// <summary>A plan of many big resources, made while it is read.</summary>
    private sealed class PlanStream(int count) : Stream
    {
        private byte[] _part = "{\"format_version\":\"1.2\",\"resource_changes\":["u8.ToArray();
        private int _position;
        private int _index;

        public long ReadBytes { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int length)
        {
            if (_position == _part.Length)
            {
                if (_index > count)
                {
                    return 0;
                }

                _part = Encoding.UTF8.GetBytes(Next(_index++));
                _position = 0;
            }

            int read = Math.Min(length, _part.Length - _position);
            Array.Copy(_part, _position, buffer, offset, read);
            _position += read;
            ReadBytes += read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private string Next(int index) => index == count
            ? """
                {"address":"aws_elasticache_replication_group.a","type":"aws_elasticache_replication_group","name":"a",
                "change":{"actions":["create"],"after":{}}}]}
                """
            : """{"address":"aws_s3_object.o[INDEX]","type":"aws_s3_object","change":{"actions":["create"],"after":{"content":"X"}}},"""
                .Replace("INDEX", $"{index}").Replace("\"X\"", $"\"{new string('x', 1000)}\"");
    }
}
