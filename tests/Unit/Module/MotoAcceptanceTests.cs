namespace RedisCompliance.Module.Tests;

/// <summary>The second opinion: an AWS written by others (moto), where <c>moto_server</c> is on the PATH.</summary>
public sealed class MotoAcceptanceTests : IAsyncLifetime
{
    private readonly MotoServer _moto = new();

    public ValueTask InitializeAsync() => _moto.InitializeAsync();

    public ValueTask DisposeAsync() => _moto.DisposeAsync();

    [Fact]
    public async Task An_account_of_moto_is_audited_and_what_moto_lacks_is_an_error_beside_it()
    {
        Assert.SkipWhen(MotoServer.IsMissing, MotoServer.Missing);
        await CreateAsync("CreateReplicationGroup", ("ReplicationGroupId", "closed"), ("ReplicationGroupDescription", "a"),
            ("NumCacheClusters", "2"), ("AtRestEncryptionEnabled", "true"));
        await CreateAsync("CreateReplicationGroup", ("ReplicationGroupId", "open"), ("ReplicationGroupDescription", "b"),
            ("NumCacheClusters", "1"), ("AtRestEncryptionEnabled", "false"));
        await CreateAsync("CreateCacheCluster", ("CacheClusterId", "alone"), ("NumCacheNodes", "1"));
        await _moto.QueryAsync("elasticache", "2015-02-02", ("Action", "CreateCacheCluster"), ("CacheClusterId", "pages"),
            ("Engine", "memcached"), ("CacheNodeType", "cache.t4g.micro"), ("NumCacheNodes", "1"));
        using Session session = new();

        Outcome outcome = session.Run($"Get-RedisAtRestCompliance {Session.At(_moto.Url, MotoServer.Region)}");

        // moto leaves the flag out of cache clusters: what cannot be shown is not compliant.
        Assert.Equal(["COMPLIANT closed", "NON_COMPLIANT alone", "NON_COMPLIANT open"], outcome.Verdicts);
        Assert.All(outcome.All("Region"), region => Assert.Equal("ap-northeast-1", region));
        Assert.Equal("AWS::ElastiCache::ServerlessCache", Assert.Single(outcome.Errors).TargetObject);
    }

    [Fact]
    public void The_whole_rule_is_put_up_and_taken_down_in_an_account_of_moto_with_nothing_but_a_recorder()
    {
        Assert.SkipWhen(MotoServer.IsMissing, MotoServer.Missing);
        using Session session = new();
        string at = Session.At(_moto.Url, MotoServer.Region);

        Outcome install = session.Run($"Install-RedisAtRestRule {at}");
        Outcome state = session.Run($"Get-RedisAtRestRule {at} -WarningAction SilentlyContinue");
        Outcome parts = session.Run($"(Get-RedisAtRestRule {at} -WarningAction SilentlyContinue).Parts.State");
        Outcome again = session.Run($"Install-RedisAtRestRule {at}");
        Outcome uninstall = session.Run($"Uninstall-RedisAtRestRule {at} -Force");

        Assert.All(new[] { install, state, again, uninstall }, outcome => Assert.Empty(outcome.Errors));
        Assert.Equal(["Unchanged", "Created", "Created", "Created", "Created", "Created"], install.All("Action"));
        // moto runs no functions, and does not tell stored results.
        Assert.Equal(["Unknown"], state.All("State"));
        Assert.Equal(Enumerable.Repeat("Current", 6), parts.Output.Select(one => $"{one}"));
        Assert.All(again.All("Action"), action => Assert.Equal("Unchanged", action));
        Assert.All(uninstall.All("Action"), action => Assert.Equal("Removed", action));
    }

    [Fact]
    public void A_rule_of_moto_that_was_changed_is_still_ours()
    {
        Assert.SkipWhen(MotoServer.IsMissing, MotoServer.Missing);
        using Session session = new();
        string command = $"Install-RedisAtRestRule {Session.At(_moto.Url, MotoServer.Region)} -WarningAction SilentlyContinue";
        session.Run(command);

        Outcome change = session.Run($"{command} -MaximumExecutionFrequency Six_Hours");
        Outcome again = session.Run($"{command} -MaximumExecutionFrequency Six_Hours");

        // The function has the note of what was asked for.
        Assert.Equal(["Unchanged", "Unchanged", "Unchanged", "Updated", "Unchanged", "Updated"], change.All("Action"));
        Assert.Empty(again.Errors);
        Assert.All(again.All("Action"), action => Assert.Equal("Unchanged", action));
    }

    private Task CreateAsync(string action, params (string Name, string Value)[] parameters) =>
        _moto.QueryAsync("elasticache", "2015-02-02", [("Action", action), ("Engine", "redis"), ("CacheNodeType", "cache.t4g.micro"),
            .. parameters]);
}
