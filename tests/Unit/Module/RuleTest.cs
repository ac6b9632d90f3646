using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// A test of the installed rule's cmdlets, in an account with a recorder that is the management account of an
/// organization.
/// </summary>
public abstract class RuleTest : EndpointTest
{
    protected const string Rule = "redis-encrypted-at-rest-check-rule";

    protected IEnumerable<EndpointCall> Mutating => Endpoint.Calls.Where(call => call.IsMutating && call.Service != "sts");

    protected override void Prepare()
    {
        Endpoint.Config.AddRecorder();
        Endpoint.AddOrganization();
    }
}
