using System.Management.Automation.Language;
using System.Text.Json;

namespace RedisCompliance.Remediation.Tests;

/// <summary>Every command that is printed, held against what AWS publishes of its operation.</summary>
public sealed class CommandTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. Situations.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_call_is_as_the_model_of_its_operation_has_it(string name)
    {
        foreach (RemediationStep step in await StepsAsync(name))
        {
            Assert.Empty(CommandModel.Check(step.Operation!, step.Parameters));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_command_of_the_AWS_CLI_is_that_call(string name)
    {
        foreach (RemediationStep step in await StepsAsync(name))
        {
            IReadOnlyList<string> words = ShellWords.Of(step.AwsCli!);
            Assert.Equal(["aws", "elasticache"], words.Take(2));
            if (words[2] == "wait")
            {
                Assert.Equal(step.Operation, CommandModel.Cli.GetProperty("waiters").GetProperty(words[3]).GetString());
                continue;
            }

            JsonElement command = CommandModel.Cli.GetProperty("commands").GetProperty(words[2]);
            Assert.Equal(step.Operation, command.GetProperty("operation").GetString());
            Assert.Equal(Told(step.Parameters), Told(Read(words.Skip(3), command.GetProperty("options"), step)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_command_of_AWS_Tools_for_PowerShell_is_that_call(string name)
    {
        foreach (RemediationStep step in await StepsAsync(name))
        {
            ScriptBlockAst script = Parser.ParseInput(step.PowerShell!, out _, out ParseError[] errors);
            Assert.Empty(errors);
            CommandAst command = (CommandAst)script.Find(ast => ast is CommandAst, searchNestedScriptBlocks: true);
            string cmdlet = command.GetCommandName();
            Assert.Equal(PowerShellText.Cmdlets[step.Operation!], cmdlet);
            Assert.Contains(cmdlet, CommandModel.Cmdlets.GetProperty("names").EnumerateArray().Select(one => one.GetString()));
            string[] parameters = [.. command.CommandElements.OfType<CommandParameterAst>().Select(one => one.ParameterName)];
            Assert.Equal(parameters.Distinct(), parameters);
            if (CommandModel.Cmdlets.GetProperty("parameters").TryGetProperty(cmdlet, out JsonElement published))
            {
                Assert.Equal(step.Operation, published.GetProperty("operation").GetString());
                string[] known = [.. published.GetProperty("parameters").EnumerateArray().Select(one => one.GetString()!)];
                Assert.Empty(parameters.Except([.. known, "Region", "Durability", "NetworkType"]));
            }

            // Each member of the call is a parameter, in the singular; a structure is the parameters of its members.
            IEnumerable<string> expected = step.Parameters.SelectMany(member =>
                member.Value is IReadOnlyDictionary<string, object> structure ? Flat(structure)
                    : [PowerShellText.ParameterOf(member.Key)]);
            Assert.Equal(expected.Append("Region"), parameters);
        }
    }

    [Fact]
    public async Task Every_operation_with_a_cmdlet_is_in_some_plan()
    {
        HashSet<string> used = [];
        foreach (string name in Situations.All.Keys)
        {
            used.UnionWith((await StepsAsync(name)).Select(step => step.Operation!));
        }

        output.WriteLine($"{used.Count} operations: {string.Join(", ", used.Order(StringComparer.Ordinal))}");
        Assert.Empty(PowerShellText.Cmdlets.Keys.Except(used).Except(["DescribeGlobalReplicationGroups", "DescribeCacheClusters"]));
        Assert.DoesNotContain("StartMigration", used);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_placeholder_stands_only_for_what_nobody_knows(string name)
    {
        RemediationPlan plan = await Situations.All[name].Make().PlanAsync();

        foreach (RemediationWay way in plan.Ways)
        {
            string commands = string.Join('\n', way.Steps.SelectMany(step => new[] { step.AwsCli, step.PowerShell }));
            Assert.Equal(commands.Contains('<', StringComparison.Ordinal),
                way.Inputs.Any(input => commands.Contains(input.Placeholder, StringComparison.Ordinal) && input.Placeholder[0] == '<'));
            Assert.All(way.Inputs, input => Assert.NotEmpty(input.Description));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_way_brings_a_key_that_the_policy_does_not_allow(string name)
    {
        Situation situation = Situations.All[name].Make();
        RemediationPlan plan = await situation.PlanAsync();
        if (situation.Policy is not { } policy || (!policy.RequireCustomerManagedKey && policy.ApprovedKmsKeyIds.Count == 0))
        {
            return;
        }

        foreach (RemediationWay way in plan.Ways.Where(way => way.Blockers.Count == 0
            && way.Name is not (RemediationWayName.Exempt or RemediationWayName.ShowEvidence)))
        {
            RemediationStep[] made = [.. way.Steps.Where(step => step.Operation is "CreateReplicationGroup" or "CreateServerlessCache"
                or "CopySnapshot" or "CopyServerlessCacheSnapshot" && !step.Parameters.ContainsKey("GlobalReplicationGroupId"))];
            Assert.True(made.Length > 0 || way.Name == RemediationWayName.DeleteSnapshot, way.Name);
            Assert.All(made, step => Assert.Null(policy.FindKeyViolation(KeyKind.CustomerManaged, (string)step.Parameters["KmsKeyId"])));
        }
    }

    private static async Task<RemediationStep[]> StepsAsync(string name) =>
        [.. (await Situations.All[name].Make().PlanAsync()).Ways.SelectMany(way => way.Steps).Where(step => step.Operation is not null)];

    private static IEnumerable<string> Flat(IReadOnlyDictionary<string, object> structure, string? prefix = null) =>
        structure.SelectMany(member => member.Value is IReadOnlyDictionary<string, object> inner
            ? Flat(inner, member.Key + "_") : [prefix + member.Key]);

    /// <summary>The members that options give: each once, and of the operation.</summary>
    private static Dictionary<string, object> Read(IEnumerable<string> words, JsonElement options, RemediationStep step)
    {
        Dictionary<string, object> members = [];
        Queue<string> rest = new(words);
        while (rest.TryDequeue(out string? word))
        {
            string option = word[2..];
            if (option is "region" or "query" or "output")
            {
                rest.Dequeue();
            }
            else if (option.StartsWith("no-", StringComparison.Ordinal))
            {
                members.Add(options.GetProperty(option[3..]).GetString()!, false);
            }
            else
            {
                string member = options.GetProperty(option).GetString()!;
                members.Add(member, step.Parameters[member] switch
                {
                    bool => true,
                    int => int.Parse(rest.Dequeue(), null),
                    string text => text == "auth-token.txt" ? rest.Dequeue()["file://".Length..] : rest.Dequeue(),
                    _ => JsonDocument.Parse(rest.Dequeue()).RootElement,
                });
            }
        }

        return members;
    }

    private static string[] Told(IReadOnlyDictionary<string, object> members) =>
        [.. members.Select(member => $"{member.Key} {JsonSerializer.Serialize(member.Value)}").Order(StringComparer.Ordinal)];
}
