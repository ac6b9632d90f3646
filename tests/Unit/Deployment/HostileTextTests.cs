using RedisCompliance.Tests;
using RedisCompliance.Text;

namespace RedisCompliance.Deployment.Tests;

/// <summary>Text from AWS that would command a terminal is written out in whatever an installed rule shows.</summary>
public sealed class HostileTextTests
{
    private const string Hostile = "orders\u001b]0;owned\u0007\u202e\u2028\u200b\ud800\r\n";

    [Fact]
    public void What_is_shown_of_a_rule_and_its_parts_is_plain()
    {
        RulePart part = new()
        {
            RuleName = Hostile, AccountId = "1", Region = "r", Part = "Rule", Name = Hostile, Arn = Hostile, State = RulePartState.Drifted,
            Differences = [Hostile],
        };

        PlainAssert.AllTexts(part);
        Assert.True(PlainText.IsPlain(Assert.Single(part.Differences)));
        PlainAssert.AllTexts(new AtRestRule
        {
            RuleName = Hostile, AccountId = "1", Region = "r", FunctionName = Hostile, RoleName = Hostile, Parts = [part],
            InstalledVersion = Hostile, ModuleVersion = "1.0.0",
            InputParameters = Hostile,
            Health = RuleHealth.Assess(
                new RunFacts { Runs = [new EndedRun(DateTime.UnixEpoch, Hostile, Hostile, Hostile)] }, Hostile, DateTime.UnixEpoch),
        });
    }

    [Fact]
    public void What_is_shown_of_a_run_a_member_and_a_change_is_plain()
    {
        PlainAssert.AllTexts(new RuleEvaluationStatus { RuleName = Hostile, LastErrorCode = Hostile, LastErrorMessage = Hostile });
        PlainAssert.AllTexts(new MemberAccountStatus
        {
            AccountId = "1", MemberAccountRuleStatus = Hostile, ConfigRuleName = Hostile, ErrorCode = Hostile, ErrorMessage = Hostile,
        });
        PlainAssert.AllTexts(new InstallationChange("Role", Hostile, Hostile, _ => Task.CompletedTask));
        PlainAssert.AllTexts(new InstallationException(InstallationFault.NotReady, "Rule", Hostile));
    }
}
