using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace RedisCompliance.Bench;

/// <summary>What it costs a session to import the module and to make a first offline audit, beside a module that does nothing.</summary>
internal static class ImportBenchmark
{
    private const int Runs = 9;

    /// <summary>Each run in a fresh process, the two modules by turns.</summary>
    public static async Task RunAsync()
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
                measured[module].Add(await Self.RunAsync("import", modules[module].Manifest, modules[module].Command));
            }
        }

        (double emptyImport, double emptyCommand) = (Median(measured[0], 0), Median(measured[0], 1));
        (double import, double command) = (Median(measured[1], 0), Median(measured[1], 1));
        Console.WriteLine(FormattableString.Invariant($"import, median of {Runs}: empty module {emptyImport:F1} ms, RedisCompliance {import:F1} ms, {import - emptyImport:F1} ms more"));
        Console.WriteLine(FormattableString.Invariant($"first command: of the empty module {emptyCommand:F1} ms, offline audit of 13 resources {command:F1} ms"));
        Console.WriteLine(FormattableString.Invariant($"assemblies of AWS loaded by then: {measured[1].Max(run => run[2]):F0}"));
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
        int assemblies = AppDomain.CurrentDomain.GetAssemblies().Count(assembly => assembly.GetName().Name is { } name && (name.StartsWith("AWSSDK", StringComparison.Ordinal) || name == "RedisCompliance.Aws"));
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
