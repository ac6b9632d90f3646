namespace RedisCompliance.Templates.Tests;

/// <summary>Terraform plans and states: what is set, what is not, and what is known only after apply.</summary>
public sealed class TerraformTests
{
    private const string Type = "aws_elasticache_replication_group";

    [Theory]
    [InlineData("true", "Encrypted", "AtRestEncryptionEnabled", "COMPLIANT")]
    [InlineData("\"true\"", "Encrypted", "AtRestEncryptionEnabled", "COMPLIANT")]
    [InlineData("false", "Unencrypted", "AtRestEncryptionEnabled", "NON_COMPLIANT")]
    [InlineData("\"false\"", "Unencrypted", "AtRestEncryptionEnabled", "NON_COMPLIANT")]
    [InlineData("\"\"", "Unencrypted", "ServiceDefault", "NON_COMPLIANT")]
    [InlineData("null", "Unencrypted", "ServiceDefault", "NON_COMPLIANT")]
    [InlineData("[true]", "Unknown", "None", "NON_COMPLIANT")]
    [InlineData("1", "Unknown", "None", "NON_COMPLIANT")]
    [InlineData("\"maybe\"", "Unknown", "AtRestEncryptionEnabled", "NON_COMPLIANT")]
    public void The_flag_decides_be_it_a_boolean_or_a_text(string flag, string state, string evidence, string verdict)
    {
        Evaluation one = Support.One(Plan("\"create\"", $$$$"""{"engine":"redis","at_rest_encryption_enabled":{{{{flag}}}}}"""));

        Assert.Equal((state, evidence, verdict), (one.EncryptionState, one.Evidence, one.ComplianceType));
        Assert.Equal($"{Type}.cache", one.Address);
        Assert.Equal(PlannedAction.Create, one.PlannedAction);
    }

    [Theory]
    [InlineData("valkey", "Encrypted", "COMPLIANT")]
    [InlineData("redis", "Unencrypted", "NON_COMPLIANT")]
    public void What_the_configuration_does_not_set_is_the_services_default(string engine, string state, string verdict)
    {
        Evaluation one = Support.One(Plan(
            "\"create\"", $$$$"""{"engine":"{{{{engine}}}}"}""", """{"at_rest_encryption_enabled":true}""",
            """{"engine":{"constant_value":"x"}}"""));

        Assert.Equal((state, EncryptionEvidence.ServiceDefault, verdict), (one.EncryptionState, one.Evidence, one.ComplianceType));
    }

    [Fact]
    public void A_group_without_an_engine_is_Redis_OSS()
    {
        Evaluation one = Support.One(Plan("\"create\"", "{}", """{"engine":true,"at_rest_encryption_enabled":true}""", "{}"));

        Assert.Equal(EncryptionState.Unencrypted, one.EncryptionState);
    }

    [Fact]
    public void What_is_known_only_after_apply_cannot_be_told_and_is_named()
    {
        Evaluation one = Support.One(Plan("\"create\"", """{"engine":"valkey"}""", """{"at_rest_encryption_enabled":true}""",
            """{"at_rest_encryption_enabled":{"references":["aws_ssm_parameter.flag.value","aws_ssm_parameter.flag"]}}"""));

        Assert.Equal((EncryptionState.Unknown, ComplianceType.NonCompliant), (one.EncryptionState, one.ComplianceType));
        Assert.Contains("known only after apply (aws_ssm_parameter.flag.value", one.Annotation);
    }

    [Fact]
    public void A_plan_without_its_configuration_does_not_say_whether_it_is_set()
    {
        Evaluation one = Support.One(
            """
            {"format_version":"1.2","resource_changes":[{"address":"aws_elasticache_replication_group.cache","mode":"managed",
            "type":"aws_elasticache_replication_group","name":"cache","change":{"actions":["create"],"before":null,
            "after":{"engine":"valkey"},"after_unknown":{"at_rest_encryption_enabled":true}}}]}
            """);

        Assert.Equal((EncryptionState.Unknown, ComplianceType.NonCompliant), (one.EncryptionState, one.ComplianceType));
    }

    [Theory]
    [InlineData("sync", "Encrypted", "Durability")]
    [InlineData("async", "Encrypted", "Durability")]
    [InlineData("disabled", "Unencrypted", "AtRestEncryptionEnabled")]
    public void Durability_comes_with_encryption(string durability, string state, string evidence)
    {
        Evaluation one = Support.One(Plan(
            "\"create\"", $$$$"""{"engine":"valkey","at_rest_encryption_enabled":"false","durability":"{{{{durability}}}}"}"""));

        Assert.Equal((state, evidence), (one.EncryptionState, one.Evidence));
    }

    [Theory]
    [InlineData("\"create\"", PlannedAction.Create)]
    [InlineData("\"update\"", PlannedAction.Update)]
    [InlineData("\"delete\",\"create\"", PlannedAction.Replace)]
    [InlineData("\"create\",\"delete\"", PlannedAction.Replace)]
    [InlineData("\"no-op\"", PlannedAction.NoOp)]
    public void What_the_plan_does_is_told(string actions, string expected)
    {
        Evaluation one = Support.One(Plan(actions, """{"engine":"redis","at_rest_encryption_enabled":"true"}"""));

        Assert.Equal((expected, ComplianceType.Compliant), (one.PlannedAction, one.ComplianceType));
    }

    [Fact]
    public void What_the_plan_deletes_is_not_judged_and_what_it_forgets_is_judged_as_it_was()
    {
        const string Before = """{"engine":"redis","at_rest_encryption_enabled":false,"replication_group_id":"old"}""";

        Evaluation deleted = Support.One(Plan("\"delete\"", "null", before: Before));
        Evaluation forgotten = Support.One(Plan("\"forget\"", "null", before: Before));

        Assert.Equal((ComplianceType.NotApplicable, "old"), (deleted.ComplianceType, deleted.Id));
        Assert.Equal(ComplianceType.NonCompliant, forgotten.ComplianceType);
    }

    [Theory]
    [InlineData("\"forget\",\"create\"")]
    [InlineData("\"create\",\"forget\"")]
    public void What_is_forgotten_for_a_new_one_is_judged_beside_it(string actions)
    {
        List<Evaluation> all = Support.Judge(Plan(actions, """{"engine":"redis","at_rest_encryption_enabled":"true"}""",
            before: """{"engine":"redis","at_rest_encryption_enabled":"false","replication_group_id":"old"}"""));

        Assert.Equal([ComplianceType.Compliant, ComplianceType.NonCompliant], all.Select(one => one.ComplianceType));
        Assert.Equal((PlannedAction.Forget, $"{Type}.cache (forgotten)", "old"), (all[1].PlannedAction, all[1].Address, all[1].Id));
    }

    [Fact]
    public void Actions_that_nobody_knows_are_an_error()
    {
        Assert.Contains("explode", Support.Refusal(Plan("\"explode\"", "{}")));
    }

    [Fact]
    public void A_standalone_cluster_is_never_encrypted()
    {
        const string Of = "aws_elasticache_cluster";

        Evaluation alone = Support.One(Plan("\"create\"", """{"engine":"redis","cluster_id":"alone"}""", type: Of));
        Assert.Equal((EncryptionState.Unencrypted, "alone"), (alone.EncryptionState, alone.Id));
        Assert.Empty(Support.Judge(Plan("\"create\"", """{"engine":"memcached","cluster_id":"pages"}""", type: Of)));
    }

    [Fact]
    public void A_serverless_cache_always_is_and_its_key_may_not_be_known_yet()
    {
        AtRestPolicy asked = new() { ApprovedKmsKeyIds = ["1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11"] };
        string plan = Plan("\"create\"", """{"engine":"valkey","name":"sessions"}""", """{"kms_key_id":true}""",
            """{"kms_key_id":{"references":["aws_kms_key.cache.arn","aws_kms_key.cache"]}}""", type: "aws_elasticache_serverless_cache");

        Evaluation one = Support.One(plan);
        Evaluation held = Support.One(plan, policy: asked);

        Assert.Equal((ComplianceType.Compliant, KeyKind.CustomerManaged, "sessions"), (one.ComplianceType, one.KeyKind, one.Id));
        Assert.Equal(ComplianceType.Compliant, Support.One(plan, policy: new() { RequireCustomerManagedKey = true }).ComplianceType);
        Assert.Equal(ComplianceType.NonCompliant, held.ComplianceType);
        Assert.Contains("with which key cannot be determined", held.Annotation);
        Assert.Equal(ComplianceType.NotApplicable, Support.One(plan, new() { TolerateUnknown = true }, asked).ComplianceType);
    }

    [Theory]
    [InlineData("\"true\"", "Encrypted", "COMPLIANT")]
    [InlineData("\"false\"", "Unencrypted", "NON_COMPLIANT")]
    public void A_secondary_is_as_encrypted_as_its_primary(string flag, string state, string verdict)
    {
        string plan = $$$$"""
            {"format_version":"1.2","resource_changes":[
            {"address":"aws_elasticache_replication_group.p","mode":"managed","type":"aws_elasticache_replication_group","name":"p",
            "change":{"actions":["create"],"after":{"engine":"redis","at_rest_encryption_enabled":{{{{flag}}}},"replication_group_id":"p"},
            "after_unknown":{"global_replication_group_id":true}}},
            {"address":"aws_elasticache_replication_group.s","mode":"managed","type":"aws_elasticache_replication_group","name":"s",
            "change":{"actions":["create"],"after":{"replication_group_id":"s"},
            "after_unknown":{"global_replication_group_id":true,"at_rest_encryption_enabled":true,"engine":true}}}],
            "configuration":{"root_module":{"resources":[
            {"address":"aws_elasticache_global_replication_group.g","expressions":{"primary_replication_group_id":
            {"references":["aws_elasticache_replication_group.p.id","aws_elasticache_replication_group.p"]}}},
            {"address":"aws_elasticache_replication_group.p","expressions":{}},
            {"address":"aws_elasticache_replication_group.s","expressions":{"global_replication_group_id":{"references":
            ["aws_elasticache_global_replication_group.g.global_replication_group_id","aws_elasticache_global_replication_group.g"]}}}]}}}
            """;

        Evaluation secondary = Support.Judge(plan).Single(one => one.Id == "s");

        Assert.Equal((state, EncryptionEvidence.GlobalReplicationGroup, verdict),
            (secondary.EncryptionState, secondary.Evidence, secondary.ComplianceType));
    }

    [Theory]
    [InlineData("data.aws_x.y.id", "aws_elasticache_global_replication_group.g.id")]
    [InlineData("aws_elasticache_global_replication_group.g.id", "aws_elasticache_global_replication_group.h.id")]
    [InlineData("local.global", "aws_elasticache_global_replication_group.g.id")]
    public void What_may_be_a_secondary_of_another_or_of_none_cannot_be_told(string one, string other)
    {
        string plan = """
            {"format_version":"1.2","resource_changes":[
            {"address":"TYPE.p","type":"TYPE","name":"p","change":{"actions":["create"],
            "after":{"engine":"redis","at_rest_encryption_enabled":true,"replication_group_id":"p"},"after_unknown":{}}},
            {"address":"TYPE.s","type":"TYPE","name":"s","change":{"actions":["create"],"after":{"replication_group_id":"s"},
            "after_unknown":{"global_replication_group_id":true}}}],"configuration":{"root_module":{"resources":[
            {"address":"aws_elasticache_global_replication_group.g","expressions":{"primary_replication_group_id":
            {"references":["TYPE.p.id","TYPE.p"]}}},
            {"address":"aws_elasticache_global_replication_group.h","expressions":{"primary_replication_group_id":
            {"references":["TYPE.p.id","TYPE.p"]}}},
            {"address":"TYPE.s","expressions":{"global_replication_group_id":{"references":["ONE","OTHER"]}}}]}}}
            """.Replace("TYPE", Type).Replace("ONE", one).Replace("OTHER", other);

        Assert.Equal(EncryptionState.Unknown, Support.Judge(plan).Single(found => found.Id == "s").EncryptionState);
    }

    [Fact]
    public void A_secondary_whose_primary_is_elsewhere_cannot_be_told()
    {
        Evaluation one = Support.One(Plan("\"create\"", """{"global_replication_group_id":"ldgnf-orders"}"""));

        Assert.Equal((EncryptionState.Unknown, ComplianceType.NonCompliant), (one.EncryptionState, one.ComplianceType));
        Assert.Contains("primary of its Global Datastore", one.Annotation);
    }

    [Fact]
    public void A_state_says_what_is_and_nothing_is_a_default()
    {
        const string State = """
            {"format_version":"1.0","terraform_version":"1.9.0","values":{"root_module":{"child_modules":[{"address":"module.c",
            "resources":[{"address":"module.c.aws_elasticache_replication_group.a","mode":"managed","type":
            "aws_elasticache_replication_group","name":"a","values":{"engine":"valkey","replication_group_id":"a",
            "arn":"arn:aws:elasticache:us-east-1:123456789012:replicationgroup:a","at_rest_encryption_enabled":"true"}},
            {"address":"module.c.aws_elasticache_replication_group.b","mode":"managed","type":"aws_elasticache_replication_group",
            "name":"b","values":{"engine":"valkey","replication_group_id":"b"}}]}]}}}
            """;

        List<Evaluation> all = Support.Judge(State);

        Assert.Equal([ComplianceType.Compliant, ComplianceType.NonCompliant], all.Select(one => one.ComplianceType));
        Assert.Equal([EncryptionState.Encrypted, EncryptionState.Unknown], all.Select(one => one.EncryptionState));
        Assert.Equal(("us-east-1", "123456789012", PlannedAction.Prior), (all[0].Region, all[0].AccountId, all[0].PlannedAction));
    }

    [Fact]
    public void Prior_state_and_drift_are_read_when_they_are_asked_for()
    {
        const string Element = """
            {"address":"aws_elasticache_replication_group.cache","mode":"managed","type":"aws_elasticache_replication_group",
            "name":"cache",
            """;
        string plan = $$$$$$"""
            {"format_version":"1.2","resource_changes":[{{{{{{Element}}}}}}
            "change":{"actions":["no-op"],"after":{"at_rest_encryption_enabled":"true"}}}],
            "resource_drift":[{{{{{{Element}}}}}}"change":{"actions":["update"],"after":{"at_rest_encryption_enabled":"false"}}}],
            "prior_state":{"format_version":"1.0","values":{"root_module":{"resources":[{{{{{{Element}}}}}}
            "values":{"at_rest_encryption_enabled":"false"}}]}}}}
            """;

        Assert.Equal(ComplianceType.Compliant, Support.One(plan).ComplianceType);
        Evaluation drift = Support.One(plan, new() { PlanSection = PlanSection.Drift });
        Assert.Equal((ComplianceType.NonCompliant, PlannedAction.Drift), (drift.ComplianceType, drift.PlannedAction));
        Evaluation prior = Support.One(plan, new() { PlanSection = PlanSection.PriorState });
        Assert.Equal((ComplianceType.NonCompliant, PlannedAction.Prior), (prior.ComplianceType, prior.PlannedAction));
    }

    [Fact]
    public void Data_sources_and_other_resources_pass_by()
    {
        Assert.Empty(Support.Judge(Plan("\"read\"", "{}", mode: "data")));
        Assert.Empty(Support.Judge(Plan("\"create\"", "{}", type: "aws_s3_bucket")));
    }

    [Fact]
    public void The_line_is_that_of_the_change()
    {
        Evaluation one = Support.One(
            "{\"format_version\":\"1.2\",\n\"resource_changes\":[\n{\"address\":\"aws_elasticache_replication_group.a\",\"type\":\n"
            + "\"aws_elasticache_replication_group\",\"name\":\"a\",\"change\":{\"actions\":[\"create\"],\"after\":{}}}]}");

        Assert.Equal(3, one.SourceLine);
    }

    [Fact]
    public void Tags_of_the_plan_may_exempt()
    {
        AtRestExemption exemption = new() { Tag = "data=public", Reason = "Catalogue pages", Expires = new DateTime(2099, 12, 31) };

        Evaluation one = Support.One(
            Plan("\"create\"", """{"engine":"redis","tags":{"data":"public"}}"""), policy: new() { Exemptions = [exemption] });

        Assert.Equal(ComplianceType.NotApplicable, one.ComplianceType);
    }

    [Fact]
    public void An_exemption_may_name_the_address()
    {
        AtRestExemption exemption = new() { Id = "*.cache", Reason = "Catalogue pages", Expires = new DateTime(2099, 12, 31) };

        Assert.Equal(ComplianceType.NotApplicable, Support.One(
            Plan("\"create\"", """{"replication_group_id":"x"}"""), policy: new() { Exemptions = [exemption] }).ComplianceType);
    }

    private static string Plan(
        string actions, string after, string unknown = "{}", string? expressions = null, string type = Type, string before = "null",
        string mode = "managed") =>
        $$$$"""
        {"format_version":"1.2","terraform_version":"1.9.8","resource_changes":[{"address":"{{{{type}}}}.cache","mode":"{{{{mode}}}}",
        "type":"{{{{type}}}}","name":"cache","provider_name":"registry.terraform.io/hashicorp/aws","change":{"actions":[{{{{actions}}}}],
        "before":{{{{before}}}},"after":{{{{after}}}},"after_unknown":{{{{unknown}}}},"before_sensitive":false,"after_sensitive":{}}}],
        "configuration":{"root_module":{"resources":[{"address":"{{{{type}}}}.cache","mode":"managed","type":"{{{{type}}}}","name":"cache",
        "expressions":{{{{expressions ?? "{}"}}}}}]}}}
        """;
}
