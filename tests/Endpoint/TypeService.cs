using System.Globalization;
using System.Security;

namespace RedisCompliance.Endpoint;

/// <summary>CloudFormation's registry, as far as activated hooks go.</summary>
public sealed class TypeService
{
    private readonly Dictionary<(string Region, string Name), Hook> _hooks = [];
    private readonly Lock _lock = new();

    /// <summary>How many hooks are on a page of the list.</summary>
    public int PageSize { get; set; } = 100;

    internal IEnumerable<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _hooks.Select(hook => $"hook {hook.Key} {hook.Value.TypeName} {hook.Value.PublisherId} "
                    + $"{hook.Value.ExecutionRole} {hook.Value.AutoUpdate} {hook.Value.DeprecatedStatus} {hook.Value.Configuration}")
                    .Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>An activated hook; null where there is none.</summary>
    public Hook? FindHook(string name, string region = "us-east-1") => _hooks.GetValueOrDefault((region, name));

    /// <summary>Activates a hook, as someone else does.</summary>
    public Hook AddHook(string name, string typeName, string? executionRole = null, string region = "us-east-1") =>
        _hooks[(region, name)] = new Hook { TypeName = typeName, ExecutionRole = executionRole };

    /// <summary>Deactivates a hook, as someone does who does not know what it is for.</summary>
    public void RemoveHook(string name, string region = "us-east-1") => _hooks.Remove((region, name));

    internal Answer Answer(EndpointCall call)
    {
        lock (_lock)
        {
            return call.Operation switch
            {
                "ListTypes" => List(call),
                "ActivateType" => Activate(call),
                "DescribeType" => Find(call, call.Parameters["TypeName"]) is { } hook ? Result(call, Describe(call, hook)) : NotFound(),
                "BatchDescribeTypeConfigurations" => ByArn(call, "TypeConfigurationIdentifiers.member.1.TypeArn") is { } hook
                    ? Result(call, Configured(call, hook)) : NotFound(),
                "SetTypeConfiguration" => Set(call),
                _ => Deactivate(call),
            };
        }
    }

    private static string ArnOf(EndpointCall call, string name) =>
        $"arn:aws:cloudformation:{call.Region}:{Described.Account}:type/hook/{name.Replace("::", "-", StringComparison.Ordinal)}";

    private static Answer NotFound() => Endpoint.Answer.Error(404, "TypeNotFoundException", "The specified type does not exist.");

    private static Answer Result(EndpointCall call, string xml) => Endpoint.Answer.Xml(
        $"""
        <{call.Operation}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
          <{call.Operation}Result>{xml}</{call.Operation}Result>
          <ResponseMetadata><RequestId>11111111-2222-3333-4444-555555555555</RequestId></ResponseMetadata>
        </{call.Operation}Response>
        """);

    private static string Describe(EndpointCall call, KeyValuePair<(string Region, string Name), Hook> hook) =>
        $"<Arn>{ArnOf(call, hook.Key.Name)}</Arn><Type>HOOK</Type><TypeName>{hook.Key.Name}</TypeName>"
        + $"<OriginalTypeName>{hook.Value.TypeName}</OriginalTypeName><PublisherId>{hook.Value.PublisherId}</PublisherId>"
        + $"<ExecutionRoleArn>{hook.Value.ExecutionRole}</ExecutionRoleArn>"
        + $"<IsActivated>{(hook.Value.IsActivated ? "true" : "false")}</IsActivated>"
        + $"<DeprecatedStatus>{hook.Value.DeprecatedStatus}</DeprecatedStatus>"
        + $"<AutoUpdate>{(hook.Value.AutoUpdate ? "true" : "false")}</AutoUpdate>";

    private static string Configured(EndpointCall call, KeyValuePair<(string Region, string Name), Hook> hook) =>
        $"<TypeConfigurations><member><TypeArn>{ArnOf(call, hook.Key.Name)}</TypeArn><Alias>default</Alias>"
        + $"<Configuration>{SecurityElement.Escape(hook.Value.Configuration)}</Configuration></member></TypeConfigurations>"
        + "<Errors/><UnprocessedTypeConfigurations/>";

    /// <summary>The names of the Region's hooks, as many a page as <see cref="PageSize"/>.</summary>
    private Answer List(EndpointCall call)
    {
        string[] names =
            [.. _hooks.Keys.Where(hook => hook.Region == call.Region).Select(hook => hook.Name).Order(StringComparer.Ordinal)];
        int from = int.Parse(call.Parameters.GetValueOrDefault("NextToken", "0"), CultureInfo.InvariantCulture);
        int next = from + PageSize;
        return Result(call,
            $"<TypeSummaries>{string.Concat(names.Skip(from).Take(PageSize).Select(name => Summary(call, name)))}</TypeSummaries>"
            + (next < names.Length ? $"<NextToken>{next}</NextToken>" : null));
    }

    private static string Summary(EndpointCall call, string name) =>
        $"<member><Type>HOOK</Type><TypeName>{name}</TypeName><TypeArn>{ArnOf(call, name)}</TypeArn></member>";

    private Answer Activate(EndpointCall call)
    {
        string name = call.Parameters["TypeNameAlias"];
        if (_hooks.ContainsKey((call.Region, name)))
        {
            return Endpoint.Answer.Error(400, "CFNRegistryException", "The alias is taken.");
        }

        _hooks[(call.Region, name)] = new Hook
        {
            TypeName = call.Parameters["TypeName"], PublisherId = call.Parameters["PublisherId"],
            ExecutionRole = call.Parameters["ExecutionRoleArn"],
        };
        return Result(call, $"<Arn>{ArnOf(call, name)}</Arn>");
    }

    private Answer Set(EndpointCall call)
    {
        if (ByArn(call, "TypeArn") is not { } hook)
        {
            return NotFound();
        }

        hook.Value.Configuration = call.Parameters["Configuration"];
        return Result(call, $"<ConfigurationArn>{ArnOf(call, hook.Key.Name)}/default</ConfigurationArn>");
    }

    private Answer Deactivate(EndpointCall call)
    {
        if (Find(call, call.Parameters["TypeName"]) is not { } hook)
        {
            return NotFound();
        }

        _hooks.Remove(hook.Key);
        return Result(call, string.Empty);
    }

    private KeyValuePair<(string Region, string Name), Hook>? Find(EndpointCall call, string name) =>
        _hooks.TryGetValue((call.Region, name), out Hook? hook) ? new((call.Region, name), hook) : null;

    private KeyValuePair<(string Region, string Name), Hook>? ByArn(EndpointCall call, string parameter) =>
        _hooks.Where(hook => hook.Key.Region == call.Region && ArnOf(call, hook.Key.Name) == call.Parameters[parameter])
            .Select(hook => (KeyValuePair<(string Region, string Name), Hook>?)hook).FirstOrDefault();

    /// <summary>An activated hook.</summary>
    public sealed class Hook
    {
        public required string TypeName { get; init; }

        public string PublisherId { get; init; } = "aws-hooks";

        public string? ExecutionRole { get; set; }

        public bool AutoUpdate { get; set; } = true;

        public bool IsActivated { get; set; } = true;

        public string DeprecatedStatus { get; set; } = "LIVE";

        public string Configuration { get; set; } = "{}";
    }
}
