using System.Globalization;

namespace RedisCompliance.Remediation.Views;

/// <summary>A plan as plain text to follow line by line.</summary>
internal static class PlanText
{
    public static string Of(RemediationPlan plan)
    {
        StringWriter text = new(CultureInfo.InvariantCulture);
        text.WriteLine($"{plan.Type} {plan.Id}  {plan.AccountId} {plan.Region}".TrimEnd());
        Add(text, Messages.LabelWhy, plan.Annotation);
        Add(text, Messages.LabelKeyPolicy, plan.KeyPolicy);
        Add(text, Messages.LabelPlannedAt, plan.PlannedAt.ToString("u", CultureInfo.InvariantCulture));
        foreach (UnknownFact fact in plan.Unknown)
        {
            Add(text, Messages.LabelUnknown, Describe(fact));
        }

        text.WriteLine();
        AddWay(text, plan.Ways[0], Messages.LabelRecommended);
        foreach (RemediationWay way in plan.Ways.Skip(1))
        {
            text.WriteLine();
            AddWay(text, way, Messages.LabelOtherWay);
        }

        return text.ToString();
    }

    /// <summary>Describes an unknown fact and why it is unknown.</summary>
    public static string Describe(UnknownFact fact) => fact.Permission.Count == 0 ? $"{fact.Name}: {fact.Reason}"
        : $"{fact.Name}: {fact.Reason} {Messages.MissingPermission.With(string.Join(", ", fact.Permission))}";

    private static void AddWay(StringWriter text, RemediationWay way, string label)
    {
        text.WriteLine($"{label}: {way.Name}");
        text.WriteLine($"  {way.Description}");
        Add(text, "  " + Messages.LabelWhyNot, way.WhyNot);
        foreach (RemediationBlocker blocker in way.Blockers)
        {
            Add(text, "  " + Messages.LabelBlocker, $"{blocker.Name}: {blocker.Description}");
        }

        foreach (RemediationInput input in way.Inputs)
        {
            Add(text, "  " + Messages.LabelInput, $"{input.Placeholder}: {input.Description}");
        }

        foreach (string note in way.Notes)
        {
            Add(text, "  " + Messages.LabelNote, note);
        }

        foreach (RemediationStep step in way.Steps)
        {
            AddStep(text, step);
        }
    }

    private static void AddStep(StringWriter text, RemediationStep step)
    {
        text.WriteLine($"  {step.Number.ToString(CultureInfo.InvariantCulture)}. {step.Description}"
            + (step.IsIrreversible ? $" [{Messages.LabelIrreversible}]" : null));
        Add(text, "       AWS CLI", step.AwsCli);
        Add(text, "       PowerShell", step.PowerShell);
        Add(text, "     " + Messages.LabelInterrupts, step.Interrupts);
        Add(text, "     " + Messages.LabelCost, step.Cost);
        Add(text, "     " + Messages.LabelWayBack, step.WayBack);
        if (step.IsSafeStop)
        {
            text.WriteLine("     " + Messages.SafeStop);
        }
    }

    private static void Add(StringWriter text, string label, string? value)
    {
        if (value is not null)
        {
            text.WriteLine($"{label}: {value}");
        }
    }
}
