using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Reflection;
using RedisCompliance.PowerShellHost;

const string Usage = """
    Usage: PowerShellHost -Command <text> | -File <script.ps1> [arguments]
      Arguments of a script are read as PowerShell reads them: -Task Build, Test gives two values.
      Runs PowerShell with the RedisCompliance module on its module path. Output goes to standard output, errors
      and warnings to standard error. The exit code is that of 'exit', or 1 if there was an error. The module is the one
      that the build staged, or the one in the folder that the environment variable REDISCOMPLIANCE_MODULE names.
    """;

if (args is not [string option, _, ..] || !IsOption(option, "-Command", "-c", "-File", "-f"))
{
    await Console.Error.WriteLineAsync(Usage);
    return 64;
}

string? installed = Environment.GetEnvironmentVariable("REDISCOMPLIANCE_MODULE");
string modulePath = !string.IsNullOrEmpty(installed) ? ModulePathOf(installed) : Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ModulePath").Value!;
Environment.SetEnvironmentVariable("PSModulePath",
    string.Join(Path.PathSeparator, new[] { modulePath, Environment.GetEnvironmentVariable("PSModulePath") }.Where(path => !string.IsNullOrEmpty(path))));

ConsoleHost host = new();
using Runspace runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
runspace.Open();
using PowerShell shell = PowerShell.Create(runspace);
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    shell.BeginStop(null, null);
};

shell.AddScript(IsOption(option, "-File", "-f")
    ? $"& {Quote(Path.GetFullPath(args[1]))} {string.Join(' ', args[2..].Select(argument => argument.Any(char.IsWhiteSpace) ? Quote(argument) : argument))}"
    : string.Join(' ', args[1..]));
shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
shell.AddCommand("Out-Default");
try
{
    shell.Invoke();
    return host.ExitCode ?? (shell.HadErrors ? 1 : 0);
}
catch (PipelineStoppedException)
{
    return 130;
}
catch (RuntimeException exception)
{
    host.UI.WriteErrorLine(exception.ErrorRecord.ToString() is { Length: > 0 } text ? text : exception.Message);
    return host.ExitCode ?? 1;
}

// RedisCompliance/ or RedisCompliance/1.2.3/: as modules lie in a module path.
static string ModulePathOf(string moduleFolder)
{
    string parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(moduleFolder)))!;
    return Path.GetFileName(parent) == "RedisCompliance" ? Path.GetDirectoryName(parent)! : parent;
}

static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

static bool IsOption(string given, params string[] names) => names.Contains(given, StringComparer.OrdinalIgnoreCase);
