using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using RedisCompliance.Reports;

namespace RedisCompliance.Bench;

/// <summary>
/// Reports of 20,000 evaluations in every format beside what PowerShell itself makes of the same objects, in one process by
/// turns; and the memory that a writer takes of its own, for 20,000 and for ten times as many.
/// </summary>
internal static class ReportBenchmark
{
    private const int Count = 20_000;
    private const int Rounds = 5;

    private static readonly string[] s_formats = ["Html", "Csv", "Json", "Markdown", "JUnit", "Sarif", "Ocsf", "Asff"];

    public static async Task RunAsync()
    {
        string inventory = Path.ChangeExtension(Path.GetTempFileName(), ".json");
        try
        {
            WriteInventory(inventory);
            string[] ways = [.. s_formats, "ConvertTo-Html", "ConvertTo-Json"];
            double[] measured = await Self.RunAsync("dotnet",
                [
                    "tool", "exec", "powershell", "--yes", "--", "-NoProfile", "-NonInteractive", "-Command",
                    $"& '{Metadata("Root")}bench/Measure-Report.ps1' '{Metadata("StagedModule")}RedisCompliance.psd1' '{inventory}' "
                        + $"{Rounds} {string.Join(',', ways)}",
                ]);
            Print($"{Count:N0} evaluations to a file, median of {Rounds} by turns in one warm pwsh");
            for (int i = 0; i < ways.Length; i++)
            {
                string memory = i < s_formats.Length ? await MemoryAsync(s_formats[i]) : string.Empty;
                Print($"  {ways[i],-14} {measured[2 * i],6:N2} s {measured[(2 * i) + 1],7:N1} MB{memory}");
            }
        }
        finally
        {
            File.Delete(inventory);
        }
    }

    /// <summary>Prints by how much the process's peak is above what it was before (MB).</summary>
    public static void Measure(string format, int count)
    {
        string file = Path.GetTempFileName();
        File.Delete(file);
        Write(file, format, 10);
        File.Delete(file);
        double before = PeakMegabytes();
        Write(file, format, count);
        File.Delete(file);
        Print($"{PeakMegabytes() - before}");
    }

    private static async Task<string> MemoryAsync(string format)
    {
        double once = (await Self.RunAsync("report", format, $"{Count}"))[0];
        double tenfold = (await Self.RunAsync("report", format, $"{10 * Count}"))[0];
        return string.Create(CultureInfo.InvariantCulture,
            $"   a writer's own memory {once,4:N0} MB, for ten times as many {tenfold,4:N0} MB");
    }

    private static void Write(string file, string format, int count)
    {
        using ReportFile report = new(file, format, new ReportOptions());
        for (int i = 0; i < count; i++)
        {
            report.Add(new Finding(Evaluation(i)));
        }

        report.Complete([new TargetResult
        {
            AccountId = "111122223333", Region = "us-east-1", Status = TargetStatus.Completed, ReplicationGroupCount = count,
        }]);
    }

    private static Evaluation Evaluation(int i) => new()
    {
        ComplianceResourceType = ResourceType.ReplicationGroup,
        ComplianceResourceId = $"group-{i:D6}",
        ComplianceType = i % 4 == 0 ? ComplianceType.NonCompliant : ComplianceType.Compliant,
        Annotation = i % 4 == 0 ? $"Encryption at rest not enabled for Amazon ElastiCache cluster: group-{i:D6}" : null,
        OrderingTimestamp = DateTime.UnixEpoch,
        EncryptionState = i % 4 == 0 ? EncryptionState.Unencrypted : EncryptionState.Encrypted,
        Evidence = EncryptionEvidence.StorageEncryptionType,
        KeyKind = i % 4 == 0 ? KeyKind.None : KeyKind.ServiceManaged,
        Engine = "valkey",
        Region = "us-east-1",
        AccountId = "111122223333",
        Arn = $"arn:aws:elasticache:us-east-1:111122223333:replicationgroup:group-{i:D6}",
    };

    private static void WriteInventory(string file)
    {
        using FileStream stream = File.Create(file);
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        json.WriteStartArray("ReplicationGroups");
        for (int i = 0; i < Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("ReplicationGroupId", $"group-{i:D6}");
            json.WriteString("Status", "available");
            json.WriteString("Engine", "valkey");
            json.WriteBoolean("AtRestEncryptionEnabled", i % 4 != 0);
            json.WriteString("StorageEncryptionType", i % 4 == 0 ? "none" : "sse-elasticache");
            json.WriteString("ARN", $"arn:aws:elasticache:us-east-1:111122223333:replicationgroup:group-{i:D6}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static double PeakMegabytes()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1e6;
    }

    private static string Metadata(string key) => typeof(ReportBenchmark).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == key).Value!;

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
