using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>Which evaluations the user wants to see.</summary>
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

    /// <summary>The ids without wildcards that matched nothing: in PowerShell, a name that the user gives must exist.</summary>
    public IEnumerable<string> IdsNotFound =>
        _ids.Where(id => !WildcardPattern.ContainsWildcardCharacters(id) && !_idsSeen.Contains(id));

    /// <summary>The Regions that matched nothing although others did; none if an evaluation names no Region.</summary>
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

    /// <summary>Whether the user asks for the resource, whatever its verdict.</summary>
    public bool Asks(Evaluation evaluation) =>
        HasId(evaluation)
        && Holds(_resourceTypes, evaluation.ComplianceResourceType)
        && (evaluation.Region is null || Holds(_regions, evaluation.Region));

    private bool HasId(Evaluation evaluation) =>
        _patterns.Length == 0 || _patterns.Any(pattern => pattern.IsMatch(evaluation.ComplianceResourceId));

    private static bool Holds(string[]? wanted, string value) =>
        wanted is null || wanted.Contains(value, StringComparer.OrdinalIgnoreCase);
}
