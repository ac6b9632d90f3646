using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>A run that fails anywhere leaves a state that the same command finishes from, and that Uninstall cleans up.</summary>
public sealed class FailureTests : InstallationTest
{
    private static readonly Fault s_tooEarly =
        Fault.JsonError(400, "LimitExceededException", "An evaluation is in progress, or one was started within the last minute.");

    private const int InstallCalls = 10;
    private const int UninstallCalls = 6;

    private static readonly bool[] s_both = [false, true];

    public static TheoryData<int, bool> InstallFailures =>
        [.. from call in Enumerable.Range(1, InstallCalls) from isDone in s_both select new TheoryDataRow<int, bool>(call, isDone)];

    public static TheoryData<int> UninstallFailures => [.. Enumerable.Range(1, UninstallCalls)];

    /// <summary>The call is refused, or it is carried out and its answer lost.</summary>
    [Theory]
    [MemberData(nameof(InstallFailures))]
    public async Task The_same_command_finishes_what_a_failure_cut_off(int call, bool isDone)
    {
        string[] whole = await StateOfWholeInstallationAsync();
        FailAt(call, isDone);
        await Assert.ThrowsAsync<ServiceCallException>(() => InstallAsync());
        Endpoint.Fault = _ => null;

        await InstallAsync();

        Assert.Equal(whole, Steady(Endpoint.Account));
    }

    [Theory]
    [MemberData(nameof(InstallFailures))]
    public async Task Uninstall_cleans_up_what_a_failure_cut_off(int call, bool isDone)
    {
        string[] before = Endpoint.Account;
        FailAt(call, isDone);
        await Assert.ThrowsAsync<ServiceCallException>(() => InstallAsync());
        Endpoint.Fault = _ => null;

        await UninstallAsync();

        Assert.Equal(before, Endpoint.Account);
    }

    [Theory]
    [MemberData(nameof(UninstallFailures))]
    public async Task Uninstall_finishes_what_a_failure_of_its_own_cut_off(int call)
    {
        string[] before = Endpoint.Account;
        await InstallAsync();
        FailAt(call, isDone: true);
        await Assert.ThrowsAsync<ServiceCallException>(() => UninstallAsync());
        Endpoint.Fault = _ => null;

        await UninstallAsync();

        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public async Task The_failures_are_at_every_call_that_changes_something()
    {
        await InstallAsync();
        Assert.Equal(InstallCalls, Changes.Length);
        int before = CallsSoFar;

        await UninstallAsync();

        Assert.Equal(UninstallCalls, ChangesSince(before).Length);
    }

    [Fact]
    public async Task An_answer_that_was_lost_once_is_no_failure()
    {
        // The SDK repeats the call, and the service says that there is one already.
        HashSet<string> lost = [];
        Endpoint.Fault = call => call.IsMutating && lost.Add(call.Operation) ? new Fault(right =>
        {
            right();
            return new Answer(200, default, SendOnly: 0);
        }) : null;

        string[] parts = await InstallAsync();

        Assert.Equal("Rule Created", parts[^1]);
    }

    [Theory]
    [InlineData("of an organization", 7)]
    [InlineData("with managed policies", 11)]
    [InlineData("that replaces another", 10)]
    public async Task Every_kind_of_installation_is_finished_and_cleaned_up_wherever_it_was_cut_off(string kind, int calls)
    {
        RuleDefinition definition = kind switch
        {
            "of an organization" => Definition with { Organization = new OrganizationScope("members-role", []) },
            "with managed policies" => Definition with { UseManagedPolicy = true },
            _ => Definition with
            {
                MemorySize = 1024, Architecture = "arm64", LogRetentionInDays = 7,
                Tags = new Dictionary<string, string> { ["Team"] = "audit" },
                Policy = new AtRestPolicy { ResourceTypes = [ResourceType.ServerlessCache] },
            },
        };
        Endpoint.AddOrganization();
        string[] empty = Endpoint.Account;
        foreach ((int call, bool isDone) in from call in Enumerable.Range(1, calls) from isDone in s_both select (call, isDone))
        {
            if (kind == "that replaces another")
            {
                await InstallAsync();
            }

            FailAt(call, isDone);
            await Assert.ThrowsAsync<ServiceCallException>(() => InstallAsync(definition));
            Endpoint.Fault = _ => null;
            await InstallAsync(definition);
            int before = CallsSoFar;
            Assert.All(await InstallAsync(definition), part => Assert.EndsWith(" Unchanged", part));
            Assert.Empty(ChangesSince(before));

            FailAt(1 + ((call - 1) % UninstallCalls), isDone);
            await Assert.ThrowsAsync<ServiceCallException>(() => UninstallAsync(definition));
            Endpoint.Fault = _ => null;
            await UninstallAsync(definition);
            Assert.Equal(empty, Endpoint.Account);
        }
    }

    [Fact]
    public async Task An_update_that_Lambda_gives_up_after_taking_it_is_told_and_made_good_by_the_next_run()
    {
        await InstallAsync();
        Endpoint.Lambda.UpdateFailure = "The image cannot be pulled.";
        await Assert.ThrowsAsync<InstallationException>(() => InstallAsync(Definition with { MemorySize = 1024 }));
        Endpoint.Lambda.UpdateFailure = null;

        (IReadOnlyList<RulePart> parts, _) = await LookAsync(Definition with { MemorySize = 1024 });
        await InstallAsync(Definition with { MemorySize = 1024 });

        Assert.Equal(["it is not usable: The image cannot be pulled.", "an evaluation is due after a change and was not started"],
            Assert.Single(parts, part => part.State == RulePartState.Drifted).Differences);
        Assert.All((await LookAsync(Definition with { MemorySize = 1024 })).Parts,
            part => Assert.Equal(RulePartState.Current, part.State));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_evaluation_that_a_run_did_not_come_to_is_started_by_the_next_one(bool isRuleGone)
    {
        await InstallAsync();
        Endpoint.Fault = call => call.Operation == "StartConfigRulesEvaluation" ? Fault.AccessDenied : null;
        await Assert.ThrowsAsync<ServiceCallException>(() => InstallAsync(Definition with { MemorySize = 1024 }));
        Endpoint.Fault = _ => null;
        int before = Endpoint.Calls.Length;
        if (isRuleGone)
        {
            Endpoint.Config.RemoveRule(RuleName);
        }

        await InstallAsync(Definition with { MemorySize = 1024 });

        // AWS Config runs a new rule by itself.
        Assert.Equal(!isRuleGone, Endpoint.Calls.Skip(before).Any(call => call.Operation == "StartConfigRulesEvaluation"));
        Assert.All((await LookAsync(Definition with { MemorySize = 1024 })).Parts,
            part => Assert.Equal(RulePartState.Current, part.State));
    }

    [Fact]
    public async Task An_evaluation_that_is_refused_while_another_one_runs_is_asked_for_again_until_it_is_taken()
    {
        await InstallAsync();
        int before = CallsSoFar;
        int refused = 0;
        Endpoint.Fault = call => call.Operation == "StartConfigRulesEvaluation" && refused++ < 3 ? s_tooEarly : null;
        int noted = 0;

        await InstallAsync(Definition with { MemorySize = 1024 }, new()
        {
            EvaluationStarting = _ => Task.FromResult(noted++),
        });

        Assert.Equal(
            ["TagResource", "UpdateFunctionConfiguration", .. Enumerable.Repeat("StartConfigRulesEvaluation", 4), "UntagResource"],
            ChangesSince(before));
        Assert.True(noted > 1, "What was there before the run is noted again before it is tried again.");
    }

    [Fact]
    public async Task An_evaluation_that_is_refused_for_two_minutes_stays_due()
    {
        await InstallAsync();
        Endpoint.Fault = call => call.Operation == "StartConfigRulesEvaluation" ? s_tooEarly : null;

        ServiceCallException failure =
            await Assert.ThrowsAsync<ServiceCallException>(() => InstallAsync(Definition with { MemorySize = 1024 }));

        Assert.Equal("LimitExceededException", failure.ErrorCode);
        Assert.Equal(["an evaluation is due after a change and was not started"],
            (await LookAsync(Definition with { MemorySize = 1024 })).Parts.Single(part => part.Part == "Function").Differences);
    }

    /// <summary>A proxy's answer says nothing of AWS Config; moto's own has nothing to start.</summary>
    [Theory]
    [InlineData(503, true)]
    [InlineData(500, false)]
    public async Task An_evaluation_stays_due_after_an_answer_without_a_code_unless_there_are_none_to_start(int status, bool isDue)
    {
        await InstallAsync();
        Endpoint.Fault = call => call.Operation == "StartConfigRulesEvaluation" ? Fault.Html(status) : null;
        using RuleServiceClients site = await OpenSiteAsync(Region);
        RuleInstallation installation = await ReadAsync(site, Definition with { MemorySize = 1024 }, null);

        foreach (InstallationChange change in installation.Install())
        {
            Task applying = change.ApplyAsync(Cancelled);
            await (change.Part == RuleInstallation.EvaluationPart ? Assert.ThrowsAsync<ServiceCallException>(() => applying) : applying);
        }

        Assert.Equal(isDue, Endpoint.Lambda.FindFunction(FunctionName)!.Tags.ContainsKey(RuleDefinition.EvaluationDueTagKey));
        Assert.False(installation.IsEvaluating);
    }

    /// <summary>The state that an installation without failures leaves; the account is empty again then.</summary>
    private async Task<string[]> StateOfWholeInstallationAsync()
    {
        await InstallAsync();
        string[] whole = Steady(Endpoint.Account);
        await UninstallAsync();
        return whole;
    }
}
