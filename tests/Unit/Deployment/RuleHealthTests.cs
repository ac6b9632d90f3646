namespace RedisCompliance.Deployment.Tests;

/// <summary>What is said of a rule's runs: a good one must be proven, and of a failed one any word is enough.</summary>
public sealed class RuleHealthTests
{
    private static readonly DateTime s_now = new(2026, 11, 26, 12, 0, 0, DateTimeKind.Utc);

    private static readonly ServiceCallException s_denied = new(
        ServiceFailure.AccessDenied, "FilterLogEvents", "No.", "AccessDeniedException")
    {
        MissingActions = ["logs:FilterLogEvents"],
    };

    [Fact]
    public void A_run_that_the_log_and_the_results_prove_is_good() =>
        Assert.Empty(Reasons(AtRestRuleState.Current, new RunFacts { Runs = [Good(1)], NewestResult = Ago(1) }));

    [Fact]
    public void A_failed_run_after_a_good_one_is_told_with_its_error_and_time()
    {
        RuleHealth health = Assess(new RunFacts { Runs = [Good(5), Bad(1)], NewestResult = Ago(5) });

        Assert.Equal(AtRestRuleState.Failed, health.State);
        Assert.Equal("The last run failed (2026-11-26 11:00:00Z): Access denied.", Assert.Single(health.Reasons));
        Assert.Equal(("RuleRunException", Ago(1), Ago(5)),
            (health.LastErrorCode, health.LastFailedEvaluationTime, health.LastSuccessfulEvaluationTime));
    }

    [Fact]
    public void A_failed_run_that_Lambda_repeated_well_is_past() =>
        Assert.Empty(Reasons(AtRestRuleState.Current, new RunFacts { Runs = [Bad(2), Good(1)], NewestResult = Ago(1) }));

    [Fact]
    public void No_run_and_no_results_is_a_rule_that_never_ran() =>
        Assert.Single(Reasons(AtRestRuleState.NeverRan, new RunFacts()));

    [Theory]
    [InlineData(MaximumExecutionFrequency.OneHour, 3)]
    [InlineData(MaximumExecutionFrequency.ThreeHours, 5)]
    [InlineData(MaximumExecutionFrequency.SixHours, 8)]
    [InlineData(MaximumExecutionFrequency.TwelveHours, 15)]
    [InlineData(MaximumExecutionFrequency.TwentyFourHours, 30)]
    public void A_run_is_overdue_when_it_is_older_than_the_frequency_and_some_slack(string frequency, int hours)
    {
        RunFacts young = new() { Runs = [Good(hours)], NewestResult = Ago(hours) };
        RunFacts old = new() { Runs = [Good(hours + 1)], NewestResult = Ago(hours + 1) };

        Assert.Equal(AtRestRuleState.Current, RuleHealth.Assess(young, frequency, s_now).State);
        Assert.Equal(AtRestRuleState.Overdue, RuleHealth.Assess(old, frequency, s_now).State);
    }

    [Fact]
    public void A_good_end_in_the_log_without_results_in_AWS_Config_is_a_failure() =>
        Assert.Contains("has no results from it", Assert.Single(Reasons(AtRestRuleState.Failed, new RunFacts { Runs = [Good(1)] })),
            StringComparison.Ordinal);

    [Fact]
    public void Results_that_are_older_than_the_log_says_are_overdue() =>
        Assert.Single(Reasons(AtRestRuleState.Overdue, new RunFacts { Runs = [Good(1)], NewestResult = Ago(99) }));

    [Fact]
    public void Fresh_results_without_a_run_in_the_log_prove_nothing() =>
        Assert.Single(Reasons(AtRestRuleState.Unknown, new RunFacts { NewestResult = Ago(1) }));

    [Fact]
    public void A_log_that_may_not_be_read_is_Unknown_with_the_permission_named() =>
        Assert.Contains("(logs:FilterLogEvents)", Assert.Single(
            Reasons(AtRestRuleState.Unknown, new RunFacts { LogFailure = s_denied, NewestResult = Ago(1) })), StringComparison.Ordinal);

    [Fact]
    public void Results_that_may_not_be_read_are_Unknown_though_the_log_says_good() =>
        Assert.Single(Reasons(AtRestRuleState.Unknown, new RunFacts { Runs = [Good(1)], ResultsFailure = s_denied }));

    [Fact]
    public void What_AWS_Config_hints_of_a_failure_is_believed_and_of_a_success_is_not()
    {
        RunFacts facts = new() { Runs = [Good(3)], NewestResult = Ago(3) };

        Assert.Equal(AtRestRuleState.Failed, Assess(facts with
        {
            Hint = new RuleEvaluationStatus { LastFailedInvocationTime = Ago(1), LastErrorCode = "AccessDenied" },
        }).State);
        Assert.Equal(AtRestRuleState.Unknown, Assess(new RunFacts
        {
            LogFailure = s_denied, NewestResult = Ago(1), Hint = new RuleEvaluationStatus { LastSuccessfulEvaluationTime = Ago(1) },
        }).State);
    }

    [Fact]
    public void In_an_organization_one_member_s_failure_is_not_hidden_by_the_others()
    {
        RunFacts facts = new()
        {
            IsOfOrganization = true,
            Runs = [Bad(3) with { AccountId = "111111111111" }, Good(1) with { AccountId = "222222222222" }],
        };

        Assert.Equal(AtRestRuleState.Failed, Assess(facts).State);
        Assert.Equal(AtRestRuleState.Current,
            Assess(facts with { Runs = [.. facts.Runs, Good(0) with { AccountId = "111111111111" }] }).State);
    }

    private static RuleHealth Assess(RunFacts facts) => RuleHealth.Assess(facts, MaximumExecutionFrequency.TwentyFourHours, s_now);

    private static IReadOnlyList<string> Reasons(string state, RunFacts facts)
    {
        RuleHealth health = Assess(facts);
        Assert.Equal(state, health.State);
        return health.Reasons;
    }

    private static DateTime Ago(int hours) => s_now.AddHours(-hours);

    private static EndedRun Good(int hours) => new(Ago(hours), null, null, null);

    private static EndedRun Bad(int hours) => new(Ago(hours), "RuleRunException", "Access denied.", null);
}
