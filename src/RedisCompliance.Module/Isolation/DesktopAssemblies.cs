using System.Management.Automation;
using System.Reflection;

namespace RedisCompliance.Isolation;

/// <summary>
/// Windows PowerShell 5.1 has no load contexts and no binding redirects: what one of our assemblies asks for in another
/// version than lies beside it is answered from our folder all the same. Requests of others are none of our business.
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
        bool isOurs = request.RequestingAssembly is { IsDynamic: false } requesting
            && string.Equals(Path.GetDirectoryName(requesting.Location), s_folder, StringComparison.OrdinalIgnoreCase);
        string path = Path.Combine(s_folder, new AssemblyName(request.Name).Name + ".dll");
        return isOurs && File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }
}
