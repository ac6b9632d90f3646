using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>Get-RedisAtRestRemediation, as a user has it.</summary>
[Trait("Category", "Package")]
public sealed class RemediationTests : FleetTest
{
    internal const string Subnets = "<CacheSubnetGroup><CacheSubnetGroupName>private</CacheSubnetGroupName><Subnets>"
        + "<Subnet><SubnetIdentifier>subnet-a</SubnetIdentifier></Subnet><Subnet><SubnetIdentifier>subnet-b</SubnetIdentifier></Subnet>"
        + "</Subnets></CacheSubnetGroup>";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redis[plans]");

    [Fact]
    public void Each_resource_that_is_not_compliant_has_its_plan()
    {
        Populate("orders", "carts");

        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance {Connection} | Get-RedisAtRestRemediation {Connection}");

        Assert.Empty(outcome.Errors);
        Assert.Equal(["carts RestoreToReplicationGroup True", "orders RestoreToReplicationGroup True"],
            outcome.Output.Select(plan => Properties(plan, "Id", "Way", "IsComplete")).Order(StringComparer.Ordinal));
        Assert.All(outcome.Output, plan => Assert.Empty((IEnumerable<string>)plan.Properties["Blockers"].Value));
        Assert.Equal(["RestoreToReplicationGroup", "EnableDurability", "RestoreToServerlessCache", "Exempt"],
            ((IEnumerable<object>)outcome.Output[0].Properties["Ways"].Value).Select(way => $"{way}"));
    }

    [Fact]
    public void The_calls_are_those_that_a_plan_needs_and_no_more_and_those_under_way_are_bounded()
    {
        string[] ids = [.. Enumerable.Range(0, 500).Select(i => $"group-{i}")];
        Populate(ids);
        Session.Run($"$evaluations = Get-RedisAtRestCompliance {Connection} -ResourceType ReplicationGroup");
        int before = Endpoint.Calls.Length;

        Outcome outcome = Session.Run($"$plans = $evaluations | Get-RedisAtRestRemediation {Connection} -ThrottleLimit 8; $plans");

        // Whose account it is; of each group itself, one of its clusters and its tags; the subnet group that all share.
        Assert.Equal(500, outcome.Output.Count);
        Assert.Equal(1 + (500 * 3) + 1, Endpoint.Calls.Length - before);
        Assert.InRange(Endpoint.MaxInFlight, 2, 16);
    }

    [Fact]
    public void Plans_are_resumed_as_an_audit_is()
    {
        Populate("one", "two", "three");
        Session.Run($"$evaluations = Get-RedisAtRestCompliance {Connection}");
        Endpoint.Fault = call => call.Operation == "ListTagsForResource"
            && call.Parameters["ResourceName"].EndsWith("three", StringComparison.Ordinal) ? Fault.AccessDenied : null;
        Session.Run($"$plans = $evaluations | Get-RedisAtRestRemediation {Connection} -WarningAction SilentlyContinue");
        Endpoint.Fault = _ => null;

        Outcome resumed = Session.Run($"$evaluations | Get-RedisAtRestRemediation {Connection} -ResumeFrom $plans");
        Outcome readBack = Session.Run($"$xml = [Management.Automation.PSSerializer]::Serialize($plans, 3); $evaluations | "
            + $"Get-RedisAtRestRemediation {Connection} -ResumeFrom ([Management.Automation.PSSerializer]::Deserialize($xml))");
        Outcome otherPolicy = Session.Run(
            $"$evaluations | Get-RedisAtRestRemediation {Connection} -ResumeFrom $plans -RequireCustomerManagedKey");

        Assert.Equal(["three"], resumed.All("Id"));
        Assert.Equal(["three"], readBack.All("Id"));
        Assert.Equal(3, otherPolicy.Output.Count);
    }

    [Fact]
    public void What_cannot_be_read_is_unknown_with_its_permission_and_blocks_what_rests_on_it()
    {
        Populate("orders");
        Endpoint.Fault = call => call.Operation == "ListTagsForResource" ? Fault.AccessDenied : null;

        Outcome outcome = Session.Run($"Get-RedisAtRestRemediation orders {Connection} 3>&1");

        PSObject plan = Assert.Single(outcome.Output, item => item.Properties["Way"] is not null);
        Assert.Equal(["TagsUnknown"], (IEnumerable<string>)plan.Properties["Blockers"].Value);
        dynamic unknown = Assert.Single((IEnumerable<object>)plan.Properties["Unknown"].Value);
        Assert.Equal(["elasticache:ListTagsForResource"], (IEnumerable<string>)unknown.Permission);
        Assert.IsType<WarningRecord>(Assert.Single(outcome.Output, item => item != plan).BaseObject);
        Assert.Empty(outcome.Errors);
    }

    [Fact]
    public void By_id_a_group_a_cluster_or_a_cache_is_found_and_read_once()
    {
        Populate("orders");
        Endpoint.ElastiCache.Add("us-east-1", Member("flags", null), Described.ServerlessCache("search"));
        int before = Endpoint.Calls.Length;

        Outcome outcome = Session.Run($"Get-RedisAtRestRemediation orders, flags, search, nobody {Connection}");

        Assert.Equal(["ReplicationGroup orders", "CacheCluster flags"], outcome.Output.Select(plan => Properties(plan, "Type", "Id")));
        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Equal(("nobody", ErrorCategory.ObjectNotFound), (error.TargetObject, error.CategoryInfo.Category));

        // orders: the group, a cluster, tags, subnets; flags: no group, the cluster, tags; search and nobody: up to three.
        Assert.Equal(4 + 3 + 3 + 3, Endpoint.Calls.Length - before);
    }

    [Theory]
    [InlineData("-AsText", "aws elasticache create-replication-group --replication-group-id orders-encrypted")]
    [InlineData("-AsMarkdown", "```sh\naws elasticache create-snapshot")]
    [InlineData("-AsTemplate CloudFormation", "\"AtRestEncryptionEnabled\": true")]
    [InlineData("-AsTemplate terraform", "at_rest_encryption_enabled = true")]
    public void A_plan_is_text_a_ticket_or_a_template(string form, string text)
    {
        Populate("orders");

        Outcome outcome = Session.Run($"Get-RedisAtRestRemediation orders {Connection} {form}");

        Assert.Contains(text, ((string)Assert.Single(outcome.Output).BaseObject).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_template_is_an_error_of_its_own()
    {
        Outcome outcome = Session.Run("""
            [pscustomobject]@{ ComplianceResourceType = 'AWS::ElastiCache::ReplicationGroup'; ComplianceResourceId = 'x'
                ComplianceType = 'NON_COMPLIANT'; EncryptionState = 'Unknown'; AccountId = '123456789012'; Region = 'us-east-1' } |
                Get-RedisAtRestRemediation -Path . -AsTemplate Terraform
            """);

        Assert.StartsWith("PlanWithoutTemplate,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Offline_a_plan_goes_as_far_as_the_files_and_names_what_to_export_besides()
    {
        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance '{Session.Samples}' | "
            + $"Get-RedisAtRestRemediation -Path '{Session.Samples}' -WarningAction SilentlyContinue");

        Assert.NotEmpty(outcome.Output);
        Assert.Empty(outcome.Errors);
        Assert.Empty(Endpoint.Calls);
        Assert.Contains(outcome.Output, plan => ((IEnumerable<object>)plan.Properties["Unknown"].Value).Any(fact =>
            ((dynamic)fact).Reason.Contains("aws elasticache list-tags-for-resource", StringComparison.Ordinal)));
    }

    [Fact]
    public void Evaluations_that_were_read_back_do_not_tell_the_key_policy()
    {
        Populate("orders");
        Session.Run($"$xml = [Management.Automation.PSSerializer]::Serialize((Get-RedisAtRestCompliance {Connection}), 3)");
        const string ReadBack = "[Management.Automation.PSSerializer]::Deserialize($xml) | Get-RedisAtRestRemediation";

        Outcome unsaid = Session.Run($"{ReadBack} {Connection}");
        Outcome said = Session.Run($"{ReadBack} {Connection} -RequireCustomerManagedKey:$false");

        Assert.Equal(["KeyPolicyUnknown"], (IEnumerable<string>)Assert.Single(unsaid.Output).Properties["Blockers"].Value);
        Assert.Empty((IEnumerable<string>)Assert.Single(said.Output).Properties["Blockers"].Value);
    }

    [Fact]
    public void The_policy_of_the_audit_counts_without_being_said_again()
    {
        Populate("orders");

        Outcome outcome = Session.Run(
            $"Get-RedisAtRestCompliance {Connection} -RequireCustomerManagedKey | Get-RedisAtRestRemediation {Connection}");

        Assert.Equal(["KeyUnknown"], (IEnumerable<string>)Assert.Single(outcome.Output).Properties["Blockers"].Value);
    }

    [Fact]
    public void A_resource_of_another_account_is_read_there_or_not_at_all()
    {
        Endpoint.ElastiCache.AddTo(Sound, "us-east-1", Group("orders"), Member("orders-001", "orders"));
        Endpoint.ElastiCache.AddOther("CacheSubnetGroups", "private", Subnets);
        Session.Run($"$evaluations = Get-RedisAtRestCompliance {Connection} -AccountId {Sound} -RoleName audit -Region us-east-1");

        Outcome without = Session.Run($"$evaluations | Get-RedisAtRestRemediation {Connection}");
        Outcome with = Session.Run($"$evaluations | Get-RedisAtRestRemediation {Connection} -RoleName audit");

        Assert.StartsWith("NoRole,", Assert.Single(without.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal([$"{Sound} True"], with.Output.Select(plan => Properties(plan, "AccountId", "IsComplete")));
    }

    [Fact]
    public void An_account_that_cannot_be_entered_leaves_its_plans_without_facts()
    {
        Session.Run($"$evaluations = Get-RedisAtRestCompliance {Connection} -AccountId {Denied} -RoleName audit -Region us-east-1");
        Endpoint.Fault = call => call.Operation == "AssumeRole" ? Fault.AccessDenied : null;

        Outcome outcome = Session.Run(
            $"$evaluations | Get-RedisAtRestRemediation {Connection} -RoleName audit -WarningAction SilentlyContinue");

        Assert.StartsWith("AccessDenied,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("False", Properties(Assert.Single(outcome.Output), "IsComplete"));
        Assert.Contains("ResourceUnknown", (IEnumerable<string>)outcome.Output[0].Properties["Blockers"].Value);
    }

    [Theory]
    [InlineData("-AsText -AsMarkdown")]
    [InlineData("-Path . -RoleName x")]
    public void What_would_be_without_effect_is_refused(string parameters)
    {
        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance '{Session.Samples}' | Get-RedisAtRestRemediation {parameters}");

        Assert.StartsWith("ParameterWithoutEffect,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.True(outcome.IsTerminated);
    }

    [Fact]
    public void A_page_has_a_section_with_the_plans()
    {
        Populate("orders");
        string file = Path.Combine(_folder.FullName, "r.html");

        Outcome outcome = Session.Run($"$e = Get-RedisAtRestCompliance {Connection}; "
            + $"$plans = $e | Get-RedisAtRestRemediation {Connection}; "
            + $"$e | Export-RedisAtRestReport -LiteralPath '{file}' -Remediation $plans; "
            + $"$e | Export-RedisAtRestReport -LiteralPath '{file}.md' -Remediation $plans");

        Assert.StartsWith("ParameterWithoutEffect,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        string page = File.ReadAllText(file);
        Assert.Contains("<section id=\"remediation\"", page, StringComparison.Ordinal);
        Assert.Contains(
            "aws elasticache create-replication-group --replication-group-id orders-encrypted", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_is_in_the_session_s_language()
    {
        Populate("orders");

        Outcome outcome = Session.In("ja-JP", () => Session.Run($"Get-RedisAtRestRemediation orders {Connection} -AsText"));

        Assert.Contains("推奨: RestoreToReplicationGroup", (string)Assert.Single(outcome.Output).BaseObject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_is_stopped_stops_at_once()
    {
        Populate("orders", "carts");
        Session.Run($"$evaluations = Get-RedisAtRestCompliance {Connection}");
        using PowerShell shell = Session.Prepare($"$evaluations | Get-RedisAtRestRemediation {Connection}");

        await Session.RunAndStopAsync(shell, Endpoint, call => call.Operation == "DescribeCacheClusters");
    }

    [Fact]
    public void An_evaluation_has_the_page_of_its_verdict_and_a_hint()
    {
        string verdicts = File.ReadAllText(Path.Combine(Session.Root, "docs", "verdicts.md"));

        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance '{Session.Samples}' -RequireCustomerManagedKey");

        Assert.All(outcome.Output, evaluation =>
        {
            string anchor = $"{evaluation.Properties["HelpUri"].Value}".Split("docs/verdicts.md#")[1];
            Assert.Contains($"\n## {anchor.Replace('-', ' ')}\n", verdicts, StringComparison.OrdinalIgnoreCase);
            Assert.Equal((string)evaluation.Properties["ComplianceType"].Value == "NON_COMPLIANT",
                evaluation.Properties["Hint"].Value is not null);
        });
        Assert.Equal(2, outcome.All("Hint").Distinct().Count(hint => hint.Length > 0));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void Populate(params string[] ids)
    {
        Endpoint.ElastiCache.PageSize = 100;
        Endpoint.ElastiCache.Add("us-east-1", ids.SelectMany(id => new[] { Group(id), Member($"{id}-001", id) }));
        Endpoint.ElastiCache.AddOther("CacheSubnetGroups", "private", Subnets);
    }

    private static Described Group(string id) => Described.ReplicationGroup(id, "none", "false");

    internal static Described Member(string id, string? group, string parameters = "default.redis7") =>
        Described.CacheCluster(id, "false", memberOf: group) with
    {
        Members = new Dictionary<string, string>(Described.CacheCluster(id, "false", memberOf: group).Members)
        {
            ["CacheSubnetGroupName"] = "private",
            ["PreferredMaintenanceWindow"] = "sun:05:00-sun:06:00",
            ["AutoMinorVersionUpgrade"] = "true",
        },
        Nested = $"<CacheParameterGroup><CacheParameterGroupName>{parameters}</CacheParameterGroupName></CacheParameterGroup>"
            + "<SecurityGroups><member><SecurityGroupId>sg-1</SecurityGroupId></member></SecurityGroups>",
    };
}
