namespace RedisCompliance.Templates.Tests;

/// <summary>Plans and states that are not whole, or none.</summary>
public sealed class TerraformDamageTests
{
    [Theory]
    [InlineData("\"errored\":true", "error")]
    [InlineData("\"complete\":false", "not complete")]
    public void A_plan_that_is_not_whole_says_so(string member, string why)
    {
        Assert.Contains(why, Support.Read($$$$"""{"format_version":"1.2",{{{{member}}}}}""").Incomplete);
    }

    [Theory]
    [InlineData("""{"format_version":"2.0"}""", "2.0")]
    [InlineData("""{"format_version":"x"}""", "format_version")]
    [InlineData("""{"terraform_version":"1.9","resource_changes":[]}""", "format_version")]
    [InlineData("""{"version":4,"terraform_version":"1.9","serial":1,"lineage":"x","resources":[]}""", "raw state")]
    [InlineData("""{"format_version":"1.2","format_version":"1.2"}""", "twice")]
    [InlineData("""{"format_version":"1.2"} {}""", "after the first")]
    [InlineData("""{"format_version":"1.2","resource_changes":[{"change":{"after":{"engine":"a","engine":"b"}}}]}""", "twice")]
    [InlineData("""{"format_version":"1.2","resource_changes":[{"address":""", "ends")]
    public void What_cannot_be_read_is_one_clear_error(string text, string why)
    {
        Assert.Contains(why, Support.Refusal(text));
    }
}
