using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>What is installed stays as it was asked for, until something else is asked for.</summary>
public sealed class UpgradeTests : RuleTest
{
    private const string FunctionName = "redis-encrypted-at-rest-check-function";
    private const string Everything =
        "-MemorySize 1024 -FunctionTimeoutSec 60 -Architecture arm64 -LogRetentionInDays 7 -Description 'What we ask' "
        + "-MaximumExecutionFrequency Six_Hours -Engine valkey -RequireCustomerManagedKey -Tag @{ Team = 'audit' } "
        + "-Exemption @{ Id = 'cache'; Reason = 'holds nothing'; Expires = '2099-01-01' }";

    private LambdaService.Function Function => Endpoint.Lambda.FindFunction(FunctionName)!;

    private JsonObject Variables => Function.Configuration["Environment"]![nameof(Variables)]!.AsObject();

    [Theory]
    [InlineData("Install-RedisAtRestRule @connection")]
    [InlineData("Get-RedisAtRestRule @connection | Install-RedisAtRestRule @keys")]
    [InlineData("Install-RedisAtRestRule @connection -MemorySize 1024 -WhatIf:$false")]
    public void A_plain_Install_keeps_everything_that_was_asked_for(string again)
    {
        Session.Run($"Install-RedisAtRestRule @connection {Everything}");
        string[] before = Endpoint.Account;

        Outcome outcome = Session.Run(again);

        Assert.Empty(outcome.Errors);
        Assert.All(outcome.All("Action"), action => Assert.Equal("Unchanged", action));
        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public void What_is_kept_is_said()
    {
        Session.Run($"Install-RedisAtRestRule @connection {Everything}");

        Outcome outcome = Session.Run("(Install-RedisAtRestRule @connection).Remarks");

        string[] remarks = [.. outcome.Output.Select(line => $"{line}")];
        Assert.Contains("kept as it was installed: MemorySize 1024", remarks);
        Assert.Contains("kept as it was installed: LogRetentionInDays 7", remarks);
        Assert.Contains("kept as it was installed: MaximumExecutionFrequency Six_Hours", remarks);
        Assert.Contains(remarks, remark => remark.StartsWith("kept as it was installed: InputParameters {", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_what_is_named_is_reset()
    {
        Session.Run($"Install-RedisAtRestRule @connection {Everything}");

        Session.Run("Install-RedisAtRestRule @connection -MemorySize 512 -RequireCustomerManagedKey:$false -Exemption @()");

        Assert.Equal(512, (int?)Function.Configuration["MemorySize"]);
        Assert.Equal("""{"engines":"valkey"}""", (string?)Endpoint.Config.FindRule(Rule)!["InputParameters"]);
        Assert.Equal("What we ask", (string?)Endpoint.Config.FindRule(Rule)!["Description"]);
    }

    [Fact]
    public void Get_compares_with_what_was_installed_and_a_plain_Install_brings_it_back()
    {
        Session.Run($"Install-RedisAtRestRule @connection {Everything}");
        Assert.Empty(Session.Run("(Get-RedisAtRestRule @connection).Parts | Where-Object State -ne Current").Output);
        Function.Configuration["MemorySize"] = 128;
        Endpoint.Config.FindRule(Rule)!["InputParameters"] = "{}";

        Outcome drifted = Session.Run(
            "(Get-RedisAtRestRule @connection).Parts | Where-Object State -eq Drifted | ForEach-Object Differences");
        Session.Run("Install-RedisAtRestRule @connection");

        Assert.Equal("MemorySize is 128, not 1024", $"{drifted.Output[0]}");
        Assert.StartsWith("InputParameters is {}, not {", $"{drifted.Output[1]}", StringComparison.Ordinal);
        Assert.Equal(1024, (int?)Function.Configuration["MemorySize"]);
        Assert.Contains("requireCustomerManagedKey", (string?)Endpoint.Config.FindRule(Rule)!["InputParameters"]);
    }

    [Theory]
    [InlineData("0.0.9", "older")]
    [InlineData("99.0.0", "newer")]
    public void Another_version_is_told_and_Install_brings_this_one(string version, string word)
    {
        Session.Run($"Install-RedisAtRestRule @connection {Everything}");
        JsonObject note = JsonNode.Parse((string)Variables["REDIS_COMPLIANCE_INSTALLATION"]!)!.AsObject();
        note["version"] = version;
        note["codeSha256"] = Function.CodeSha256 = "of that version";
        Variables["REDIS_COMPLIANCE_INSTALLATION"] = note.ToJsonString();

        Outcome before = Session.Run("Get-RedisAtRestRule @connection");
        Outcome told = Session.Run(
            "(Get-RedisAtRestRule @connection).Parts | Where-Object Part -eq Function | ForEach-Object Differences");
        Session.Run("Install-RedisAtRestRule @connection");
        Outcome after = Session.Run("Get-RedisAtRestRule @connection");

        Assert.Equal([version], before.All("InstalledVersion"));
        Assert.Contains($"the code is of version {version}, {word} than this module's", $"{told.Output[0]}");
        Assert.Equal(after.All("ModuleVersion"), after.All("InstalledVersion"));
        Assert.Equal(1024, (int?)Function.Configuration["MemorySize"]);
    }

    [Fact]
    public void What_has_no_note_is_kept_as_it_is()
    {
        Session.Run($"Install-RedisAtRestRule @connection {Everything}");
        Variables.Remove("REDIS_COMPLIANCE_INSTALLATION");

        Session.Run("Install-RedisAtRestRule @connection");

        Assert.Equal(1024, (int?)Function.Configuration["MemorySize"]);
        Assert.Contains("requireCustomerManagedKey", (string?)Endpoint.Config.FindRule(Rule)!["InputParameters"]);
        Assert.Equal(7, Endpoint.Logs.FindGroup("/aws/lambda/" + FunctionName)!.RetentionInDays);
    }

    [Fact]
    public void An_organization_s_rule_keeps_its_exclusions_and_its_members_role()
    {
        Session.Run("Install-RedisAtRestRule @connection -Organization -ExcludedAccount 222222222222 -ExecutionRoleName members");
        string[] before = Endpoint.Account;

        Outcome outcome = Session.Run("Install-RedisAtRestRule @connection -Organization");

        Assert.Empty(outcome.Errors);
        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public void Uninstall_finds_function_and_role_by_the_rule_s_name()
    {
        string[] before = Endpoint.Account;
        Session.Run("Install-RedisAtRestRule own-rule -FunctionName own-function -RoleName own-role @connection");

        Outcome outcome = Session.Run("Uninstall-RedisAtRestRule own-rule @connection -Force");

        Assert.Empty(outcome.Errors);
        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public void Exemptions_that_do_not_fit_are_refused_before_anything_is_made_with_how_many_would()
    {
        Outcome outcome = Session.Run(
            "Install-RedisAtRestRule @connection -Exemption @(1..40 | ForEach-Object { @{ Id = \"cache-$_\"; Reason = 'holds nothing'; "
                + "Expires = '2099-01-01' } })");

        Assert.StartsWith("RuleParametersTooLong", outcome.Errors[^1].FullyQualifiedErrorId);
        Assert.Matches("The first 1[0-9] of the 40 exemptions would fit", outcome.Errors[^1].Exception.Message);
        Assert.Empty(Mutating);
    }
}
