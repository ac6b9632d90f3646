using System.Reflection;
using System.Text;

namespace RedisCompliance.Templates.Tests;

/// <summary>Reads and judges a plan or template that a test holds as text.</summary>
internal static class Support
{
    public static string Root { get; } = typeof(Support).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Root").Value!;

    public static PlannedInput Read(string text, PlannedOptions? options = null)
    {
        (InputFormat format, Stream stream) = InputFormats.Detect(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.NotEqual(InputFormat.Export, format);
        return PlannedInput.Read(
            stream, format, new ResourceSource("/repo/input", null), options ?? new PlannedOptions(),
            TestContext.Current.CancellationToken);
    }

    public static List<Evaluation> Judge(string text, PlannedOptions? options = null, AtRestPolicy? policy = null) =>
        Judge(Read(text, options), policy);

    public static List<Evaluation> Judge(PlannedInput input, AtRestPolicy? policy = null)
    {
        OfflineAudit audit = new(policy ?? AtRestPolicy.Default, new DateTime(2026, 11, 26, 0, 0, 0, DateTimeKind.Utc));
        input.Resources.ForEach(audit.Add);
        return [.. audit.Evaluate()];
    }

    public static Evaluation One(string text, PlannedOptions? options = null, AtRestPolicy? policy = null) =>
        Assert.Single(Judge(text, options, policy));

    public static string Refusal(string text) => Assert.Throws<ExportFormatException>(() => Read(text)).Message;
}
