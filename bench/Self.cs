using System.Diagnostics;

namespace RedisCompliance.Bench;

/// <summary>Starts this program again, for another part of a measurement.</summary>
internal static class Self
{
    public static Process Start(bool redirectInput, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, RedirectStandardInput = redirectInput };
        return Process.Start(start)!;
    }

    /// <summary>Runs to the end; gives the numbers that were printed, separated by spaces.</summary>
    public static async Task<double[]> RunAsync(params string[] arguments)
    {
        using Process process = Start(redirectInput: false, arguments);
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? [.. output.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
