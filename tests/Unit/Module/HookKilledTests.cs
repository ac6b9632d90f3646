using System.Collections;
using System.Text.RegularExpressions;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// The process is killed after each call of a hook's cmdlet that changes something; then the same command ends in the state that it
/// leaves when nobody disturbs it, and never did the hook call a function that is not there.
/// </summary>
public sealed partial class HookKilledTests : IDisposable
{
    private const string Hook = "Own::AtRest::Hook";
    private const string Function = "own-function";
    private const string Role = "own-role";
    private const string ExecutionRole = "own-execution-role";
    private const string Roles = $" -RoleName {Role} -ExecutionRoleName {ExecutionRole}";
    private const string Install = $"Install-RedisAtRestHook {Hook} -FunctionName {Function}{Roles} @connection";
    private const string Uninstall = $"Uninstall-RedisAtRestHook {Hook} -Force @connection";
    private const string Changed = " -MemorySize 256 -Architecture arm64 -LogRetentionInDays 7 -RequireCustomerManagedKey "
        + "-FailureMode FAIL -TargetOperation STACK -Tag @{ Team = 'audit' }";

    private readonly Session _session = new();

    /// <summary>What is there before, the command, and how many calls of it change something at least.</summary>
    public static TheoryData<string, string, int> Commands => new()
    {
        { "", Install, 10 },
        { "made by hand", Install + " -Adopt", 12 },
        { Install, Install + Changed, 8 },
        { Install + "; drift", Install, 10 },
        { Install, Uninstall, 8 },
        { Install + "; drift", Uninstall, 10 },
    };

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task After_any_call_the_same_command_ends_as_if_nothing_had_happened(string before, string command, int least)
    {
        (string[] undisturbed, int calls) = await RunAsync(before, command, killedAfter: null);

        for (int call = 0; call < calls; call++)
        {
            Assert.Equal(undisturbed, (await RunAsync(before, command, call)).State);
        }

        Assert.True(calls >= least, $"{calls} calls");
    }

    /// <summary>Whoever changes his mind: by the hook's name once the function is there, and by all names before.</summary>
    [Fact]
    public async Task What_a_killed_Install_left_is_taken_away()
    {
        (string[] empty, int calls) = await RunAsync("", Install, killedAfter: null, then: Uninstall);
        int first = 7;

        for (int call = 0; call < calls; call++)
        {
            (string[] left, _) = await RunAsync("", Install, call,
                call < first ? $"Uninstall-RedisAtRestHook {Hook} -FunctionName {Function}{Roles} -Force @connection" : Uninstall);
            Assert.Equal(empty, left);
        }

        Assert.Equal(10, calls);
    }

    [GeneratedRegex(@"AROA\d+")]
    private static partial Regex Id();

    private async Task<(string[] State, int Calls)> RunAsync(string before, string command, int? killedAfter, string? then = null)
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        _session.Set("connection",
            new Hashtable { ["Region"] = "us-east-1", ["AccessKey"] = "AKID", ["SecretKey"] = "SECRET", ["EndpointUrl"] = endpoint.Url });
        Prepare(endpoint, before);
        int start = endpoint.Calls.Length;
        int seen = 0;
        bool isDead = false;
        endpoint.Fault = call =>
        {
            isDead |= call.IsMutating && ++seen > (killedAfter ?? int.MaxValue);
            return isDead ? new Fault(_ => Answer.JsonError("AccessDeniedException", "dead", 403)) : null;
        };
        _session.Run(command);
        endpoint.Fault = _ => null;
        AssertNoHookCallsNothing(endpoint);
        int calls = endpoint.Calls.Skip(start).Count(call => call.IsMutating && call.Service != "sts");

        Assert.Empty(_session.Run(then ?? command).Errors);
        return ([.. endpoint.Account.Select(line => Id().Replace(line, "AROA"))], calls);
    }

    private static void AssertNoHookCallsNothing(AwsEndpoint endpoint) =>
        Assert.False(endpoint.Lambda.FindFunction(Function) is null && endpoint.Types.FindHook(Hook) is { } hook
            && hook.Configuration.Contains("ENABLED", StringComparison.Ordinal));

    private void Prepare(AwsEndpoint endpoint, string before)
    {
        if (before == "made by hand")
        {
            endpoint.Lambda.AddFunction(Function);
            endpoint.IdentityManagement.AddRole(Role);
            endpoint.IdentityManagement.AddRole(ExecutionRole).Attached.Add("arn:aws:iam::aws:policy/AdministratorAccess");
            endpoint.Types.AddHook(Hook, "AWS::Hooks::LambdaHook", "arn:aws:iam::123456789012:role/theirs");
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
        IdentityManagementService.Role role = endpoint.IdentityManagement.FindRole(ExecutionRole)!;
        role.Policies["debug"] = "{}";
        role.Attached.Add("arn:aws:iam::aws:policy/AdministratorAccess");
        role.Trust = "{}";
        endpoint.Logs.FindGroup("/aws/lambda/" + Function)!.RetentionInDays = null;
        endpoint.Types.FindHook(Hook)!.ExecutionRole = "arn:aws:iam::123456789012:role/admin";
    }
}
