using System.Diagnostics;
using System.Globalization;
using RedisCompliance.Templates;

namespace RedisCompliance.Bench;

/// <summary>Terraform plans of 10 MB and of 100 MB: how long they take, and by how much the process's peak grows.</summary>
internal static class PlannedBenchmark
{
    private const string Group = "aws_elasticache_replication_group";

    public static async Task RunAsync()
    {
        foreach (int megabytes in new[] { 10, 100 })
        {
            double[] measured = await Self.RunAsync("planned", megabytes.ToString(CultureInfo.InvariantCulture));
            Console.WriteLine(string.Format(CultureInfo.InvariantCulture,
                "  plan of {0} MB: {1:N2} s, peak +{2:N1} MB, {3:N0} caches", megabytes, measured[0], measured[1], measured[2]));
        }
    }

    /// <summary>Prints seconds, growth of the peak (MB) and caches.</summary>
    public static void Measure(int megabytes)
    {
        string file = Path.GetTempFileName();
        try
        {
            // A small one first, so that what is loaded and compiled counts for neither.
            Write(file, 1024 * 1024);
            Read(file);
            Write(file, megabytes * 1024L * 1024);
            double before = PeakMegabytes();
            long start = Stopwatch.GetTimestamp();
            int count = Read(file);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Console.WriteLine(string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", seconds, PeakMegabytes() - before, count));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static int Read(string file)
    {
        using Stream opened = RegularFile.Open(file, CancellationToken.None);
        (InputFormat format, Stream plan) = InputFormats.Detect(opened);
        return PlannedInput.Read(plan, format, new ResourceSource(file, null), new PlannedOptions(), CancellationToken.None)
            .Resources.Count;
    }

    /// <summary>Writes a plan: of a thousand resources one is a cache, and the configuration comes last.</summary>
    private static void Write(string file, long length)
    {
        using StreamWriter text = new(file);
        string content = new('x', 900);
        text.Write("{\"format_version\":\"1.2\",\"terraform_version\":\"1.9.8\",\"resource_changes\":[");
        for (int i = 0; text.BaseStream.Position < length; i++)
        {
            string type = i % 1000 == 0 ? Group : "aws_s3_object";
            string after = i % 1000 == 0 ? "\"engine\":\"valkey\"" : $"\"content\":\"{content}\"";
            text.Write($"{(i == 0 ? null : ",")}{{\"address\":\"{type}.a{i}\",\"mode\":\"managed\",\"type\":\"{type}\",\"name\":\"a{i}\","
                + $"\"change\":{{\"actions\":[\"create\"],\"before\":null,\"after\":{{{after}}},"
                + "\"after_unknown\":{\"at_rest_encryption_enabled\":true}}}");
        }

        text.Write($"],\"configuration\":{{\"root_module\":{{\"resources\":[{{\"address\":\"{Group}.a0\",\"expressions\":{{}}}}]}}}}}}");
    }

    private static double PeakMegabytes()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1024.0 / 1024;
    }
}
