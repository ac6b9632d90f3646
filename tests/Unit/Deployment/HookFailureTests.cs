using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>A run of a hook that fails anywhere leaves a state that the same command finishes and Uninstall cleans up.</summary>
public sealed class HookFailureTests : HookInstallationTest
{
    private const int InstallCalls = 10;
    private const int UninstallCalls = 8;

    private static readonly bool[] s_both = [false, true];

    /// <summary>What is installed before, and what is asked for then.</summary>
    private static readonly
        (string Name, int Calls, HookDefinition Before, HookDefinition After, Action<AwsEndpoint> Meanwhile)[] s_kinds =
    [
        ("with other settings", 8, Wanted, Wanted with
        {
            MemorySize = 1024, Architecture = "arm64", LogRetentionInDays = 7, FailureMode = HookFailureMode.Warn,
            TargetOperations = ["STACK"], Tags = new Dictionary<string, string> { ["Team"] = "other" },
            Policy = new AtRestPolicy { RequireCustomerManagedKey = true },
        }, _ => { }),
        ("with another execution role", 8, Wanted, Wanted with { ExecutionRoleName = "own-execution-role" }, _ => { }),
        ("with another function", 6, Wanted, Wanted with { FunctionName = "own-function" }, _ => { }),
        ("that has drifted", 10, Wanted, Wanted, aws =>
        {
            foreach (Drift drift in HookDrift.All.Where(drift => drift.Name is "an administrator's policy for the execution role"
                or "the role's trust" or "the function's code" or "the function's memory" or "another execution role"
                or "a permission for everybody"))
            {
                drift.Apply(aws);
            }
        }),
        ("that is pinned", 5, Wanted, Wanted, aws => Hook(aws).AutoUpdate = false),
    ];

    public static TheoryData<int, bool> InstallFailures =>
        [.. from call in Enumerable.Range(1, InstallCalls) from isDone in s_both select new TheoryDataRow<int, bool>(call, isDone)];

    public static TheoryData<int, bool> UninstallFailures =>
        [.. from call in Enumerable.Range(1, UninstallCalls) from isDone in s_both select new TheoryDataRow<int, bool>(call, isDone)];

    public static TheoryData<string> Kinds => [.. s_kinds.Select(kind => kind.Name)];

    /// <summary>The call is refused, or it is carried out and its answer lost.</summary>
    [Theory]
    [MemberData(nameof(InstallFailures))]
    public async Task The_same_command_finishes_what_a_failure_cut_off(int call, bool isDone)
    {
        await InstallHookAsync();
        string[] whole = Steady(Endpoint.Account);
        await UninstallHookAsync();
        await FailAsync(call, isDone, () => InstallHookAsync());

        await InstallHookAsync();

        Assert.Equal(whole, Steady(Endpoint.Account));
        Assert.All(await LookAtHookAsync(), part => Assert.Equal(RulePartState.Current, part.State));
    }

    [Theory]
    [MemberData(nameof(InstallFailures))]
    public async Task Uninstall_cleans_up_what_a_failure_cut_off(int call, bool isDone)
    {
        string[] empty = Endpoint.Account;
        await FailAsync(call, isDone, () => InstallHookAsync());

        await UninstallHookAsync();

        Assert.Equal(empty, Endpoint.Account);
    }

    [Theory]
    [MemberData(nameof(UninstallFailures))]
    public async Task Uninstall_finishes_what_a_failure_of_its_own_cut_off(int call, bool isDone)
    {
        string[] empty = Endpoint.Account;
        await InstallHookAsync();
        await FailAsync(call, isDone, () => UninstallHookAsync());

        await UninstallHookAsync();

        Assert.Equal(empty, Endpoint.Account);
    }

    [Fact]
    public async Task The_failures_are_at_every_call_that_changes_something()
    {
        await InstallHookAsync();
        Assert.Equal(InstallCalls, Changes.Length);
        int before = CallsSoFar;

        await UninstallHookAsync();

        Assert.Equal(UninstallCalls, ChangesSince(before).Length);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_change_is_finished_wherever_it_was_cut_off(string name)
    {
        var kind = s_kinds.Single(kind => kind.Name == name);
        string[] empty = Endpoint.Account;
        await InstallHookAsync(definition: kind.Before);
        kind.Meanwhile(Endpoint);
        int start = CallsSoFar;
        await InstallHookAsync(definition: kind.After);
        int calls = ChangesSince(start).Length;
        await UninstallHookAsync(kind.After);
        await UninstallHookAsync(kind.Before);
        foreach ((int call, bool isDone) in from call in Enumerable.Range(1, calls) from isDone in s_both select (call, isDone))
        {
            await InstallHookAsync(definition: kind.Before);
            kind.Meanwhile(Endpoint);
            await FailAsync(call, isDone, () => InstallHookAsync(definition: kind.After));
            await InstallHookAsync(definition: kind.After);
            int before = CallsSoFar;
            Assert.All(await InstallHookAsync(definition: kind.After), part => Assert.EndsWith(" Unchanged", part));
            Assert.Empty(ChangesSince(before));

            await UninstallHookAsync(kind.After);
            await UninstallHookAsync(kind.Before);
            Assert.Equal(empty, Endpoint.Account);
        }

        Assert.Equal(kind.Calls, calls);
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

        string[] parts = await InstallHookAsync();

        Assert.Equal("Hook Created", parts[^1]);
        Assert.All(await LookAtHookAsync(), part => Assert.Equal(RulePartState.Current, part.State));
    }

    [Fact]
    public async Task An_update_that_Lambda_gives_up_after_taking_it_is_told_and_made_good_by_the_next_run()
    {
        HookDefinition larger = Wanted with { MemorySize = 1024 };
        await InstallHookAsync();
        Endpoint.Lambda.UpdateFailure = "The image cannot be pulled.";
        await Assert.ThrowsAsync<InstallationException>(() => InstallHookAsync(definition: larger));
        Endpoint.Lambda.UpdateFailure = null;

        (IReadOnlyList<HookPart> parts, _) = await LookAtHookAsync(larger, new());
        await InstallHookAsync(definition: larger);

        Assert.Equal(["it is not usable: The image cannot be pulled."],
            Assert.Single(parts, part => part.State == RulePartState.Drifted).Differences);
        Assert.All((await LookAtHookAsync(larger, new())).Parts, part => Assert.Equal(RulePartState.Current, part.State));
    }

    /// <summary>Lets the calls that change something fail from the given one on, and then no more.</summary>
    private async Task FailAsync(int number, bool isDone, Func<Task> run)
    {
        FailAt(number, isDone);
        await Assert.ThrowsAsync<ServiceCallException>(run);
        Endpoint.Fault = _ => null;
    }
}
