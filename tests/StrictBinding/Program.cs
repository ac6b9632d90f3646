using System.Management.Automation;
using System.Reflection;

namespace RedisCompliance.StrictBinding;

/// <summary>
/// Imports the module's assemblies for Windows PowerShell from a folder as PowerShell does, and uses them:
/// <c>mono --assembly-loader=strict RedisCompliance.StrictBinding.exe FOLDER USE [ARGUMENTS]</c>.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments[1] == "after")
        {
            // Another module's, in the session before ours.
            Assembly.LoadFrom(arguments[2]);
            arguments = [arguments[0], .. arguments.Skip(3)];
        }

        Import(arguments[0]);
        return await RunAsync(arguments);
    }

    private static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case [string folder, "bind"]: return Binding.Check(folder);
            case [_, "ask", string name]: return Binding.Ask(name);
            case [_, "read", string samples]: Use.Read(samples); return 0;
            case [_, "get", string url]: await Use.GetAsync(url); return 0;
            case [_, "publish", string url, string rule, string token]: await Use.PublishAsync(url, rule, token); return 0;
            case [_, "install", string url]: await Use.InstallAsync(url); return 0;
            case [_, "refuse", string culture]: await Use.RefuseAsync(culture); return 0;
            default: throw new ArgumentException("FOLDER USE [ARGUMENTS]");
        }
    }

    private static void Import(string folder)
    {
        Assembly module = Assembly.LoadFrom(Path.Combine(folder, "RedisCompliance.Module.dll"));
        Type initializer = module.GetTypes().Single(type => typeof(IModuleAssemblyInitializer).IsAssignableFrom(type));
        ((IModuleAssemblyInitializer)Activator.CreateInstance(initializer)).OnImport();
        HideRequesters();
    }

    /// <summary>.NET Framework does not tell who asks where that was loaded with LoadFrom, as a module is. Mono does.</summary>
    private static void HideRequesters()
    {
        FieldInfo handlers = typeof(AppDomain).GetField("AssemblyResolve", BindingFlags.NonPublic | BindingFlags.Instance);
        var added = (ResolveEventHandler)handlers.GetValue(AppDomain.CurrentDomain);
        ResolveEventHandler hidden = (sender, request) => added(sender, new ResolveEventArgs(request.Name));
        handlers.SetValue(AppDomain.CurrentDomain, hidden);
    }
}
