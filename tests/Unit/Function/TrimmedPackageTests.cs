using System.Reflection;

namespace RedisCompliance.Function.Tests;

/// <summary>What the linker leaves of the package's assemblies.</summary>
public sealed class TrimmedPackageTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Assemblies => [.. LambdaPackage.Assemblies.Select(assembly => assembly.GetName().Name!)];

    [Fact]
    public void What_no_handler_reaches_is_left_out()
    {
        long whole = LambdaPackage.Assemblies.Sum(one => SizeOf(Path.Combine(AppContext.BaseDirectory, one.GetName().Name + ".dll")));

        Assert.InRange(LambdaPackage.Assemblies.Sum(one => SizeOf(one.Location)), 1, whole * 6 / 10);
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void What_is_left_finds_all_that_it_names(string name)
    {
        // Code that is generic has none before it is closed.
        IEnumerable<MethodBase> methods =
            from type in Named(name).GetTypes()
            where !type.ContainsGenericParameters
            from method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All))
            where !method.IsAbstract && !method.ContainsGenericParameters
            select method;

        Assert.All(methods, method => method.MethodHandle.GetFunctionPointer());
    }

    private static long SizeOf(string path) => new FileInfo(path).Length;

    private static Assembly Named(string name) => LambdaPackage.Assemblies.Single(assembly => assembly.GetName().Name == name);
}
