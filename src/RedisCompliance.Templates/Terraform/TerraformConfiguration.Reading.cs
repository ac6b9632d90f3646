namespace RedisCompliance.Templates.Terraform;

/// <content>Reads the modules, their resources and variables, and the expressions that set them.</content>
/// <remarks>Terraform, JSON Output Format, Configuration and Expression Representation.</remarks>
internal sealed partial class TerraformConfiguration
{
    private void ReadModule(TerraformJson json, string module, string name, int depth)
    {
        switch (name)
        {
            case "resources":
                json.ReadArray(() => ReadResource(json, module));
                break;
            case "variables" when module.Length > 0:
                ReadVariables(json, module, "default");
                break;
            case "module_calls" when depth < MaxDepth:
                json.ReadObject(call => ReadCall(json, module, call, depth));
                break;
            default:
                json.Skip();
                break;
        }
    }

    private void ReadVariables(TerraformJson json, string module, string member) =>
        json.ReadObject(variable => json.ReadObject(name =>
        {
            if (name != member)
            {
                json.Skip();
            }
            else if (json.ReadScalar() is { Text: null, IsUnreadable: false } && _nullVariables.Count < MaxExpressions)
            {
                _nullVariables.Add((module, variable));
            }
        }));

    private void ReadCall(TerraformJson json, string module, string call, int depth)
    {
        Block block = new();
        json.ReadObject(name =>
        {
            string path = module.Length == 0 ? $"module.{call}" : $"{module}.module.{call}";
            switch (name)
            {
                case "module":
                    json.ReadObject(member => ReadModule(json, path, member, depth + 1));
                    break;
                default:
                    ReadBlock(json, block, name);
                    break;
            }
        });
        _blocks[(module, $"module.{call}")] = block;
    }

    private void ReadResource(TerraformJson json, string module)
    {
        Block block = new();
        string? address = null;
        json.ReadMembers(name =>
        {
            if (name == "address")
            {
                address = json.ReadScalar().Text;
            }
            else
            {
                ReadBlock(json, block, name);
            }
        });

        if (address?.Contains("_elasticache_") == true)
        {
            _blocks[(module, address)] = block;
        }
    }

    private void ReadBlock(TerraformJson json, Block block, string name)
    {
        switch (name)
        {
            case "expressions":
                json.ReadObject(attribute => block.Expressions[attribute] = ReadExpression(json));
                break;
            case "for_each_expression":
                block.ForEach = ReadExpression(json);
                break;
            default:
                json.Skip();
                break;
        }
    }

    private Expression ReadExpression(TerraformJson json)
    {
        if (++_count > MaxExpressions)
        {
            json.Skip();
            return Expression.Unread;
        }

        List<string> references = [];
        bool isConstant = false;
        bool isNull = false;
        json.TryReadObject(name =>
        {
            if (name == "references")
            {
                references = json.ReadTexts(MaxReferences + 1);
            }
            else if (name == "constant_value")
            {
                isConstant = true;
                isNull = json.ReadScalar() is { Text: null, IsUnreadable: false };
            }
            else
            {
                json.Skip();
            }
        });
        return references.Count <= MaxReferences ? new Expression(isConstant, isNull, references) : Expression.Unread;
    }

    /// <summary>A resource or a module call.</summary>
    private sealed class Block
    {
        public Dictionary<string, Expression> Expressions { get; } = new(StringComparer.Ordinal);

        public Expression? ForEach { get; set; }
    }

    /// <param name="IsConstant">Whether it is a constant.</param>
    /// <param name="IsNull">Whether it is the constant null.</param>
    /// <param name="References">Its references.</param>
    private sealed record Expression(bool IsConstant, bool IsNull, IReadOnlyList<string> References)
    {
        /// <summary>An unread expression, of which nothing is known.</summary>
        public static Expression Unread { get; } = new(false, false, []);
    }
}
