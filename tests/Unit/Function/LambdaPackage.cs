using System.IO.Compression;
using System.Reflection;
using System.Runtime.Loader;

namespace RedisCompliance.Function.Tests;

/// <summary>The staged package as Lambda uses it: unpacked, loaded in a context of its own, called by the handler's string.</summary>
internal static class LambdaPackage
{
    /// <summary>What is set as the function's handler.</summary>
    public const string HandlerString = "RedisCompliance.Function::RedisCompliance.Function.Handler::HandleAsync";

    /// <summary>What is set as the handler of a hook.</summary>
    public const string HookHandlerString = "RedisCompliance.Function::RedisCompliance.Function.HookHandler::HandleAsync";

    private static readonly Assembly s_function = Load();

    /// <summary>All assemblies of the package, as they are loaded beside the function.</summary>
    public static Assembly[] Assemblies { get; } =
        [.. Directory.GetFiles(System.IO.Path.GetDirectoryName(s_function.Location)!, "*.dll").Order(StringComparer.Ordinal)
            .Select(AssemblyLoadContext.GetLoadContext(s_function)!.LoadFromAssemblyPath)];

    /// <summary>Invokes the function in a new environment.</summary>
    public static Task<Stream> InvokeAsync(Stream input, string handler = HandlerString) => InvokeAsync(s_function, handler, input);

    /// <summary>Invokes the function in an environment of its own; says which of the package's assemblies that loaded.</summary>
    public static async Task<(Stream Answer, string[] Loaded)> InvokeColdAsync(Stream input, string handler)
    {
        Assembly function = Load();
        Stream answer = await InvokeAsync(function, handler, input);
        return (answer, [.. AssemblyLoadContext.GetLoadContext(function)!.Assemblies.Select(one => one.GetName().Name!)
            .Order(StringComparer.Ordinal)]);
    }

    private static Task<Stream> InvokeAsync(Assembly function, string handler, Stream input)
    {
        string[] parts = handler.Split("::");
        Type type = function.GetType(parts[1], throwOnError: true)!;
        return type.GetMethod(parts[2])!.CreateDelegate<Func<Stream, Task<Stream>>>(Activator.CreateInstance(type))(input);
    }

    private static Assembly Load()
    {
        string folder = Directory.CreateTempSubdirectory("lambda").FullName;
        ZipFile.ExtractToDirectory(
            Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Package").Value!,
            folder);
        return new TaskRoot(folder).LoadFromAssemblyName(new AssemblyName(HandlerString.Split("::")[0]));
    }

    /// <summary>Lambda's folder of the function: everything that is not the runtime's comes from there.</summary>
    private sealed class TaskRoot(string folder) : AssemblyLoadContext("lambda")
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string path = System.IO.Path.Combine(folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
