using System.Text;

namespace RedisCompliance.Templates.Tests;

/// <summary>Inputs that are made to take all time and memory, or to say two things: one clear error each, within bounds.</summary>
public sealed class HostileTests
{
    public static TheoryData<string, string, string> Inputs => [.. HostileInputs.Refused];

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
        Evaluation one = Support.One(HostileInputs.DoublingConditions);

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
        Evaluation one = Support.One(HostileInputs.DoublingMappings);

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
    }

    [Fact]
    public void Lookups_in_lookups_whose_keys_are_not_known_are_left_at_a_bound()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();

        Evaluation one = Support.One(HostileInputs.NestedLookups);

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000_000);
    }

    [Fact]
    public void Conditions_of_thousands_of_levels_leave_a_small_stack_whole()
    {
        Evaluation? one = null;
        Thread thread = new(() => one = Support.One(HostileInputs.DeepConditions), maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();

        Assert.Equal(EncryptionState.Unknown, one!.EncryptionState);
    }

    [Fact]
    public void What_takes_long_can_be_ended_within_a_single_resource()
    {
        using CancellationTokenSource ended = new();
        GuardedOperation guarded = new("stack", null, null, null, _ =>
        {
            ended.Cancel();
            return false;
        });
        byte[] utf8 = Encoding.UTF8.GetBytes("""
            Resources:
              Cache: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: valkey, KmsKeyId: !Ref Key}}
            """);

        Assert.ThrowsAny<OperationCanceledException>(() => PlannedInput.Read(
            new MemoryStream(utf8), InputFormat.CloudFormationYaml, new ResourceSource(null, null),
            new PlannedOptions { Guarded = guarded }, ended.Token));
    }

    [Fact]
    public void A_chain_of_conditions_of_any_length_leaves_the_stack_whole()
    {
        Evaluation one = Support.One(HostileInputs.LongChain);

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
    }

    [Fact]
    public void A_text_that_is_put_together_has_a_bound()
    {
        Evaluation one = Support.One(HostileInputs.LongText);

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
    }

    [Fact]
    public void References_that_double_at_every_module_are_left_at_a_bound()
    {
        Evaluation one = Support.One(HostileInputs.DoublingReferences);

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
