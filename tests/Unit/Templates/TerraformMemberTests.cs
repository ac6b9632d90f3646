namespace RedisCompliance.Templates.Tests;

/// <summary>A cluster is judged with its group where the same input has that, and is never left out where it has not.</summary>
public sealed class TerraformMemberTests
{
    private const string Cluster = "aws_elasticache_cluster";
    private const string Group = "aws_elasticache_replication_group";

    [Theory]
    [InlineData("""{"engine":"redis","replication_group_id":"orders"}""")]
    [InlineData("""{"replication_group_id":"ORDERS"}""")]
    public void A_member_of_a_group_of_the_plan_is_judged_with_it(string after)
    {
        List<Evaluation> all = Support.Judge(Plan(
            Change(Group, "\"create\"", """{"engine":"valkey","replication_group_id":"orders"}"""), Change(Cluster, "\"create\"", after)));

        Assert.Equal([$"{Group}.a"], all.Select(one => one.Address));
    }

    [Theory]
    [InlineData("aws_elasticache_replication_group.a.id\",\"aws_elasticache_replication_group.a", 1)]
    [InlineData("aws_elasticache_replication_group.b.id\",\"aws_elasticache_replication_group.b", 2)]
    [InlineData("data.aws_elasticache_replication_group.a.id\",\"data.aws_elasticache_replication_group.a", 2)]
    [InlineData("local.group", 2)]
    [InlineData("aws_elasticache_replication_group.a.id\",\"local.group", 2)]
    public void A_member_of_a_group_whose_name_is_not_known_yet_is_told_by_what_it_refers_to(string references, int judged)
    {
        List<Evaluation> all = Support.Judge(Plan(
            Change(Group, "\"create\"", """{"engine":"valkey"}"""),
            Change(Cluster, "\"create\"", "{}", """{"replication_group_id":true}"""),
            """
            {"root_module":{"resources":[{"address":"aws_elasticache_cluster.a","expressions":
            {"replication_group_id":{"references":["REFERENCES"]}}}]}}
            """.Replace("REFERENCES", references)));

        Assert.Equal(judged, all.Count);
        Assert.All(all.Skip(1), Unknown);
    }

    [Theory]
    [InlineData("""{"engine":"redis","replication_group_id":"elsewhere"}""", "{}")]
    [InlineData("""{"replication_group_id":"elsewhere"}""", "{}")]
    [InlineData("""{"engine":"redis","replication_group_id":["x"]}""", "{}")]
    [InlineData("""{"engine":"redis"}""", """{"replication_group_id":true}""")]
    [InlineData("{}", """{"replication_group_id":true}""")]
    [InlineData("""{"replication_group_id":"orders","region":"eu-west-1"}""", "{}")]
    public void A_member_of_a_group_that_is_not_described_cannot_be_told(string after, string unknown)
    {
        List<Evaluation> all = Support.Judge(Plan(
            Change(Group, "\"create\"", """{"engine":"valkey","replication_group_id":"orders","region":"us-east-1"}"""),
            Change(Cluster, "\"create\"", after, unknown)));

        Assert.Equal(2, all.Count);
        Unknown(all[1]);
        Assert.Contains("replication group", all[1].Annotation);
    }

    /// <summary>The provider works out a group that is null, so that the plan shows it as known after apply.</summary>
    [Theory]
    [InlineData("\"aws_elasticache_replication_group.a.id\",\"aws_elasticache_replication_group.a\"", 1)]
    [InlineData("\"var.join\",\"aws_elasticache_replication_group.a.id\",\"aws_elasticache_replication_group.a\"", 2)]
    [InlineData("\"count.index\",\"aws_elasticache_replication_group.a.id\",\"aws_elasticache_replication_group.a\"", 2)]
    [InlineData("\"each.value\",\"aws_elasticache_replication_group.a.id\",\"aws_elasticache_replication_group.a\"", 2)]
    [InlineData("\"local.join\",\"aws_elasticache_replication_group.a.id\",\"aws_elasticache_replication_group.a\"", 2)]
    public void A_cluster_is_left_out_only_if_its_group_surely_is_its(string references, int count)
    {
        string configuration = "{\"root_module\":{\"resources\":[{\"address\":\"aws_elasticache_cluster.a\","
            + "\"expressions\":{\"replication_group_id\":{\"references\":[" + references + "]}}}]}}";

        List<Evaluation> all = Support.Judge(Plan(
            Change(Group, "\"create\"", """{"engine":"redis","at_rest_encryption_enabled":true}"""),
            Change(Cluster, "\"create\"", """{"engine":"redis"}""", """{"replication_group_id":true}"""), configuration));

        Assert.Equal(count, all.Count);
        Assert.All(all.Skip(1), Unknown);
    }

    /// <summary>If it is no secondary in the end, it is a new group without the flag.</summary>
    [Theory]
    [InlineData("", EncryptionState.Encrypted)]
    [InlineData("\"var.sec\",", EncryptionState.Unknown)]
    public void A_group_is_as_encrypted_as_a_primary_only_if_it_surely_is_its_secondary(string condition, string state)
    {
        const string Global = "aws_elasticache_global_replication_group";
        string configuration = "{\"root_module\":{\"resources\":["
            + "{\"address\":\"aws_elasticache_global_replication_group.g\",\"expressions\":{\"primary_replication_group_id\":"
            + "{\"references\":[\"aws_elasticache_replication_group.a.id\",\"aws_elasticache_replication_group.a\"]}}},"
            + "{\"address\":\"aws_elasticache_replication_group.b\",\"expressions\":{\"global_replication_group_id\":{\"references\":["
            + condition + "\"aws_elasticache_global_replication_group.g.global_replication_group_id\","
            + "\"aws_elasticache_global_replication_group.g\"]}}}]}}";

        List<Evaluation> all = Support.Judge(Plan(
            Change(Group, "\"create\"", """{"engine":"redis","at_rest_encryption_enabled":true}""") + ","
                + Change(Global, "\"create\"", "{}").Replace(Global + ".a", Global + ".g").Replace("\"a\"", "\"g\""),
            Change(Group, "\"create\"", """{"engine":"redis"}""",
                    """{"global_replication_group_id":true,"at_rest_encryption_enabled":true}""")
                .Replace(Group + ".a", Group + ".b").Replace("\"a\"", "\"b\""), configuration));

        Assert.Equal(state, all[1].EncryptionState);
    }

    [Theory]
    [InlineData("planned")]
    [InlineData("")]
    [InlineData(null)]
    public void A_part_that_no_plan_has_is_refused_and_not_read_as_nothing(string? section) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlannedOptions { PlanSection = section! });

    [Fact]
    public void The_awscc_provider_has_names_and_tags_of_its_own()
    {
        AtRestExemption exemption = new() { Tag = "data=public", Reason = "Catalogue pages", Expires = new DateTime(2099, 12, 31) };

        Evaluation evaluation = Support.One(Plan(
            Change("awscc_elasticache_cache_cluster", "\"create\"",
                """{"engine":"redis","cluster_name":"orders","tags":["odd",{"key":"data","value":"public"},{"value":"x"}]}"""),
            string.Empty), policy: new() { Exemptions = [exemption] });

        Assert.Equal(("orders", ComplianceType.NotApplicable), (evaluation.ComplianceResourceId, evaluation.ComplianceType));
    }

    [Fact]
    public void A_group_that_is_made_of_a_cluster_has_no_default() => Unknown(Support.One(Plan(
        Change("awscc_elasticache_replication_group", "\"create\"", """{"engine":"valkey","primary_cluster_id":"old"}"""), string.Empty)));

    [Fact]
    public void A_member_whose_group_the_plan_deletes_cannot_be_told()
    {
        List<Evaluation> all = Support.Judge(Plan(
            Change(Group, "\"delete\"", "null", before: """{"engine":"valkey","replication_group_id":"orders"}"""),
            Change(Cluster, "\"no-op\"", """{"engine":"valkey","replication_group_id":"orders"}""")));

        Unknown(all[1]);
    }

    [Fact]
    public void More_expressions_than_are_kept_leave_no_cluster_out()
    {
        IEnumerable<string> many = Enumerable.Range(0, 100_001).Select(
            index => $"{{\"address\":\"aws_x.b{index}\",\"expressions\":{{\"a\":{{\"constant_value\":1}}}}}}");

        Unknown(Support.One(Plan(
            Change(Cluster, "\"create\"", "{}", """{"replication_group_id":true}"""), string.Empty,
            "{\"root_module\":{\"resources\":[{\"address\":\"aws_elasticache_cluster.a\",\"expressions\":{}},"
                + string.Join(',', many) + "]}}")));
    }

    [Fact]
    public void What_a_state_says_of_members_counts_as_well()
    {
        const string State = """
            {"format_version":"1.0","values":{"root_module":{"resources":[
            {"address":"aws_elasticache_cluster.a","mode":"managed","type":"aws_elasticache_cluster","name":"a",
            "values":{"engine":"redis","cluster_id":"a","replication_group_id":"elsewhere"}}]}}}
            """;

        Unknown(Support.One(State));
    }

    [Fact]
    public void Memcached_is_in_no_group()
    {
        Assert.Empty(Support.Judge(Plan(
            Change(Cluster, "\"create\"", """{"engine":"memcached"}""", """{"replication_group_id":true}"""), string.Empty)));
    }

    private static void Unknown(Evaluation one) =>
        Assert.Equal((EncryptionState.Unknown, ComplianceType.NonCompliant), (one.EncryptionState, one.ComplianceType));

    private static string Change(string type, string actions, string after, string unknown = "{}", string before = "null") => $$$$"""
        {"address":"{{{{type}}}}.a","mode":"managed","type":"{{{{type}}}}","name":"a","change":{"actions":[{{{{actions}}}}],
        "before":{{{{before}}}},"after":{{{{after}}}},"after_unknown":{{{{unknown}}}}}}
        """;

    private static string Plan(string one, string other, string? configuration = null) =>
        "{\"format_version\":\"1.2\",\"resource_changes\":[" + one + (other.Length == 0 ? string.Empty : ",") + other + "]"
        + (configuration is null ? string.Empty : ",\"configuration\":" + configuration) + "}";
}
