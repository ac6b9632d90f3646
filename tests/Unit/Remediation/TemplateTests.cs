using System.Text.Json;
using System.Text.RegularExpressions;

namespace RedisCompliance.Remediation.Tests;

/// <summary>Templates of new resources, held against CloudFormation's schemas and the arguments of Terraform's provider.</summary>
public sealed partial class TemplateTests
{
    public static TheoryData<string> Names => [.. Situations.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_template_of_CloudFormation_fits_the_schema_and_is_encrypted(string name)
    {
        if (NewResource.Of(await Situations.All[name].Make().PlanAsync()) is not { } resource)
        {
            return;
        }

        JsonElement template = JsonDocument.Parse(CloudFormationTemplate.Of(resource)).RootElement;
        JsonElement made = template.GetProperty("Resources").EnumerateObject().Single().Value;
        string type = made.GetProperty("Type").GetString()!;
        JsonElement properties = made.GetProperty("Properties");

        Assert.Empty(CommandModel.CheckProperty(type, CommandModel.CloudFormation.GetProperty(type), properties));
        Assert.True(type == ResourceType.ServerlessCache || properties.GetProperty("AtRestEncryptionEnabled").GetBoolean());
        string[] references = [.. Reference().Matches(template.GetRawText()).Select(match => match.Groups[1].Value).Distinct()];
        Assert.Equal(references.Order(StringComparer.Ordinal), template.TryGetProperty("Parameters", out JsonElement parameters)
            ? parameters.EnumerateObject().Select(parameter => parameter.Name).Order(StringComparer.Ordinal) : []);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_configuration_of_Terraform_has_known_arguments_and_is_encrypted(string name)
    {
        if (NewResource.Of(await Situations.All[name].Make().PlanAsync()) is not { } resource)
        {
            return;
        }

        string text = TerraformTemplate.Of(resource);
        string type = Regex.Match(text, "resource \"(\\w+)\"").Groups[1].Value;
        JsonElement known = CommandModel.Terraform.GetProperty(type);
        string[] arguments = [.. Regex.Matches(text, @"^  (\w+) (=|\{)", RegexOptions.Multiline).Select(match => match.Groups[1].Value)
            .Except(["type", "sensitive"]).Distinct()];

        Assert.Empty(arguments.Except(ListOf(known, "arguments")));
        Assert.Empty(ListOf(known, "required").Except(arguments));
        Assert.True(resource.IsServerless || text.Contains("\n  at_rest_encryption_enabled = true\n", StringComparison.Ordinal));
        foreach (Match block in Regex.Matches(text, @"^  +(\w+) \{\n((?:    .*\n)*?)  +\}", RegexOptions.Multiline))
        {
            IEnumerable<string> inner = Regex.Matches(block.Groups[2].Value, @"^ +(\w+) (?:=|\{)", RegexOptions.Multiline)
                .Select(match => match.Groups[1].Value);
            Assert.Empty(inner.Except(
                known.EnumerateObject().SelectMany(list => list.Value.EnumerateArray()).Select(one => one.GetString())));
        }
    }

    [Fact]
    public async Task What_no_template_can_say_as_a_snapshot_s_copy_has_none()
    {
        Assert.Null(NewResource.Of(await Situations.All["Snapshot with a key"].Make().PlanAsync()));
        Assert.Null(NewResource.Of(await Situations.All["Global Datastore, primary"].Make().PlanAsync()));
    }

    [Fact]
    public async Task A_token_is_a_secret_parameter()
    {
        NewResource resource = NewResource.Of(await Situations.All["AUTH token and user groups"].Make().PlanAsync())!;

        Assert.Contains("\"NoEcho\": true", CloudFormationTemplate.Of(resource), StringComparison.Ordinal);
        Assert.Contains("sensitive = true", TerraformTemplate.Of(resource), StringComparison.Ordinal);
    }

    private static IEnumerable<string> ListOf(JsonElement known, string list) =>
        known.GetProperty(list).EnumerateArray().Select(name => name.GetString()!);

    [GeneratedRegex("\"Ref\": \"(\\w+)\"")]
    private static partial Regex Reference();
}
