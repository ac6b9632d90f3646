namespace RedisCompliance.Templates.Tests;

/// <summary>
/// In a plan an attribute that is null and one that is known only after apply look the same. It is null where the plan says so, and
/// not because all that it is made of is known.
/// </summary>
public sealed class TerraformNullTests
{
    private const string Type = "aws_elasticache_replication_group";

    [Theory]
    [InlineData("""{"references":["var.flag"]}""", "Encrypted")]
    [InlineData("""{"constant_value":null}""", "Encrypted")]
    [InlineData("""{"references":["var.other"]}""", "Unknown")]
    [InlineData("""{"references":["var.missing"]}""", "Unknown")]
    [InlineData("""{"references":["var.flag","var.other"]}""", "Unknown")]
    [InlineData("""{"references":["var.flag.x","var.flag"]}""", "Unknown")]
    [InlineData("""{"references":["var.flag[0]","var.flag"]}""", "Unknown")]
    [InlineData("""{"references":["each.value"]}""", "Unknown")]
    [InlineData("""{"references":["path.module"]}""", "Unknown")]
    [InlineData("""{"constant_value":false}""", "Unknown")]
    [InlineData("""{"constant_value":{}}""", "Unknown")]
    [InlineData("""{"references":[]}""", "Unknown")]
    [InlineData("{}", "Unknown")]
    [InlineData("[]", "Unknown")]
    [InlineData("null", "Unknown")]
    public void An_attribute_is_null_where_the_plan_says_so(string expression, string state)
    {
        Evaluation one = Support.One(Plan("\"resources\":[" + Cache(expression) + "]", string.Empty));

        Assert.Equal(state, one.EncryptionState);
    }

    [Theory]
    [InlineData("\"variables\":{}")]
    [InlineData("\"variables\":{\"flag\":{}}")]
    [InlineData("\"variables\":{\"flag\":{\"value\":[null]}}")]
    [InlineData("\"errored\":false")]
    public void A_variable_whose_value_the_plan_does_not_say_is_not_null(string variables)
    {
        string plan = Plan("\"resources\":[" + Cache("""{"references":["var.flag"]}""") + "]", string.Empty)
            .Replace("\"variables\":{\"flag\":{\"value\":null},\"other\":{\"value\":\"x\"}}", variables);
        Evaluation one = Support.One(plan);

        Assert.Contains(variables, plan);
        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
        Assert.Contains("var.flag", one.Annotation);
    }

    [Fact]
    public void More_references_than_are_kept_are_not_all_known()
    {
        string references = string.Join(",", Enumerable.Repeat("\"var.flag\"", 64)) + ",\"aws_ssm_parameter.x.value\"";

        Evaluation one = Support.One(
            Plan("\"resources\":[" + Cache("{\"references\":[" + references + "]}") + "]", string.Empty));

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
    }

    [Theory]
    [InlineData("", "null", "Encrypted")]
    [InlineData("", "true", "Unknown")]
    [InlineData("", null, "Unknown")]
    [InlineData("\"flag\":{\"constant_value\":null}", "true", "Encrypted")]
    [InlineData("\"flag\":{\"references\":[\"var.flag\"]}", "true", "Encrypted")]
    [InlineData("\"flag\":{\"references\":[\"var.other\"]}", "null", "Unknown")]
    [InlineData("\"flag\":{\"references\":[\"each.value\"]}", "null", "Unknown")]
    [InlineData("\"flag\":{}", "null", "Unknown")]
    public void A_module_passes_on_what_it_is_given(string argument, string? otherwise, string state)
    {
        Evaluation one = Support.One(Module(argument, otherwise));

        Assert.Equal(state, one.EncryptionState);
    }

    [Fact]
    public void What_a_module_is_given_is_named()
    {
        Evaluation one = Support.One(Module("\"flag\":{\"references\":[\"data.aws_x.y.flag\",\"data.aws_x.y\"]}", "null"));

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
        Assert.Contains("data.aws_x.y.flag", one.Annotation);
    }

    private static string Module(string argument, string? otherwise) => Plan(
        "\"module_calls\":{\"a\":{\"source\":\"./a\",\"expressions\":{" + argument + "},\"module\":{\"resources\":["
            + Cache("""{"references":["var.flag"]}""") + "],\"variables\":{\"flag\":{"
            + (otherwise is null ? string.Empty : "\"default\":" + otherwise) + "}}}}}",
        "module.a[\\\"x.y]\\\"].");

    private static string Cache(string expression) =>
        $$$$"""{"address":"{{{{Type}}}}.this","expressions":{"at_rest_encryption_enabled":{{{{expression}}}}}}""";

    private static string Plan(string root, string module) => """
        {"format_version":"1.2","resource_changes":[{"address":"MODULETYPE.this","mode":"managed","type":"TYPE","name":"this",
        "change":{"actions":["create"],"before":null,"after":{"engine":"valkey"},
        "after_unknown":{"at_rest_encryption_enabled":true}}}],
        "variables":{"flag":{"value":null},"other":{"value":"x"}},"configuration":{"root_module":{ROOT}}}
        """.Replace("MODULE", module).Replace("ROOT", root).Replace("TYPE", Type);
}
