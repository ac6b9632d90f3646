namespace RedisCompliance.Module.Tests;

/// <summary>What the installed rule is, how it has drifted, and the results that it has stored.</summary>
public sealed class InstalledRuleTests : RuleTest
{
    private const string Groups = "AWS::ElastiCache::ReplicationGroup";

    [Fact]
    public void Get_tells_the_state_the_last_run_and_the_counts()
    {
        Session.Run("Install-RedisAtRestRule @connection -Wait");
        Endpoint.Config.Store(Rule, Groups, "a", "COMPLIANT");
        Endpoint.Config.Store(Rule, Groups, "b", "NON_COMPLIANT");
        Endpoint.Config.Store(Rule, Groups, "c", "NON_COMPLIANT");

        Outcome outcome = Session.Run("Get-RedisAtRestRule @connection");

        Assert.Empty(outcome.Errors);
        Assert.Equal(["Current"], outcome.All("State"));
        Assert.Equal(["1"], outcome.All("CompliantCount"));
        Assert.Equal(["2"], outcome.All("NonCompliantCount"));
        Assert.NotEqual([""], outcome.All("LastSuccessfulEvaluationTime"));
    }

    [Fact]
    public void Get_tells_how_a_part_has_drifted()
    {
        Session.Run("Install-RedisAtRestRule @connection");
        Endpoint.Lambda.FindFunction("redis-encrypted-at-rest-check-function")!.Configuration["Timeout"] = 3;

        Outcome outcome = Session.Run(
            "(Get-RedisAtRestRule @connection).Parts | Where-Object State -eq Drifted | ForEach-Object { $_.Part; $_.Differences }");

        Assert.Equal(["Function", "Timeout is 3, not 300"], outcome.Output.Select(line => $"{line}"));
    }

    [Fact]
    public void A_role_that_somebody_gave_the_function_is_told_and_taken_off()
    {
        Session.Run("Install-RedisAtRestRule @connection -RoleName own-role");
        string own = (string)Endpoint.Lambda.FindFunction("redis-encrypted-at-rest-check-function")!.Configuration["Role"]!;
        Endpoint.Lambda.FindFunction("redis-encrypted-at-rest-check-function")!.Configuration["Role"] =
            "arn:aws:iam::123456789012:role/admin";

        Outcome told = Session.Run(
            "(Get-RedisAtRestRule @connection).Parts | Where-Object State -NE Current | ForEach-Object Differences");
        Outcome mended = Session.Run("Install-RedisAtRestRule @connection");

        Assert.StartsWith("Role is arn:aws:iam::123456789012:role/admin", $"{Assert.Single(told.Output)}", StringComparison.Ordinal);
        Assert.Empty(mended.Errors);
        Assert.Equal(own, (string?)Endpoint.Lambda.FindFunction("redis-encrypted-at-rest-check-function")!.Configuration["Role"]);
    }

    [Fact]
    public void Stored_results_come_back_as_evaluations()
    {
        Session.Run("Install-RedisAtRestRule @connection");
        Endpoint.Config.Store(Rule, Groups, "open", "NON_COMPLIANT");
        Endpoint.Config.Store(Rule, Groups, "closed", "COMPLIANT");

        Outcome outcome = Session.Run($"Get-RedisAtRestRuleResult -ConfigRuleName {Rule} @connection");

        Assert.Equal(["COMPLIANT closed", "NON_COMPLIANT open"], outcome.Verdicts);
        Assert.All(outcome.Output, item => Assert.Equal("RedisCompliance.Evaluation", item.TypeNames[0]));
        Assert.All(outcome.All("Evidence"), evidence => Assert.Equal("StoredEvaluation", evidence));
    }

    [Fact]
    public void A_rule_is_piped_into_its_results()
    {
        Session.Run("Install-RedisAtRestRule @connection");
        Endpoint.Config.Store(Rule, Groups, "open", "NON_COMPLIANT");

        Outcome outcome = Session.Run("Get-RedisAtRestRule @connection | Get-RedisAtRestRuleResult @keys -ComplianceType NON_COMPLIANT");

        Assert.Equal(["NON_COMPLIANT open"], outcome.Verdicts);
        Assert.DoesNotContain(Endpoint.Calls, call => call.Service == "elasticache");
    }

    [Fact]
    public void A_result_that_was_asked_for_by_its_id_and_is_not_stored_is_an_error()
    {
        Session.Run("Install-RedisAtRestRule @connection");

        Outcome outcome = Session.Run($"Get-RedisAtRestRuleResult {Rule} @connection -Id gone");

        Assert.StartsWith("ResultNotFound,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void An_aggregator_gives_the_results_of_an_organization_rule_by_its_own_name()
    {
        Session.Run("Install-RedisAtRestRule @connection -Organization");
        Endpoint.Config.Aggregate("111111111111", "eu-west-1", $"OrgConfigRule-{Rule}-abcdefgh", "open", "NON_COMPLIANT");

        Outcome outcome = Session.Run($"Get-RedisAtRestRuleResult -ConfigRuleName {Rule} -ConfigurationAggregatorName all @connection");

        Assert.Equal(["NON_COMPLIANT open"], outcome.Verdicts);
        Assert.Equal(["111111111111"], outcome.All("AccountId"));
        Assert.Equal(["eu-west-1"], outcome.All("Region"));
    }

    [Fact]
    public void Members_of_an_organization_rule_are_told()
    {
        Session.Run("Install-RedisAtRestRule @connection -Organization -ExcludedAccount 222222222222");

        Outcome outcome = Session.Run("(Get-RedisAtRestRule @connection -Organization -ExcludedAccount 222222222222).Members");

        Assert.Equal(["123456789012", "111111111111"], outcome.All("AccountId"));
        Assert.Equal(["CREATE_SUCCESSFUL", "CREATE_SUCCESSFUL"], outcome.All("MemberAccountRuleStatus"));
    }
}
