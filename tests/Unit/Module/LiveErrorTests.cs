using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

public sealed class LiveErrorTests : EndpointTest
{
    protected override void Prepare()
    {
        Endpoint.ElastiCache.Add(
            "us-east-1", Described.ReplicationGroup("orders"), Described.CacheCluster("alone"), Described.ServerlessCache("search"));
    }

    public static TheoryData<string, string, ErrorCategory, object?> BadConnections => new()
    {
        { "-Region nowhere-1 -AccessKey a -SecretKey b", "UnknownRegion", ErrorCategory.InvalidArgument, "nowhere-1" },
        { "-AccessKey a -SecretKey b", "NoRegion", ErrorCategory.InvalidArgument, null },
        { "-Region us-east-1 -AccessKey a", "IncompleteKeys", ErrorCategory.InvalidArgument, null },
        { "-Region us-east-1 -SessionToken a", "IncompleteKeys", ErrorCategory.InvalidArgument, null },
        { "-Region us-east-1", "NoCredentials", ErrorCategory.AuthenticationError, null },
        { "-Region us-east-1 -ProfileName nobody", "ProfileNotFound", ErrorCategory.ObjectNotFound, "nobody" },
        { "-Region us-east-1 -Credential 'a string'", "InvalidCredentialType", ErrorCategory.InvalidType, null },
        { "-Region us-east-1 -AccessKey a -SecretKey b -EndpointUrl ftp://localhost", "InvalidEndpoint", ErrorCategory.InvalidArgument,
            "ftp://localhost" },
    };

    [Theory]
    [MemberData(nameof(BadConnections))]
    public void A_connection_that_cannot_be_is_one_terminating_error(
        string arguments, string errorId, ErrorCategory category, object? target)
    {
        Outcome outcome = Session.Run("Get-RedisAtRestCompliance " + arguments);

        Assert.True(outcome.IsTerminated);
        AssertError(Assert.Single(outcome.Errors), errorId, category, target);
    }

    [Fact]
    public void A_PSCredential_is_refused_by_name()
    {
        using PSCredentialScope _ = new(Session);

        ErrorRecord error = Assert.Single(Session.Run("Get-RedisAtRestCompliance -Region us-east-1 -Credential $credential").Errors);

        Assert.StartsWith("InvalidCredentialType", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("PSCredential", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_listing_that_is_denied_leaves_the_others_standing()
    {
        Endpoint.Fault = call => call.Operation == "DescribeServerlessCaches" ? Fault.AccessDenied : null;

        Outcome outcome = Audit();

        Assert.Equal(["COMPLIANT orders", "NON_COMPLIANT alone"], outcome.Verdicts);
        ErrorRecord error = Assert.Single(outcome.Errors);
        AssertError(error, "AccessDenied", ErrorCategory.PermissionDenied, "AWS::ElastiCache::ServerlessCache");
        Assert.Contains("elasticache:DescribeServerlessCaches", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.False(outcome.IsTerminated);
    }

    [Fact]
    public void Three_listings_denied_for_one_reason_are_one_error()
    {
        Endpoint.Fault = _ => Fault.AccessDenied;

        ErrorRecord error = Assert.Single(Audit().Errors);

        Assert.Equal(3, Assert.IsType<string[]>(error.TargetObject).Length);
        Assert.All(["elasticache:DescribeReplicationGroups", "elasticache:DescribeCacheClusters", "elasticache:DescribeServerlessCaches"],
            action => Assert.Contains(action, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal));
    }

    [Fact]
    public void A_clock_that_is_wrong_ends_the_audit_and_says_to_set_it()
    {
        Endpoint.Fault = _ => Fault.Error(403, "RequestTimeTooSkewed", "The difference is too large.");

        Outcome outcome = Audit();

        Assert.True(outcome.IsTerminated);
        ErrorRecord error = Assert.Single(outcome.Errors);
        AssertError(error, "ClockSkewed", ErrorCategory.AuthenticationError, "us-east-1");
        Assert.Contains("Set this computer's clock", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_redirect_is_an_error_that_names_the_host()
    {
        Endpoint.Fault = call =>
            call.Operation == "DescribeServerlessCaches" ? Fault.Redirect(307, "https://portal.example/login") : null;

        ErrorRecord error = Assert.Single(Audit().Errors);

        AssertError(error, "Redirected", ErrorCategory.ConnectionError, "AWS::ElastiCache::ServerlessCache");
        Assert.Contains("portal.example", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ExpiredToken", "ExpiredCredentials")]
    [InlineData("InvalidClientTokenId", "InvalidCredentials")]
    public void Credentials_that_the_service_refuses_end_the_audit(string code, string errorId)
    {
        Endpoint.Fault = _ => Fault.Error(403, code, "The security token is not good");

        Outcome outcome = Audit();

        Assert.True(outcome.IsTerminated);
        AssertError(Assert.Single(outcome.Errors), errorId, ErrorCategory.AuthenticationError, "us-east-1");
    }

    public static TheoryData<string, string, ErrorCategory> LastingFaults => new()
    {
        { nameof(Fault.Throttled), "Throttled", ErrorCategory.LimitsExceeded },
        { nameof(Fault.InternalError), "ServiceUnavailable", ErrorCategory.ResourceUnavailable },
        { nameof(Fault.Dropped), "Network", ErrorCategory.ConnectionError },
        { nameof(Fault.CutOff), "InvalidResponse", ErrorCategory.InvalidData },
    };

    [Theory]
    [MemberData(nameof(LastingFaults))]
    public void A_listing_that_fails_on_a_later_page_keeps_what_it_read_and_says_that_it_is_not_all(
        string fault, string errorId, ErrorCategory category)
    {
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("never-seen"));
        Endpoint.ElastiCache.PageSize = 1;
        Fault lasting = (Fault)typeof(Fault).GetProperty(fault)!.GetValue(null)!;
        Endpoint.Fault = call => call.Marker.Length > 0 ? lasting : null;

        Outcome outcome = Audit("-ResourceType ReplicationGroup");

        Assert.Equal(["COMPLIANT orders"], outcome.Verdicts);
        AssertError(Assert.Single(outcome.Errors), errorId, category, "AWS::ElastiCache::ReplicationGroup");
    }

    [Fact]
    public void An_id_that_nothing_bears_is_an_error()
    {
        ErrorRecord error = Assert.Single(Audit("-Id nothing").Errors);

        AssertError(error, "ResourceNotFound", ErrorCategory.ObjectNotFound, "nothing");
    }

    [Fact]
    public void An_id_with_wildcards_may_match_nothing() => Assert.Empty(Audit("-Id nothing*").Errors);

    [Fact]
    public void An_id_is_not_called_missing_where_not_everything_was_seen()
    {
        Endpoint.Fault = call => call.Operation == "DescribeServerlessCaches" ? Fault.AccessDenied : null;

        Assert.StartsWith("AccessDenied", Assert.Single(Audit("-Id nothing").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private static void AssertError(ErrorRecord error, string errorId, ErrorCategory category, object? target)
    {
        Assert.Equal(errorId + ",RedisCompliance.Commands.GetRedisAtRestComplianceCommand", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal(target, error.TargetObject is PSObject wrapped ? wrapped.BaseObject : error.TargetObject);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    private Outcome Audit(string arguments = "") => Session.Run($"Get-RedisAtRestCompliance {Session.At(Endpoint.Url)} {arguments}");

    private sealed class PSCredentialScope : IDisposable
    {
        private readonly System.Security.SecureString _password = new();

        public PSCredentialScope(Session session) => session.Set("credential", new PSCredential("user", _password));

        public void Dispose() => _password.Dispose();
    }
}
