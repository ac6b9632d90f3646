using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace RedisCompliance.Endpoint;

/// <summary>What an audit asks of other services about an account: Amazon EC2 its Regions, AWS KMS its aliases.</summary>
public sealed class AccountService
{
    /// <summary>The Regions that are enabled for every account.</summary>
    public IReadOnlyList<string> Regions { get; set; } = ["us-east-1", "eu-west-1"];

    /// <summary>The ARNs of keys by those of their aliases.</summary>
    public ConcurrentDictionary<string, string> KeyAliases { get; } = [];

    internal Answer DescribeRegions() => Endpoint.Answer.Xml($"""
        <DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
          <requestId>11111111-2222-3333-4444-555555555555</requestId>
          <regionInfo>{string.Concat(Regions.Select(RegionItem))}</regionInfo>
        </DescribeRegionsResponse>
        """);

    private static string RegionItem(string region) =>
        $"<item><regionName>{region}</regionName><regionEndpoint>ec2.{region}.amazonaws.com</regionEndpoint>"
            + "<optInStatus>opt-in-not-required</optInStatus><geographySet><item><name>Earth</name></item></geographySet></item>";
    internal Answer DescribeKey(EndpointCall call) => KeyAliases.TryGetValue((string)call.Json["KeyId"]!, out string? key)
        ? Endpoint.Answer.Json(new JsonObject { ["KeyMetadata"] = new JsonObject { ["Arn"] = key, ["KeyState"] = "Enabled" } })
        : Endpoint.Answer.JsonError("NotFoundException", $"Alias {call.Json["KeyId"]} is not found.");
}
