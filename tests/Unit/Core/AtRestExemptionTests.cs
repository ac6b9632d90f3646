namespace RedisCompliance.Core.Tests;

/// <summary>What an exemption covers, until when, and what is said of it.</summary>
public sealed class AtRestExemptionTests
{
    private static readonly DateTime s_lastDay = new(2026, 12, 31, 0, 0, 0, DateTimeKind.Utc);

    private static readonly RedisResource s_unencrypted = new()
    {
        ResourceType = ResourceType.ReplicationGroup,
        Id = "orders-legacy",
        Arn = "arn:aws:elasticache:eu-west-1:111111111111:replicationgroup:orders-legacy",
        Engine = "redis",
        StorageEncryptionType = "none",
        Tags = new Dictionary<string, string> { ["Stage"] = "dev", ["empty"] = "" },
    };

    [Fact]
    public void An_exempt_resource_is_not_applicable_with_the_reason_as_annotation()
    {
        Evaluation evaluation = Judge(Exemption(id: "orders-*"));

        Assert.Equal((ComplianceType.NotApplicable, "Exempt until 2026-12-31: moves away"),
            (evaluation.ComplianceType, evaluation.Annotation));
    }

    [Fact]
    public void What_was_found_is_told_of_an_exempt_resource_all_the_same()
    {
        Assert.Equal(EncryptionState.Unencrypted, Judge(Exemption(id: "*")).EncryptionState);
    }

    [Theory]
    [InlineData("2026-12-31T23:59:59Z", ComplianceType.NotApplicable)]
    [InlineData("2027-01-01T00:00:00Z", ComplianceType.NonCompliant)]
    public void It_counts_to_the_end_of_its_last_day(string moment, string verdict)
    {
        Assert.Equal(verdict, Judge(
            Exemption(id: "*"), DateTime.Parse(moment, null, System.Globalization.DateTimeStyles.AdjustToUniversal)).ComplianceType);
    }

    [Fact]
    public void That_it_has_expired_is_said_beside_the_verdict()
    {
        Evaluation evaluation = Judge(Exemption(id: "*"), s_lastDay.AddDays(1));

        Assert.Equal("Encryption at rest not enabled for Amazon ElastiCache cluster: orders-legacy (exemption expired on "
            + "2026-12-31: moves away)", evaluation.Annotation);
    }

    [Fact]
    public void That_it_has_expired_is_said_of_a_compliant_resource_too()
    {
        Evaluation evaluation = Judge(Exemption(id: "*"), s_lastDay.AddDays(1), s_unencrypted with { StorageEncryptionType = "sse-kms" });

        Assert.Equal((ComplianceType.Compliant, "Encrypted at rest (exemption expired on 2026-12-31: moves away)"),
            (evaluation.ComplianceType, evaluation.Annotation));
    }

    [Fact]
    public void One_that_counts_beats_one_that_has_expired()
    {
        AtRestPolicy policy = new() { Exemptions = [Exemption(id: "*") with { Expires = s_lastDay.AddYears(-1), Reason = "old" },
            Exemption(id: "orders-*")] };

        Assert.Equal("Exempt until 2026-12-31: moves away", AtRestEvaluator.Evaluate(s_unencrypted, s_lastDay, policy).Annotation);
    }

    [Fact]
    public void What_is_being_deleted_is_not_applicable_for_that_reason()
    {
        Assert.StartsWith("Not judged: the resource is being deleted",
            Judge(Exemption(id: "*"), resource: s_unencrypted with { Status = "deleting" }).Annotation);
    }

    [Fact]
    public void A_reason_that_is_too_long_is_cut_to_what_AWS_Config_takes()
    {
        Assert.Equal(Evaluation.MaxAnnotationLength,
            Judge(Exemption(id: "*") with { Reason = new string('x', 1_000) }).Annotation!.Length);
    }

    [Theory]
    [InlineData("orders-legacy", null, true)]
    [InlineData("ORDERS-*", null, true)]
    [InlineData("orders", null, false)]
    [InlineData("arn:aws:elasticache:eu-west-1:111111111111:*", null, true)]
    [InlineData("arn:aws:elasticache:*:222222222222:*", null, false)]
    [InlineData(null, "stage=dev", true)]
    [InlineData(null, "stage=*", true)]
    [InlineData(null, "stage", true)]
    [InlineData(null, "stage=prod", false)]
    [InlineData(null, "owner", false)]
    [InlineData(null, "empty=", true)]
    [InlineData("orders-*", "stage=dev", true)]
    [InlineData("orders-*", "stage=prod", false)]
    [InlineData("sessions", "stage=dev", false)]
    public void It_covers_by_id_by_ARN_by_tag_or_by_both(string? id, string? tag, bool covers)
    {
        Assert.Equal(covers, Judge(Exemption(id, tag)).ComplianceType == ComplianceType.NotApplicable);
    }

    [Fact]
    public void Tags_that_were_not_read_match_nothing()
    {
        Assert.Equal(ComplianceType.NonCompliant, Judge(Exemption(tag: "*"), resource: s_unencrypted with { Tags = null }).ComplianceType);
    }

    [Theory]
    [InlineData("Reason=r;Expires=2026-12-31", "neither Id nor Tag")]
    [InlineData("Id= ;Reason=r;Expires=2026-12-31", "neither Id nor Tag")]
    [InlineData("Id=a;Expires=2026-12-31", "no Reason")]
    [InlineData("Id=a;Reason=r", "no Expires")]
    [InlineData("Id=a;Reason=r;Expires=31.12.2026", "'31.12.2026'")]
    [InlineData("Id=a;Reason=r;Expires=2026-13-01", "'2026-13-01'")]
    [InlineData("Id=g-[0-9];Reason=r;Expires=2026-12-31", "only * and ? are wildcards")]
    [InlineData("Id=a;Tags=b;Reason=r;Expires=2026-12-31", "a member 'Tags'")]
    public void What_cannot_be_one_is_refused_by_what_is_wrong(string members, string complaint)
    {
        Assert.Contains(complaint, Assert.Throws<FormatException>(() => Read(members)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id=a;REASON=r;expires=2026-12-31")]
    [InlineData("Id=a;Reason=r;Expires=2026-12-31T18:30:00Z")]
    [InlineData("Id=a;Reason=r;Expires=2026-12-31T18:30:00.1234567Z")]
    public void Names_are_taken_in_any_case_and_a_moment_for_its_day(string members)
    {
        Assert.Equal(new AtRestExemption { Id = "a", Reason = "r", Expires = s_lastDay }, Read(members));
    }

    private static AtRestExemption Exemption(string? id = null, string? tag = null) =>
        new() { Id = id, Tag = tag, Reason = "moves away", Expires = s_lastDay };

    private static AtRestExemption Read(string members) =>
        AtRestExemption.Read(members.Split(';').Select(member => member.Split('=', 2))
            .Select(member => new KeyValuePair<string, string?>(member[0], member[1])));

    private static Evaluation Judge(AtRestExemption exemption, DateTime? moment = null, RedisResource? resource = null) =>
        AtRestEvaluator.Evaluate(resource ?? s_unencrypted, moment ?? s_lastDay, new AtRestPolicy { Exemptions = [exemption] });
}
