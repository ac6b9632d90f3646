using System.Globalization;

namespace RedisCompliance.Remediation.Ways;

/// <summary>Changes nothing: someone takes responsibility until a last day.</summary>
internal static class Exempt
{
    private const int Days = 90;
    private const string ReasonPlaceholder = "<Reason>";

    public static RemediationWay Plan(Evaluation evaluation, DateTime moment)
    {
        string id = PowerShellText.Quote(evaluation.Arn ?? evaluation.ComplianceResourceId);
        string day = moment.AddDays(Days).ToString(AtRestExemption.DateFormat, CultureInfo.InvariantCulture);
        StepList steps = new(evaluation.Region);
        steps.Do(Messages.StepExempt.With(day), new(IsSafeStop: true, WayBack: Messages.BackExempt),
            $"Get-RedisAtRestCompliance -Exemption @{{ Id = {id}; Reason = '{ReasonPlaceholder}'; Expires = '{day}' }}"
            + (evaluation.Region is null ? null : $" -Region {PowerShellText.Quote(evaluation.Region)}"));
        return new RemediationWay
        {
            Name = RemediationWayName.Exempt,
            Description = Messages.WayExempt.With(day),
            WhyNot = Messages.WhyNotExempt,
            Inputs = [new(ReasonPlaceholder, Messages.InputReason)],
            Steps = steps.Steps,
        };
    }
}
