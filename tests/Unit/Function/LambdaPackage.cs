using System.IO.Compression;
using System.Reflection;
using System.Runtime.Loader;

namespace RedisCompliance.Function.Tests;

/// <summary>The staged package as Lambda uses it: unpacked, loaded in a context of its own, called by the handler's string.</summary>
internal static class LambdaPackage
{
    /// <summary>What is set as the function's handler.</summary>
    public const string HandlerString = "RedisCompliance.Function::RedisCompliance.Function.Handler::HandleAsync";

    private static readonly Type s_type = Load();

    /// <summary>Invokes the function in a new environment.</summary>
    public static Task<Stream> InvokeAsync(Stream input) =>
        s_type.GetMethod(HandlerString.Split("::")[2])!.CreateDelegate<Func<Stream, Task<Stream>>>(
            Activator.CreateInstance(s_type))(input);

    private static Type Load()
    {
        string folder = Directory.CreateTempSubdirectory("lambda").FullName;
        ZipFile.ExtractToDirectory(
            Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Package").Value!,
            folder);
        string[] parts = HandlerString.Split("::");
        Assembly assembly = new TaskRoot(folder).LoadFromAssemblyName(new AssemblyName(parts[0]));
        return assembly.GetType(parts[1], throwOnError: true)!;
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
