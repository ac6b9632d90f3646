using System.Collections;
using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <content>How plans and templates are read.</content>
public sealed partial class GetRedisAtRestComplianceCommand
{
    /// <summary>The parameters of plans and templates alone.</summary>
    private static readonly string[] s_planned =
        [nameof(TemplateParameter), nameof(TemplateParameterPath), nameof(PlanSection), nameof(UnknownAsWarning)];

    /// <summary>The values of a template's parameters, by name; also of pseudo parameters such as AWS::Region.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? TemplateParameter { get; set; }

    /// <summary>A JSON file of a template's parameters, as the AWS CLI takes it. -TemplateParameter comes first.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TemplateParameterPath { get; set; }

    /// <summary>The part of a Terraform plan: what it will be, what it was, or what was changed outside Terraform.</summary>
    [Parameter]
    [ValidateSet("Planned", "PriorState", "Drift")]
    public string PlanSection { get; set; } = "Planned";

    /// <summary>
    /// What a plan or template does not tell yet is NOT_APPLICABLE with a warning, and not NON_COMPLIANT. It is never COMPLIANT.
    /// </summary>
    [Parameter]
    public SwitchParameter UnknownAsWarning { get; set; }

    private void CheckPlanned()
    {
        if (ParameterSetName == LiveSet && ParameterUse.FindGiven(this, s_planned) is { } unused)
        {
            Refuse(Messages.ParameterOfFiles.With(unused), ErrorId.ParameterWithoutEffect, unused,
                Messages.AdviceParameterOfFiles.With(unused));
        }
    }
}
