using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace RedisCompliance.Bench;

/// <summary>What it costs a session to import the module and to make a first offline audit, beside a module that does nothing.</summary>
internal static class ImportBenchmark
{
    private const int Runs = 15;

    /// <summary>The same steps in pwsh as <see cref="Measure"/> takes in this process.</summary>
    private const string Script = """
        $null = Get-Command Import-Module | Where-Object Name
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Import-Module '{0}'
        $import = $watch.Elapsed.TotalMilliseconds
        $watch.Restart()
        $null = {1}
        $first = $watch.Elapsed.TotalMilliseconds
        $aws = @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -match '^AWSSDK|^RedisCompliance.Aws$' }).Count
        "$import $first $aws"
        """;

    /// <summary>In each engine that is there: each run in a fresh process, the two modules by turns.</summary>
    public static async Task RunAsync()
    {
        await RunAsync("System.Management.Automation of NuGet", module => Self.RunAsync("import", module.Manifest, module.Command));
        if (Self.Find("pwsh") is { } pwsh)
        {
            await RunAsync("pwsh", module =>
                Self.RunAsync(pwsh, ["-NoProfile", "-NonInteractive", "-Command",
                    Script.Replace("{0}", module.Manifest, StringComparison.Ordinal)
                        .Replace("{1}", module.Command, StringComparison.Ordinal)]));
        }
    }

    private static async Task RunAsync(string engine, Func<(string Manifest, string Command), Task<double[]>> measure)
    {
        string root = Metadata("Root");
        (string Manifest, string Command)[] modules =
        [
            (Path.Combine(root, "bench", "EmptyModule", "bin", "Release", "net8.0", "EmptyModule.psd1"), "Get-Nothing"),
            (Path.Combine(Metadata("StagedModule"), "RedisCompliance.psd1"), $"Get-RedisAtRestCompliance -Path '{Path.Combine(root, "samples", "inventory")}'"),
        ];
        List<double[]>[] measured = [[], []];
        for (int run = 0; run < Runs; run++)
        {
            for (int module = 0; module < modules.Length; module++)
            {
                measured[module].Add(await measure(modules[module]));
            }
        }

        // What other programs take is added to either at random, and never taken away: the least of each says the most.
        (double emptyLeast, double least) = (measured[0].Min(run => run[0]), measured[1].Min(run => run[0]));
        (double emptyImport, double import) = (Median(measured[0], 0), Median(measured[1], 0));
        Console.WriteLine(FormattableString.Invariant($"{engine}, {Runs} processes of each by turns"));
        Console.WriteLine(FormattableString.Invariant(
            $"  import, median: empty module {emptyImport:F1} ms, RedisCompliance {import:F1} ms, {import - emptyImport:F1} ms more"));
        Console.WriteLine(FormattableString.Invariant(
            $"  import, least: empty module {emptyLeast:F1} ms, RedisCompliance {least:F1} ms, {least - emptyLeast:F1} ms more"));
        Console.WriteLine(FormattableString.Invariant(
            $"  first command, median: of the empty module {Median(measured[0], 1):F1} ms, offline audit of 13 resources {Median(measured[1], 1):F1} ms"));
        Console.WriteLine(FormattableString.Invariant($"  assemblies of AWS loaded by then: {measured[1].Max(run => run[2]):F0}"));
    }

    /// <summary>One import and one command, in milliseconds; then how many assemblies of AWS are loaded.</summary>
    public static void Measure(string manifest, string command)
    {
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        // The engine's own first steps are nobody's module's.
        Invoke(runspace, "Get-Command Import-Module | Where-Object Name");
        double import = Invoke(runspace, $"Import-Module '{manifest}'");
        double first = Invoke(runspace, command);
        int assemblies = AppDomain.CurrentDomain.GetAssemblies()
            .Count(assembly => assembly.GetName().Name is { } name
                && (name.StartsWith("AWSSDK", StringComparison.Ordinal) || name == "RedisCompliance.Aws"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{import} {first} {assemblies}"));
    }

    private static double Invoke(Runspace runspace, string script)
    {
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddScript(script);
        long start = Stopwatch.GetTimestamp();
        shell.Invoke();
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return !shell.HadErrors ? milliseconds : throw new InvalidOperationException($"{script}: {shell.Streams.Error[0]}");
    }

    private static double Median(List<double[]> runs, int index) => runs.Select(run => run[index]).Order().ElementAt(runs.Count / 2);

    private static string Metadata(string key) =>
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
