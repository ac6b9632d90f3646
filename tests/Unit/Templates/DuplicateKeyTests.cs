using CsCheck;

namespace RedisCompliance.Templates.Tests;

/// <summary>
/// A key that appears twice says two things. It is an error in every object that a verdict rests on; within a value that is passed
/// over it changes nothing.
/// </summary>
public sealed class DuplicateKeyTests
{
    private const string Plan = """
        {"format_version":"1.2","resource_changes":[{"address":"aws_elasticache_replication_group.a",
        "type":"aws_elasticache_replication_group","name":"a","change":{"actions":["create"],"before":null,
        "after":{"at_rest_encryption_enabled":"true","engine":"redis","tags":{"team":"x"},"log_delivery_configuration":[{"a":1}]},
        "after_unknown":{"kms_key_id":true,"id":true},"before_sensitive":{"a":1}}},
        {"address":"aws_s3_bucket.b","type":"aws_s3_bucket","name":"b","change":{"actions":["create"],"after":{"bucket":"b"}}}],
        "configuration":{"provider_config":{"aws":{"name":"aws"}},"root_module":{"resources":[
        {"address":"aws_elasticache_replication_group.a","expressions":{"kms_key_id":{"references":["aws_kms_key.k.arn"]}}}]}},
        "planned_values":{"outputs":{"o":{"value":1}}},"relevant_attributes":[{"resource":"x"}]}
        """;

    private static readonly string[] s_others = ["\"false\"", "null", "{}", "[]", "1"];

    [Theory]
    [InlineData("\"format_version\":\"1.2\"")]
    [InlineData("\"address\":\"aws_elasticache_replication_group.a\"")]
    [InlineData("\"type\":\"aws_elasticache_replication_group\"")]
    [InlineData("\"actions\":[\"create\"]")]
    [InlineData("\"before\":null")]
    [InlineData("\"at_rest_encryption_enabled\":\"true\"")]
    [InlineData("\"engine\":\"redis\"")]
    [InlineData("\"team\":\"x\"")]
    [InlineData("\"log_delivery_configuration\":[{\"a\":1}]")]
    [InlineData("\"kms_key_id\":true")]
    [InlineData("\"before_sensitive\":{\"a\":1}")]
    [InlineData("\"bucket\":\"b\"")]
    [InlineData("\"references\":[\"aws_kms_key.k.arn\"]")]
    [InlineData("\"provider_config\":{\"aws\":{\"name\":\"aws\"}}")]
    [InlineData("\"relevant_attributes\":[{\"resource\":\"x\"}]")]
    public void In_a_plan_it_is_an_error_in_every_object_that_is_read(string member) =>
        Assert.Contains("appears twice", Support.Refusal(Twice(member)));

    [Theory]
    [InlineData("\"a\":1")]
    [InlineData("\"name\":\"aws\"")]
    [InlineData("\"value\":1")]
    [InlineData("\"resource\":\"x\"")]
    public void Within_what_is_passed_over_it_changes_no_verdict(string member) =>
        Assert.Equal(Verdict(Plan), Verdict(Twice(member)));

    [Fact]
    public void Wherever_one_is_put_it_is_an_error_or_changes_nothing()
    {
        int[] starts = [.. Enumerable.Range(0, Plan.Length).Where(index => Plan[index] == '{' && Plan[index + 1] == '"')];
        string whole = Verdict(Plan);

        Gen.Int[0, starts.Length - 1].Sample(index =>
        {
            int start = starts[index] + 1;
            string name = Plan[start..(Plan.IndexOf('"', start + 1) + 1)];
            foreach (string value in s_others)
            {
                string damaged = Plan.Insert(start, $"{name}:{value},");
                try
                {
                    Assert.Equal(whole, Verdict(damaged));
                }
                catch (ExportFormatException exception)
                {
                    Assert.NotEmpty(exception.Message);
                }
            }
        });
    }

    [Theory]
    [InlineData("{\"Resources\":{\"A\":{\"Type\":\"x\",\"Metadata\":{\"m\":{\"k\":1,\"k\":2}}}}}")]
    [InlineData("Resources:\n  A:\n    Type: x\n    Metadata: {m: {k: 1, k: 2}}\n")]
    [InlineData("Resources: {A: {Type: x}}\nOutputs: {O: {Value: 1, Value: 2}}\n")]
    public void In_a_template_it_is_an_error_everywhere(string template) =>
        Assert.Contains("appears twice", Support.Refusal(template));

    private static string Twice(string member)
    {
        int index = Plan.LastIndexOf(member, StringComparison.Ordinal);
        Assert.True(index >= 0, member);
        return Plan.Insert(index, member + ",");
    }

    private static string Verdict(string plan)
    {
        Evaluation one = Support.One(plan);
        return $"{one.ComplianceType} {one.EncryptionState} {one.Evidence} {one.KeyKind} {one.Engine} {one.Tags?.Count}";
    }
}
