using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>What the user wants to see of the evaluations.</summary>
internal sealed class EvaluationFilter
{
    private readonly string[] _ids;
    private readonly WildcardPattern[] _patterns;
    private readonly string[]? _resourceTypes;
    private readonly string[]? _complianceTypes;
    private readonly string[]? _regions;
    private readonly HashSet<string> _idsSeen = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _regionsSeen = new(StringComparer.OrdinalIgnoreCase);

    public EvaluationFilter(string[]? ids, string[]? resourceTypes, string[]? complianceTypes, string[]? regions)
    {
        _ids = ids ?? [];
        _patterns = [.. _ids.Select(id => WildcardPattern.Get(id, WildcardOptions.IgnoreCase | WildcardOptions.Compiled))];
        _resourceTypes = resourceTypes;
        _complianceTypes = complianceTypes;
        _regions = regions;
    }

    /// <summary>The ids without wildcards that nothing bore, by the rule of PowerShell that a name asked for must be there.</summary>
    public IEnumerable<string> IdsNotFound =>
        _ids.Where(id => !WildcardPattern.ContainsWildcardCharacters(id) && !_idsSeen.Contains(id));

    /// <summary>The Regions that nothing was of, though other things were; none where something does not tell its own.</summary>
    public IEnumerable<string> RegionsNotFound => _regions is null || _regionsSeen.Count == 0 || _regionsSeen.Contains(string.Empty) ? []
        : _regions.Where(region => !_regionsSeen.Contains(region));

    public bool Accepts(Evaluation evaluation)
    {
        _regionsSeen.Add(evaluation.Region ?? string.Empty);
        if (!HasId(evaluation))
        {
            return false;
        }

        if (_patterns.Length > 0)
        {
            _idsSeen.Add(evaluation.ComplianceResourceId);
        }

        return Asks(evaluation) && Holds(_complianceTypes, evaluation.ComplianceType);
    }

    /// <summary>Whether the resource is asked for, whatever is said of it.</summary>
    public bool Asks(Evaluation evaluation) =>
        HasId(evaluation)
        && Holds(_resourceTypes, evaluation.ComplianceResourceType)
        && (evaluation.Region is null || Holds(_regions, evaluation.Region));

    private bool HasId(Evaluation evaluation) =>
        _patterns.Length == 0 || _patterns.Any(pattern => pattern.IsMatch(evaluation.ComplianceResourceId));

    private static bool Holds(string[]? wanted, string value) =>
        wanted is null || wanted.Contains(value, StringComparer.OrdinalIgnoreCase);
}
