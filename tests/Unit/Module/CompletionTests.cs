using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>What Tab offers, asked as a console asks.</summary>
[Trait("Category", "Package")]
public sealed class CompletionTests : EndpointTest
{
    protected override void Prepare()
    {
        ExampleAccount.Populate(Endpoint);
    }

    [Theory]
    [InlineData("Get-RedisAtRestCompliance -Region ap-northeast-", "ap-northeast-1")]
    [InlineData("Install-RedisAtRestRule -Region us-east-1, eu-w", "eu-west-1")]
    [InlineData("Publish-ConfigEvaluation -Region US-EA", "us-east-1")]
    [InlineData("Get-RedisAtRestCompliance -Engine ", "valkey")]
    [InlineData("Get-RedisAtRestCompliance -ComplianceType N", "NON_COMPLIANT")]
    [InlineData("Get-RedisAtRestCompliance -ResourceType ", "ReplicationGroup")]
    [InlineData("Install-RedisAtRestRule -ResourceType AWS::ElastiCache::S", "AWS::ElastiCache::ServerlessCache")]
    [InlineData("Install-RedisAtRestRule -MaximumExecutionFrequency S", "Six_Hours")]
    public void What_is_known_without_asking_is_offered(string line, string offer) => Assert.Contains(offer, Complete(line));

    [Fact]
    public void A_name_that_only_S3_knows_is_no_Region() =>
        Assert.Equal(["us-east-1", "us-east-2"], Complete("Get-RedisAtRestCompliance -Region us-east-"));

    [Fact]
    public void Profiles_are_offered_from_the_shared_files()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "[audit]\naws_access_key_id = A\naws_secret_access_key = S\n[audit team]\naws_access_key_id = "
            + "A\naws_secret_access_key = S\n");

        Assert.Equal(["audit", "'audit team'"], Complete($"Get-RedisAtRestCompliance -ProfileLocation '{file}' -ProfileName au"));
        File.Delete(file);
    }

    [Fact]
    public void A_file_of_profiles_is_found_from_the_current_location_as_the_cmdlet_finds_it()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        File.WriteAllText(Path.Combine(folder.FullName, "profiles"), "[audit]\naws_access_key_id = A\naws_secret_access_key = S\n");
        Session.SetLocation(folder.FullName);

        Assert.Equal(["audit"], Complete("Get-RedisAtRestCompliance -ProfileLocation ./profiles -ProfileName "));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_file_that_cannot_be_read_offers_nothing_rather_than_the_files_of_the_folder()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "[audit\naws_access_key_id");

        Assert.Empty(Complete($"Get-RedisAtRestCompliance -ProfileLocation '{file}' -ProfileName "));
        Assert.Empty(Complete($"Get-RedisAtRestCompliance -Region us-east-1 -ProfileLocation '{file}' -ProfileName audit -Id "));
        File.Delete(file);
    }

    [Fact]
    public void The_Region_and_the_credentials_that_AWS_Tools_has_stored_are_used()
    {
        Session.Set("StoredAWSRegion", "us-east-1");
        Session.Set("StoredAWSCredentials", new StoredKeys());

        Assert.Equal(["orders"], Complete($"Get-RedisAtRestCompliance -EndpointUrl {Endpoint.Url} -Id ord"));
        Assert.All(Endpoint.Calls, call => Assert.Equal(("STORED", "us-east-1"), (call.AccessKey, call.Region)));
    }

    [Fact]
    public void Credentials_on_the_line_are_used()
    {
        Session.Set("keys", new StoredKeys());

        Assert.Equal(["orders"], Complete(
            $"Get-RedisAtRestCompliance -Region us-east-1 -Credential $keys -EndpointUrl {Endpoint.Url} -Id ord"));
    }

    [Fact]
    public void Ids_are_offered_from_ElastiCache_without_what_is_not_judged()
    {
        Assert.Equal(["orders"], Complete($"Get-RedisAtRestCompliance {Session.At(Endpoint.Url)} -Id ord"));
    }

    [Theory]
    [InlineData("Get-RedisAtRestRuleResult {0} -ConfigRuleName ar")]
    [InlineData("Start-RedisAtRestEvaluation {0} -RuleName ar")]
    public void Rules_are_offered_from_AWS_Config(string line)
    {
        Assert.Equal(["article-rule"],
            Complete(string.Format(System.Globalization.CultureInfo.InvariantCulture, line, Session.At(Endpoint.Url))));
    }

    [Fact]
    public void AnEndpoint_that_denies_offers_nothing_and_says_nothing()
    {
        Endpoint.Fault = _ => Fault.AccessDenied;

        Assert.Empty(Complete($"Get-RedisAtRestCompliance {Session.At(Endpoint.Url)} -Id zz"));
        Assert.Empty(Complete($"Start-RedisAtRestEvaluation {Session.At(Endpoint.Url)} -RuleName zz"));
    }

    [Fact]
    public void AnEndpoint_that_never_answers_does_not_hold_up_the_prompt()
    {
        Endpoint.Fault = _ => Fault.Silent;

        Assert.Empty(Complete($"Get-RedisAtRestCompliance {Session.At(Endpoint.Url)} -Id zz"));
    }

    private string[] Complete(string line) =>
        [.. Session.Run($"(TabExpansion2 '{line.Replace("'", "''", StringComparison.Ordinal)}' {line.Length}).CompletionMatches").Output
            .Select(match => ((CompletionResult)match.BaseObject).CompletionText)];

    /// <summary>Credentials as a copy of the SDK has them.</summary>
    private sealed class StoredKeys
    {
        private readonly Keys _keys = new("STORED", "SECRET", string.Empty);

        public Keys GetCredentials() => _keys;
    }

    private sealed record Keys(string AccessKey, string SecretKey, string Token);
}
