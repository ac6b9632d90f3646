using System.Globalization;
using System.Text;

namespace RedisCompliance.Remediation.Views;

/// <summary>A plan in Markdown, for a change ticket. Names and reasons may come from anywhere, so all are escaped.</summary>
internal static class PlanMarkdown
{
    public static string Of(RemediationPlan plan)
    {
        StringWriter text = new(CultureInfo.InvariantCulture);
        text.Write($"# {Escape(plan.Type)} {Escape(plan.Id)}: {plan.Way}\n\n");
        text.Write($"| | |\n| --- | --- |\n");
        AddRow(text, Messages.LabelAccount, plan.AccountId);
        AddRow(text, Messages.LabelRegion, plan.Region);
        AddRow(text, "ARN", plan.Arn);
        AddRow(text, Messages.LabelWhy, plan.Annotation);
        AddRow(text, Messages.LabelKeyPolicy, plan.KeyPolicy);
        AddRow(text, Messages.LabelPlannedAt, plan.PlannedAt.ToString("u", CultureInfo.InvariantCulture));
        AddList(text, Messages.LabelUnknown, plan.Unknown.Select(PlanText.Describe));
        AddWay(text, plan.Ways[0]);
        foreach (RemediationWay way in plan.Ways.Skip(1))
        {
            text.Write($"\n<details><summary>{Messages.LabelOtherWay}: {way.Name}</summary>\n");
            AddWay(text, way);
            text.Write("\n</details>\n");
        }

        return text.ToString();
    }

    private static void AddWay(StringWriter text, RemediationWay way)
    {
        text.Write($"\n## {way.Name}\n\n{Escape(way.Description)}\n");
        if (way.WhyNot is not null)
        {
            text.Write($"\n{Messages.LabelWhyNot}: {Escape(way.WhyNot)}\n");
        }

        AddList(text, Messages.LabelBlocker, way.Blockers.Select(blocker => $"{blocker.Name}: {blocker.Description}"));
        AddList(text, Messages.LabelInput, way.Inputs.Select(input => $"{input.Placeholder}: {input.Description}"));
        AddList(text, Messages.LabelNote, way.Notes);
        foreach (RemediationStep step in way.Steps)
        {
            AddStep(text, step);
        }
    }

    private static void AddStep(StringWriter text, RemediationStep step)
    {
        text.Write($"\n### {step.Number.ToString(CultureInfo.InvariantCulture)}. {Escape(step.Description)}\n\n");
        if (step.IsIrreversible)
        {
            text.Write($"**{Messages.LabelIrreversible}**\n\n");
        }

        AddCode(text, "sh", step.AwsCli);
        AddCode(text, "powershell", step.PowerShell);
        AddItem(text, Messages.LabelInterrupts, step.Interrupts);
        AddItem(text, Messages.LabelCost, step.Cost);
        AddItem(text, Messages.LabelWayBack, step.WayBack);
        if (step.IsSafeStop)
        {
            text.Write($"- {Escape(Messages.SafeStop)}\n");
        }
    }

    /// <summary>Writes a command in a fence longer than any run of backticks in it.</summary>
    private static void AddCode(StringWriter text, string language, string? command)
    {
        if (command is not null)
        {
            int longest = command.Split('`').Length > 1 ? LongestRun(command) : 0;
            string fence = new('`', Math.Max(3, longest + 1));
            text.Write($"{fence}{language}\n{command}\n{fence}\n\n");
        }
    }

    private static int LongestRun(string command)
    {
        int longest = 0;
        int run = 0;
        foreach (char letter in command)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static void AddList(StringWriter text, string title, IEnumerable<string> items)
    {
        bool isFirst = true;
        foreach (string item in items)
        {
            text.Write(isFirst ? $"\n**{Escape(title)}**\n\n- {Escape(item)}\n" : $"- {Escape(item)}\n");
            isFirst = false;
        }
    }

    private static void AddItem(StringWriter text, string label, string? value)
    {
        if (value is not null)
        {
            text.Write($"- {Escape(label)}: {Escape(value)}\n");
        }
    }

    private static void AddRow(StringWriter text, string label, string? value)
    {
        if (value is not null)
        {
            text.Write($"| {Escape(label)} | {Escape(value)} |\n");
        }
    }

    /// <summary>Escapes a string so that nothing in it is markup, a mention or a link.</summary>
    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            // A full stop or colon within a word may form a link.
            char letter = text[i];
            bool isEndOfWord = (letter is '.' or ':' or ';') && (i + 1 == text.Length || text[i + 1] == ' ');
            if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) || letter is ' ' or '-' or ',' or '(' or ')' or '、' or '。'
                || isEndOfWord)
            {
                escaped.Append(letter);
            }
            else
            {
                escaped.Append(letter == '@' ? "<code>&#64;</code>" : $"&#{((int)letter).ToString(CultureInfo.InvariantCulture)};");
            }
        }

        return escaped.ToString();
    }
}
