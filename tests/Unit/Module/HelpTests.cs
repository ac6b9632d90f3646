using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;

namespace RedisCompliance.Module.Tests;

/// <summary>What Get-Help says, compared with what the cmdlets are.</summary>
[Trait("Category", "Package")]
public sealed class HelpTests
{
    private static readonly string[] s_cultures = ["en-US", "ja-JP"];

    /// <summary>One for each language: Get-Help keeps what it has read as long as its session lasts.</summary>
    private static readonly Dictionary<string, Session> s_sessions = s_cultures.ToDictionary(culture => culture, _ => new Session());

    private static readonly CmdletInfo[] s_cmdlets =
        [.. s_sessions["en-US"].Run("Get-Command -Module RedisCompliance").Output.Select(command => (CmdletInfo)command.BaseObject)];

    /// <summary>Every cmdlet in every language.</summary>
    public static TheoryData<string, string> Topics =>
        [.. from cmdlet in s_cmdlets from culture in s_cultures select (cmdlet.Name, culture)];

    [Theory]
    [MemberData(nameof(Topics))]
    public void Every_cmdlet_is_explained_in_full(string cmdlet, string culture)
    {
        PSObject help = Get(cmdlet, culture);

        Assert.True(Text(help, "Synopsis").Length > 10);
        Assert.NotEmpty(Text(help, "description"));
        Assert.True(Items(help, "examples", "example").Length >= 3, "fewer than three examples");
        Assert.NotEmpty(Items(help, "inputTypes", "inputType"));
        Assert.NotEmpty(Items(help, "returnValues", "returnValue"));
        Assert.NotEmpty(Text(help, "alertSet"));
        Assert.Equal($"https://github.com/RedisCompliance/RedisCompliance/blob/main/docs/{culture}/{cmdlet}.md",
            $"{Items(help, "relatedLinks", "navigationLink")[0].Properties["uri"].Value}");
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Every_parameter_is_explained_as_it_is(string cmdlet, string culture)
    {
        PSObject help = Get(cmdlet, culture);
        CmdletInfo command = Find(cmdlet);

        string[] explained = [.. Items(help, "parameters", "parameter").Select(parameter =>
            $"{parameter.Properties["name"].Value} {Named(parameter.Properties["type"].Value)} [{parameter.Properties["aliases"].Value}] "
                + $"{(Text(parameter, "description").Length > 2 ? "explained" : "NOT explained")}")];
        string[] real = [.. command.Parameters.Values.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal).Select(parameter =>
            $"{parameter.Name} {parameter.ParameterType.Name} "
                + $"[{(parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases))}] explained")];

        Assert.Equal(real, explained);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void The_values_that_a_parameter_takes_are_all_named(string cmdlet, string culture)
    {
        PSObject help = Get(cmdlet, culture);
        CmdletInfo command = Find(cmdlet);

        Assert.All(Items(help, "parameters", "parameter"), parameter => Assert.All(
            command.Parameters[$"{parameter.Properties["name"].Value}"].Attributes
                .OfType<ValidateSetAttribute>().SelectMany(set => set.ValidValues),
            value => Assert.Contains(value, Text(parameter, "description"), StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Every_output_type_is_explained(string cmdlet, string culture)
    {
        PSObject help = Get(cmdlet, culture);
        CmdletInfo command = Find(cmdlet);

        Assert.Equal(command.OutputType.Select(type => type.Name).Order(StringComparer.Ordinal),
            Items(help, "returnValues", "returnValue").Select(value => Named(value.Properties["type"].Value))
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Every_property_of_what_comes_out_is_explained(string cmdlet, string culture)
    {
        PSObject help = Get(cmdlet, culture);
        CmdletInfo command = Find(cmdlet);
        Dictionary<string, string> explained = Items(help, "returnValues", "returnValue")
            .ToDictionary(value => Named(value.Properties["type"].Value), value => Text(value, "description"));

        string[] missing = [.. from output in command.OutputType
                               where IsOurs(output.Type)
                               from property in PropertiesOf(output.Type)
                               where !IsNamed(property.Name, explained[output.Name])
                               select $"{property.DeclaringType!.Name}.{property.Name}"];

        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("Get-RedisAtRestCompliance", "ComplianceType", "EncryptionState", "KeyKind", "EncryptionEvidence", "PlannedAction")]
    [InlineData("Compare-RedisAtRestCompliance", "ComplianceType", "ComplianceChangeType")]
    [InlineData("Get-RedisAtRestRemediation", "RemediationWayName")]
    [InlineData("Get-RedisAtRestRule", "Deployment.AtRestRuleState", "Deployment.RulePartState", "Deployment.RulePartAction",
        "Deployment.MaximumExecutionFrequency")]
    [InlineData("Install-RedisAtRestRule", "Deployment.RulePartState", "Deployment.RulePartAction")]
    [InlineData("Install-RedisAtRestHook", "Deployment.RulePartState", "Deployment.RulePartAction")]
    public void The_words_that_a_property_can_be_are_all_named(string cmdlet, params string[] classes)
    {
        Type output = Find(cmdlet).OutputType[0].Type;

        Assert.All(s_cultures, culture => Assert.Empty(
            from name in classes
            from word in WordsOf(output, name)
            where !IsNamed(word, Text(Items(Get(cmdlet, culture), "returnValues", "returnValue")[0], "description"))
            select $"{name}.{word}"));
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("ja-JP")]
    public void The_report_of_an_audit_is_explained_where_its_variable_is_named(string culture)
    {
        Type output = Find("Get-RedisAtRestCompliance").OutputType[0].Type;
        string explained = Text(Items(Get("Get-RedisAtRestCompliance", culture), "parameters", "parameter")
            .Single(parameter => $"{parameter.Properties["name"].Value}" == "ReportVariable"), "description");

        Type report = output.Assembly.GetType("RedisCompliance.AuditReport", throwOnError: true)!;
        Type row = output.Assembly.GetType("RedisCompliance.TargetResult", throwOnError: true)!;
        string[] missing = [.. from name in WordsOf(output, "TargetStatus").Concat(
                                   PropertiesOf(report).Concat(PropertiesOf(row)).Select(property => property.Name))
                               where !IsNamed(name, explained)
                               select name];

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void The_examples_are_the_same_in_every_language(string cmdlet, string culture)
    {
        Assert.Equal(Examples(cmdlet, "en-US"), Examples(cmdlet, culture));
    }

    [Fact]
    public void Japanese_help_is_Japanese()
    {
        Assert.All(Topics.Select(topic => topic.Data.Item1).Distinct(),
            cmdlet => Assert.Matches(@"[\p{IsHiragana}\p{IsKatakana}]", Text(Get(cmdlet, "ja-JP"), "Synopsis")));
    }

    [Theory]
    [InlineData("en-US", "SHORT DESCRIPTION")]
    [InlineData("ja-JP", "簡単な説明")]
    public void There_is_a_topic_about_the_module_that_lists_every_cmdlet(string culture, string heading)
    {
        string topic = $"{Get("about_RedisCompliance", culture)}";

        Assert.Contains(heading, topic, StringComparison.Ordinal);
        string[] listed = [.. Regex.Matches(topic, @"^ {6}(\w+-\w+)  ", RegexOptions.Multiline).Select(line => line.Groups[1].Value)];
        Assert.Equal(Topics.Select(cmdlet => cmdlet.Data.Item1).Distinct().Order(StringComparer.Ordinal),
            listed.Order(StringComparer.Ordinal));
    }

    private static bool IsOurs(Type? type) => type?.Namespace?.StartsWith("RedisCompliance", StringComparison.Ordinal) == true;

    /// <summary>The properties of a type, and of the objects of ours that they hold.</summary>
    private static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.GetIndexParameters().Length == 0
        from one in property.PropertyType.GenericTypeArguments.Append(property.PropertyType).Where(IsOurs).SelectMany(PropertiesOf)
            .Prepend(property)
        select one;

    /// <summary>The constants of a class beside a type.</summary>
    private static IEnumerable<string> WordsOf(Type type, string name) =>
        from field in type.Assembly.GetType($"RedisCompliance.{name}", throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.Static)
        where field.IsLiteral
        select (string)field.GetRawConstantValue()!;

    private static bool IsNamed(string name, string text) => Regex.IsMatch(text, $"(?<![A-Za-z]){name}(?![A-Za-z])");

    private static string[] Examples(string cmdlet, string culture) =>
        [.. Items(Get(cmdlet, culture), "examples", "example")
            .Select(example => $"{example.Properties["code"].Value}".ReplaceLineEndings("\n").Trim())];

    private static CmdletInfo Find(string cmdlet) => s_cmdlets.Single(found => found.Name == cmdlet);

    private static PSObject Get(string topic, string culture) =>
        Assert.Single(Session.In(culture, () => s_sessions[culture].Run($"Get-Help {topic}")).Output);

    private static string Text(PSObject item, string property) => item.Properties[property]?.Value switch
    {
        null => string.Empty,
        string text => text.Trim(),
        PSObject[] paragraphs => string.Join(
            '\n', paragraphs.Select(paragraph => paragraph.Properties["Text"]?.Value ?? paragraph.Properties["alert"]?.Value)),
        PSObject alerts => string.Join(
            '\n', ((Array)alerts.Properties["alert"].Value).Cast<PSObject>().Select(alert => alert.Properties["Text"].Value)),
        object other => $"{other}",
    };

    private static PSObject[] Items(PSObject help, string list, string item) =>
        help.Properties[list]?.Value is PSObject container && container.Properties[item]?.Value is { } value
            ? value is Array array ? [.. array.Cast<PSObject>()] : [(PSObject)value]
            : [];

    private static string Named(object type) => $"{((PSObject)type).Properties["name"].Value}".Trim();
}
