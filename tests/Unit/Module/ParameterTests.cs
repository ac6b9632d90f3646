using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>Parameters that would have no effect are refused in a sentence, and none is ignored in silence.</summary>
[Trait("Category", "Package")]
public sealed class ParameterTests : IDisposable
{
    private readonly Session _session = new();

    [Theory]
    [InlineData("-ProfileName nobody")]
    [InlineData("-EndpointUrl http://127.0.0.1:9")]
    [InlineData("-AccessKey AKID")]
    [InlineData("-Organization")]
    [InlineData("-AllRegions")]
    [InlineData("-ReportVariable report")]
    [InlineData("-IncludeTag")]
    public void What_reaches_AWS_is_refused_beside_files(string argument)
    {
        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -Path '{Session.Samples}' {argument}");

        Assert.True(outcome.IsTerminated);
        string id = Assert.Single(outcome.Errors).FullyQualifiedErrorId;
        Assert.StartsWith("ParameterWithoutEffect,", id, StringComparison.Ordinal);
        Assert.StartsWith(argument.Split(' ')[0] + " applies to an audit of AWS.", outcome.Errors[0].Exception.Message,
            StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("'Get-RedisAtRestCompliance:ProfileName'")]
    [InlineData("'*RedisAtRest*:StoredCredentials'")]
    [InlineData("'*:ProfileN*'")]
    public void A_default_for_every_call_does_not_keep_files_from_being_read(string key)
    {
        Outcome outcome = _session.Run(
            $"$PSDefaultParameterValues[{key}] = 'nobody'; Get-RedisAtRestCompliance -LiteralPath '{Session.Samples}'");

        Assert.Empty(outcome.Errors);
        Assert.NotEmpty(outcome.Output);
    }

    [Fact]
    public void Accounts_come_by_parameter_or_down_the_pipeline_and_not_by_both()
    {
        Outcome outcome = _session.Run("'111111111111' | Get-RedisAtRestCompliance -AccountId 222222222222 -RoleName audit");

        Assert.StartsWith("ParameterWithoutEffect,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-RedisAtRestCompliance -ResourceType Rep", "ReplicationGroup")]
    [InlineData("Get-RedisAtRestRuleResult -ResourceType Ser", "ServerlessCache")]
    [InlineData("Get-RedisAtRestCompliance -ResourceType Sn", "Snapshot")]
    [InlineData("Get-RedisAtRestCompliance -ResourceType AWS::ElastiCache::C", "AWS::ElastiCache::CacheCluster")]
    public void A_resource_type_is_completed_by_its_last_part_or_its_whole_name(string line, string expected)
    {
        Outcome outcome = _session.Run($"(TabExpansion2 '{line}' {line.Length}).CompletionMatches.CompletionText");

        Assert.Equal([expected], outcome.Output.Select(text => $"{text}"));
    }

    [Fact]
    public void What_is_no_resource_type_is_refused_with_those_that_are()
    {
        Outcome outcome = _session.Run($"Get-RedisAtRestCompliance -Path '{Session.Samples}' -ResourceType User");

        Assert.Contains("AWS::ElastiCache::ServerlessCache", Assert.Single(outcome.Errors).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_needs_no_AWS_is_not_lost_where_AWS_cannot_be_reached()
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        endpoint.Fault = _ => Fault.JsonError(403, "ExpiredTokenException", "The token has expired.");

        Outcome outcome = _session.Run($$"""
            '123456789012', [pscustomobject]@{ ReplicationGroupId = 'open'; AtRestEncryptionEnabled = $false } |
                Get-RedisAtRestCompliance {{Session.At(endpoint.Url)}} -RoleName audit |
                ForEach-Object { $global:seen = "$($_.ComplianceType) $($_.Id)" }
            """);

        Assert.True(outcome.IsTerminated);
        Assert.Equal("NON_COMPLIANT open", _session.Get("seen"));
    }

    [Fact]
    public async Task An_exemption_of_an_object_is_of_use_although_the_accounts_beside_it_have_no_such_resource()
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();

        Outcome outcome = _session.Run($$"""
            $exemptions = @{ Id = 'open'; Reason = 'r'; Expires = '2099-12-31' }, @{ Id = 'gone'; Reason = 'r'; Expires = '2099-12-31' }
            '123456789012', [pscustomobject]@{ ReplicationGroupId = 'open'; AtRestEncryptionEnabled = $false } |
                Get-RedisAtRestCompliance {{Session.At(endpoint.Url)}} -Exemption $exemptions -WarningVariable warned 3> $null |
                Out-Null
            $warned
            """);

        string warning = Assert.Single(
            outcome.Output.Select(text => $"{text}"), text => text.Contains("xemption", StringComparison.Ordinal));
        Assert.Contains("gone", warning, StringComparison.Ordinal);
    }

    public void Dispose() => _session.Dispose();
}
