using System.Diagnostics;

namespace RedisCompliance.Bench;

/// <summary>Starts this program again, for another part of a measurement.</summary>
internal static class Self
{
    public static Process Start(bool redirectInput, params string[] arguments)
    {
        ProcessStartInfo start = new(
            Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, RedirectStandardInput = redirectInput };
        return Process.Start(start)!;
    }

    /// <summary>The full path of a program, or null where there is none.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program)).FirstOrDefault(File.Exists);

    /// <summary>Runs this program to the end; gives the numbers that were printed, separated by spaces.</summary>
    public static Task<double[]> RunAsync(params string[] arguments) => RunAsync(Environment.ProcessPath!, arguments);

    /// <summary>Runs a program to the end; gives the numbers that were printed, separated by spaces.</summary>
    public static async Task<double[]> RunAsync(string program, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? [.. output.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
