using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>An organization's rule is as it is to be only when AWS Config says so of the whole and of each account.</summary>
public sealed class OrganizationStatusTests : InstallationTest
{
    private const string Member = "111111111111";

    private static RuleDefinition OfOrganization { get; } = Definition with { Organization = new OrganizationScope("members-role", []) };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Endpoint.AddOrganization();
    }

    [Theory]
    [InlineData("CREATE_SUCCESSFUL", "CREATE_SUCCESSFUL", RulePartState.Current, null)]
    [InlineData("UPDATE_SUCCESSFUL", "UPDATE_SUCCESSFUL", RulePartState.Current, null)]
    [InlineData("CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS", RulePartState.Pending,
        "still working on it in the member accounts (CREATE_IN_PROGRESS)")]
    [InlineData("CREATE_SUCCESSFUL", "UPDATE_IN_PROGRESS", RulePartState.Pending, "still working on it in 1 account")]
    [InlineData("CREATE_SUCCESSFUL", null, RulePartState.Pending, "says nothing about 1 account: 111111111111")]
    [InlineData(null, "CREATE_SUCCESSFUL", RulePartState.Pending, "does not report its progress")]
    [InlineData("A_NEW_WORD", "CREATE_SUCCESSFUL", RulePartState.Pending, "A_NEW_WORD")]
    [InlineData("CREATE_FAILED", "CREATE_SUCCESSFUL", RulePartState.Drifted,
        "did not complete it: CREATE_FAILED InternalError It did not work.")]
    [InlineData("CREATE_SUCCESSFUL", "CREATE_FAILED", RulePartState.Drifted,
        "not done in 1 of 3 accounts: 111111111111: CREATE_FAILED NoAvailableConfigurationRecorder")]
    [InlineData("CREATE_SUCCESSFUL", "A_NEW_WORD", RulePartState.Drifted, "111111111111: A_NEW_WORD")]
    public async Task Nothing_is_current_before_AWS_Config_and_the_members_say_so(
        string? whole, string? member, string state, string? says)
    {
        await InstallAsync(OfOrganization);
        Endpoint.Config.OrganizationState = whole;
        Endpoint.Config.MemberStatuses[Member] = member;

        (IReadOnlyList<RulePart> parts, _) = await LookAsync(OfOrganization);

        RulePart rule = parts.Single(part => part.Part == "Rule");
        Assert.Equal(state, rule.State);
        Assert.Contains(says ?? string.Empty, string.Join("; ", rule.Differences), StringComparison.Ordinal);
        Assert.Equal(says is null, rule.Differences.Count == 0);
    }

    [Fact]
    public async Task A_rule_that_failed_in_a_member_is_put_again_and_one_that_is_on_its_way_is_not()
    {
        await InstallAsync(OfOrganization);
        Endpoint.Config.MemberStatuses[Member] = "CREATE_FAILED";
        int before = CallsSoFar;
        await InstallAsync(OfOrganization);
        string[] failed = ChangesSince(before);
        Endpoint.Config.MemberStatuses[Member] = "UPDATE_IN_PROGRESS";
        before = CallsSoFar;
        await InstallAsync(OfOrganization);

        Assert.Equal(["PutOrganizationConfigRule"], failed);
        Assert.Empty(ChangesSince(before));
    }

    [Fact]
    public async Task Function_and_role_stay_until_the_members_are_done()
    {
        await InstallAsync(OfOrganization);
        Endpoint.Config.DeletionDelay = 10;

        await UninstallAsync(OfOrganization);

        string[] calls = [.. Endpoint.Calls.Select(call => call.Operation)];
        Assert.True(Array.IndexOf(calls, "DeleteFunction") > Array.LastIndexOf(calls, "DescribeOrganizationConfigRules"));
        Assert.True(Array.IndexOf(calls, "DeleteRole") > Array.LastIndexOf(calls, "DescribeOrganizationConfigRules"));
        Assert.True(calls.Count(call => call == "DescribeOrganizationConfigRules") > 10);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deletion_that_does_not_end_well_leaves_function_and_role(bool fails)
    {
        await InstallAsync(OfOrganization);
        Endpoint.Config.DeletionDelay = int.MaxValue;
        Endpoint.Config.DeletionsFail = fails;

        InstallationException exception = await Assert.ThrowsAsync<InstallationException>(() => UninstallAsync(OfOrganization));

        Assert.Equal((InstallationFault.NotReady, "Rule"), (exception.Fault, exception.Part));
        Assert.NotNull(Endpoint.Lambda.FindFunction(FunctionName));
        Assert.NotNull(Endpoint.IdentityManagement.FindRole(RoleName));
    }

    [Fact]
    public async Task A_rule_that_is_being_deleted_is_pending_and_Install_makes_it_again_when_it_is_gone()
    {
        await InstallAsync(OfOrganization);
        Endpoint.Config.DeletionDelay = 8;
        using (RuleServiceClients site = await OpenSiteAsync(Region))
        {
            await site.Services.OrganizationRules.DeleteOrganizationConfigRuleAsync(RuleName, Cancelled);
        }

        (IReadOnlyList<RulePart> parts, _) = await LookAsync(OfOrganization);
        Endpoint.Config.DeletionDelay = 0;
        Endpoint.Fault = LookBeforePut;
        string[] outcome = await InstallAsync(OfOrganization);

        RulePart rule = parts.Single(part => part.Part == "Rule");
        Assert.Equal(RulePartState.Pending, rule.State);
        Assert.Contains("still deleting", Assert.Single(rule.Differences), StringComparison.Ordinal);
        Assert.Contains("Rule Created", outcome);

        // AWS Config gets on with the deletion by itself.
        Fault? LookBeforePut(EndpointCall call)
        {
            if (call.Operation == "PutOrganizationConfigRule")
            {
                Endpoint.Config.GetOnWithDeletions();
            }

            return null;
        }
    }

    [Fact]
    public async Task A_caller_who_may_not_is_told_at_once()
    {
        int waits = 0;
        Endpoint.Fault = call => call.Operation == "PutOrganizationConfigRule" ? Fault.JsonError(400, "InsufficientPermissionsException",
            "You do not have permission to call IAM GetRole action or create a service-linked role.") : null;
        using RuleServiceClients site = await OpenSiteAsync(Region);
        RuleInstallation installation = new(site.Services, OfOrganization, new InstallationOptions
        {
            Waiting = _ => waits++, Delay = (_, _) => Task.CompletedTask,
        });
        await installation.ReadAsync(Cancelled);

        ServiceCallException exception = await Assert.ThrowsAsync<ServiceCallException>(() => ApplyAsync(installation.Install()));

        Assert.Equal(("PutOrganizationConfigRule", 0), (exception.Operation, waits));
    }

    [Fact]
    public async Task Of_a_thousand_members_all_are_read_and_a_few_are_named()
    {
        for (int i = 0; i < 1_000; i++)
        {
            Endpoint.Organizations.AddAccount($"{400_000_000_000 + i}", $"account {i}");
            Endpoint.Config.MemberStatuses[$"{400_000_000_000 + i}"] = i % 50 == 0 ? "CREATE_FAILED" : "CREATE_SUCCESSFUL";
        }

        await InstallAsync(OfOrganization);
        using RuleServiceClients site = await OpenSiteAsync(Region);
        RuleInstallation installation = await ReadAsync(site, OfOrganization, null);

        string difference = Assert.Single(installation.Parts.Single(part => part.Part == "Rule").Differences);
        Assert.Equal(1_003, installation.Members.Count);
        Assert.StartsWith("it is not done in 20 of 1003 accounts: 400000000000: CREATE_FAILED", difference, StringComparison.Ordinal);
        Assert.True(difference.Length < 1_000, difference);
        Assert.True(Endpoint.Lambda.FindFunction(FunctionName)!.Statements.ToJsonString().Length < 20_480);
    }
}
