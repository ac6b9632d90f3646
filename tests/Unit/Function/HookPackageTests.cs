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
}
