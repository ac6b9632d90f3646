namespace RedisCompliance.Templates.Tests;

/// <summary>A plan of another shape than Terraform prints is an error, and never one without resources.</summary>
public sealed class TerraformShapeTests
{
    private const string Type = "aws_elasticache_replication_group";
    private const string Names = $"\"address\":\"{Type}.a\",\"mode\":\"managed\",\"type\":\"{Type}\",\"name\":\"a\"";
    private const string Change =
        "\"change\":{\"actions\":[\"create\"],\"before\":null,\"after\":{\"engine\":\"redis\"},\"after_unknown\":{}}";

    [Theory]
    [InlineData($"\"planned_values\":{{\"root_module\":{{\"resources\":[{{{Names},\"values\":{{}}}}]}}}}")]
    [InlineData($"\"planned_values\":{{\"root_module\":{{\"resources\":[{{{Names},\"values\":{{}}}}]}}}},\"resource_changes\":[]")]
    [InlineData($"\"planned_values\":{{\"root_module\":{{\"child_modules\":[{{\"resources\":[{{{Names},\"values\":{{}}}}]}}]}}}}")]
    public void A_plan_that_does_not_say_what_is_done_is_not_whole(string members)
    {
        Assert.Contains($"{Type}.a will be there", Support.Refusal(Document(members)));
    }

    [Theory]
    [InlineData($"\"resource_changes\":{{{Names},{Change}}}")]
    [InlineData("\"resource_changes\":\"x\"")]
    [InlineData($"\"resource_changes\":[[{{{Names},{Change}}}]]")]
    [InlineData("\"resource_changes\":[null]")]
    [InlineData($"\"resource_changes\":[{{\"address\":\"{Type}.a\",\"type\":null,\"name\":\"a\",{Change}}}]")]
    [InlineData($"\"resource_changes\":[{{\"address\":\"{Type}.a\",\"type\":[\"{Type}\"],\"name\":\"a\",{Change}}}]")]
    [InlineData($"\"resource_changes\":[{{\"address\":\"{Type}.a\",\"name\":\"a\",{Change}}}]")]
    [InlineData($"\"resource_changes\":[{{{Names}}}]")]
    [InlineData($"\"resource_changes\":[{{{Names},\"change\":null}}]")]
    [InlineData($"\"resource_changes\":[{{{Names},\"change\":[]}}]")]
    [InlineData($"\"resource_changes\":[{{{Names},\"change\":{{\"actions\":[\"create\"],\"after\":[]}}}}]")]
    [InlineData($"\"resource_changes\":[{{{Names},\"change\":{{\"actions\":[\"delete\"],\"before\":\"x\"}}}}]")]
    [InlineData("\"deferred_changes\":{}")]
    [InlineData("\"deferred_changes\":[{\"resource_change\":null}]")]
    [InlineData("\"planned_values\":[]")]
    [InlineData("\"planned_values\":{\"root_module\":[]}")]
    [InlineData("\"values\":[]")]
    [InlineData("\"values\":{\"root_module\":\"x\"}")]
    [InlineData("\"values\":{\"root_module\":{\"resources\":{}}}")]
    [InlineData("\"values\":{\"root_module\":{\"child_modules\":{}}}")]
    [InlineData("\"configuration\":[]")]
    public void A_plan_of_another_shape_is_an_error(string members)
    {
        Assert.Contains("does not print", Support.Refusal(Document(members)));
    }

    [Theory]
    [InlineData("\"planned_values\":{\"outputs\":{\"o\":{\"value\":1}},\"root_module\":{}}")]
    [InlineData(
        "\"planned_values\":{\"root_module\":{\"resources\":[{\"type\":\"aws_s3_bucket\",\"values\":{}}]}},\"resource_changes\":null")]
    [InlineData("\"values\":null")]
    public void A_plan_may_be_without_resources(string members)
    {
        Assert.Empty(Support.Judge(Document(members)));
    }

    [Theory]
    [InlineData("\"mode\":null")]
    [InlineData("\"mode\":\"\"")]
    [InlineData("\"mode\":\"ephemeral\"")]
    public void A_resource_is_left_out_where_it_is_a_data_source_and_nowhere_else(string mode)
    {
        Assert.Single(Support.Judge(Document($"\"resource_changes\":[{{{Names.Replace("\"mode\":\"managed\"", mode)},{Change}}}]")));
    }

    [Theory]
    [InlineData(",\"after_unknown\":true")]
    [InlineData(",\"after_unknown\":null")]
    [InlineData(",\"after_unknown\":\"x\"")]
    [InlineData(",\"after_unknown\":[]")]
    [InlineData("")]
    public void Where_the_plan_does_not_say_what_is_known_after_apply_all_that_has_no_value_may_be(string unknown)
    {
        string change = "\"change\":{\"actions\":[\"create\"],\"before\":null,\"after\":{\"engine\":\"valkey\"}" + unknown + "}";
        Evaluation one = Support.One(Document($"\"resource_changes\":[{{{Names},{change}}}]"));
        Evaluation told = Support.One(Document($"\"resource_changes\":[{{{Names},{change}}}],{Configuration("{}")}"));
        Evaluation set = Support.One(Document($"\"resource_changes\":[{{{Names},{change}}}],"
            + Configuration("{\"at_rest_encryption_enabled\":{\"constant_value\":false}}")));

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
        Assert.Equal((EncryptionState.Encrypted, EncryptionEvidence.ServiceDefault), (told.EncryptionState, told.Evidence));
        Assert.Equal(EncryptionState.Unknown, set.EncryptionState);
    }

    [Fact]
    public void A_resource_of_which_nothing_is_known_is_no_Redis_OSS_by_default()
    {
        Evaluation one = Support.One(Document($"\"resource_changes\":[{{{Names},"
            + "\"change\":{\"actions\":[\"create\"],\"before\":null,\"after\":null,\"after_unknown\":true}}]"));

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
    }

    [Theory]
    [InlineData("aws_cloudformation_stack", "create", 1)]
    [InlineData("aws_cloudformation_stack", "no-op", 1)]
    [InlineData("aws_cloudformation_stack", "delete", 0)]
    [InlineData("aws_cloudcontrolapi_resource", "create", 1)]
    [InlineData("aws_servicecatalog_provisioned_product", "create", 1)]
    [InlineData("awscc_cloudformation_stack", "create", 1)]
    [InlineData("aws_s3_bucket", "create", 0)]
    public void What_makes_resources_that_the_plan_does_not_describe_is_warned_of(string type, string action, int warnings)
    {
        string change = "{\"address\":\"TYPE.a\",\"mode\":\"managed\",\"type\":\"TYPE\",\"name\":\"a\","
            + "\"change\":{\"actions\":[\"ACTION\"]}}";

        Assert.Equal(warnings, Support.Read(
            Document($"\"resource_changes\":[{change.Replace("TYPE", type).Replace("ACTION", action)}]")).Warnings.Count);
    }

    private static string Document(string members) => $"{{\"format_version\":\"1.2\",{members}}}";

    private static string Configuration(string expressions) =>
        $"\"configuration\":{{\"root_module\":{{\"resources\":[{{\"address\":\"{Type}.a\",\"expressions\":{expressions}}}]}}}}";
}
