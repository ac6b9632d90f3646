using System.Diagnostics;

namespace RedisCompliance.Module.Tests;

/// <summary>The console host as a process of its own.</summary>
internal static class Console
{
    /// <summary>The configuration that the tests were built in.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    /// <summary>After which a process that hangs has failed; one that does not never gets near it.</summary>
    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(2);

    /// <summary>Runs a command in it, at the root of the repository.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string command, params (string Name, string Value)[] environment) =>
        StartAsync("dotnet", [Path.Combine(Session.Root, "tools", "PowerShellHost", "bin", Configuration, "net10.0", "PowerShellHost.dll"), "-Command", command], environment);

    /// <summary>Runs a program to its end, at the root of the repository.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> StartAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
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
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end, or left something behind that keeps its output open.");
        }

        return (process.ExitCode, await output, await error);
    }
}
