using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

/// <summary>How a fleet comes into its accounts and Regions, and what they do not take from one another.</summary>
public sealed class FleetTests : EndpointTest
{
    private const string Throttled = "111111111111";
    private const string Alias = "arn:aws:kms:eu-west-1:123456789012:alias/redis";
    private const string Key = "arn:aws:kms:eu-west-1:123456789012:key/1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Endpoint.ElastiCache.Everywhere = [Described.ReplicationGroup("orders")];
    }

    [Fact]
    public async Task Every_account_keeps_its_own_retries_however_much_another_is_throttled()
    {
        // The SDK's quota for an endpoint is 500, and a retry costs 5: the one account alone would use it up for all others.
        string[] sound = [.. Enumerable.Range(0, 60).Select(i => $"{222_222_222_000 + i}")];
        Endpoint.Fault = call => call.Service != "elasticache" ? null
            : call.Account == Throttled || call.Attempt == 1 ? Fault.InternalError : null;

        List<AuditPage> pages = await AuditAsync(
            new FleetSettings { Accounts = [new(Throttled), .. sound.Select(account => new AccountSettings(account))],
                RoleName = "audit" }, ResourceType.ReplicationGroup);

        Assert.Equal([Throttled], pages.Where(page => page.Failure is not null).Select(page => page.Target.AccountId));
    }

    [Fact]
    public async Task A_throttled_call_is_made_again_after_a_while_and_then_goes_through()
    {
        Endpoint.Fault = call => call is { Service: "elasticache", Attempt: 1 } ? Fault.Throttled : null;

        List<AuditPage> pages = await AuditAsync(new FleetSettings(), ResourceType.Default, Region, Cancelled);

        Assert.All(pages, page => Assert.Null(page.Failure));
        Assert.Equal(3, pages[0].Target.Calls.RetryCount);
    }

    [Fact(Timeout = 300_000)]
    public async Task Cancelling_ends_the_wait_of_a_call_that_is_throttled()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        Endpoint.Fault = call =>
        {
            if (call is { Service: "elasticache" })
            {
                stop.CancelAfter(50);
            }

            return Fault.Throttled;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => AuditAsync(new FleetSettings(), ResourceType.Default, Region, stop.Token));
    }

    [Fact]
    public async Task A_role_is_assumed_once_for_all_Regions_of_an_account()
    {
        await AuditAsync(new FleetSettings { Accounts = [new(Throttled)], RoleName = "audit",
            Regions = ["us-east-1", "eu-west-1", "ap-northeast-1"] }, ResourceType.ReplicationGroup);

        Assert.Single(Endpoint.Calls, call => call.Operation == "AssumeRole");
    }

    [Fact]
    public async Task An_account_all_of_whose_Regions_are_skipped_is_not_entered()
    {
        List<AuditPage> pages = await AuditAsync(
            new FleetSettings { Accounts = [new(Throttled)], RoleName = "audit", IsSkipped = (_, _) => true },
            ResourceType.Default, Region, Cancelled);

        Assert.True(Assert.Single(pages).Target.IsSkipped);
        Assert.DoesNotContain(Endpoint.Calls, call => call.Operation == "AssumeRole");
    }

    [Fact]
    public async Task An_account_that_is_named_twice_is_seen_once()
    {
        List<AuditPage> pages = await AuditAsync(
            new FleetSettings { Accounts = [new(Throttled), new(Throttled)], RoleName = "audit" }, ResourceType.ReplicationGroup);

        Assert.Single(pages);
    }

    [Fact]
    public async Task How_many_scopes_there_are_is_known_before_the_first_where_all_are_named()
    {
        using AwsFleet fleet = await OpenFleetAsync(
            new FleetSettings { Accounts = [new(Throttled), new("222222222222")], RoleName = "audit",
                Regions = ["us-east-1", "eu-west-1"] });
        await foreach (AuditTarget target in fleet.GetTargetsAsync(Cancelled))
        {
            target.Dispose();
            break;
        }

        Assert.Equal(4, fleet.TargetCount);
    }

    [Fact]
    public async Task A_role_of_another_partition_is_named_as_there()
    {
        Endpoint.Fault = call => call.Operation == "AssumeRole" ? Fault.AccessDenied : null;

        await AuditAsync(
            new FleetSettings { Accounts = [new(Throttled)], RoleName = "audit" }, ResourceType.Default, "cn-north-1", Cancelled);

        Assert.Equal($"arn:aws-cn:iam::{Throttled}:role/audit",
            Assert.Single(Endpoint.Calls, call => call.Operation == "AssumeRole").Parameters["RoleArn"]);
    }

    [Fact]
    public async Task An_alias_is_resolved_in_its_own_Region()
    {
        Endpoint.AccountFacts.KeyAliases[Alias] = Key;

        AtRestPolicy resolved = await (await ConnectAsync("us-east-1"))
            .ResolveKeyAliasesAsync(new AtRestPolicy { ApprovedKmsKeyIds = [Alias, "other"] }, Cancelled);

        Assert.Equal([Key, "other"], resolved.ApprovedKmsKeyIds);
        Assert.Equal("eu-west-1", Assert.Single(Endpoint.Calls).Region);
    }

    [Fact]
    public async Task An_alias_that_is_not_there_is_a_failure_and_no_verdict()
    {
        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(async () =>
            await (await ConnectAsync("us-east-1")).ResolveKeyAliasesAsync(new AtRestPolicy { ApprovedKmsKeyIds = [Alias] }, Cancelled));

        Assert.Equal(("DescribeKey", "NotFoundException"), (failure.Operation, failure.ErrorCode));
    }

    [Fact]
    public async Task Without_an_alias_KMS_is_not_called()
    {
        await (await ConnectAsync("us-east-1")).ResolveKeyAliasesAsync(new AtRestPolicy { ApprovedKmsKeyIds = [Key] }, Cancelled);

        Assert.Empty(Endpoint.Calls);
    }

    [Fact]
    public async Task An_error_of_EC2_is_read_from_its_own_form()
    {
        Endpoint.Fault = call => call.Operation == "DescribeRegions"
            ? new Fault(_ => Answer.Xml(
                "<Response><Errors><Error><Code>UnauthorizedOperation</Code>"
                    + "<Message>Not you.</Message></Error></Errors><RequestID>1</RequestID></Response>", 403))
            : null;

        List<AuditPage> pages = await AuditAsync(new FleetSettings { AllRegions = true }, ResourceType.ReplicationGroup);

        Assert.Contains("Not you.", pages.Select(page => page.Target.Warning).OfType<string>().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Regions_of_an_account_are_those_that_EC2_names_whatever_else_it_says_of_them()
    {
        List<AuditPage> pages = await AuditAsync(new FleetSettings { AllRegions = true }, ResourceType.ReplicationGroup);

        Assert.Equal(["eu-west-1", "us-east-1"], pages.Select(page => page.Target.Region).Order(StringComparer.Ordinal));
        Assert.All(pages, page => Assert.Null(page.Target.Warning));
    }

    [Theory]
    [InlineData(null, "none")]
    [InlineData("", "")]
    [InlineData("UNDER_REVIEW", "UNDER_REVIEW")]
    public async Task An_account_whose_state_is_not_known_is_audited_and_named(string? state, string named)
    {
        Endpoint.Organizations.AddAccount("555555555555", "odd", state: state);

        List<AuditPage> pages = await AuditAsync(
            new FleetSettings { Organization = true, RoleName = "audit" }, ResourceType.ReplicationGroup);

        AuditPage page = Assert.Single(pages, page => page.Target.AccountId == "555555555555");
        Assert.Null(page.Failure);
        Assert.Contains("account 555555555555", page.Target.Warning, StringComparison.Ordinal);
        Assert.Contains($"(its state: {named})", page.Target.Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PENDING_ACTIVATION")]
    [InlineData("SUSPENDED")]
    [InlineData("PENDING_CLOSURE")]
    [InlineData("CLOSED")]
    public async Task An_account_that_cannot_be_used_is_not_entered(string state)
    {
        Endpoint.Organizations.AddAccount("555555555555", "gone", state: state);

        Assert.DoesNotContain(await AuditAsync(
            new FleetSettings { Organization = true, RoleName = "audit" }, ResourceType.ReplicationGroup), page =>
                page.Target.AccountId == "555555555555");
    }

    private async Task<AwsConnection> ConnectAsync(string region) => await AwsConnection.OpenAsync(
        new AwsConnectionSettings { Region = region, AccessKey = "AKID", SecretKey = "SECRET", EndpointUrl = Endpoint.Url }, Cancelled);

    private async Task<AwsFleet> OpenFleetAsync(FleetSettings settings, string region = Region) =>
        await AwsFleet.OpenAsync(await ConnectAsync(region), settings, Cancelled);

    private Task<List<AuditPage>> AuditAsync(FleetSettings settings, string resourceType) =>
        AuditAsync(settings, [resourceType], Region, Cancelled);

    private async Task<List<AuditPage>> AuditAsync(
        FleetSettings settings, IEnumerable<string> resourceTypes, string region, CancellationToken cancellationToken)
    {
        using AwsFleet fleet = await OpenFleetAsync(settings, region);
        List<AuditPage> pages = [];
        await foreach (AuditPage page in new AtRestAudit(AtRestPolicy.Default, DateTime.UtcNow)
            .RunAsync(fleet.GetTargetsAsync(cancellationToken), resourceTypes, settings.ThrottleLimit, cancellationToken))
        {
            pages.Add(page);
        }

        return pages;
    }
}
