namespace RedisCompliance.Module.Tests;

/// <summary>Names that cannot be are refused before anything is made.</summary>
public sealed class RuleNameTests : RuleTest
{
    [Theory]
    [InlineData("Install-RedisAtRestRule {0} @connection", 64, true)]
    [InlineData("Install-RedisAtRestRule {0} @connection", 65, false)]
    [InlineData("Install-RedisAtRestRule {0} -Organization @connection", 41, true)]
    [InlineData("Install-RedisAtRestRule {0} -Organization @connection", 42, false)]
    [InlineData("Export-RedisAtRestRuleTemplate {0}", 64, true)]
    [InlineData("Export-RedisAtRestRuleTemplate {0}", 65, false)]
    [InlineData("Export-RedisAtRestRuleTemplate {0} -Organization", 42, false)]
    public void A_name_whose_results_cannot_be_read_back_is_refused(string command, int length, bool isTaken)
    {
        Outcome outcome = Session.Run(command.Replace("{0}", new string('r', length), StringComparison.Ordinal));

        if (isTaken)
        {
            Assert.Empty(outcome.Errors);
        }
        else
        {
            Assert.StartsWith("RuleNameTooLong,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Empty(Endpoint.Calls);
        }
    }

    [Theory]
    [InlineData("-RoleName", "ルール")]
    [InlineData("-RoleName", "rôle")]
    [InlineData("-RoleName", "role`n")]
    [InlineData("-RuleName", "rule`n")]
    [InlineData("-FunctionName", "function`n")]
    [InlineData("-ExecutionRoleName", "rôle")]
    [InlineData("-ExcludedAccount", "12345678901`u{0663}")]
    [InlineData("-RoleArn", "arn:aws:iam::123456789012:role/rôle")]
    public void Only_ASCII_is_a_name_of_AWS(string parameter, string name)
    {
        Outcome outcome = Session.Run($"Install-RedisAtRestRule @connection -Organization {parameter} \"{name}\"");

        Assert.StartsWith("ParameterArgumentValidationError,", Assert.Single(outcome.Errors).FullyQualifiedErrorId,
            StringComparison.Ordinal);
        Assert.Empty(Endpoint.Calls);
    }
}
