namespace RedisCompliance.Reports.Tests;

/// <summary>What has changed from one audit to the next.</summary>
public sealed class ComparisonTests
{
    private static readonly DateTime s_before = Sample.Moment.AddDays(-1);

    private static readonly (string Before, string After, string Change)[] s_transitions =
    [
        ("-", "failed", "New"), ("-", "passed", "New"), ("-", "exempt", "New"), ("-", "deleting", "New"),
        ("failed", "-", "Gone"), ("passed", "-", "Gone"), ("exempt", "-", "Gone"), ("deleting", "-", "Gone"),
        ("failed", "failed", "Unchanged"), ("failed", "passed", "Fixed"), ("failed", "exempt", "NewlyExempt"),
        ("failed", "deleting", "BeingDeleted"),
        ("failed", "wrong key", "KeyChanged"), ("failed", "unknown", "Unchanged"), ("failed", "stored failed", "Unchanged"),
        ("passed", "failed", "Regressed"), ("passed", "passed", "Unchanged"), ("passed", "exempt", "NewlyExempt"),
        ("passed", "deleting", "BeingDeleted"),
        ("passed", "unknown", "Regressed"), ("passed", "wrong key", "Regressed"), ("passed", "passed by key 1", "KeyChanged"),
        ("passed", "stored passed", "Unchanged"),
        ("passed by key 1", "passed by key 2", "KeyChanged"), ("passed by key 1", "passed by id 1", "Unchanged"),
        ("passed by key 1", "stored passed", "Unchanged"),
        ("stored passed", "passed by key 1", "Unchanged"), ("stored passed", "failed", "Regressed"), ("stored failed", "passed", "Fixed"),
        ("exempt", "failed", "ExemptionRemoved"), ("exempt", "failed, expired", "ExemptionExpired"),
        ("exempt until yesterday", "failed", "ExemptionExpired"),
        ("exempt", "passed", "ExemptionRemoved"), ("exempt", "passed, expired", "ExemptionExpired"), ("exempt", "exempt", "Unchanged"),
        ("exempt", "deleting", "BeingDeleted"),
        ("deleting", "failed", "New"), ("deleting", "passed", "New"), ("deleting", "exempt", "NewlyExempt"),
        ("deleting", "deleting", "Unchanged"),
        ("unknown", "passed", "Fixed"), ("unknown", "failed", "Unchanged"), ("wrong key", "passed", "Fixed"),
        ("wrong key", "failed", "KeyChanged"),
    ];

    public static TheoryData<string, string, string> Transitions => [.. s_transitions];

    public static TheoryData<string, string> EndsOfAFailure => [.. s_transitions
        .Where(one => one.Before is "failed" or "stored failed" or "unknown" or "wrong key")
        .Where(one => one.Change is "Fixed" or "NewlyExempt" or "BeingDeleted")
        .Select(one => (one.Before, one.After))];

    [Theory]
    [MemberData(nameof(Transitions))]
    public void Every_transition_of_a_target_that_was_audited_completely_twice(string before, string after, string change)
    {
        AuditSnapshot reference = Whole(before, s_before);
        AuditSnapshot difference = Whole(after, Sample.Moment);

        ComplianceChange told = Assert.Single(AuditComparison.Compare(reference, difference));

        Assert.Equal(change, told.Change);
        Assert.Equal((before == "-" ? null : Make(before, s_before)!.ComplianceType, after == "-" ? null
            : Make(after, s_before)!.ComplianceType), (told.ReferenceComplianceType, told.ComplianceType));
    }

    [Theory]
    [MemberData(nameof(Transitions))]
    public void A_target_that_could_not_be_audited_makes_nothing_gone_or_fixed(string before, string after, string change)
    {
        AuditSnapshot reference = Whole(before, s_before);
        Evaluation[] seen = Make(after, Sample.Moment) is { } one ? [one] : [];
        TargetResult[][] failed =
            [[Sample.Row(seen.Length, TargetStatus.Failed, "AccessDenied")], [Sample.Row(seen.Length, TargetStatus.Stopped)],
                [Sample.Row(seen.Length + 1)], [Sample.Row(seen.Length + 1, TargetStatus.Skipped)]];
        TargetResult[]?[] unknown =
            [null, [], [Sample.Row(0, account: null)], [Sample.Row(0, TargetStatus.Failed, "denied", region: null)],
                [Sample.Row(0, region: "eu-west-1")]];

        Assert.All(failed, rows =>
        {
            IReadOnlyList<ComplianceChange> told = AuditComparison.Compare(reference, Written.Audit(seen, rows));
            Assert.DoesNotContain(told, item => item.Change is ComplianceChangeType.Gone or ComplianceChangeType.Fixed);
            Assert.Equal(ComplianceChangeType.NotAudited, told[0].Change);
            Assert.True(change is not ("Gone" or "Fixed")
                || told.Any(item => item is { Id: "orders", Change: ComplianceChangeType.NotAudited, Reason: not null }));
        });
        Assert.All(unknown, rows =>
            Assert.DoesNotContain(AuditComparison.Compare(reference, Written.Audit(seen, rows)),
                item => item.Change == ComplianceChangeType.Gone));
    }

    [Fact]
    public void A_stopped_audit_or_one_of_another_place_makes_nothing_gone()
    {
        AuditSnapshot reference = Written.Audit([Sample.Passed("orders")], [Sample.Row(1)]);

        Assert.All(
            [
                Written.Audit([], [], notBegun: 2), Written.Audit([], [Sample.Row(0, region: "eu-west-1")], notBegun: null),
                Written.Audit([Sample.Passed("other"), Sample.Passed("other")], [Sample.Row(2)]),
            ],
            audit => Assert.DoesNotContain(
                AuditComparison.Compare(reference, audit), change => change.Change == ComplianceChangeType.Gone));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("""{"requireCustomerManagedKey":"true"}""", true)]
    [InlineData("""{"engines":"valkey"}""", true)]
    [InlineData("""{"engines":"redis"}""", false)]
    [InlineData("""{"resourceTypes":"AWS::ElastiCache::ReplicationGroup"}""", true)]
    [InlineData("""{"resourceTypes":"AWS::ElastiCache::ServerlessCache"}""", false)]
    [InlineData("""{"of another version":"x"}""", false)]
    [InlineData("not JSON", false)]
    public void What_was_not_asked_for_is_not_gone(string? policy, bool isGone)
    {
        AuditSnapshot reference = Written.Audit([Sample.Passed("orders")], [Sample.Row(1)]);
        TargetResult row = new() { AccountId = Sample.Account, Region = Sample.Region, Status = TargetStatus.Completed, Policy = policy };

        ComplianceChange change = AuditComparison.Compare(reference, Written.Audit([], [row])).Single(change => change.Id == "orders");

        Assert.Equal(isGone ? ComplianceChangeType.Gone : ComplianceChangeType.NotAudited, change.Change);
        Assert.Equal(isGone, change.Reason is null);
    }

    [Fact]
    public void An_audit_that_is_older_than_the_earlier_one_makes_nothing_gone_or_fixed()
    {
        AuditSnapshot reference = Written.Audit([Sample.Evaluation("orders"), Sample.Passed("carts")], [Sample.Row(2)]);
        AuditSnapshot difference = Written.Audit([Sample.Passed("orders", at: s_before)], [Sample.Row(1)]);

        Assert.Equal(["NotAudited carts", "NotAudited orders"],
            AuditComparison.Compare(reference, difference).Select(change => $"{change.Change} {change.Id}"));
    }

    [Theory]
    [MemberData(nameof(EndsOfAFailure))]
    public void A_finding_without_a_time_ends_no_failure(string before, string after)
    {
        AuditSnapshot reference = Whole(before, s_before);
        AuditSnapshot difference = new();
        difference.Add(new Finding(Make(after, Sample.Moment)!, isDated: false));
        difference.Coverage.Complete([Sample.Row(1)], 0);

        ComplianceChange told = Assert.Single(AuditComparison.Compare(reference, difference));

        Assert.Equal(("NotAudited", "Nothing says when it was evaluated."), (told.Change, told.Reason));
        Assert.Single(reference.FindCarried(difference));
    }

    [Fact]
    public void What_is_fixed_since_nobody_knows_when_says_so()
    {
        AuditSnapshot reference = new();
        reference.Add(new Finding(Make("failed", s_before)!, isDated: false));

        ComplianceChange told = Assert.Single(AuditComparison.Compare(reference, Whole("passed", Sample.Moment)));

        Assert.Equal(("Fixed", "Nothing says when the earlier audit found it not compliant."), (told.Change, told.Reason));
    }

    [Fact]
    public void A_verdict_that_changed_with_the_policy_says_so()
    {
        TargetResult row = new()
        {
            AccountId = Sample.Account, Region = Sample.Region, Status = TargetStatus.Completed, ReplicationGroupCount = 1,
            Policy = """{"requireCustomerManagedKey":"true"}""",
        };

        ComplianceChange change = Assert.Single(AuditComparison.Compare(
            Written.Audit([Sample.WrongKey("orders")], [row]), Written.Audit([Sample.Passed("orders")], [Sample.Row(1)])));

        Assert.Equal(ComplianceChangeType.Fixed, change.Change);
        Assert.Contains("different policies", change.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_needs_attention_stands_first()
    {
        AuditSnapshot reference = Written.Audit(
            [Sample.Passed("a"), Sample.Evaluation("b"), Sample.Passed("c"), Sample.Passed("gone"),
                Sample.Passed("x", region: "eu-west-1")],
            [Sample.Row(4), Sample.Row(1, region: "eu-west-1")]);
        AuditSnapshot difference = Written.Audit([Sample.Evaluation("a"), Sample.Passed("b"), Sample.Passed("c"), Sample.Passed("n")],
            [Sample.Row(4), Sample.Row(0, TargetStatus.Failed, "denied", region: "eu-west-1")]);

        Assert.Equal(
            ["NotAudited 111122223333", "NotAudited x", "Regressed a", "New n", "Fixed b", "Gone gone", "Unchanged c"],
            AuditComparison.Compare(reference, difference).Select(change => $"{change.Change} {change.Id}"));
    }

    [Fact]
    public void Since_is_carried_from_audit_to_audit_as_long_as_the_verdict_stands()
    {
        AuditSnapshot first = Written.Audit(
            [Sample.Evaluation("orders", at: Sample.Moment), Sample.Passed("search", at: Sample.Moment)], [Sample.Row(2)]);
        AuditSnapshot second = Written.Audit(
            [Sample.Evaluation("orders", at: Sample.Moment.AddDays(1)), Sample.Evaluation("search", at: Sample.Moment.AddDays(1))],
            [Sample.Row(2)]);
        AuditSnapshot third = Written.Audit(
            [Sample.WrongKey("orders"), Sample.Passed("search", at: Sample.Moment.AddDays(2))], [Sample.Row(2)]);

        AuditComparison.Compare(first, second);
        IReadOnlyList<ComplianceChange> told = AuditComparison.Compare(second, third);

        Assert.Equal(Sample.Moment, told.Single(change => change.Id == "orders").Since);
        Assert.Equal(Sample.Moment.AddDays(2), told.Single(change => change.Id == "search").Since);
    }

    [Fact]
    public void Of_two_evaluations_of_one_resource_the_worse_stands()
    {
        AuditSnapshot audit = Written.Audit([Sample.Passed("orders"), Sample.Evaluation("orders"), Sample.Passed("orders")]);

        Assert.Equal(FindingStatus.Unencrypted, Assert.Single(audit.Findings).Value.Status);
    }

    private static AuditSnapshot Whole(string what, DateTime at) =>
        Make(what, at) is { } one ? Written.Audit([one], [Sample.Row(1)]) : Written.Audit([], [Sample.Row(0)]);

    private static Evaluation? Make(string what, DateTime at) => what switch
    {
        "-" => null,
        "failed" => Sample.Evaluation("orders", at: at),
        "failed, expired" => Sample.Evaluation(
            "orders", at: at, annotation: "Encryption at rest not enabled (exemption expired on 2026-11-24: migration)"),
        "passed" => Sample.Passed("orders", at: at),
        "passed, expired" => Sample.Passed("orders", at: at, annotation: "Encrypted at rest (exemption expired on 2026-11-24: migration)"),
        "passed by key 1" => Sample.Passed("orders", KeyKind.CustomerManaged, "arn:aws:kms:ap-northeast-1:111122223333:key/1", at),
        "passed by id 1" => Sample.Passed("orders", KeyKind.CustomerManaged, "1", at),
        "passed by key 2" => Sample.Passed("orders", KeyKind.CustomerManaged, "arn:aws:kms:ap-northeast-1:111122223333:key/2", at),
        "exempt" => Sample.Exempt("orders", at: at),
        "exempt until yesterday" => Sample.Exempt("orders", "2026-11-24", at),
        "deleting" => Sample.Deleting("orders"),
        "unknown" => Sample.Unknown("orders"),
        "wrong key" => Sample.WrongKey("orders"),
        "stored failed" => Sample.Stored("orders", ComplianceType.NonCompliant),
        "stored passed" => Sample.Stored("orders", ComplianceType.Compliant),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    };
}
