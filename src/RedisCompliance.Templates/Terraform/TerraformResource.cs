using System.Text;

namespace RedisCompliance.Templates.Terraform;

/// <summary>One resource of a plan or state.</summary>
internal sealed class TerraformResource
{
    /// <summary>The attributes that are known only after apply; null if the plan does not say which.</summary>
    private TerraformAttributes? _unknown;
    private bool _isForgotten;
    private bool _forgets;

    /// <summary>The address, marked if a replacement has left, or will leave, the object behind.</summary>
    public string Address => IsDeposed ? $"{RawAddress} (deposed)" : _isForgotten ? $"{RawAddress} (forgotten)" : RawAddress;

    public string Type { get; private set; } = string.Empty;

    public string Name { get; private set; } = string.Empty;

    public required int Line { get; init; }

    /// <summary>Whether it describes a change.</summary>
    public bool IsChange { get; private set; }

    /// <summary>The action, as <see cref="PlannedAction"/>.</summary>
    public string Action { get; private set; } = PlannedAction.Prior;

    public TerraformAttributes? Before { get; private set; }

    public TerraformAttributes? After { get; private set; }

    private string RawAddress { get; set; } = string.Empty;

    private string Mode { get; set; } = "managed";

    private bool IsDeposed { get; set; }

    /// <summary>The CloudFormation name of the type; null if it is not one of ours.</summary>
    public string? ResourceType => Mode == "data" ? null : Type switch
    {
        "aws_elasticache_replication_group" or "awscc_elasticache_replication_group" => RedisCompliance.ResourceType.ReplicationGroup,
        "aws_elasticache_cluster" or "awscc_elasticache_cache_cluster" => RedisCompliance.ResourceType.CacheCluster,
        "aws_elasticache_serverless_cache" or "awscc_elasticache_serverless_cache" => RedisCompliance.ResourceType.ServerlessCache,
        _ => null,
    };

    /// <summary>Whether it creates resources through a CloudFormation template or type, which the plan does not describe.</summary>
    public bool HoldsOthers => Mode != "data" && Action is not (PlannedAction.Delete or PlannedAction.Forget) && Type
        is "aws_cloudformation_stack" or "aws_cloudformation_stack_set" or "aws_cloudformation_stack_instances"
        or "aws_cloudformation_stack_set_instance" or "aws_servicecatalog_provisioned_product" or "aws_cloudcontrolapi_resource"
        or "aws_serverlessapplicationrepository_cloudformation_stack" or "awscc_cloudformation_stack"
        or "awscc_cloudformation_stack_set" or "awscc_servicecatalog_cloudformation_provisioned_product";

    /// <summary>The module's path without indices; empty for the root.</summary>
    public string Module =>
        Plain.EndsWith($".{Type}.{Name}", StringComparison.Ordinal) ? Plain.Substring(0, Plain.Length - Type.Length - Name.Length - 2)
            : string.Empty;

    /// <summary>Whether it exists before apply.</summary>
    public bool Exists => Action is not (PlannedAction.Create or PlannedAction.Replace);

    /// <summary>The attributes after the plan, or before it if nothing remains.</summary>
    public TerraformAttributes? Standing => Action is PlannedAction.Delete or PlannedAction.Forget ? Before : After;

    /// <summary>Whether an attribute without a value may have one after apply.</summary>
    public bool IsOpen(string attribute) =>
        IsChange && Action is not (PlannedAction.Delete or PlannedAction.Forget)
        && (_unknown is null || _unknown.Get(attribute) is { Text: not (null or "false") } or { IsUnreadable: true });

    /// <summary>The object that a replacement leaves behind; null if none.</summary>
    public TerraformResource? Forgotten => !_forgets ? null : new()
    {
        Line = Line, Type = Type, Name = Name, RawAddress = RawAddress, Mode = Mode, Before = Before, IsChange = true,
        Action = PlannedAction.Forget, _isForgotten = true,
    };

    /// <summary>The address without indices, whose keys may contain any character.</summary>
    private string Plain
    {
        get
        {
            StringBuilder plain = new();
            bool isIndex = false;
            bool isQuoted = false;
            for (int i = 0; i < RawAddress.Length; i++)
            {
                char c = RawAddress[i];
                if (isQuoted)
                {
                    i += c == '\\' ? 1 : 0;
                    isQuoted = c != '"';
                }
                else if (isIndex)
                {
                    isQuoted = c == '"';
                    isIndex = c != ']';
                }
                else if (c == '[')
                {
                    isIndex = true;
                }
                else
                {
                    plain.Append(c);
                }
            }

            return plain.ToString();
        }
    }

    /// <summary>Reads one member.</summary>
    public void Read(TerraformJson json, string name)
    {
        switch (name)
        {
            case "address":
                RawAddress = json.ReadScalar().Text ?? string.Empty;
                break;
            case "mode":
                Mode = json.ReadScalar().Text ?? Mode;
                break;
            case "type":
                Type = json.ReadScalar().Text ?? string.Empty;
                break;
            case "name":
                Name = json.ReadScalar().Text ?? string.Empty;
                break;
            case "deposed":
                IsDeposed = json.ReadScalar().Text is not null;
                break;
            case "values":
                After = TerraformAttributes.Read(json);
                break;
            case "change":
                IsChange = json.ReadObject(member => ReadChange(json, member));
                break;
            default:
                json.Skip();
                break;
        }
    }

    private void ReadChange(TerraformJson json, string name)
    {
        switch (name)
        {
            case "actions":
                List<string> actions = json.ReadTexts(most: 3);
                Action = ActionOf(actions);
                _forgets = Action == PlannedAction.Create && actions.Contains("forget");
                break;
            case "before":
                Before = TerraformAttributes.Read(json);
                break;
            case "after":
                After = TerraformAttributes.Read(json);
                break;
            case "after_unknown":
                _unknown = TerraformAttributes.ReadUnknown(json);
                break;
            default:
                json.Skip();
                break;
        }
    }

    /// <remarks>Terraform, JSON Output Format, Change Representation.</remarks>
    private static string ActionOf(List<string> actions) => string.Join(",", actions) switch
    {
        "create" or "create,forget" or "forget,create" => PlannedAction.Create,
        "update" => PlannedAction.Update,
        "delete,create" or "create,delete" => PlannedAction.Replace,
        "delete" => PlannedAction.Delete,
        "forget" => PlannedAction.Forget,
        "no-op" or "read" => PlannedAction.NoOp,
        string other => throw new ExportFormatException(Messages.UnknownActions.With(other)),
    };
}
