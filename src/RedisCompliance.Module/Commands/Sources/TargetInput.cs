using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <summary>
/// Collects the accounts and Regions that pipeline objects name. An invalid one becomes an error and a row of the
/// report.
/// </summary>
/// <param name="cmdlet">The cmdlet that runs.</param>
/// <param name="output">Takes the errors.</param>
/// <param name="reporter">Takes the rows.</param>
internal sealed class TargetInput(AwsCmdlet cmdlet, EvaluationOutput output, AuditReporter reporter)
{
    private readonly List<TargetRow> _rows = [];

    public IReadOnlyList<TargetRow> Rows => _rows;

    /// <summary>Adds an object, if it names an account or Region.</summary>
    public bool TryAdd(PSObject input)
    {
        try
        {
            if (TargetRow.Read(input) is not { } row)
            {
                return false;
            }

            if (!row.IsActive)
            {
                cmdlet.WriteVerbose($"Account {row.AccountId} is left out: it is not active.");
            }
            else if (FleetRegions.FindUnknown(row.Regions, cmdlet.EndpointUrl) is { } unknown)
            {
                Refuse(input, row.AccountId, unknown, ErrorId.UnknownRegion, Messages.UnknownRegionOfRow.With(unknown, row.AccountId),
                    Messages.AdviceUnknownRegion);
            }
            else
            {
                _rows.Add(row);
            }
        }
        catch (FormatException exception)
        {
            Refuse(input, ConfigEvaluationReader.Text(input, "AccountId"), null, ErrorId.NotAnAccount, exception.Message,
                Messages.AdviceNotAnAccount);
        }

        return true;
    }

    private void Refuse(PSObject input, string? accountId, string? region, ErrorId errorId, string message, string advice)
    {
        reporter.Refuse(accountId, region, errorId, message);
        output.WriteError(ErrorRecords.Create(new ArgumentException(message), errorId, ErrorCategory.InvalidArgument, input, advice));
    }
}

/// <summary>A separate class, so that an offline audit loads nothing of AWS.</summary>
internal static class FleetRegions
{
    /// <summary>The first name that is no Region of AWS; null if all are.</summary>
    public static string? FindUnknown(IReadOnlyList<string>? regions, string? endpointUrl) =>
        regions is not { Count: > 0 } ? null : AwsFleet.FindUnknown(regions, endpointUrl);
}
