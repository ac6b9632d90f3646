using System.Globalization;

namespace RedisCompliance.Templates.Terraform;

/// <summary>
/// Reads what <c>terraform show -json</c> prints of a plan or a state. What the plan says of a resource and what its
/// configuration says stand far apart, so resources are held, and all else passes by.
/// </summary>
/// <remarks>Terraform, JSON Output Format, format_version 0.1 to below 2.</remarks>
internal sealed partial class TerraformReader(
    Stream stream, ResourceSource source, PlannedOptions options, CancellationToken cancellationToken)
{
    private const int MaxModules = 64;

    private readonly TerraformJson _json = new(stream, cancellationToken);
    private readonly TerraformConfiguration _configuration = new();
    private readonly List<TerraformResource> _resources = [];
    private readonly PlannedInput _input = new();
    private bool _hasVersion;

    public PlannedInput Read()
    {
        _json.ReadDocument(ReadMember);
        if (!_hasVersion)
        {
            throw new ExportFormatException(Messages.NoFormatVersion);
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
                _json.ReadArray(Take);
                break;
            case "deferred_changes" when isPlanned:
                _json.ReadArray(() => _json.ReadMembers(ReadDeferred));
                break;
            case "prior_state" when options.PlanSection == PlanSection.PriorState:
                _json.ReadObject(ReadState);
                break;
            case "values":
                _json.ReadObject(ReadRoot);
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

    /// <summary>What Terraform could not plan yet: judged as far as it is known.</summary>
    private void ReadDeferred(string name)
    {
        if (name == "resource_change")
        {
            TerraformResource resource = new() { Line = _json.Line };
            _json.ReadObject(member => resource.Read(_json, member));
            Keep(resource);
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
            _json.ReadObject(ReadRoot);
        }
        else
        {
            _json.Skip();
        }
    }

    private void ReadRoot(string name)
    {
        if (name == "root_module")
        {
            _json.ReadObject(member => ReadModule(member, 0));
        }
        else
        {
            _json.Skip();
        }
    }

    private void ReadModule(string name, int depth)
    {
        switch (name)
        {
            case "resources":
                _json.ReadArray(Take);
                break;
            case "child_modules" when depth < MaxModules:
                _json.ReadArray(() => _json.ReadMembers(member => ReadModule(member, depth + 1)));
                break;
            case "child_modules":
                throw new ExportFormatException(Messages.TooDeep.With(MaxModules, _json.Line));
            default:
                _json.Skip();
                break;
        }
    }

    private void Take()
    {
        TerraformResource resource = new() { Line = _json.Line };
        _json.ReadMembers(member => resource.Read(_json, member));
        Keep(resource);
    }

    private void Keep(TerraformResource resource)
    {
        if (resource.ResourceType is not null)
        {
            _resources.Add(resource);
        }
    }
}
