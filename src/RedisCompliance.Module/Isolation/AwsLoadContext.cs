using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace RedisCompliance.Isolation;

/// <summary>
/// The load context of everything that names a type of the AWS SDK or of YamlDotNet, so that the session may hold these in any
/// other version before or after. The cmdlets and Core stay in the default context; RedisCompliance.Aws, RedisCompliance.Deployment
/// and RedisCompliance.Templates are resolved into this one, and what they show exposes no such type.
/// </summary>
internal sealed class AwsLoadContext : AssemblyLoadContext
{
    private static readonly string[] s_entrances = ["RedisCompliance.Aws", "RedisCompliance.Deployment", "RedisCompliance.Templates"];

    private static readonly string s_folder =
        Path.Combine(Path.GetDirectoryName(typeof(AwsLoadContext).Assembly.Location)!, "aws");

    private static readonly AwsLoadContext s_instance = new();

    private AwsLoadContext()
        : base("RedisCompliance")
    {
    }

    /// <summary>What the default context asks when it does not find an assembly by itself.</summary>
    public static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        s_entrances.Contains(name.Name) ? s_instance.LoadFromAssemblyName(name) : null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(s_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}

/// <summary>Opens the way into <see cref="AwsLoadContext"/> while the module is imported.</summary>
public sealed class ModuleLoad : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>Called by PowerShell on import. Loads Core, whose classes scripts name as types, and nothing of AWS.</summary>
    public void OnImport()
    {
        GC.KeepAlive(typeof(Evaluation));
        AssemblyLoadContext.Default.Resolving += AwsLoadContext.Resolve;
    }

    /// <summary>Called by PowerShell on removal.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= AwsLoadContext.Resolve;
}
