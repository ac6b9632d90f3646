using System.Diagnostics;
using System.Globalization;
using System.Text;
using RedisCompliance.Templates;
using RedisCompliance.Templates.Tests;

namespace RedisCompliance.Bench;

/// <summary>Templates and plans that are made to take all time and memory: what each of them takes, the least of three.</summary>
internal static class HostileBenchmark
{
    private const int Rounds = 3;

    public static void Run()
    {
        Console.WriteLine("Hostile inputs: least of three, and what is allocated");
        foreach ((string name, string text) in
            HostileInputs.Refused.Select(input => (input.Name, input.Text)).Concat(HostileInputs.Bounded))
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            long before = GC.GetAllocatedBytesForCurrentThread();
            double least = Enumerable.Range(0, Rounds).Min(_ => Measure(utf8));
            double allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 1e6 / Rounds;
            Console.WriteLine(string.Format(CultureInfo.InvariantCulture,
                "  {0,-40} {1,8:N1} MB: {2,8:N1} ms, {3,7:N1} MB", name, utf8.Length / 1e6, least, allocated));
        }
    }

    private static double Measure(byte[] utf8)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            (InputFormat format, Stream stream) = InputFormats.Detect(new MemoryStream(utf8));
            PlannedInput.Read(stream, format, new ResourceSource(null, null), new PlannedOptions(), CancellationToken.None);
        }
        catch (ExportFormatException)
        {
            // Most of them are refused; how long that takes is what is asked.
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
