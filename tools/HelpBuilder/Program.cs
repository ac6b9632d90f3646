using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text;
using RedisCompliance.HelpBuilder;

// HelpBuilder <docs> <staged module>: for each culture's folder in docs, the module's help in that language.
if (args is not [string docs, string module])
{
    await Console.Error.WriteLineAsync("Usage: HelpBuilder <docs folder> <staged module folder>");
    return 64;
}

using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
runspace.Open();
using PowerShell shell = PowerShell.Create(runspace);
string manifest = Path.Combine(module, "RedisCompliance.psd1").Replace("'", "''", StringComparison.Ordinal);
shell.AddScript($"Import-Module '{manifest}' -ErrorAction Stop; Get-Command -Module RedisCompliance");
CmdletInfo[] cmdlets = [.. shell.Invoke<CmdletInfo>().OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];

int problems = 0;
Uri project = cmdlets[0].Module.ProjectUri;
foreach (Language language in Language.All)
{
    string source = Path.Combine(docs, language.Culture);
    string destination = Directory.CreateDirectory(Path.Combine(module, language.Culture)).FullName;
    try
    {
        SharedTexts shared = SharedTexts.Read(source);
        Maml.Write(Path.Combine(destination, "RedisCompliance.Module.dll-Help.xml"), language, project,
            cmdlets.Select(cmdlet => (cmdlet, CmdletHelp.Read(Path.Combine(source, cmdlet.Name + ".md"), shared))));
        // Windows PowerShell 5.1 takes a text without a byte order mark for one in the machine's own code page.
        const string About = "about_RedisCompliance.help.txt";
        await File.WriteAllTextAsync(
            Path.Combine(destination, About), await File.ReadAllTextAsync(Path.Combine(source, About)),
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
    }
    catch (Exception exception) when (exception is HelpException or IOException)
    {
        problems++;
        await Console.Error.WriteLineAsync($"{source}: error HELP001: {exception.Message}");
    }
}

return problems;
