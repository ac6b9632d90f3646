using System.Text;
using System.Text.Json.Nodes;

namespace RedisCompliance.Function.Tests;

/// <summary>The hook as Lambda runs it: by its handler's string, out of the package.</summary>
[Collection("Function")]
public sealed class HookPackageTests : FunctionTest
{
    private const string Request = """
        {"clientRequestToken":"t","requestData":{"targetName":"AWS::ElastiCache::ReplicationGroup","targetLogicalId":"Cache",
        "targetModel":{"resourceProperties":{"AtRestEncryptionEnabled":true}}},"actionInvocationPoint":"CREATE_PRE_PROVISION"}
        """;

    [Fact]
    public async Task The_package_has_the_hook_s_handler_and_reads_no_YAML_for_a_resource()
    {
        (Stream stream, string[] loaded) = await LambdaPackage.InvokeColdAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(Request)), LambdaPackage.HookHandlerString);

        await using (stream)
        {
            JsonNode? answer = await JsonNode.ParseAsync(stream, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal("SUCCESS", answer!["hookStatus"]!.GetValue<string>());
        }

        Assert.Contains("RedisCompliance.Templates", loaded);
        Assert.DoesNotContain("YamlDotNet", loaded);
        Assert.DoesNotContain("AWSSDK.Core", loaded);
        Assert.Empty(Endpoint.Calls);
    }

    [Fact]
    public async Task A_run_of_the_rule_loads_neither_templates_nor_YAML()
    {
        (Stream stream, string[] loaded) = await LambdaPackage.InvokeColdAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(Event())), LambdaPackage.HandlerString);

        await stream.DisposeAsync();
        Assert.Contains("AWSSDK.Core", loaded);
        Assert.DoesNotContain("RedisCompliance.Templates", loaded);
        Assert.DoesNotContain("YamlDotNet", loaded);
    }

    [Theory]
    [InlineData("arn:aws:kms:us-east-1:123456789012:key/1111-2222", "SUCCESS", null)]
    [InlineData("arn:aws:kms:us-east-1:123456789012:key/3333-4444", "FAILED", "NonCompliant")]
    public async Task Aliases_of_the_policy_are_looked_up(string key, string status, string? errorCode)
    {
        Endpoint.AccountFacts.KeyAliases["arn:aws:kms:us-east-1:123456789012:alias/audit"] =
            "arn:aws:kms:us-east-1:123456789012:key/1111-2222";

        JsonNode answer = await AskWithAliasAsync(key);

        Assert.Equal((status, errorCode), (answer["hookStatus"]!.GetValue<string>(), answer["errorCode"]?.GetValue<string>()));
        Assert.Contains(Endpoint.Calls, call => call.Operation == "DescribeKey");
    }

    [Fact]
    public async Task An_alias_that_cannot_be_looked_up_is_an_internal_failure()
    {
        JsonNode answer = await AskWithAliasAsync("arn:aws:kms:us-east-1:123456789012:key/1111-2222");

        Assert.Equal("InternalFailure", answer["errorCode"]!.GetValue<string>());
        Assert.Contains("alias/audit", answer["message"]!.GetValue<string>());
    }

    private static async Task<JsonNode> AskWithAliasAsync(string key)
    {
        const string Parameters = "REDISCOMPLIANCE_HOOK_PARAMETERS";
        string request = Request.Replace("\"AtRestEncryptionEnabled\":true", $"\"AtRestEncryptionEnabled\":true,\"KmsKeyId\":\"{key}\"");
        try
        {
            Environment.SetEnvironmentVariable(
                Parameters, """{"approvedKMSKeyIds":"arn:aws:kms:us-east-1:123456789012:alias/audit"}""");
            await using Stream stream = await LambdaPackage.InvokeAsync(
                new MemoryStream(Encoding.UTF8.GetBytes(request)), LambdaPackage.HookHandlerString);
            return (await JsonNode.ParseAsync(stream, cancellationToken: TestContext.Current.CancellationToken))!;
        }
        finally
        {
            Environment.SetEnvironmentVariable(Parameters, null);
        }
    }
}
