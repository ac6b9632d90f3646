using System.Globalization;
using RedisCompliance.Bench;

// Every measurement is made in a process of its own, against an endpoint in another one; the one started by hand
// only starts those and prints what they say.
switch (args)
{
    case ["serve" or "serve-fleet", var groups, var latency]:
        await EndpointProcess.ServeAsync(
            int.Parse(groups, CultureInfo.InvariantCulture),
            TimeSpan.FromMilliseconds(double.Parse(latency, CultureInfo.InvariantCulture)), args[0] == "serve-fleet");
        return 0;
    case ["fleet-warm", var url, .. var shape]:
        await FleetBenchmark.WarmAsync(url, Shape(shape));
        return 0;
    case ["fleet-cold", var what, var url, .. var shape]:
        await FleetBenchmark.ColdAsync(what, url, Shape(shape));
        return 0;
    case ["fleet"]:
        await FleetBenchmark.RunAsync();
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
    case ["serve-plans", var groups, var latency]:
        await RemediationBenchmark.ServeAsync(
            int.Parse(groups, CultureInfo.InvariantCulture),
            TimeSpan.FromMilliseconds(double.Parse(latency, CultureInfo.InvariantCulture)));
        return 0;
    case ["plans", var url, var groups]:
        await RemediationBenchmark.MeasureAsync(url, int.Parse(groups, CultureInfo.InvariantCulture));
        return 0;
    case ["plans"]:
        await RemediationBenchmark.RunAsync();
        return 0;
    case ["report", var format, var count]:
        ReportBenchmark.Measure(format, int.Parse(count, CultureInfo.InvariantCulture));
        return 0;
    case ["report"]:
        await ReportBenchmark.RunAsync();
        return 0;
    case ["planned", var megabytes]:
        PlannedBenchmark.Measure(int.Parse(megabytes, CultureInfo.InvariantCulture));
        return 0;
    case ["planned"]:
        await PlannedBenchmark.RunAsync();
        return 0;
    case ["hostile"]:
        HostileBenchmark.Run();
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
        await FleetBenchmark.RunAsync();
        await ReportBenchmark.RunAsync();
        await RemediationBenchmark.RunAsync();
        await PlannedBenchmark.RunAsync();
        HostileBenchmark.Run();
        return 0;
    default:
        Console.Error.WriteLine(
            "Usage: dotnet run -c Release --project bench [-- import | listing | rule | fleet | report | plans | planned | hostile]");
        return 64;
}

static FleetShape Shape(string[] numbers) => new(
    int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture),
    int.Parse(numbers[2], CultureInfo.InvariantCulture), double.Parse(numbers[3], CultureInfo.InvariantCulture),
    int.Parse(numbers[4], CultureInfo.InvariantCulture));
