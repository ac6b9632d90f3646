using System.Globalization;
using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment.Tests;

/// <summary>What someone changes of a hook by hand is told, and mended by the next run, and nothing beside it.</summary>
public sealed class HookDriftTests : HookInstallationTest
{
    public static TheoryData<string> Drifts => [.. HookDrift.All.Select(drift => drift.Name)];

    [Theory]
    [MemberData(nameof(Drifts))]
    public async Task Only_what_has_drifted_is_told_and_mended(string name)
    {
        Drift drift = HookDrift.All.Single(drift => drift.Name == name);
        await InstallHookAsync();
        string[] whole = Endpoint.Account;
        drift.Apply(Endpoint);
        Assert.NotEqual(whole, Endpoint.Account);
        IReadOnlyList<HookPart> parts = await LookAtHookAsync();
        int before = CallsSoFar;

        string[] outcome = await InstallHookAsync();

        HookPart drifted = Assert.Single(parts, part => part.State != RulePartState.Current);
        Assert.Equal((drift.Part, RulePartState.Drifted), (drifted.Part, drifted.State));
        Assert.Contains(drift.Says, Assert.Single(drifted.Differences), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", drifted.Differences[0], StringComparison.Ordinal);
        Assert.Equal(drift.Mending, ChangesSince(before));
        Assert.Matches($"^{drift.Part} (Updated|Created)$",
            Assert.Single(outcome, line => !line.EndsWith(" Unchanged", StringComparison.Ordinal)));
        Assert.All(await LookAtHookAsync(), part => Assert.Equal(RulePartState.Current, part.State));
        if (drift.Part != "Function")
        {
            // Lambda's answers name what was taken away, with nothing in it.
            Assert.Equal(whole, Endpoint.Account);
        }
    }

    [Theory]
    [MemberData(nameof(Drifts))]
    public async Task What_has_drifted_is_told_in_Japanese(string name)
    {
        await InstallHookAsync();
        HookDrift.All.Single(drift => drift.Name == name).Apply(Endpoint);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ja");

        IReadOnlyList<HookPart> parts = await LookAtHookAsync();

        Assert.Matches(@"[\p{IsHiragana}\p{IsKatakana}]", Assert.Single(parts.SelectMany(part => part.Differences)));
    }

    [Fact]
    public async Task Everything_at_once_is_mended_by_one_run()
    {
        await InstallHookAsync();

        // Those that leave nothing for the others to change come last.
        foreach (Drift drift in HookDrift.All.OrderBy(drift => drift.Name.Contains("configuration", StringComparison.Ordinal))
            .ThenBy(drift => drift.Name.EndsWith(" gone", StringComparison.Ordinal)
                || drift.Name.StartsWith("no ", StringComparison.Ordinal)))
        {
            drift.Apply(Endpoint);
        }

        // Neither its function nor its role tells any more that it is ours.
        await InstallHookAsync(new() { Adopt = true });

        Assert.All(await LookAtHookAsync(), part => Assert.Equal(RulePartState.Current, part.State));
    }

    [Fact]
    public async Task Statements_of_somebody_else_that_let_nobody_more_in_are_told_and_left()
    {
        await InstallHookAsync();
        Endpoint.Lambda.FindFunction(HookFunction)!.Statements.Add(new JsonObject
        {
            ["Sid"] = "theirs", ["Effect"] = "Allow", ["Principal"] = new JsonObject { ["AWS"] = "arn:aws:iam::123456789012:role/tester" },
            ["Action"] = "lambda:InvokeFunction",
        });
        int before = CallsSoFar;

        await InstallHookAsync();

        HookPart permission = (await LookAtHookAsync()).Single(part => part.Part == "Permission");
        Assert.Equal(RulePartState.Current, permission.State);
        Assert.Equal(["the statement theirs of the resource policy belongs to someone else and is left in place"], permission.Remarks);
        Assert.Empty(ChangesSince(before));
    }

    [Fact]
    public async Task All_stacks_as_it_was_said_before_is_no_drift()
    {
        await InstallHookAsync();
        Configure(Endpoint, hook => hook["TargetStacks"] = "ALL");

        Assert.All(await LookAtHookAsync(), part => Assert.Equal(RulePartState.Current, part.State));
    }

    /// <summary>It cannot be taken away alone: it stays told.</summary>
    [Fact]
    public async Task A_wide_statement_without_an_id_stays_told()
    {
        await InstallHookAsync();
        Endpoint.Lambda.FindFunction(HookFunction)!.Statements.Add(
            new JsonObject { ["Effect"] = "Allow", ["Principal"] = "*", ["Action"] = "lambda:InvokeFunction" });

        await InstallHookAsync();

        Assert.Equal(RulePartState.Drifted, (await LookAtHookAsync()).Single(part => part.Part == "Permission").State);
    }

    [Theory]
    [InlineData("Role", HookRole)]
    [InlineData("ExecutionRole", ExecutionRole)]
    public async Task A_permissions_boundary_is_told_and_left(string part, string role)
    {
        await InstallHookAsync();
        Endpoint.IdentityManagement.FindRole(role)!.PermissionsBoundary = "arn:aws:iam::123456789012:policy/boundary";

        HookPart found = (await LookAtHookAsync()).Single(found => found.Part == part);

        Assert.Equal(RulePartState.Current, found.State);
        Assert.Contains("it has the permissions boundary arn:aws:iam::123456789012:policy/boundary", Assert.Single(found.Remarks));
    }

    [Theory]
    [InlineData("Role", HookRole)]
    [InlineData("ExecutionRole", ExecutionRole)]
    public async Task A_policy_of_another_Region_that_allows_more_is_told_in_this_one(string part, string role)
    {
        await InstallHookAsync();
        await InstallHookAsync(region: "eu-west-1");
        Assert.Empty((await LookAtHookAsync()).Single(found => found.Part == part).Remarks);
        Endpoint.IdentityManagement.FindRole(role)!.Policies["RedisCompliance-AtRest-Hook.eu-west-1"] =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"elasticache:*","Resource":"*"}]}""";

        HookPart found = (await LookAtHookAsync()).Single(found => found.Part == part);

        Assert.Contains("of another Region allows more", Assert.Single(found.Remarks), StringComparison.Ordinal);
    }

    /// <summary>What denies wins over what allows, whichever Region its name is of.</summary>
    [Theory]
    [InlineData("Role", HookRole)]
    [InlineData("ExecutionRole", ExecutionRole)]
    public async Task A_policy_of_another_Region_that_denies_is_drift_in_this_one(string part, string role)
    {
        await InstallHookAsync();
        Endpoint.IdentityManagement.FindRole(role)!.Policies["RedisCompliance-AtRest-Hook.eu-west-1"] =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"lambda:InvokeFunction","Resource":"*"}]}""";

        HookPart found = (await LookAtHookAsync()).Single(found => found.Part == part);

        Assert.Equal(RulePartState.Drifted, found.State);
        Assert.Contains("RedisCompliance-AtRest-Hook.eu-west-1 of another Region may deny", Assert.Single(found.Differences));
        Assert.Empty(found.Remarks);
    }

    /// <summary>Who guards the function so may mean it: it is told, and left.</summary>
    [Theory]
    [InlineData("""{"Principal":"*","Action":"lambda:InvokeFunction"}""", true)]
    [InlineData("""{"Principal":{"AWS":"*"},"Action":["lambda:GetFunction","lambda:*"]}""", true)]
    [InlineData("""{"Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"lambda:Invoke*"}""", true)]
    [InlineData("{\"Principal\":{\"AWS\":[\"arn:aws:iam::123456789012:role/" + ExecutionRole + "\"]},\"Action\":\"*\"}", true)]
    [InlineData("""{"NotPrincipal":{"AWS":"arn:aws:iam::123456789012:role/admin"},"NotAction":"lambda:GetFunction"}""", true)]
    [InlineData("""{"Principal":{"AWS":"arn:aws:iam::123456789012:role/other"},"Action":"lambda:InvokeFunction"}""", false)]
    [InlineData("""{"Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction"}""", false)]
    [InlineData("""{"Principal":"*","Action":["lambda:DeleteFunction","lambda:Update*"]}""", false)]
    public async Task A_statement_that_may_deny_the_calls_is_drift_and_left(string statement, bool isDrift)
    {
        await InstallHookAsync();
        JsonObject denies = JsonNode.Parse(statement)!.AsObject();
        (denies["Sid"], denies["Effect"]) = ("guard", "Deny");
        Endpoint.Lambda.FindFunction(HookFunction)!.Statements.Add(denies);
        int before = CallsSoFar;

        await InstallHookAsync();

        HookPart permission = (await LookAtHookAsync()).Single(part => part.Part == "Permission");
        Assert.Equal(isDrift ? RulePartState.Drifted : RulePartState.Current, permission.State);
        Assert.Equal(
            isDrift ? ["the statement guard of the resource policy may deny the calls; Install leaves it"] : [], permission.Differences);
        Assert.Empty(ChangesSince(before));
    }

    /// <summary>Not mended: that activating it again would change what the registry says is not known.</summary>
    [Fact]
    public async Task A_hook_that_is_told_not_to_be_activated_is_not_Current()
    {
        await InstallHookAsync();
        Hook(Endpoint).IsActivated = false;
        int before = CallsSoFar;

        await InstallHookAsync();

        Assert.Equal(["IsActivated is false, not true"], (await LookAtHookAsync())[^1].Differences);
        Assert.Empty(ChangesSince(before));
    }

    [Fact]
    public async Task Variables_that_cannot_be_read_are_not_taken_for_none()
    {
        await InstallHookAsync();
        Endpoint.Lambda.FindFunction(HookFunction)!.Configuration["Environment"] =
            new JsonObject { ["Error"] = new JsonObject { ["ErrorCode"] = "AccessDeniedException", ["Message"] = "no kms:Decrypt" } };

        HookPart function = (await LookAtHookAsync()).Single(part => part.Part == "Function");

        Assert.Equal("the environment variables cannot be read (AccessDeniedException: no kms:Decrypt)", function.Differences[0]);
    }

    [Theory]
    [InlineData("Role")]
    [InlineData("Function")]
    [InlineData("ExecutionRole")]
    public async Task A_part_that_somebody_deleted_is_missing_and_made_again(string part)
    {
        await InstallHookAsync();
        string[] whole = Steady(Endpoint.Account);
        switch (part)
        {
            case "Role":
                Endpoint.IdentityManagement.RemoveRole(HookRole);
                break;
            case "ExecutionRole":
                Endpoint.IdentityManagement.RemoveRole(ExecutionRole);
                break;
            default:
                Endpoint.Lambda.RemoveFunction(HookFunction);
                break;
        }

        Assert.Equal(RulePartState.Missing, (await LookAtHookAsync()).Single(found => found.Part == part).State);
        await InstallHookAsync();

        Assert.Equal(whole, Steady(Endpoint.Account));
        Assert.All(await LookAtHookAsync(), found => Assert.Equal(RulePartState.Current, found.State));
    }

    /// <summary>What would tell that it is ours is of somebody else now: it is not mended without being asked.</summary>
    [Fact]
    public async Task A_hook_that_calls_another_function_with_another_role_is_somebody_else_s()
    {
        await InstallHookAsync();
        Configure(Endpoint, hook => hook["Properties"]!["LambdaFunction"] = "arn:aws:lambda:us-east-1:999999999999:function:other");
        Hook(Endpoint).ExecutionRole = "arn:aws:iam::123456789012:role/admin";
        string[] theirs = Endpoint.Account;

        (IReadOnlyList<HookPart> parts, InstallationException[] obstacles) = await LookAtHookAsync(Wanted, new());

        Assert.Equal((InstallationFault.NotOurs, "Hook"), (Assert.Single(obstacles).Fault, obstacles[0].Part));
        Assert.Equal(RulePartState.Unmanaged, parts[^1].State);
        Assert.Equal(theirs, Endpoint.Account);
    }
}
