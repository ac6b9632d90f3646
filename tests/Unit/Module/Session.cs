using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace RedisCompliance.Module.Tests;

/// <summary>A PowerShell session with the module imported, as a user has it.</summary>
internal sealed class Session : IDisposable
{
    private readonly Runspace _runspace;

    /// <summary>Opens it.</summary>
    /// <param name="host">The user who sits before it; null for nobody.</param>
    public Session(PSHost? host = null)
    {
        _runspace = host is null ? RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2())
            : RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
        _runspace.Open();
        Run($"Import-Module '{Path.Combine(ModuleFolder, "RedisCompliance.psd1")}' -ErrorAction Stop");
    }

    public static string Root { get; } = Metadata("Root");

    /// <summary>The module under test: the staged one, or the one that was installed from the package.</summary>
    public static string ModuleFolder { get; } = Environment.GetEnvironmentVariable("REDISCOMPLIANCE_MODULE") is { Length: > 0 } installed
        ? installed : Metadata("StagedModule");

    public static string Samples { get; } = Path.Combine(Root, "samples", "inventory");

    /// <summary>The arguments that reach an endpoint of one's own.</summary>
    public static string At(string url, string region = "us-east-1") =>
        $"-Region {region} -AccessKey AKID -SecretKey SECRET -EndpointUrl {url}";

    /// <summary>Does something with the user interface in another language.</summary>
    public static T In<T>(string culture, Func<T> act)
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return act();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    public void SetLocation(string folder) => _runspace.SessionStateProxy.Path.SetLocation(folder);

    public void Set(string variable, object? value) => _runspace.SessionStateProxy.SetVariable(variable, value);

    /// <summary>A variable's value as it is; in a pipeline, a list would come as its items.</summary>
    public object? Get(string variable) => _runspace.SessionStateProxy.GetVariable(variable);

    /// <summary>Prepares a script without running it.</summary>
    public PowerShell Prepare(string script)
    {
        PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        return shell;
    }

    /// <summary>Runs a script to its end; what ended it before, if anything did, is the last of the errors.</summary>
    public Outcome Run(string script, params object[] input)
    {
        // Rethrown, because what ends only its statement would otherwise look like any other error.
        using PowerShell shell = Prepare($"try {{\n{script}\n}} catch {{ throw }}");
        Collection<PSObject> output = [];
        ErrorRecord? terminating = null;
        try
        {
            output = shell.Invoke(input);
        }
        catch (RuntimeException exception)
        {
            terminating = exception.ErrorRecord;
        }

        return new Outcome(output, [.. shell.Streams.Error, .. terminating is null ? Array.Empty<ErrorRecord>() : [terminating]],
            terminating is not null,
            [.. shell.Streams.Verbose.Select(record => record.Message)], [.. shell.Streams.Progress]);
    }

    /// <summary>
    /// Stops a command as Ctrl+C does, and waits for its end. The engine ends the task with PipelineStoppedException, or without
    /// one where it was stopped between two calls; that it was stopped, it says either way.
    /// </summary>
    public static async Task StopAsync(PowerShell shell, Task running)
    {
        shell.Stop();
        Assert.True(await Record.ExceptionAsync(() => running) is null or PipelineStoppedException);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
    }

    public void Dispose() => _runspace.Dispose();

    private static string Metadata(string key) =>
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}

/// <summary>What a script gave.</summary>
internal sealed record Outcome(
    Collection<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, bool IsTerminated, IReadOnlyList<string> Verbose,
    IReadOnlyList<ProgressRecord> Progress)
{
    /// <summary>The evaluations as «COMPLIANT id», sorted, so that the order of arrival does not matter.</summary>
    public string[] Verdicts => [.. Output.Select(evaluation => $"{evaluation.Properties["ComplianceType"].Value} "
        + $"{evaluation.Properties["ComplianceResourceId"].Value}").Order(StringComparer.Ordinal)];

    /// <summary>One property of everything that came out, as text.</summary>
    public string[] All(string property) => [.. Output.Select(item => $"{item.Properties[property].Value}")];
}
