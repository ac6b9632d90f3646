using System.Text.RegularExpressions;
using CsCheck;

namespace RedisCompliance.Core.Tests;

/// <summary>Wildcards of exemptions, held against what a regular expression makes of them.</summary>
public sealed class WildcardPropertyTests
{
    private static readonly Gen<string> s_pattern = Gen.Char["ab-*?"].Array[0, 12].Select(letters => new string(letters));
    private static readonly Gen<string> s_text = Gen.Char["abAB-"].Array[0, 12].Select(letters => new string(letters));

    [Fact]
    public void A_pattern_matches_what_a_regular_expression_matches()
    {
        Gen.Select(s_pattern, s_text).Sample((pattern, text) =>
        {
            string expression = "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)
                .Replace("\\?", ".", StringComparison.Ordinal) + "$";

            Assert.Equal(Regex.IsMatch(text, expression, RegexOptions.IgnoreCase | RegexOptions.Singleline),
                Wildcard.IsMatch(pattern, text));
        });
    }

    /// <summary>A pattern on which a matcher that backtracks into every star would not end in a lifetime.</summary>
    [Fact(Timeout = 300_000)]
    public Task Many_stars_cost_no_more_than_their_number_times_the_text() => Task.Factory.StartNew(
        () => Assert.False(Wildcard.IsMatch(string.Concat(Enumerable.Repeat("*a", 500)) + "b", new string('a', 5_000))),
        TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
