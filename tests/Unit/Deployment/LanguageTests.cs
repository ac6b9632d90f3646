using System.Globalization;
using System.Text.RegularExpressions;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>Whatever a person reads of an installation is Japanese for who reads Japanese: no sentence is left in the code.</summary>
public sealed partial class LanguageTests : InstallationTest
{
    private const string Member = "111111111111";

    private static readonly CultureInfo s_japanese = CultureInfo.GetCultureInfo("ja");

    private static readonly RuleDefinition s_definition = Definition with { Tags = new Dictionary<string, string> { ["Team"] = "audit" } };

    public static TheoryData<string> Drifts => DriftTests.Drifts;

    private static RuleDefinition OfOrganization { get; } =
        Definition with { Organization = new OrganizationScope("members-role", ["222222222222"]) };

    [Theory]
    [MemberData(nameof(Drifts))]
    public async Task What_has_drifted_and_what_mends_it_are_told_in_Japanese(string name)
    {
        CultureInfo.CurrentUICulture = s_japanese;
        Drift drift = Drift.All.Single(drift => drift.Name == name);
        await InstallAsync(s_definition);
        drift.Apply(Endpoint);

        string[] told = await TellAsync(s_definition);

        Assert.True(told.Length >= 3, "There is a difference, and a change with its target.");
        Assert.All(told, InJapanese);
    }

    [Theory]
    [MemberData(nameof(NotificationTests.Drifts), MemberType = typeof(NotificationTests))]
    public async Task What_has_drifted_of_the_notifications_is_told_in_Japanese(string name)
    {
        CultureInfo.CurrentUICulture = s_japanese;
        RuleDefinition definition = s_definition with { NotificationTopicArn = Endpoint.Notifications.AddTopic("audit") };
        await InstallAsync(definition);
        NotificationTests.Apply(name, Endpoint.Notifications);

        string[] told = await TellAsync(definition);

        Assert.True(told.Length >= 3, "There is a difference, and a change with its target.");
        Assert.All(told, InJapanese);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_that_is_made_and_taken_away_is_told_in_Japanese(bool isOfOrganization)
    {
        CultureInfo.CurrentUICulture = s_japanese;
        Endpoint.AddOrganization();
        Endpoint.Config.RemoveRecorder();
        RuleDefinition definition = (isOfOrganization ? OfOrganization : s_definition) with
        {
            NotificationTopicArn = Endpoint.Notifications.AddTopic("audit"),
        };
        InstallationOptions options = new() { Recorder = new RecorderOptions(true, "bucket") };

        string[] made = await TellAsync(definition, options);
        await InstallAsync(definition, options);
        string[] untold = await TellAsync(definition with { NotificationTopicArn = null }, options);
        string[] gone = await TellAsync(definition, options with { IsRemoval = true, Recorder = null });
        await UninstallAsync(definition, options with { KeepLogs = true, KeepRole = true });

        Assert.All([made, untold, gone], told => Assert.NotEmpty(told));
        Assert.All([.. made, .. untold, .. gone], InJapanese);
    }

    [Fact]
    public async Task What_is_left_on_purpose_is_told_in_Japanese()
    {
        CultureInfo.CurrentUICulture = s_japanese;
        await InstallAsync(s_definition);
        using RuleServiceClients site = await OpenSiteAsync(Region);
        RuleInstallation removal = await ReadAsync(site, s_definition,
            new InstallationOptions { IsRemoval = true, Recorder = null, KeepLogs = true, KeepRole = true });
        await ApplyAsync(removal.Uninstall());

        string[] notes = [.. removal.Parts.SelectMany(part => part.Differences)];

        Assert.True(notes.Length >= removal.Parts.Count, "Each part says what was done to it, or why nothing was.");
        Assert.All(notes, InJapanese);
    }

    [Fact]
    public async Task What_belongs_to_somebody_else_is_told_in_Japanese()
    {
        CultureInfo.CurrentUICulture = s_japanese;
        HandMade.Add(Endpoint, RuleName, FunctionName, RoleName);

        string[] told = await TellAsync(s_definition);

        Assert.Contains(told,
            line => line.Contains("Install-RedisAtRestRule で作成されたものではありません", StringComparison.Ordinal));
        Assert.All(told, InJapanese);
    }

    [Theory]
    [InlineData("CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS")]
    [InlineData("CREATE_SUCCESSFUL", "UPDATE_IN_PROGRESS")]
    [InlineData("CREATE_SUCCESSFUL", null)]
    [InlineData(null, "CREATE_SUCCESSFUL")]
    [InlineData("CREATE_FAILED", "CREATE_SUCCESSFUL")]
    [InlineData("CREATE_SUCCESSFUL", "CREATE_FAILED")]
    public async Task How_far_an_organization_s_rule_is_is_told_in_Japanese(string? whole, string? member)
    {
        CultureInfo.CurrentUICulture = s_japanese;
        Endpoint.AddOrganization();
        await InstallAsync(OfOrganization);
        Endpoint.Config.OrganizationState = whole;
        Endpoint.Config.MemberStatuses[Member] = member;

        string[] told = await TellAsync(OfOrganization);

        Assert.NotEmpty(told);
        Assert.All(told, InJapanese);
    }

    /// <summary>Differences, remarks, obstacles, and what is to be done to what.</summary>
    private async Task<string[]> TellAsync(RuleDefinition definition, InstallationOptions? options = null)
    {
        using RuleServiceClients site = await OpenSiteAsync(Region);
        RuleInstallation installation = await ReadAsync(site, definition, options);
        return
        [
            .. installation.Parts.SelectMany(part => part.Differences.Concat(part.Remarks)),
            .. installation.Obstacles().Select(obstacle => obstacle.Message),
            .. (options?.IsRemoval == true ? installation.Uninstall() : installation.Install())
                .SelectMany(change => new[] { change.Target, change.Action }),
        ];
    }

    /// <summary>Several differences in one change are each held against it; names and values of AWS stay as they are.</summary>
    private static void InJapanese(string told) =>
        Assert.All(told.Split("; "), sentence => Assert.Matches(Japanese(), sentence));

    [GeneratedRegex(@"[\p{IsHiragana}\p{IsKatakana}\p{IsCJKUnifiedIdeographs}]")]
    private static partial Regex Japanese();
}
