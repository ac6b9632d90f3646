using System.Management.Automation;
using System.Reflection;

namespace RedisCompliance.Module.Tests;

/// <summary>A value of a set means the same in any case, as everywhere in PowerShell.</summary>
public sealed class SetSpellingTests : ReportTest
{
    [Theory]
    [InlineData("planned", "group-planned")]
    [InlineData("DRIFT", "group-drift")]
    public void A_section_of_a_plan_is_found_in_any_case(string section, string id)
    {
        string Of(string name) => $$$$"""
            [{"address":"aws_elasticache_replication_group.a","mode":"managed","type":"aws_elasticache_replication_group","name":"a",
            "change":{"actions":["update"],"before":null,"after":{"engine":"redis","replication_group_id":"group-{{{{name}}}}"}}}]
            """;
        File.WriteAllText(In("plan.json"),
            $$$"""{"format_version":"1.2","resource_changes":{{{Of("planned")}}},"resource_drift":{{{Of("drift")}}}}""");

        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance -LiteralPath '{In("plan.json")}' -PlanSection {section}");

        Assert.Equal([id], outcome.All("ComplianceResourceId"));
    }

    [Fact]
    public void A_format_is_found_in_any_case()
    {
        Outcome outcome = Session.Run(
            $"Get-RedisAtRestCompliance '{Session.Samples}' | Export-RedisAtRestReport -LiteralPath '{In("report.txt")}' -Format html");

        Assert.Empty(outcome.Errors);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(In("report.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_goes_to_AWS_has_the_spelling_of_AWS()
    {
        Outcome outcome = Session.Run("Export-RedisAtRestRuleTemplate -MaximumExecutionFrequency one_hour -Architecture ARM64");

        Assert.Empty(outcome.Errors);
        string template = (string)Assert.Single(outcome.Output).BaseObject;
        Assert.Contains("One_Hour", template, StringComparison.Ordinal);
        Assert.Contains("arm64", template, StringComparison.Ordinal);
        Assert.DoesNotContain("ARM64", template, StringComparison.Ordinal);
    }

    /// <summary>The spelling is corrected before the first object of the pipeline.</summary>
    [Fact]
    public void No_parameter_with_a_set_of_values_takes_them_from_the_pipeline()
    {
        ParameterAttribute[] parameters = [.. Assembly.LoadFrom(Path.Combine(Session.ModuleFolder, "Core", "RedisCompliance.Module.dll"))
            .GetExportedTypes().Where(type => typeof(PSCmdlet).IsAssignableFrom(type)).SelectMany(type => type.GetProperties())
            .Where(property => property.GetCustomAttribute<ValidateSetAttribute>() is not null)
            .SelectMany(property => property.GetCustomAttributes<ParameterAttribute>())];

        Assert.NotEmpty(parameters);
        Assert.DoesNotContain(parameters, parameter => parameter.ValueFromPipeline || parameter.ValueFromPipelineByPropertyName);
    }
}
