namespace RedisCompliance.Templates.Terraform;

/// <summary>
/// The configuration in a plan: which attributes are set, and by what. In the plan itself, an attribute that is not set looks like one
/// that is known only after apply.
/// </summary>
internal sealed partial class TerraformConfiguration
{
    private const int MaxExpressions = 100_000;
    private const int MaxReferences = 64;
    private const int MaxDepth = 32;

    /// <summary>The maximum number of references to follow for one value: module variables may double them at every step.</summary>
    private const int MaxSteps = 10_000;

    private readonly Dictionary<(string Module, string Name), Block> _blocks = [];
    private readonly HashSet<(string Module, string Name)> _nullVariables = [];
    private int _count;
    private int _steps;

    /// <summary>Whether the plan contains a configuration and all of it was kept.</summary>
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

    /// <summary>Reads the plan's <c>variables</c>: the values of the root module's variables.</summary>
    public void ReadVariables(TerraformJson json) => ReadVariables(json, string.Empty, "value");

    /// <summary>Explains an attribute whose value the plan does not know; absent if the attribute is not set.</summary>
    /// <param name="module">The module's path, without indices.</param>
    /// <param name="resource">Type and name.</param>
    /// <param name="attribute">The attribute.</param>
    public PlannedValue Explain(string module, string resource, string attribute)
    {
        if (!IsKnown || !_blocks.TryGetValue((module, resource), out Block? block))
        {
            return PlannedValue.Because("known only after apply, and the plan has no configuration that says whether it is set");
        }

        if (!block.Expressions.TryGetValue(attribute, out Expression? expression) || IsNull(module, expression, 0))
        {
            // The provider chooses the value.
            return PlannedValue.Absent;
        }

        List<string> leaves = [];
        _steps = 0;
        AddLeaves(module, block, expression, leaves, 0);
        string[] named = [.. (leaves.Count > 0 ? leaves : expression.References).Distinct().Take(3)];
        return PlannedValue.Because($"known only after apply{(named.Length > 0 ? $" ({string.Join(", ", named)})" : string.Empty)}") with
        {
            IsCustomerKey = leaves.Count > 0 && leaves.All(IsKey),
        };
    }

    /// <summary>
    /// The only resource that an attribute refers to, also through module variables; null if it refers to anything else too, which may
    /// change the value or make it null.
    /// </summary>
    public (string Module, string Name)? TargetOf(string module, string resource, string attribute) =>
        _blocks.TryGetValue((module, resource), out Block? block) && block.Expressions.TryGetValue(attribute, out Expression? expression)
            ? TargetOf(module, expression, 0) : null;

    private (string Module, string Name)? TargetOf(string module, Expression expression, int depth)
    {
        if (depth < MaxDepth && VariableOf(expression) is { } name)
        {
            return ArgumentOf(module, name) is { } argument ? TargetOf(argument.Module, argument.Expression, depth + 1) : null;
        }

        // Terraform lists a reference twice, as the attribute and as the resource; both start with type and name.
        string[] names =
        [
            .. expression.References.Select(one => one.Split('.', '['))
                .Select(parts => parts.Length > 1 ? $"{parts[0]}.{parts[1]}" : parts[0]).Distinct().Take(2),
        ];
        return names is [var only] ? (module, only) : null;
    }

    private static bool IsKey(string reference)
    {
        string name = reference.Substring(reference.LastIndexOf(' ') + 1);
        return name.StartsWith("aws_kms_key.", StringComparison.Ordinal)
            || name.StartsWith("aws_kms_external_key.", StringComparison.Ordinal)
            || name.StartsWith("aws_kms_replica_key.", StringComparison.Ordinal)
            || name.StartsWith("awscc_kms_key.", StringComparison.Ordinal);
    }

    /// <summary>
    /// Whether an expression is certainly null: the constant, or just a variable that is null. An expression of known values need not be
    /// known itself: timestamp() and the like have no references.
    /// </summary>
    private bool IsNull(string module, Expression expression, int depth)
    {
        if (expression.IsConstant || depth > MaxDepth)
        {
            return expression is { IsConstant: true, IsNull: true };
        }

        return VariableOf(expression) is { } name
            && (ArgumentOf(module, name) is { } argument ? IsNull(argument.Module, argument.Expression, depth + 1)
                : _nullVariables.Contains((module, name)));
    }

    /// <summary>The variable that an expression refers to, if it refers to nothing else.</summary>
    private static string? VariableOf(Expression expression) =>
        expression.References is [var reference] && reference.Split('.', '[') is ["var", var name] ? name : null;

    /// <summary>The argument for a module's variable in the module call; null if there is none, or for the root module.</summary>
    private (string Module, Block Call, Expression Expression)? ArgumentOf(string module, string variable)
    {
        if (module.Length == 0)
        {
            return null;
        }

        int last = module.LastIndexOf(".module.", StringComparison.Ordinal);
        (string parent, string name) = last < 0 ? (string.Empty, module) : (module.Substring(0, last), module.Substring(last + 1));
        return _blocks.TryGetValue((parent, name), out Block? call) && call.Expressions.TryGetValue(variable, out Expression? argument)
            ? (parent, call, argument) : null;
    }

    /// <summary>Collects the references in an expression that are unknown at plan time.</summary>
    private void AddLeaves(string module, Block block, Expression expression, List<string> leaves, int depth)
    {
        foreach (string reference in expression.References)
        {
            if (++_steps > MaxSteps)
            {
                leaves.Add("...");
                return;
            }

            AddLeaf(module, block, reference, leaves, depth);
        }
    }

    private void AddLeaf(string module, Block block, string reference, List<string> leaves, int depth)
    {
        string[] parts = reference.Split('.', '[');
        switch (parts[0])
        {
            case "path" or "terraform" or "count":
                return;
            case "each" when block.ForEach is { } forEach && depth < MaxDepth:
                AddLeaves(module, block, forEach, leaves, depth + 1);
                return;
            case "var" when parts.Length > 1 && depth < MaxDepth:
                // An omitted argument means the variable's default, which is always known, as are the root module's variables.
                if (ArgumentOf(module, parts[1]) is { } argument)
                {
                    AddLeaves(argument.Module, argument.Call, argument.Expression, leaves, depth + 1);
                }

                return;
            default:
                leaves.Add(module.Length == 0 ? reference : $"{module} {reference}");
                return;
        }
    }
}
