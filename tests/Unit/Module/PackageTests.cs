using System.IO.Compression;
using System.Xml.Linq;

namespace RedisCompliance.Module.Tests;

/// <summary>The package for the PowerShell Gallery, made by <c>dotnet pack</c> of the staged module.</summary>
[Trait("Category", "Package")]
public sealed class PackageTests(PackageTests.Package package) : IClassFixture<PackageTests.Package>
{
    [Fact]
    public void It_says_of_itself_what_the_manifest_says()
    {
        using Session session = new();
        dynamic manifest = session.Run($"Test-ModuleManifest '{Path.Combine(package.Installed, "RedisCompliance.psd1")}'").Output.Single();
        XElement metadata = XDocument.Load(Path.Combine(package.Installed, "RedisCompliance.nuspec")).Root!.Elements().Single();
        string Said(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        string[] tags = [.. ((IEnumerable<string>)manifest.Tags),
            .. ((IDictionary<string, System.Management.Automation.CmdletInfo>)manifest.ExportedCmdlets).Keys.SelectMany(
                name => new[] { "PSCmdlet_" + name, "PSCommand_" + name }), "PSModule", "PSIncludes_Cmdlet"];

        Assert.Equal((manifest.Version.ToString(), manifest.Description), (Said("version"), Said("description")));
        Assert.Equal(tags.Order(StringComparer.Ordinal), Said("tags").Split(' ').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_assembly_of_others_is_named_in_the_notices()
    {
        string notices = File.ReadAllText(Path.Combine(package.Installed, "THIRD-PARTY-NOTICES.txt"));

        Assert.All(Assemblies().Where(name => !name.StartsWith("RedisCompliance", StringComparison.Ordinal)),
            name => Assert.Contains(name, notices, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Apache License\n                           Version 2.0, January 2004", "END OF TERMS AND CONDITIONS")]
    [InlineData("The MIT License (MIT)", "OTHER DEALINGS IN THE\nSOFTWARE.")]
    public void The_text_of_each_licence_is_in_the_notices(string begin, string end)
    {
        string notices = File.ReadAllText(Path.Combine(package.Installed, "THIRD-PARTY-NOTICES.txt")).ReplaceLineEndings("\n");

        Assert.Contains(begin, notices, StringComparison.Ordinal);
        Assert.Contains(end, notices, StringComparison.Ordinal);
    }

    [Fact]
    public void It_holds_no_assembly_of_the_SDK_but_its_core()
    {
        Assert.Equal(["AWSSDK.Core"], Assemblies().Where(name => name.StartsWith("AWSSDK", StringComparison.Ordinal)).Distinct());
    }

    private IEnumerable<string> Assemblies() =>
        Directory.EnumerateFiles(package.Installed, "*.dll", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file));

    /// <summary>The package, made once and unpacked as it is installed.</summary>
    public sealed class Package : IAsyncLifetime
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("package");

        public string Installed { get; private set; } = string.Empty;

        public async ValueTask InitializeAsync()
        {
            // Without a build node: one that stays for later builds would keep our end of its output open, and us waiting.
            (int exitCode, string output, _) = await Console.StartAsync("dotnet",
                ["pack", Path.Combine(Session.Root, "src", "RedisCompliance.Module"), "--no-build", "--configuration",
                    Console.Configuration, "--output", _folder.FullName,
                    "-maxcpucount:1", "-nodeReuse:false"]);
            Assert.True(exitCode == 0, output);
            string file = _folder.EnumerateFiles("*.nupkg").Single().FullName;
            string version = Path.GetFileNameWithoutExtension(file)["RedisCompliance.".Length..];
            Installed = Path.Combine(_folder.FullName, "modules", "RedisCompliance", version);
            await ZipFile.ExtractToDirectoryAsync(file, Installed);
        }

        public ValueTask DisposeAsync()
        {
            _folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
