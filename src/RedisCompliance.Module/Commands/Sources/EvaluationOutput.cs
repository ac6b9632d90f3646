using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <summary>Writes evaluations and errors of any source to the pipeline.</summary>
/// <param name="cmdlet">The cmdlet that runs.</param>
/// <param name="filter">What the user wants to see.</param>
/// <param name="showsTags">Whether the table has a column of tags.</param>
internal sealed class EvaluationOutput(AwsCmdlet cmdlet, EvaluationFilter filter, bool showsTags)
{
    /// <summary>How many evaluations passed the filter.</summary>
    public int Count { get; private set; }

    /// <summary>Whether an error leaves something unevaluated, so that what was not found may still exist.</summary>
    public bool IsIncomplete { get; private set; }

    public EvaluationFilter Filter { get; } = filter;

    public void Write(Evaluation evaluation)
    {
        if (Filter.Accepts(evaluation))
        {
            Count++;
            cmdlet.WriteObject(showsTags ? WithTagView(evaluation) : evaluation);
        }
    }

    public void WriteError(ErrorRecord record)
    {
        IsIncomplete = true;
        cmdlet.WriteError(record);
    }

    /// <summary>The same object under a type name whose table has a column for tags.</summary>
    private static PSObject WithTagView(Evaluation evaluation)
    {
        PSObject shown = new(evaluation);
        shown.TypeNames.Insert(0, "RedisCompliance.Evaluation#Tags");
        return shown;
    }
}
