using System.Collections;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// The process is killed after each call that changes something; then the same command ends in the state that it leaves when nobody
/// disturbs it.
/// </summary>
public sealed partial class KilledTests : IDisposable
{
    private const string Rule = "own-rule";
    private const string Function = "own-function";
    private const string Role = "own-role";
    private const string Names = Rule + " -FunctionName own-function -RoleName own-role";
    private const string Install = "Install-RedisAtRestRule " + Names + " @connection";
    private const string Changed =
        " -MemorySize 256 -Architecture arm64 -LogRetentionInDays 7 -RequireCustomerManagedKey -Tag @{ Team = 'audit' }";

    /// <summary>The call that makes the function: log group, retention, role and policy come first.</summary>
    private const int FirstWithFunction = 5;

    private readonly Session _session = new();

    /// <summary>What is there before, the command, and how many calls of it change something at least.</summary>
    public static TheoryData<string, string, int> Commands => new()
    {
        { "", Install, 9 },
        { "", Install + " -UseManagedPolicy", 10 },
        { "the article's", Install + " -Adopt", 9 },
        { Install, Install + Changed, 8 },
        { Install + "; drift", Install, 8 },
        { Install + " -UseManagedPolicy", "Install-RedisAtRestRule own-rule @connection -UseManagedPolicy:$false", 3 },
        { Install, "Uninstall-RedisAtRestRule own-rule -Force @connection", 6 },
        { Install + " -UseManagedPolicy", "Uninstall-RedisAtRestRule own-rule -Force @connection", 8 },
        { "", Install + " -Organization", 7 },
        { Install + " -Organization", Install + " -Organization -ExcludedAccount 111111111111" + Changed, 6 },
        { Install + " -Organization", "Uninstall-RedisAtRestRule own-rule -Organization -Force @connection", 6 },
    };

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task After_any_call_the_same_command_ends_as_if_nothing_had_happened(string before, string command, int least)
    {
        Ending undisturbed = await RunAsync(before, command, killedAfter: null);

        for (int call = 0; call < undisturbed.Calls; call++)
        {
            Ending ending = await RunAsync(before, command, call);
            Assert.Equal(undisturbed.State, ending.State);

            // One more than needed does no harm: what is narrowed after a new rule was put may be such a need when it is found later.
            Assert.True(ending.IsEvaluated || !undisturbed.IsEvaluated, $"No evaluation was started after call {call}.");
        }

        Assert.True(undisturbed.Calls >= least, $"{undisturbed.Calls} calls");
    }

    /// <summary>Whoever changes his mind: Uninstall takes away what a killed Install left, by the rule's name alone.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(" -Organization")]
    public async Task What_a_killed_Install_left_is_taken_away_by_the_rule_s_name_once_its_function_is_there(string scope)
    {
        string[] empty = (await RunAsync("", Install + scope, killedAfter: 0, then: "$null")).State;

        for (int call = FirstWithFunction; call < FirstWithFunction + 4; call++)
        {
            Ending left = await RunAsync(
                "", Install + scope, call, "Uninstall-RedisAtRestRule own-rule -Force @connection" + scope);
            Assert.Equal(empty, left.State);
        }
    }

    [GeneratedRegex(@"(config-rule-|AROA)\d+")]
    private static partial Regex Id();

    private async Task<Ending> RunAsync(string before, string command, int? killedAfter, string? then = null)
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        endpoint.Config.AddRecorder();
        endpoint.AddOrganization();
        _session.Set("connection",
            new Hashtable { ["Region"] = "us-east-1", ["AccessKey"] = "AKID", ["SecretKey"] = "SECRET", ["EndpointUrl"] = endpoint.Url });
        Prepare(endpoint, before);
        int start = endpoint.Calls.Length;
        bool isEvaluated = false;
        if (killedAfter is { } last)
        {
            int seen = 0;
            bool isDead = false;
            endpoint.Fault = call =>
            {
                isDead |= call.IsMutating && ++seen > last;
                isEvaluated |= !isDead && call.Operation == "StartConfigRulesEvaluation";
                return isDead ? new Fault(_ => Answer.JsonError("AccessDeniedException", "dead", 403)) : null;
            };
            _session.Run(command);
            endpoint.Fault = _ => null;
            command = then ?? command;
        }

        int repeated = endpoint.Calls.Length;
        Outcome outcome = _session.Run(command);
        isEvaluated |= endpoint.Calls.Skip(repeated).Any(call => call.Operation == "StartConfigRulesEvaluation");

        Assert.Empty(outcome.Errors);
        return new([.. endpoint.Account.Select(line => Id().Replace(line, "$1N"))], isEvaluated,
            endpoint.Calls.Skip(start).Count(call => call.IsMutating && call.Service != "sts"));
    }

    private void Prepare(AwsEndpoint endpoint, string before)
    {
        if (before == "the article's")
        {
            HandMade.Add(endpoint, Rule, Function, Role);
        }
        else if (before.Length > 0)
        {
            Assert.Empty(_session.Run(before.Split(';')[0]).Errors);
            if (before.EndsWith("drift", StringComparison.Ordinal))
            {
                Drift(endpoint);
            }
        }
    }

    /// <summary>What differs after an upgrade, and after somebody was at it.</summary>
    private static void Drift(AwsEndpoint endpoint)
    {
        LambdaService.Function function = endpoint.Lambda.FindFunction(Function)!;
        function.CodeSha256 = "older";
        function.Concurrency = 0;
        function.Configuration["Environment"]!["Variables"]!["AWS_ENDPOINT_URL"] = "https://elsewhere.example";
        IdentityManagementService.Role role = endpoint.IdentityManagement.FindRole(Role)!;
        role.Policies["debug"] = "{}";
        role.Attached.Add("arn:aws:iam::aws:policy/AdministratorAccess");
        role.Trust = "{}";
        endpoint.Logs.FindGroup("/aws/lambda/" + Function)!.RetentionInDays = null;
        endpoint.Config.FindRule(Rule)!["InputParameters"] = new JsonObject { ["engines"] = "redis" }.ToJsonString();
    }

    /// <summary>What is there at the end.</summary>
    /// <param name="State">The account, without the numbers that AWS gives anew.</param>
    /// <param name="IsEvaluated">Whether an evaluation was started.</param>
    /// <param name="Calls">How many calls changed something.</param>
    private sealed record Ending(string[] State, bool IsEvaluated, int Calls);
}
