using System.Globalization;
using System.Text;

namespace RedisCompliance.Templates.CloudFormation;

/// <content>Functions and conditions.</content>
internal sealed partial class TemplateScope
{
    /// <summary>Whether a condition of the template is true; null if that cannot be determined.</summary>
    public bool? IsTrue(string? name)
    {
        if (name is null)
        {
            return null;
        }

        if (!_conditions.TryGetValue(name, out bool? isTrue))
        {
            // A condition that refers back to itself cannot be determined. Each condition is evaluated once.
            _conditions[name] = null;
            _conditions[name] = isTrue = _root["Conditions"] is MapNode { Macro: null } all
                ? Outside().Test(all[name]) : null;
        }

        return isTrue;
    }

    /// <summary>Conditions are outside loops, whose variables may share names with parameters.</summary>
    private TemplateScope Outside() =>
        _loop.Count == 0 ? this : new(_root, _options, _conditions, new(StringComparer.Ordinal), _limits) { Macro = Macro };

    private bool? Test(TemplateNode? node) => _limits.Within(() => TestWithin(node), null);

    private bool? TestWithin(TemplateNode? node)
    {
        if (node is not MapNode { Function: { } function })
        {
            return null;
        }

        List<TemplateNode> operands = function.Argument is ListNode list ? list.Items : [];
        switch (function.Name)
        {
            case "Condition":
                return IsTrue(NameOf(function.Argument));
            case "Fn::Equals" when operands.Count == 2:
                PlannedValue one = Resolve(operands[0]);
                PlannedValue other = Resolve(operands[1]);
                return one.Unknown is not null || other.Unknown is not null ? null : IsEqual(one, other);
            case "Fn::Not" when operands.Count == 1:
                return !Test(operands[0]);
            case "Fn::And" when operands.Count > 0:
                bool?[] all = [.. operands.Select(Test)];
                return all.Any(isTrue => isTrue == false) ? false : all.All(isTrue => isTrue == true) ? true : null;
            case "Fn::Or" when operands.Count > 0:
                bool?[] any = [.. operands.Select(Test)];
                return any.Any(isTrue => isTrue == true) ? true : any.All(isTrue => isTrue == false) ? false : null;
            default:
                return null;
        }
    }

    private static bool? IsEqual(PlannedValue one, PlannedValue other)
    {
        bool isSame = one.Text == other.Text && one.IsLoose == other.IsLoose;
        return isSame || !(one.IsLoose || other.IsLoose) ? isSame : null;
    }

    private PlannedValue Choose(ListNode choice)
    {
        string? name = NameOf(choice.Items[0]);
        if (IsTrue(name) is { } isTrue)
        {
            return Resolve(choice.Items[isTrue ? 1 : 2]);
        }

        PlannedValue one = Resolve(choice.Items[1]);
        PlannedValue other = Resolve(choice.Items[2]);
        return one == other ? one
            : PlannedValue.Because($"Fn::If {PlainText.OneLine(name)} has two outcomes") with
            {
                IsCustomerKey = one.IsCustomerKey && other.IsCustomerKey,
            };
    }

    private PlannedValue Find(ListNode arguments)
    {
        PlannedValue? only = null;
        foreach (TemplateNode outcome in OutcomesOf(arguments))
        {
            if (!_limits.TryStep())
            {
                return PlannedValue.Because(ScopeLimits.Reason);
            }

            PlannedValue value = Resolve(outcome);
            if (only is { } known && known != value)
            {
                only = null;
                break;
            }

            only = value;
        }

        return only ?? PlannedValue.Because("which entry of the mapping it is cannot be determined");
    }

    /// <summary>
    /// All possible results of a mapping lookup, with the default where it may apply; empty if there is no such mapping.
    /// </summary>
    /// <remarks>CloudFormation, Fn::FindInMap enhancements: the default is for keys that the mapping does not have.</remarks>
    private IEnumerable<TemplateNode> OutcomesOf(ListNode arguments)
    {
        if (arguments.Items.Count is not (3 or 4) || _root["Mappings"] is not MapNode { HasFunctions: false } mappings
            || Resolve(arguments.Items[0]).Text is not { } name || mappings[name] is not { } map)
        {
            return [];
        }

        // A key that is missing and has no default fails the deployment.
        TemplateNode? otherwise = arguments.Items.Count < 4 ? null
            : arguments.Items[3] is MapNode last && Named(last) is { HasFunctions: false } named ? named["DefaultValue"] ?? s_unreadable
            : s_unreadable;
        MappingKey second = KeyOf(arguments.Items[2]);
        return Follow(map, KeyOf(arguments.Items[1])).SelectMany(entry => Follow(entry, second))
            .Select(found => found ?? otherwise).OfType<TemplateNode>();
    }

    /// <summary>The value at a key, or all values if the key is unknown; null for a missing key.</summary>
    private static IEnumerable<TemplateNode?> Follow(TemplateNode? from, MappingKey key) => from switch
    {
        null => [null],
        MapNode { HasFunctions: false, Members.Count: > 0 and <= MaxEntries } map => key.In(map) is { } text
            ? [map[text]] : map.Members.Select(member => member.Value).Append<TemplateNode?>(null),
        _ => [s_unreadable],
    };

    private MappingKey KeyOf(TemplateNode node) => new(Resolve(node), node is ScalarNode);

    /// <summary>A mapping key, resolved once for any number of lookups.</summary>
    private readonly record struct MappingKey(PlannedValue Value, bool IsWritten)
    {
        /// <summary>The key in a mapping; null if it cannot be determined. A key that is not found may have another spelling.</summary>
        public string? In(MapNode map)
        {
            bool isFound = Value.Text is not null && map[Value.Text] is not null && (!Value.IsLoose || IsWritten);
            return isFound || !(Value.IsLoose || map.HasLooseKeys) ? Value.Text : null;
        }
    }

    private PlannedValue Sub(TemplateNode argument)
    {
        ListNode? list = argument as ListNode;
        MapNode? own = list is { Items: [_, MapNode names] } ? Named(names) : null;
        if (((list is null ? argument : list.Items.FirstOrDefault()) as ScalarNode)?.Text is not { } raw
            || Substitute(raw) is not { } pattern || (list is not null && own is not { HasFunctions: false }))
        {
            return PlannedValue.Because("Fn::Sub has a value that cannot be read");
        }

        StringBuilder text = new();
        bool isLoose = false;
        int position = 0;
        for (int start; (start = pattern.IndexOf("${", position, StringComparison.Ordinal)) >= 0;)
        {
            int end = pattern.IndexOf('}', start);
            if (end < 0)
            {
                break;
            }

            text.Append(pattern, position, start - position);
            string name = pattern.Substring(start + 2, end - start - 2).Trim();
            position = end + 1;
            if (name is ['!', ..])
            {
                text.Append("${").Append(name, 1, name.Length - 1).Append('}');
                continue;
            }

            PlannedValue value = own?[name] is { } given ? Resolve(given) : OfName(name, argument.Line);
            if (value.Unknown is not null)
            {
                // The result keeps the value's key flag only if it consists of that value alone.
                return start == 0 && position == pattern.Length ? value : PlannedValue.Because(value.Unknown);
            }

            isLoose |= value.IsLoose;
            text.Append(value.Text);
            if (text.Length > MaxText)
            {
                return PlannedValue.Because("it is too long");
            }
        }

        return OfText(text.Append(pattern, position, pattern.Length - position).ToString()) with { IsLoose = isLoose };
    }

    private PlannedValue OfName(string name, int line)
    {
        ScalarNode argument = new(name, line);
        return name.Contains('.') ? OfAttribute("Fn::GetAtt", argument) : OfReference(argument, name);
    }

    private static PlannedValue Join(PlannedValue mark, IReadOnlyList<PlannedValue>? items)
    {
        if (items is null || mark.Unknown is not null)
        {
            return PlannedValue.Because("what Fn::Join joins cannot be determined");
        }

        StringBuilder text = new();
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i].Unknown is { } reason)
            {
                return PlannedValue.Because(reason);
            }

            text.Append(i > 0 ? mark.Text : string.Empty).Append(items[i].Text);
            if (text.Length > MaxText)
            {
                return PlannedValue.Because("it is too long");
            }
        }

        return PlannedValue.Of(text.ToString()) with { IsLoose = mark.IsLoose || items.Any(item => item.IsLoose) };
    }

    private static PlannedValue Select(PlannedValue index, IReadOnlyList<PlannedValue>? items) =>
        items is not null && !index.IsLoose
        && int.TryParse(index.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < items.Count
            ? items[number] : PlannedValue.Because("which item Fn::Select takes cannot be determined");
}
