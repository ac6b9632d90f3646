using System.Globalization;
using System.Text;
using CsCheck;

namespace RedisCompliance.Core.Tests;

/// <summary>What of a text from outside reaches a terminal or a log.</summary>
public sealed class PlainTextTests
{
    private const string Hostile =
        "\u001b[31m\u009b2J\u001b]8;;http://x\u0007\u007f\u202e\u2066\u200e\u061c\u200b\ufeff\u2028\u2029\r\n\t\0\ufe0f\u3164\ud83d";

    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.Char.Array.Select(characters => new string(characters)), Gen.String,
        Gen.OneOf<string>(Hostile, "orders", "在庫 \U0001F512"));

    [Theory]
    [InlineData("orders")]
    [InlineData("arn:aws:elasticache:us-east-1:123456789012:replicationgroup:orders")]
    [InlineData("在庫の管理 — Äé \U0001F512")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_plain_stays_the_same_object(string? text)
    {
        Assert.Same(text, PlainText.Of(text));
        Assert.Same(text, PlainText.OneLine(text));
    }

    [Theory]
    [InlineData("ord\u202eers", "ord<U+202E>ers")]
    [InlineData("\u001b[31mred", "<U+001B>[31mred")]
    [InlineData("a\u009bb\u007f", "a<U+009B>b<U+007F>")]
    [InlineData("a\u200bb\ufeff", "a<U+200B>b<U+FEFF>")]
    [InlineData("a\u2028b\u061c", "a<U+2028>b<U+061C>")]
    [InlineData("tag \U000E0041", "tag <U+E0041>")]
    [InlineData("two\r\nlines", "two<U+000D><U+000A>lines")]
    public void What_a_terminal_acts_on_is_written_out(string text, string expected)
    {
        Assert.Equal(expected, PlainText.Of(text));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_written_out()
    {
        Assert.Equal("half <U+D83D> pair", PlainText.Of("half \ud83d pair"));
    }

    [Theory]
    [InlineData("two\r\nlines\tand a tab", "two lines and a tab")]
    [InlineData("a\u2028b\u0085c", "a b c")]
    [InlineData("\u001b]0;title\u0007", "<U+001B>]0;title<U+0007>")]
    public void A_sentence_comes_on_one_line(string text, string expected)
    {
        Assert.Equal(expected, PlainText.OneLine(text));
    }

    [Fact]
    public void Nothing_that_is_not_plain_comes_out_whatever_went_in()
    {
        s_text.Sample(
            text => IsPlain(PlainText.Of(text)) && IsPlain(PlainText.OneLine(text)) && PlainText.IsPlain(PlainText.Of(text)), iter: 5_000);
    }

    [Fact]
    public void A_text_that_was_written_out_is_plain_and_is_never_the_text_without_those_characters()
    {
        s_text.Sample(text =>
        {
            string plain = PlainText.Of(text);
            string without = new([.. text.Where(character => IsPlain(character.ToString()))]);
            return plain == PlainText.Of(plain) && (plain == text || plain != without);
        }, iter: 5_000);
    }

    /// <summary>By .NET's own tables, and not by what is tested.</summary>
    private static bool IsPlain(string text) =>
        text.EnumerateRunes().All(rune => CharUnicodeInfo.GetUnicodeCategory(rune.Value) is not (
            UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
        && text == Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(text));
}
