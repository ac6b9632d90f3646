using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>
/// The statement that lets AWS Config call for the accounts of an organization, in a policy that others write as well: nothing of
/// theirs is lost, whatever happens in between.
/// </summary>
public sealed class OrganizationPermissionTests : InstallationTest
{
    private const string Joining = "333333333333";

    private static RuleDefinition OfOrganization { get; } = Definition with { Organization = new OrganizationScope("members-role", []) };

    private JsonArray Statements => Endpoint.Lambda.FindFunction(FunctionName)!.Statements;

    private EndpointCall[] Puts => [.. Endpoint.Calls.Where(call => call.Operation == "PutResourcePolicy")];

    private string[] Sids => [.. Statements.Select(statement => (string)statement!["Sid"]!)];

    private string[] Accounts =>
        [.. Statements.Where(statement => ((string)statement!["Sid"]!).StartsWith("RedisCompliance", StringComparison.Ordinal))
        .SelectMany(AccountsOf).Order(StringComparer.Ordinal)];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Endpoint.AddOrganization();
    }

    [Fact]
    public async Task A_policy_is_never_replaced_but_by_the_revision_that_was_read()
    {
        await InstallAsync(OfOrganization);
        Endpoint.Organizations.AddAccount(Joining, "new");
        await InstallAsync(OfOrganization);

        Assert.All(Puts, put => Assert.NotNull(put.Json["RevisionId"]));
        Assert.Contains(Joining, Accounts);
    }

    [Fact]
    public async Task An_account_that_joins_is_told_as_missing_and_added_and_the_statements_of_others_stay()
    {
        await InstallAsync(OfOrganization);
        Statements.Add(OfSomebodyElse());
        Endpoint.Organizations.AddAccount(Joining, "new");

        (IReadOnlyList<RulePart> parts, _) = await LookAsync(OfOrganization);
        string[] outcome = await InstallAsync(OfOrganization);

        Assert.Equal([$"it lacks 1 account: {Joining}"], parts.Single(part => part.Part == "Permission").Differences);
        Assert.Contains("Permission Updated", outcome);
        Assert.Contains("SomebodyElse", Sids);
        Assert.Contains(Joining, Accounts);
    }

    [Fact]
    public async Task A_policy_that_was_changed_in_between_is_read_again()
    {
        await InstallAsync(OfOrganization);
        Endpoint.Organizations.AddAccount(Joining, "new");
        bool isChanged = false;
        Endpoint.Fault = call =>
        {
            if (isChanged || call.Operation != "PutResourcePolicy")
            {
                return null;
            }

            isChanged = true;
            Statements.Add(OfSomebodyElse());
            return Fault.JsonError(412, "PreconditionFailedException", "The RevisionId provided does not match the latest RevisionId.");
        };

        await InstallAsync(OfOrganization);

        Assert.Contains("SomebodyElse", Sids);
        Assert.Contains(Joining, Accounts);
    }

    [Fact]
    public async Task A_policy_that_is_always_changed_in_between_is_given_up_as_it_is()
    {
        await InstallAsync(OfOrganization);
        Endpoint.Organizations.AddAccount(Joining, "new");
        string before = Statements.ToJsonString();
        Endpoint.Fault = call => call.Operation == "PutResourcePolicy" ? Fault.JsonError(412, "PreconditionFailedException", "Changed.")
            : null;

        InstallationException exception = await Assert.ThrowsAsync<InstallationException>(() => InstallAsync(OfOrganization));

        Assert.Equal((InstallationFault.NotReady, "Permission"), (exception.Fault, exception.Part));
        Assert.Equal(before, Statements.ToJsonString());
    }

    [Theory]
    [InlineData("""{"Policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"}""")]
    [InlineData("""{"Policy":"no policy","RevisionId":"00000000-0000-0000-0000-000000000000"}""")]
    [InlineData("""{"Policy":"{\"Statement\":[1]}","RevisionId":"00000000-0000-0000-0000-000000000000"}""")]
    public async Task A_policy_whose_answer_lacks_what_keeps_others_safe_is_not_replaced(string answer)
    {
        await InstallAsync(OfOrganization);
        Endpoint.Organizations.AddAccount(Joining, "new");
        int before = Puts.Length;
        Endpoint.Fault = call => call.Operation == "GetResourcePolicy" ? Fault.Of(Answer.Json(JsonNode.Parse(answer)!.AsObject())) : null;

        ServiceCallException exception = await Assert.ThrowsAsync<ServiceCallException>(() => InstallAsync(OfOrganization));

        Assert.Equal(ServiceFailure.InvalidResponse, exception.Failure);
        Assert.Equal(before, Puts.Length);
    }

    [Fact]
    public async Task A_policy_that_one_call_tells_and_the_other_does_not_is_not_replaced()
    {
        await InstallAsync(OfOrganization);
        Endpoint.Organizations.AddAccount(Joining, "new");
        string before = Statements.ToJsonString();
        Endpoint.Fault = call => call.Operation == "GetResourcePolicy" ? Fault.JsonError(404, "ResourceNotFoundException", "None.") : null;

        await Assert.ThrowsAnyAsync<Exception>(() => InstallAsync(OfOrganization));

        Assert.Equal(before, Statements.ToJsonString());
    }

    [Fact]
    public async Task Where_Lambda_has_no_whole_policies_each_account_has_a_statement()
    {
        Endpoint.Lambda.HasResourcePolicies = false;
        await InstallAsync(OfOrganization);
        Statements.Add(OfSomebodyElse());
        Endpoint.Organizations.AddAccount(Joining, "new");

        await InstallAsync(OfOrganization with { Organization = new OrganizationScope("members-role", ["111111111111"]) });

        Assert.Equal(["123456789012", "222222222222", Joining], Accounts);
        Assert.Contains("SomebodyElse", Sids);
        Assert.Empty(Puts);
    }

    [Fact]
    public async Task The_accounts_that_fit_into_a_policy_are_allowed_by_one_statement()
    {
        AddAccounts(1_300);

        await InstallAsync(OfOrganization);

        Assert.Equal(1_303, Accounts.Length);
        Assert.Single(Statements);
    }

    [Fact]
    public async Task More_accounts_than_a_policy_has_room_for_are_refused_before_anything_is_made()
    {
        AddAccounts(1_400);

        (_, InstallationException[] obstacles) = await LookAsync(OfOrganization);

        Assert.Equal([InstallationFault.PolicyTooLong], obstacles.Select(obstacle => obstacle.Fault));
    }

    [Fact]
    public async Task An_organization_without_an_account_to_evaluate_is_refused_before_anything_is_made()
    {
        (_, InstallationException[] obstacles) = await LookAsync(
            OfOrganization with { Organization = new OrganizationScope(
                "members-role", ["111111111111", "123456789012", "222222222222"]) });

        Assert.Equal([InstallationFault.NoAccounts], obstacles.Select(obstacle => obstacle.Fault));
    }

    private static IEnumerable<string> AccountsOf(JsonNode? statement) =>
        statement!["Condition"]!["StringEquals"]!.AsObject().Single().Value switch
    {
        JsonArray several => several.Select(account => (string)account!),
        { } one => [(string)one!],
        null => [],
    };

    private static JsonObject OfSomebodyElse() => new()
    {
        ["Sid"] = "SomebodyElse",
        ["Effect"] = "Allow",
        ["Principal"] = new JsonObject { ["AWS"] = "arn:aws:iam::123456789012:role/deployer" },
        ["Action"] = "lambda:InvokeFunction",
        ["Resource"] = "*",
    };

    private void AddAccounts(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Endpoint.Organizations.AddAccount($"{400_000_000_000 + i}", $"account {i}");
        }
    }
}
