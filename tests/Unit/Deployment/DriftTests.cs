using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment.Tests;

/// <summary>What someone changes by hand is told, and mended by the next run, and nothing beside it.</summary>
public sealed class DriftTests : InstallationTest
{
    private static readonly RuleDefinition s_definition = Definition with { Tags = new Dictionary<string, string> { ["Team"] = "audit" } };

    public static TheoryData<string> Drifts => [.. Drift.All.Select(drift => drift.Name)];

    [Theory]
    [MemberData(nameof(Drifts))]
    public async Task Only_what_has_drifted_is_told_and_mended(string name)
    {
        Drift drift = Drift.All.Single(drift => drift.Name == name);
        await InstallAsync(s_definition);
        string[] whole = Endpoint.Account;
        drift.Apply(Endpoint);
        Assert.NotEqual(whole, Endpoint.Account);
        (IReadOnlyList<RulePart> parts, _) = await LookAsync(s_definition);
        int before = CallsSoFar;

        string[] outcome = await InstallAsync(s_definition);

        RulePart drifted = Assert.Single(parts, found => found.State != RulePartState.Current);
        Assert.Equal((drift.Part, RulePartState.Drifted), (drifted.Part, drifted.State));
        Assert.Contains(drift.Says, Assert.Single(drifted.Differences), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", drifted.Differences[0], StringComparison.Ordinal);
        Assert.Equal(drift.Mending, ChangesSince(before));
        Assert.Equal($"{drift.Part} Updated", Assert.Single(outcome, line => !line.EndsWith(" Unchanged", StringComparison.Ordinal)));
        Assert.All((await LookAsync(s_definition)).Parts, found => Assert.Equal(RulePartState.Current, found.State));
    }

    [Theory]
    [MemberData(nameof(Drifts))]
    [InlineData("nothing is there")]
    [InlineData("the role is gone")]
    [InlineData("the rule is gone")]
    [InlineData("the function is gone")]
    public async Task What_is_only_looked_at_is_what_is_done_then(string name)
    {
        if (name != "nothing is there")
        {
            await InstallAsync(s_definition);
        }

        switch (name)
        {
            case "nothing is there":
                break;
            case "the role is gone":
                Endpoint.IdentityManagement.RemoveRole(RoleName);
                break;
            case "the rule is gone":
                Endpoint.Config.RemoveRule(RuleName);
                break;
            case "the function is gone":
                Endpoint.Lambda.RemoveFunction(FunctionName);
                break;
            default:
                Drift.All.Single(drift => drift.Name == name).Apply(Endpoint);
                break;
        }

        using RuleServiceClients site = await OpenSiteAsync(Region);
        string[] shown = [.. (await ReadAsync(site, s_definition, null)).Install().Select(Told)];
        List<string> done = [];
        foreach (InstallationChange change in (await ReadAsync(site, s_definition, null)).Install())
        {
            done.Add(Told(change));
            await change.ApplyAsync(Cancelled);
        }

        Assert.Equal(shown, done);

        // What a change says it differs in depends on what those before it did.
        static string Told(InstallationChange change) => $"{change.Part}: {change.Action.Split(": ")[0]}";
    }

    [Fact]
    public async Task Everything_at_once_is_mended_by_one_run()
    {
        await InstallAsync(s_definition);
        // Those that leave nothing for the others to change come last.
        foreach (Drift drift in Drift.All.OrderBy(drift => drift.Name.EndsWith(" gone", StringComparison.Ordinal)))
        {
            drift.Apply(Endpoint);
        }

        await InstallAsync(s_definition);

        Assert.All((await LookAsync(s_definition)).Parts, found => Assert.Equal(RulePartState.Current, found.State));
    }

    /// <summary>Who guards the function so may mean it: it is told, and left.</summary>
    [Theory]
    [InlineData("""{"Principal":"*","Action":"lambda:InvokeFunction"}""", true)]
    [InlineData("""{"Principal":{"Service":"config.amazonaws.com"},"Action":"lambda:*"}""", true)]
    [InlineData("""{"Principal":{"AWS":"arn:aws:iam::123456789012:role/tester"},"Action":"lambda:InvokeFunction"}""", false)]
    public async Task A_statement_that_may_deny_AWS_Config_is_drift_and_left(string statement, bool isDrift)
    {
        await InstallAsync();
        JsonObject denies = JsonNode.Parse(statement)!.AsObject();
        (denies["Sid"], denies["Effect"]) = ("guard", "Deny");
        Endpoint.Lambda.FindFunction(FunctionName)!.Statements.Add(denies);
        int before = CallsSoFar;

        await InstallAsync();

        RulePart permission = (await LookAsync()).Parts.Single(part => part.Part == "Permission");
        Assert.Equal(isDrift ? RulePartState.Drifted : RulePartState.Current, permission.State);
        Assert.Equal(
            isDrift ? ["the statement guard of the resource policy may deny the calls; Install leaves it"] : [], permission.Differences);
        Assert.Empty(ChangesSince(before));
    }

    /// <summary>Which of the two counts is not known; it is no failure of the module's own.</summary>
    [Theory]
    [InlineData("""{"Statement":[],"Statement":[]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Effect":"Deny"}]}""")]
    [InlineData("""{"Statement":[{"Condition":{"StringEquals":{"aws:SourceAccount":"1","aws:SourceAccount":"2"}}}]}""")]
    public void A_policy_with_a_name_twice_cannot_be_read(string policy) =>
        Assert.Throws<System.Text.Json.JsonException>(() => FunctionStatement.ReadAll(policy));

    [Fact]
    public async Task A_policy_of_another_Region_that_denies_is_drift_in_this_one()
    {
        await InstallAsync();
        Endpoint.IdentityManagement.FindRole(RoleName)!.Policies[$"{RuleName}.eu-west-1"] =
            """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"config:PutEvaluations","Resource":"*"}}""";

        RulePart role = (await LookAsync()).Parts.Single(part => part.Part == "Role");

        Assert.Equal(RulePartState.Drifted, role.State);
        Assert.Contains($"{RuleName}.eu-west-1 of another Region may deny", Assert.Single(role.Differences));
    }

    [Fact]
    public async Task Statements_of_somebody_else_that_let_nobody_more_in_are_told_and_left()
    {
        await InstallAsync();
        Endpoint.Lambda.FindFunction(FunctionName)!.Statements.Add(new JsonObject
        {
            ["Sid"] = "theirs", ["Effect"] = "Allow", ["Principal"] = new JsonObject { ["AWS"] = "arn:aws:iam::123456789012:role/tester" },
            ["Action"] = "lambda:InvokeFunction",
        });
        int before = CallsSoFar;

        await InstallAsync();

        RulePart permission = (await LookAsync()).Parts.Single(part => part.Part == "Permission");
        Assert.Equal(RulePartState.Current, permission.State);
        Assert.Equal(["the statement theirs of the resource policy belongs to someone else and is left in place"], permission.Remarks);
        Assert.Empty(ChangesSince(before));
    }

    [Fact]
    public async Task A_permissions_boundary_is_told_and_left()
    {
        await InstallAsync();
        Endpoint.IdentityManagement.FindRole(RoleName)!.PermissionsBoundary = "arn:aws:iam::123456789012:policy/boundary";

        RulePart role = (await LookAsync()).Parts.Single(part => part.Part == "Role");

        Assert.Equal(RulePartState.Current, role.State);
        Assert.Contains("it has the permissions boundary arn:aws:iam::123456789012:policy/boundary", Assert.Single(role.Remarks));
    }

    [Fact]
    public async Task A_policy_of_another_Region_that_allows_more_is_told_in_this_one()
    {
        Endpoint.Config.AddRecorder(region: "eu-west-1");
        await InstallAsync();
        await InstallAsync(region: "eu-west-1");
        Assert.Empty((await LookAsync()).Parts.Single(part => part.Part == "Role").Remarks);
        Endpoint.IdentityManagement.FindRole(RoleName)!.Policies[$"{RuleName}.eu-west-1"] =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"elasticache:*","Resource":"*"}]}""";

        RulePart role = (await LookAsync()).Parts.Single(part => part.Part == "Role");

        Assert.Contains($"the inline policy {RuleName}.eu-west-1 of another Region allows more", Assert.Single(role.Remarks));
    }

    [Fact]
    public async Task Variables_that_cannot_be_read_are_not_taken_for_none()
    {
        await InstallAsync();
        Endpoint.Lambda.FindFunction(FunctionName)!.Configuration["Environment"] =
            new JsonObject { ["Error"] = new JsonObject { ["ErrorCode"] = "AccessDeniedException", ["Message"] = "no kms:Decrypt" } };

        RulePart function = (await LookAsync()).Parts.Single(part => part.Part == "Function");

        Assert.Equal("the environment variables cannot be read (AccessDeniedException: no kms:Decrypt)", function.Differences[0]);
    }
}
