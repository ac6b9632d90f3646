using System.Text.Json;

namespace RedisCompliance.Module.Tests;

/// <summary>The installation as a template.</summary>
public sealed class RuleTemplateTests : RuleTest
{
    [Fact]
    public void The_template_is_the_same_installation()
    {
        Outcome outcome = Session.Run("Export-RedisAtRestRuleTemplate -Format CloudFormation -MaximumExecutionFrequency One_Hour");

        using JsonDocument template = JsonDocument.Parse($"{Assert.Single(outcome.Output)}");
        JsonElement resources = template.RootElement.GetProperty("Resources");
        Assert.Equal(["Function", "LogGroup", "Permission", "Role", "Rule"], resources.EnumerateObject().Select(resource => resource.Name).Order(StringComparer.Ordinal));
        Assert.Equal("One_Hour", resources.GetProperty("Rule").GetProperty("Properties").GetProperty("Source").GetProperty("SourceDetails")[0].GetProperty("MaximumExecutionFrequency").GetString());
        Assert.Empty(Endpoint.Calls);
    }

    [Fact]
    public void A_template_that_is_there_is_not_overwritten()
    {
        string file = Path.GetTempFileName();

        Outcome outcome = Session.Run($"Export-RedisAtRestRuleTemplate -Path '{file}'");

        Assert.StartsWith("FileExists", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Empty(File.ReadAllText(file));
        File.Delete(file);
    }
}
