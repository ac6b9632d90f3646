using System.Reflection;

namespace RedisCompliance.Aws.Tests;

/// <summary>The module's service clients, as its assembly has them.</summary>
internal static class ServiceClients
{
    public static IReadOnlyList<Type> All { get; } =
    [
        .. typeof(ServiceClient).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(ServiceClient)))
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    /// <summary>What can be asked of them: their own methods, by name.</summary>
    public static IEnumerable<string> Methods => All.SelectMany(type => type
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal))
        .Select(method => $"{type.Name}.{method.Name}"));

    public static ServiceClient Open(Type type, AwsConnection connection) => (ServiceClient)Activator.CreateInstance(type, connection)!;
}
