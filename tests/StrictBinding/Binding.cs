using System.Reflection;

namespace RedisCompliance.StrictBinding;

/// <summary>Whether all that the assemblies of a folder name is found: each reference, each type and each method's code.</summary>
internal static class Binding
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static int Check(string folder)
    {
        int failed = 0, references = 0, methods = 0;
        foreach (string file in Directory.GetFiles(folder, "*.dll").OrderBy(file => file, StringComparer.Ordinal))
        {
            Assembly assembly = Assembly.LoadFrom(file);
            foreach (AssemblyName reference in assembly.GetReferencedAssemblies())
            {
                references++;
                failed += Try($"{assembly.GetName().Name} asks for {reference}", () => Assembly.Load(reference));
            }

            foreach (MethodBase method in Methods(assembly))
            {
                methods++;
                failed += Try($"{method.DeclaringType}.{method.Name}", () => method.MethodHandle.GetFunctionPointer());
            }
        }

        Console.WriteLine($"{references} references, {methods} methods, {failed} not bound");
        return failed == 0 ? 0 : 1;
    }

    /// <summary>Asks for an assembly as a module of somebody else would.</summary>
    public static int Ask(string name)
    {
        try
        {
            Console.WriteLine(Assembly.Load(name).Location);
        }
        catch (FileNotFoundException)
        {
            Console.WriteLine("not found");
        }

        return 0;
    }

    /// <summary>What is generic has no code before it is closed.</summary>
    private static IEnumerable<MethodBase> Methods(Assembly assembly) =>
        from type in assembly.GetTypes()
        where !type.ContainsGenericParameters
        from method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All))
        where !method.IsAbstract && !method.ContainsGenericParameters
        select method;

    private static int Try(string what, Action bind)
    {
        try
        {
            bind();
            return 0;
        }
        catch (SystemException exception)
        {
            Console.WriteLine($"{what}: {exception.GetType().Name}: {exception.Message}");
            return 1;
        }
    }
}
