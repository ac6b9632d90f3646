using System.Collections;
using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <content>Reading plans and templates.</content>
public sealed partial class GetRedisAtRestComplianceCommand
{
    /// <summary>The parameters that only plans and templates use.</summary>
    private static readonly string[] s_planned =
        [nameof(TemplateParameter), nameof(TemplateParameterPath), nameof(PlanSection), nameof(UnknownAsWarning)];

    /// <summary>Values of a template's parameters, by name, and of pseudo parameters such as AWS::Region.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? TemplateParameter { get; set; }

    /// <summary>A JSON file of a template's parameters, as for the AWS CLI. -TemplateParameter takes precedence.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TemplateParameterPath { get; set; }

    /// <summary>The part of a Terraform plan: the planned state, the prior state, or changes made outside Terraform.</summary>
    [Parameter]
    [ValidateSet("Planned", "PriorState", "Drift")]
    public string PlanSection { get; set; } = "Planned";

    /// <summary>
    /// If a plan or template does not determine a state yet, report NOT_APPLICABLE with a warning, not NON_COMPLIANT. Never COMPLIANT.
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
