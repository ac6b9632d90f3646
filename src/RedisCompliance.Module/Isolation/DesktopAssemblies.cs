using System.Management.Automation;
using System.Reflection;

namespace RedisCompliance.Isolation;

/// <summary>
/// Windows PowerShell 5.1 has no load contexts and no binding redirects: what is asked for in another version than lies
/// beside us is answered from our folder all the same. Who asks is not told there, so the name must be enough.
/// </summary>
public sealed class ModuleLoad : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string s_folder = Path.GetDirectoryName(typeof(ModuleLoad).Assembly.Location)!;

    /// <summary>Called by PowerShell on import. Loads Core, whose classes scripts name as types, and nothing of AWS.</summary>
    public void OnImport()
    {
        AppDomain.CurrentDomain.AssemblyResolve += Resolve;
        GC.KeepAlive(typeof(Evaluation));
    }

    /// <summary>Called by PowerShell on removal.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => AppDomain.CurrentDomain.AssemblyResolve -= Resolve;

    private static Assembly? Resolve(object? sender, ResolveEventArgs request)
    {
        AssemblyName asked = new(request.Name);
        string path = Path.Combine(s_folder, asked.Name + ".dll");
        return File.Exists(path) && Satisfies(AssemblyName.GetAssemblyName(path), asked) ? Assembly.LoadFrom(path) : null;
    }

    /// <summary>Whether the shipped assembly satisfies a request; only another module can have a newer version or another key.</summary>
    private static bool Satisfies(AssemblyName shipped, AssemblyName asked) =>
        asked.Version is { } version && version <= shipped.Version && Key(asked) == Key(shipped);

    /// <summary>As text: to compare bytes as spans would itself need an assembly that is still to be found.</summary>
    private static string Key(AssemblyName name) => BitConverter.ToString(name.GetPublicKeyToken() ?? []);
}
