using System.Diagnostics;

namespace RedisCompliance.Module.Tests;

/// <summary>Programs in a process of their own.</summary>
internal static class Console
{
    /// <summary>The configuration that the tests were built in.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release" : "Debug";

    /// <summary>After which a process that hangs has failed; one that does not never gets near it.</summary>
    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Runs a command in the PowerShell that the repository pins, as a console of 120 columns shows it; ends with 1
    /// if there was an error.
    /// </summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(
        string command, params (string Name, string Value)[] environment) =>
        StartAsync("dotnet",
            ["tool", "exec", "powershell", "--yes", "--", "-NoProfile", "-NonInteractive", "-Command",
                $"& {{ {command} }} | Out-String -Width 120; exit [int]($Error.Count -gt 0)"],
            [("NO_COLOR", "1"), ("PSModulePath", ModulePathOf(Session.ModuleFolder)), .. environment]);

    /// <summary>Runs a program to its end, at the root of the repository.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> StartAsync(
        string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = Session.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        try
        {
            await Task.WhenAll(process.WaitForExitAsync(), output, error).WaitAsync(s_hang);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{program} {string.Join(' ', arguments)} did not end, or left something behind that keeps its output open.");
        }

        return (process.ExitCode, await output, await error);
    }

    // RedisCompliance/ or RedisCompliance/1.2.3/: as modules lie in a module path.
    private static string ModulePathOf(string moduleFolder)
    {
        string parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(moduleFolder)))!;
        return Path.GetFileName(parent) == "RedisCompliance" ? Path.GetDirectoryName(parent)! : parent;
    }
}
