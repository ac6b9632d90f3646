namespace RedisCompliance.Templates.Tests;

/// <summary>Exemptions that a template itself holds.</summary>
public sealed class TemplateExemptionTests
{
    [Theory]
    [InlineData("Metadata: {RedisCompliance: {Exemption: {Reason: 'Catalogue pages', Expires: '2099-12-31'}}}")]
    [InlineData("# redis-compliance: exempt until 2099-12-31: Catalogue pages")]
    public void The_template_may_exempt_with_a_reason_and_a_last_day(string exemption)
    {
        Evaluation one = Support.One(Template("Engine: redis", exemption));

        Assert.Equal((ComplianceType.NotApplicable, "Exempt until 2099-12-31: Catalogue pages"), (one.ComplianceType, one.Annotation));
    }

    [Fact]
    public void An_exemption_whose_last_day_is_over_exempts_nothing()
    {
        Evaluation one = Support.One(Template("Engine: redis", "# redis-compliance: exempt until 2020-01-31: Catalogue pages"));

        Assert.Equal(ComplianceType.NonCompliant, one.ComplianceType);
        Assert.Contains("exemption expired on 2020-01-31", one.Annotation);
    }

    [Theory]
    [InlineData("# redis-compliance: exempt")]
    [InlineData("# redis-compliance: exempt until 2099-12-31")]
    [InlineData("# redis-compliance: exempt until some day: reason")]
    [InlineData("Metadata: {RedisCompliance: {Exemption: {Reason: 'x'}}}")]
    [InlineData("Metadata: {RedisCompliance: yes}")]
    public void An_exemption_that_is_none_is_an_error_and_exempts_nothing(string exemption)
    {
        PlannedInput input = Support.Read(Template("Engine: redis", exemption));

        Assert.Single(input.InvalidExemptions);
        Assert.Equal(ComplianceType.NonCompliant, Assert.Single(Support.Judge(input)).ComplianceType);
    }

    [Fact]
    public void A_comment_is_of_one_resource_alone()
    {
        List<Evaluation> all = Support.Judge("""
            Resources:
              A: {Type: AWS::ElastiCache::ReplicationGroup}
              # redis-compliance: exempt until 2099-12-31: B alone
              B:
                Type: AWS::ElastiCache::ReplicationGroup
              C: {Type: AWS::ElastiCache::ReplicationGroup}
            """);

        Assert.Equal([ComplianceType.NonCompliant, ComplianceType.NotApplicable, ComplianceType.NonCompliant],
            all.Select(one => one.ComplianceType));
    }

    private static string Template(string properties, string extra) => CloudFormationTests.Template(properties, extra);
}
