using System.Reflection;

namespace RedisCompliance.Aws.Tests;

/// <summary>The module's service clients, as its assemblies have them.</summary>
internal static class ServiceClients
{
    private static readonly Assembly[] s_assemblies = [typeof(ServiceClient).Assembly, typeof(RuleServiceClients).Assembly];

    public static IReadOnlyList<Type> All { get; } =
    [
        .. s_assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(ServiceClient)))
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    /// <summary>What can be asked of them, by name; an inherited method once, of the client that is asked here.</summary>
    public static IEnumerable<string> Methods => All.Where(type => !All.Any(other => other.IsSubclassOf(type))).SelectMany(type => type
        .GetMethods(BindingFlags.Public | BindingFlags.Instance)
        .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal))
        .Select(method => $"{type.Name}.{method.Name}"));

    public static ServiceClient Open(Type type, AwsConnection connection) => (ServiceClient)Activator.CreateInstance(type, connection)!;
}
