namespace RedisCompliance.Templates.Terraform;

/// <summary>
/// The configuration that a plan holds: which attributes are set, and by what. In the plan itself one that is not set and one that
/// is known only after apply look the same.
/// </summary>
internal sealed class TerraformConfiguration
{
    private const int MaxExpressions = 100_000;
    private const int MaxReferences = 64;
    private const int MaxDepth = 32;

    /// <summary>
    /// The most references that one value is followed through: through the variables of modules they may double at every step.
    /// </summary>
    private const int MaxSteps = 10_000;

    private readonly Dictionary<(string Module, string Name), Block> _blocks = [];
    private int _count;
    private int _steps;

    /// <summary>Whether the plan holds one, and all of it was kept.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Reads <c>configuration</c>.</summary>
    public void Read(TerraformJson json)
    {
        IsKnown = true;
        json.ReadObject(name =>
        {
            if (name == "root_module")
            {
                json.ReadObject(member => ReadModule(json, string.Empty, member, 0));
            }
            else
            {
                json.Skip();
            }
        });
        IsKnown &= _count < MaxExpressions;
    }

    /// <summary>Why an attribute whose value the plan does not know is so; the value is absent where it is not set.</summary>
    /// <param name="module">The module's path, without indices.</param>
    /// <param name="resource">Type and name.</param>
    /// <param name="attribute">The attribute.</param>
    public PlannedValue Explain(string module, string resource, string attribute)
    {
        if (!IsKnown || !_blocks.TryGetValue((module, resource), out Block? block))
        {
            return PlannedValue.Because("known only after apply, and the plan has no configuration that says whether it is set");
        }

        if (!block.Expressions.TryGetValue(attribute, out Expression? expression) || expression is { IsConstant: true })
        {
            return PlannedValue.Absent;
        }

        List<string> leaves = [];
        _steps = 0;
        bool isNull = AddLeaves(module, block, expression, leaves, 0);
        if (isNull)
        {
            // All that it is made of is known, and it is not: so it is null, and the provider will choose.
            return PlannedValue.Absent;
        }

        return PlannedValue.Because($"known only after apply ({string.Join(", ", leaves.Distinct().Take(3))})") with
        {
            IsCustomerKey = leaves.Count > 0 && leaves.All(IsKey),
        };
    }

    /// <summary>What an attribute refers to in the end, through the variables of modules, each with the module that it is in.</summary>
    public IReadOnlyList<string> ReferencesOf(string module, string resource, string attribute)
    {
        List<string> leaves = [];
        _steps = 0;
        if (_blocks.TryGetValue((module, resource), out Block? block) && block.Expressions.TryGetValue(attribute, out Expression? one))
        {
            AddLeaves(module, block, one, leaves, 0);
        }

        return leaves;
    }

    private static bool IsKey(string reference)
    {
        string name = reference.Substring(reference.LastIndexOf(' ') + 1);
        return name.StartsWith("aws_kms_key.", StringComparison.Ordinal)
            || name.StartsWith("aws_kms_external_key.", StringComparison.Ordinal)
            || name.StartsWith("aws_kms_replica_key.", StringComparison.Ordinal)
            || name.StartsWith("awscc_kms_key.", StringComparison.Ordinal);
    }

    /// <summary>Collects what an expression is made of; true where all of it is known when the plan is made.</summary>
    private bool AddLeaves(string module, Block block, Expression expression, List<string> leaves, int depth)
    {
        bool isKnown = expression.IsConstant || expression.References.Count > 0;
        foreach (string reference in expression.References)
        {
            isKnown &= AddLeaf(module, block, reference, leaves, depth);
        }

        return isKnown;
    }

    private bool AddLeaf(string module, Block block, string reference, List<string> leaves, int depth)
    {
        if (++_steps > MaxSteps)
        {
            return false;
        }

        string[] parts = reference.Split('.', '[');
        switch (parts[0])
        {
            case "path" or "terraform" or "count":
                return true;
            case "each" when block.ForEach is { } forEach && depth < MaxDepth:
                return AddLeaves(module, block, forEach, leaves, depth + 1);
            case "var" when parts.Length > 1 && module.Length == 0:
                return true;
            case "var" when parts.Length > 1 && depth < MaxDepth:
                (string parent, string call) = SplitModule(module);
                if (!_blocks.TryGetValue((parent, call), out Block? calling))
                {
                    return false;
                }

                // What the call leaves out is the variable's default, which is always known.
                return !calling.Expressions.TryGetValue(parts[1], out Expression? argument)
                    || AddLeaves(parent, calling, argument, leaves, depth + 1);
            default:
                leaves.Add(module.Length == 0 ? reference : $"{module} {reference}");
                return false;
        }
    }

    /// <summary>The module that calls a module, and the name of the call.</summary>
    private static (string Parent, string Call) SplitModule(string module)
    {
        int last = module.LastIndexOf(".module.", StringComparison.Ordinal);
        return last < 0 ? (string.Empty, module) : (module.Substring(0, last), module.Substring(last + 1));
    }

    private void ReadModule(TerraformJson json, string module, string name, int depth)
    {
        switch (name)
        {
            case "resources":
                json.ReadArray(() => ReadResource(json, module));
                break;
            case "module_calls" when depth < MaxDepth:
                json.ReadObject(call => ReadCall(json, module, call, depth));
                break;
            default:
                json.Skip();
                break;
        }
    }

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
        bool isObject = json.ReadObject(name =>
        {
            if (name == "references")
            {
                references = json.ReadTexts(MaxReferences);
            }
            else
            {
                isConstant |= name == "constant_value";
                json.Skip();
            }
        });
        return isObject && (isConstant || references.Count > 0) ? new Expression(isConstant, references) : Expression.Unread;
    }

    /// <summary>A resource, or the call of a module.</summary>
    private sealed class Block
    {
        public Dictionary<string, Expression> Expressions { get; } = new(StringComparer.Ordinal);

        public Expression? ForEach { get; set; }
    }

    /// <param name="IsConstant">Whether it is a constant.</param>
    /// <param name="References">What it refers to.</param>
    private sealed record Expression(bool IsConstant, IReadOnlyList<string> References)
    {
        /// <summary>What could not be read: neither constant nor known.</summary>
        public static Expression Unread { get; } = new(false, []);
    }
}
