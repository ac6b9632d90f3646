using System.Management.Automation;
using System.Reflection;

namespace RedisCompliance.Isolation;

/// <summary>
/// Windows PowerShell 5.1 has no load contexts and no binding redirects: a request for another version than the shipped one is
/// answered from the module's folder. The requesting assembly is unknown there, so the name must be enough.
/// </summary>
public sealed class ModuleLoad : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string s_folder = Path.GetDirectoryName(typeof(ModuleLoad).Assembly.Location)!;

    /// <summary>PowerShell calls this on import. Loads Core, whose classes scripts use as types, and nothing of AWS.</summary>
    public void OnImport()
    {
        AppDomain.CurrentDomain.AssemblyResolve += Resolve;
        GC.KeepAlive(typeof(Evaluation));
    }

    /// <summary>PowerShell calls this on removal.</summary>
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

    /// <summary>As text: comparing bytes as spans would need another assembly that must still be resolved.</summary>
    private static string Key(AssemblyName name) => BitConverter.ToString(name.GetPublicKeyToken() ?? []);
}
