using System.Text.Json;
using System.Text.RegularExpressions;

namespace RedisCompliance.Aws.Tests;

/// <summary>The endpoints that are called, held against those that AWS's own rule sets give.</summary>
public sealed class EndpointRuleTests(ITestOutputHelper output)
{
    private static readonly EndpointVariant[] s_variants = [new(false, false), new(true, false), new(false, true), new(true, true)];

    private static readonly JsonElement s_rules = Model("endpoints");

    /// <summary>Where the module refuses although the rule set has a name: a host of that name was never published.</summary>
    private static readonly (string Reason, Func<string, string, string, EndpointVariant, bool> Applies)[] s_exceptions =
    [
        ("China and the European Sovereign Cloud have no FIPS endpoints",
            (_, partition, _, variant) => variant.IsFips && partition is "aws-cn" or "aws-eusc"),
        ("outside of North America only AWS KMS and the services that are one for the partition have FIPS endpoints",
            (service, partition, region, variant) => variant.IsFips && partition == "aws"
                && service is not ("kms" or "iam" or "organizations")
                && !region.StartsWith("us-", StringComparison.Ordinal) && !region.StartsWith("ca-", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Every_service_in_every_Region_is_called_where_AWS_s_rules_say()
    {
        int count = 0;
        List<string> mismatches = [];
        Dictionary<string, int> refused = [];
        foreach ((string service, string partition, string region, EndpointVariant variant, string expected) in Rows())
        {
            count++;
            ServiceEndpoint? found = ServiceEndpoint.Find(service, region, variant);
            string? reason = s_exceptions.FirstOrDefault(exception => exception.Applies(service, partition, region, variant)).Reason;
            if (reason is not null && found is null)
            {
                refused[reason] = refused.GetValueOrDefault(reason) + 1;
            }
            else if (reason is not null || found is null || $"https://{found.Host} {found.SigningRegion}" != expected)
            {
                mismatches.Add($"{service} {region} {variant}: {found}, and the rules have {expected}");
            }
        }

        output.WriteLine($"{count} endpoints: {mismatches.Count} mismatches, {refused.Values.Sum()} refused:");
        foreach ((string reason, int times) in refused)
        {
            output.WriteLine($"  {times}: {reason}");
        }

        Assert.Empty(mismatches);
        Assert.Equal(16 * 46 * 4, count);
        Assert.Equal(s_exceptions.Select(exception => exception.Reason), refused.Keys.OrderBy(reason => reason, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_client_of_the_module_is_among_those_services()
    {
        AwsConnection connection = AwsConnection.To(new Amazon.Runtime.AnonymousAWSCredentials(), Amazon.RegionEndpoint.USEast1);

        IEnumerable<string> called = ServiceClients.All.Select(type => ServiceClients.Open(type, connection)).Select(client =>
        {
            using (client)
            {
                return client.Config.RegionEndpointServiceName;
            }
        });

        IEnumerable<string> published = s_rules.GetProperty("services").EnumerateObject().Select(service => service.Name);
        Assert.Equal(published.Order(StringComparer.Ordinal), called.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_Region_is_of_the_partition_that_AWS_has_it_in()
    {
        foreach (JsonProperty published in s_rules.GetProperty("partitions").EnumerateObject())
        {
            foreach (string region in published.Value.GetProperty("regions").EnumerateArray().Select(region => region.GetString()!))
            {
                var partition = Partition.Of(region);
                Assert.Equal(published.Name, partition.Name);
                Assert.Equal(published.Value.GetProperty("dnsSuffix").GetString(), partition.DnsSuffix);
                Assert.Equal(published.Value.GetProperty("dualStackDnsSuffix").GetString(), partition.DualstackDnsSuffix);
                Assert.Matches(published.Value.GetProperty("regionRegex").GetString()!, partition.GlobalRegion);
            }
        }

        Assert.Equal(s_rules.GetProperty("partitions").EnumerateObject().Count(), Partition.All.Count);
    }

    [Theory]
    [InlineData("ap-southeast-99")]
    [InlineData("cn-south-9")]
    [InlineData("us-gov-north-2")]
    [InlineData("us-iso-south-3")]
    [InlineData("us-isob-south-3")]
    [InlineData("eu-isoe-south-3")]
    [InlineData("us-isof-west-3")]
    [InlineData("eusc-de-west-4")]
    public void A_Region_that_is_yet_to_come_is_of_the_partition_whose_pattern_it_fits(string region)
    {
        JsonProperty published = s_rules.GetProperty("partitions").EnumerateObject()
            .Single(partition => Regex.IsMatch(region, partition.Value.GetProperty("regionRegex").GetString()!));

        Assert.Equal(published.Name, Partition.Of(region).Name);
    }

    private static IEnumerable<(string Service, string Partition, string Region, EndpointVariant Variant, string Expected)> Rows() =>
        from service in s_rules.GetProperty("services").EnumerateObject()
        from partition in service.Value.EnumerateObject()
        from name in s_rules.GetProperty("partitions").GetProperty(partition.Name).GetProperty("regions").EnumerateArray()
        let region = name.GetString()!
        from variant in s_variants.Index()
        let rule = partition.Value[variant.Index]
        let text = rule.ValueKind == JsonValueKind.String ? rule.GetString()! : rule.GetProperty(region).GetString()!
        select (service.Name, partition.Name, region, variant.Item, text.Replace("{region}", region, StringComparison.Ordinal));

    private static JsonElement Model(string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Models", name + ".json"))).RootElement;
}
