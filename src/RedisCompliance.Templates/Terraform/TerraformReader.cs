using System.Globalization;

namespace RedisCompliance.Templates.Terraform;

/// <summary>
/// Reads the output of <c>terraform show -json</c> for a plan or a state. Plan and configuration describe a resource in separate places,
/// so resources are kept in memory and everything else is streamed.
/// </summary>
/// <remarks>Terraform, JSON Output Format, format_version 0.1 to below 2.</remarks>
internal sealed partial class TerraformReader(
    Stream stream, ResourceSource source, PlannedOptions options, CancellationToken cancellationToken)
{
    private const int MaxModules = 64;

    private readonly TerraformJson _json = new(stream, cancellationToken);
    private readonly TerraformConfiguration _configuration = new();
    private readonly List<TerraformResource> _resources = [];

    /// <summary>The planned resources, from another part of the plan.</summary>
    private readonly List<TerraformResource> _values = [];
    private readonly PlannedInput _input = new();
    private bool _hasVersion;
    private int _holders;

    public PlannedInput Read()
    {
        _json.ReadDocument(ReadMember);
        if (!_hasVersion)
        {
            throw new ExportFormatException(Messages.NoFormatVersion);
        }

        HashSet<string> changes = [.. _resources.Select(resource => resource.Address)];
        if (_values.Find(resource => !changes.Contains(resource.Address)) is { } unchanged)
        {
            throw new ExportFormatException(Messages.PlanWithoutChange.With(PlainText.Of(unchanged.Address)));
        }

        List<(TerraformResource Resource, PlannedMembers Members)> ours =
            [.. _resources.Select(resource => (resource, MembersOf(resource)))];
        TerraformGroups groups = new(ours);
        foreach ((TerraformResource resource, PlannedMembers members) in ours)
        {
            if (OfMember(resource, members, groups) is { } judged)
            {
                _input.Resources.Add(ToResource(resource, judged, groups, depth: 0));
            }
        }

        if (_holders > 0)
        {
            _input.Warnings.Add(Messages.StacksOfPlan.With(source.Path, _holders));
        }

        return _input;
    }

    private void ReadMember(string name)
    {
        bool isPlanned = options.PlanSection == PlanSection.Planned;
        switch (name)
        {
            case "format_version":
                CheckVersion(_json.ReadScalar().Text);
                break;
            case "resource_changes" when isPlanned:
            case "resource_drift" when options.PlanSection == PlanSection.Drift:
                _json.ReadArray(() => Take(_resources, isChange: true));
                break;
            case "deferred_changes" when isPlanned:
                _json.ReadArray(() => _json.ReadMembers(ReadDeferred));
                break;
            case "planned_values" when isPlanned:
                _json.ReadObject(member => ReadRoot(member, _values));
                break;
            case "prior_state" when options.PlanSection == PlanSection.PriorState:
                _json.ReadObject(ReadState);
                break;
            case "values":
                _json.ReadObject(member => ReadRoot(member, _resources));
                break;
            case "variables":
                _configuration.ReadVariables(_json);
                break;
            case "configuration":
                _configuration.Read(_json);
                break;
            case "errored":
                _input.Incomplete = _json.ReadScalar().Text == "true" ? Messages.PlanErrored : _input.Incomplete;
                break;
            case "complete":
                _input.Incomplete ??= _json.ReadScalar().Text == "false" ? Messages.PlanIncomplete : null;
                break;
            case "lineage":
                throw new ExportFormatException(Messages.RawState);
            default:
                _json.Skip();
                break;
        }
    }

    private void CheckVersion(string? version)
    {
        _hasVersion = true;
        bool isNumber = double.TryParse(version, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        if (!isNumber || number < 0.1 || number >= 2)
        {
            throw new ExportFormatException(Messages.OtherFormatVersion.With(version));
        }
    }

    /// <summary>Reads what Terraform could not plan yet; it is evaluated as far as it is known.</summary>
    private void ReadDeferred(string name)
    {
        if (name == "resource_change")
        {
            TerraformResource resource = new() { Line = _json.Line };
            _json.ReadObject(member => resource.Read(_json, member));
            Keep(_resources, resource, isChange: true);
        }
        else
        {
            _json.Skip();
        }
    }

    private void ReadState(string name)
    {
        if (name == "values")
        {
            _json.ReadObject(member => ReadRoot(member, _resources));
        }
        else
        {
            _json.Skip();
        }
    }

    private void ReadRoot(string name, List<TerraformResource> into)
    {
        if (name == "root_module")
        {
            _json.ReadObject(member => ReadModule(member, into, 0));
        }
        else
        {
            _json.Skip();
        }
    }

    private void ReadModule(string name, List<TerraformResource> into, int depth)
    {
        switch (name)
        {
            case "resources":
                _json.ReadArray(() => Take(into, isChange: false));
                break;
            case "child_modules" when depth < MaxModules:
                _json.ReadArray(() => _json.ReadMembers(member => ReadModule(member, into, depth + 1)));
                break;
            case "child_modules":
                throw new ExportFormatException(Messages.TooDeep.With(MaxModules, _json.Line));
            default:
                _json.Skip();
                break;
        }
    }

    private void Take(List<TerraformResource> into, bool isChange)
    {
        TerraformResource resource = new() { Line = _json.Line };
        _json.ReadMembers(member => resource.Read(_json, member));
        Keep(into, resource, isChange);
    }

    private void Keep(List<TerraformResource> into, TerraformResource resource, bool isChange)
    {
        // A resource without a type may have any.
        bool isOurs = resource.ResourceType is not null;
        if (resource.Type.Length == 0 || (isOurs && resource.IsChange != isChange))
        {
            throw _json.OtherShape();
        }

        if (isOurs)
        {
            into.AddRange(resource.Forgotten is { } forgotten ? [resource, forgotten] : [resource]);
        }
        else if (into == _resources && resource.HoldsOthers)
        {
            _holders++;
        }
    }
}
