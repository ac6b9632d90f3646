using System.Globalization;

namespace RedisCompliance.Reports.Formats;

/// <summary>The section that says what to do: one line per plan, with its steps folded behind it.</summary>
/// <param name="page">The page.</param>
/// <param name="texts">The strings in the page's language.</param>
internal sealed class HtmlRemediation(TextWriter page, ReportTexts texts)
{
    private const int MaxPlans = 1_000;

    /// <summary>Writes the section; nothing if there are no plans.</summary>
    public void Write(IReadOnlyList<RemediationPlan> plans)
    {
        if (plans.Count == 0)
        {
            return;
        }

        page.Write("<section id=\"remediation\" aria-labelledby=\"remediation-title\">\n");
        page.Write($"<h2 id=\"remediation-title\">{Encode(texts[nameof(Messages.Remediation)])}</h2>\n");
        foreach (RemediationPlan plan in plans.Take(MaxPlans))
        {
            string blockers = plan.Blockers.Count == 0 ? string.Empty : $" ({string.Join(", ", plan.Blockers)})";
            string title = $"{plan.Type} {plan.Id} · {plan.AccountId} {plan.Region} · {plan.Way}{blockers}";
            page.Write($"<details><summary>{Encode(title)}</summary>\n");
            Write(plan);
            page.Write("</details>\n");
        }

        if (plans.Count > MaxPlans)
        {
            page.Write($"<p>{Encode(texts.Format(nameof(Messages.AndMoreRows), plans.Count - MaxPlans))}</p>\n");
        }

        page.Write("</section>\n");
    }

    private void Write(RemediationPlan plan)
    {
        WriteList(plan.Unknown.Select(fact => $"{fact.Name}: {fact.Reason} {string.Join(", ", fact.Permission)}"));
        foreach (RemediationWay way in plan.Ways)
        {
            page.Write($"<h3>{Encode(way.Name)}</h3>\n<p>{Encode(way.Description)} {Encode(way.WhyNot)}</p>\n");
            WriteList(way.Blockers.Select(blocker => $"{blocker.Name}: {blocker.Description}"));
            WriteList(way.Inputs.Select(input => $"{input.Placeholder}: {input.Description}"));
            WriteList(way.Notes);
            page.Write("<ol>\n");
            foreach (RemediationStep step in way.Steps)
            {
                Write(step);
            }

            page.Write("</ol>\n");
        }
    }

    private void Write(RemediationStep step)
    {
        page.Write($"<li value=\"{step.Number.ToString(CultureInfo.InvariantCulture)}\">{Encode(step.Description)}");
        if (step.IsIrreversible)
        {
            page.Write($" <strong>{Encode(texts[nameof(Messages.Irreversible)])}</strong>");
        }

        foreach (string command in new[] { step.AwsCli, step.PowerShell }.OfType<string>())
        {
            page.Write($"<br><code>{Encode(command)}</code>");
        }

        WriteList(new[] { step.Interrupts, step.Cost, step.WayBack }.OfType<string>());
        page.Write("</li>\n");
    }

    private void WriteList(IEnumerable<string> items)
    {
        string list = string.Concat(items.Select(item => $"<li>{Encode(item)}</li>"));
        page.Write(list.Length == 0 ? string.Empty : $"<ul>{list}</ul>\n");
    }

    private static string Encode(string? text) => HtmlSections.Encode(text);
}
