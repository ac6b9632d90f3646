using System.Text;
using CsCheck;

namespace RedisCompliance.Core.Tests;

/// <summary>What an evaluation says beside its verdict: what AWS Config's console shows to a person.</summary>
public sealed class AnnotationTests
{
    private const string ArticlesWords = "Encryption at rest not enabled for Amazon ElastiCache cluster: orders";
    private const string Emoji = "\U0001F512";

    private static readonly Gen<string?> s_text = Gen.OneOf(
        Gen.OneOf<string?>(null, "none", "sse-kms", "true", "false", "deleting", new string('x', 300),
            string.Concat(Enumerable.Repeat(Emoji, 200))),
        Gen.String.Select(text => (string?)text));

    [Theory]
    [InlineData("none", "false")]
    [InlineData("none", null)]
    [InlineData(null, "false")]
    public void What_is_plainly_unencrypted_is_annotated_in_the_article_s_words(string? storageEncryptionType, string? flag)
    {
        Assert.Equal(ArticlesWords, Annotate(storageEncryptionType, flag));
    }

    [Theory]
    [InlineData("sse-elasticache", "true")]
    [InlineData("sse-kms", null)]
    [InlineData(null, "TRUE")]
    public void What_is_plainly_encrypted_needs_no_annotation(string? storageEncryptionType, string? flag)
    {
        Assert.Null(Annotate(storageEncryptionType, flag));
    }

    [Theory]
    [InlineData("none", "true", ArticlesWords + " (StorageEncryptionType is none although AtRestEncryptionEnabled is true)")]
    [InlineData("none", "yes", ArticlesWords + " (StorageEncryptionType is none although AtRestEncryptionEnabled is 'yes')")]
    [InlineData("sse-kms", "false", "Encrypted at rest: StorageEncryptionType is sse-kms although AtRestEncryptionEnabled is false")]
    [InlineData("sse-elasticache", "odd",
        "Encrypted at rest: StorageEncryptionType is sse-elasticache although AtRestEncryptionEnabled is 'odd'")]
    public void A_disagreement_of_state_and_flag_is_mentioned(string storageEncryptionType, string flag, string expected)
    {
        Assert.Equal(expected, Annotate(storageEncryptionType, flag));
    }

    [Theory]
    [InlineData("sse-quantum", "true", "StorageEncryptionType has the unknown value 'sse-quantum'")]
    [InlineData(null, "1", "AtRestEncryptionEnabled has the unknown value '1'")]
    [InlineData(null, null, "neither StorageEncryptionType nor AtRestEncryptionEnabled is reported")]
    public void What_cannot_be_shown_says_why(string? storageEncryptionType, string? flag, string why)
    {
        Assert.Equal($"Encryption at rest cannot be shown for Amazon ElastiCache cluster: orders ({why})",
            Annotate(storageEncryptionType, flag));
    }

    [Fact]
    public void An_unencrypted_serverless_cache_is_said_to_contradict_the_documentation()
    {
        Assert.Equal(
            ArticlesWords + " (StorageEncryptionType is none although serverless caches are documented as always encrypted)",
            Annotate("none", null, ResourceType.ServerlessCache));
    }

    [Fact]
    public void What_is_being_deleted_says_so()
    {
        Assert.Equal("Not judged: the resource is being deleted (status 'DELETING')", Annotate("none", "false", status: "DELETING"));
    }

    [Fact]
    public void A_long_odd_value_is_cut_visibly_so_that_the_sentence_stays_whole()
    {
        Assert.EndsWith(" has the unknown value '" + new string('x', 39) + "…')", Annotate(new string('x', 5_000), null));
    }

    [Fact]
    public void A_long_id_is_cut_to_what_AWS_Config_takes()
    {
        string annotation = Annotate("none", "true", id: new string('i', 768))!;

        Assert.Equal(Evaluation.MaxAnnotationLength, annotation.Length);
    }

    /// <summary>Both cuts (of a value, of the whole) fall on either half of a pair as the text before it grows.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_cut_never_splits_a_surrogate_pair(int charsBefore)
    {
        string odd = new string('x', charsBefore) + string.Concat(Enumerable.Repeat(Emoji, 500));

        Assert.All([Annotate(odd, null)!, Annotate("none", odd)!, Annotate("none", "false", id: odd)!], AssertWellFormed);
    }

    [Theory]
    [InlineData("id\r\nwith\tcontrols\0\u0085", "none", "false")]
    [InlineData("orders", "none\r\n", "false")]
    [InlineData("orders", null, "true\u001b[31m")]
    [InlineData("orders", "sse-kms", "\0")]
    public void Control_characters_of_reported_texts_do_not_reach_the_annotation(string id, string? storageEncryptionType, string? flag)
    {
        Assert.DoesNotContain(Annotate(storageEncryptionType, flag, id: id)!, char.IsControl);
    }

    [Fact]
    public void An_annotation_is_null_or_fits_AWS_Config_whatever_was_reported()
    {
        Gen.Select(s_text, s_text, s_text, Gen.String[1, 768]).Sample(
            (storageEncryptionType, flag, status, id) =>
                Annotate(storageEncryptionType, flag, ResourceType.CacheCluster, status, id) is null
                or { Length: >= 1 and <= Evaluation.MaxAnnotationLength },
            iter: 2_000);
    }

    private static void AssertWellFormed(string text) =>
        Assert.Equal(text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    private static string? Annotate(
        string? storageEncryptionType, string? flag, string resourceType = ResourceType.ReplicationGroup, string? status = "available",
        string id = "orders")
    {
        RedisResource resource = new()
        {
            ResourceType = resourceType,
            Id = id,
            StorageEncryptionType = storageEncryptionType,
            AtRestEncryptionEnabled = flag,
            Status = status,
        };
        return AtRestEvaluator.Evaluate(resource, DateTime.UnixEpoch).Annotation;
    }
}
