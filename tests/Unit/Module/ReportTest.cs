using System.Text.Json.Nodes;

namespace RedisCompliance.Module.Tests;

/// <summary>A folder of its own for the reports of a test.</summary>
public abstract class ReportTest : FleetTest
{
    protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("redis[report]");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string In(string name) => Path.Combine(Folder.FullName, name);

    protected JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(In(name)))!;

    protected string[] Findings(string name) => [.. Read(name)["Findings"]!.AsArray().Select(finding => finding!.ToJsonString())];
}
