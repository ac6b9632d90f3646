using System.Globalization;
using RedisCompliance.Bench;

// Every measurement is made in a process of its own, against an endpoint in another one; the one started by hand
// only starts those and prints what they say.
switch (args)
{
    case ["serve", var groups, var latency]:
        await EndpointProcess.ServeAsync(int.Parse(groups, CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(double.Parse(latency, CultureInfo.InvariantCulture)));
        return 0;
    case ["warm", var url]:
        await ListingBenchmark.WarmAsync(url);
        return 0;
    case ["cold", var what, var url]:
        await ListingBenchmark.ColdAsync(what, url);
        return 0;
    case ["memory", var url]:
        await ListingBenchmark.MemoryAsync(url);
        return 0;
    case ["rule", var url, var groups]:
        await RuleBenchmark.MeasureAsync(url, int.Parse(groups, CultureInfo.InvariantCulture));
        return 0;
    case ["rule-memory", var url, var groups]:
        await RuleBenchmark.MemoryAsync(url, int.Parse(groups, CultureInfo.InvariantCulture));
        return 0;
    case ["import", var manifest, var command]:
        ImportBenchmark.Measure(manifest, command);
        return 0;
    case ["import"]:
        await ImportBenchmark.RunAsync();
        return 0;
    case ["listing"]:
        await ListingBenchmark.RunAsync();
        return 0;
    case ["rule"]:
        await RuleBenchmark.RunAsync();
        return 0;
    case []:
        await ImportBenchmark.RunAsync();
        await ListingBenchmark.RunAsync();
        await RuleBenchmark.RunAsync();
        return 0;
    default:
        Console.Error.WriteLine("Usage: dotnet run -c Release --project bench [-- import | listing | rule]");
        return 64;
}
