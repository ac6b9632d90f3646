using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace RedisCompliance.Isolation;

/// <summary>
/// The load context of everything that names a type of the AWS SDK or of YamlDotNet, so that the session can load these in any
/// other version, earlier or later. The cmdlets and Core stay in the default context; RedisCompliance.Aws, RedisCompliance.Deployment
/// and RedisCompliance.Templates are resolved into this one, and their public members expose no such type.
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

    /// <summary>The default context calls this for an assembly that it does not find itself.</summary>
    public static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        s_entrances.Contains(name.Name) ? s_instance.LoadFromAssemblyName(name) : null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(s_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}

/// <summary>Connects <see cref="AwsLoadContext"/> while the module is imported.</summary>
public sealed class ModuleLoad : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>PowerShell calls this on import. Loads Core, whose classes scripts use as types, and nothing of AWS.</summary>
    public void OnImport()
    {
        GC.KeepAlive(typeof(Evaluation));
        AssemblyLoadContext.Default.Resolving += AwsLoadContext.Resolve;
    }

    /// <summary>PowerShell calls this on removal.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= AwsLoadContext.Resolve;
}
