using System.Collections;
using System.Management.Automation;
using RedisCompliance.Templates;

namespace RedisCompliance.Commands.Sources;

/// <summary>The parameters for reading plans and templates.</summary>
/// <param name="TemplateParameter">The values of a template's parameters.</param>
/// <param name="TemplateParameterPath">A file of such values.</param>
/// <param name="PlanSection">The part of a plan to read.</param>
/// <param name="UnknownAsWarning">Whether an undetermined state is only a warning.</param>
internal sealed record PlannedRequest(
    IDictionary? TemplateParameter, string? TemplateParameterPath, string PlanSection, bool UnknownAsWarning);

/// <summary>
/// Reads plans and templates. A separate class, so that their readers and the YAML parser are loaded only if there are any.
/// </summary>
internal sealed class PlannedSource(
    PSCmdlet cmdlet, OfflineAudit audit, InputReport report, PlannedRequest request, CancellationToken cancellationToken)
{
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _parameters;
    private bool _hasTemplates;

    /// <summary>Whether a plan or template was read.</summary>
    public bool HasRead { get; private set; }

    /// <summary>Reads a plan or template; errors go into the report.</summary>
    public void Read(Stream stream, InputFormat format, ResourceSource source, string where)
    {
        try
        {
            PlannedInput input = PlannedInput.Read(
                stream, format, source,
                new PlannedOptions
                {
                    Parameters = _parameters ??= ReadParameters(),
                    PlanSection = request.PlanSection,
                    TolerateUnknown = request.UnknownAsWarning,
                },
                cancellationToken);
            Take(input, where);
            HasRead = true;
            _hasTemplates |= format != InputFormat.Terraform;
        }
        catch (ExportFormatException exception)
        {
            report.Error(ErrorId.InvalidTemplate, ErrorCategory.InvalidData, where,
                Messages.InvalidTemplate.With(where, exception.Message), Messages.AdviceInvalidTemplate, exception);
        }
    }

    /// <summary>Warns of parameters that no template declares: after a misspelling the default stays in force.</summary>
    public void Complete()
    {
        foreach (string name in _hasTemplates ? _parameters!.Keys.Where(name => !_declared.Contains(name) && !name.Contains("::")) : [])
        {
            report.Warn(Messages.TemplateParameterUnused.With(name));
        }
    }

    private void Take(PlannedInput input, string where)
    {
        foreach (RedisResource resource in input.Resources)
        {
            audit.Add(resource);
        }

        foreach (string warning in input.Warnings)
        {
            report.Warn(warning);
        }

        foreach ((string address, string why) in input.InvalidExemptions)
        {
            report.Error(ErrorId.InvalidExemption, ErrorCategory.InvalidData, address, $"{where}, {address}: {why}",
                Messages.AdviceInvalidExemption);
        }

        if (input.Incomplete is { } incomplete)
        {
            report.Error(ErrorId.PlanIncomplete, ErrorCategory.InvalidData, where, $"{where}: {incomplete}",
                Messages.AdvicePlanIncomplete);
        }

        _declared.UnionWith(input.Parameters);
        report.Verbose($"{input.Resources.Count} planned resources in {where}.");
    }

    private Dictionary<string, string> ReadParameters()
    {
        Dictionary<string, string> parameters = new(StringComparer.Ordinal);
        if (request.TemplateParameterPath is { } given)
        {
            string path = cmdlet.GetUnresolvedProviderPathFromPSPath(given);
            try
            {
                TemplateParameterFile.Read(RegularFile.ReadWhole(path, cancellationToken), parameters, cancellationToken);
            }
            catch (Exception exception) when (exception is ExportFormatException or IOException or UnauthorizedAccessException)
            {
                cmdlet.ThrowTerminatingError(ErrorRecords.Create(
                    new InvalidOperationException(Messages.TemplateParameterFileNotReadable.With(path, exception.Message), exception),
                    ErrorId.TemplateParameterFileNotReadable, ErrorCategory.InvalidData, path, Messages.AdviceTemplateParameterFile));
            }
        }

        foreach (DictionaryEntry entry in request.TemplateParameter ?? new Hashtable())
        {
            object? value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            parameters[$"{entry.Key}"] = value switch
            {
                bool flag => flag ? "true" : "false",
                IEnumerable several and not string => string.Join(",", several.Cast<object>()),
                _ => $"{value}",
            };
        }

        return parameters;
    }
}
