using System.Reflection;
using RedisCompliance.Text;

namespace RedisCompliance.Tests;

/// <summary>Whether what an object shows can be shown.</summary>
internal static class PlainAssert
{
    /// <summary>All texts that an object shows, also by ToString(), are plain.</summary>
    public static void AllTexts(object shown)
    {
        IEnumerable<string?> texts = shown.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.PropertyType == typeof(string) && property.Name != nameof(Exception.HelpLink))
                .Select(property => (string?)property.GetValue(shown));

        Assert.All(texts.Append(shown.ToString()), text => Assert.True(PlainText.IsPlain(text), PlainText.Of(text)));
    }
}
