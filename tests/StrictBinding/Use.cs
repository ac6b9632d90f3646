using System.Globalization;
using System.Security.Cryptography;
using RedisCompliance.Audit;
using RedisCompliance.Aws.Connection;
using RedisCompliance.Aws.Config;
using RedisCompliance.Aws.Fleet;
using RedisCompliance.Config;
using RedisCompliance.Deployment;
using RedisCompliance.Deployment.Aws;
using RedisCompliance.Evaluating;
using RedisCompliance.Failures;
using RedisCompliance.Files;
using RedisCompliance.Resources;

namespace RedisCompliance.StrictBinding;

/// <summary>What the cmdlets do, without them: each use prints a line for each thing that it got.</summary>
internal static class Use
{
    /// <summary>Get-RedisAtRestCompliance -Path.</summary>
    public static void Read(string folder)
    {
        foreach (string file in Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories))
        {
            using FileStream stream = File.OpenRead(file);
            foreach (RedisResource resource in new ExportReader(stream).Read())
            {
                Print(AtRestEvaluator.Evaluate(resource, DateTime.UtcNow));
            }
        }
    }

    /// <summary>Get-RedisAtRestCompliance.</summary>
    public static async Task GetAsync(string url)
    {
        AwsConnection connection = await ConnectAsync(url).ConfigureAwait(false);
        using AwsFleet fleet = await AwsFleet.OpenAsync(connection, new FleetSettings(), CancellationToken.None).ConfigureAwait(false);
        AtRestAudit audit = new(AtRestPolicy.Default, DateTime.UtcNow);
        IAsyncEnumerable<AuditPage> pages = audit.RunAsync(
            fleet.GetTargetsAsync(CancellationToken.None), ResourceType.Default, throttleLimit: 4);
        await foreach (AuditPage page in pages.ConfigureAwait(false))
        {
            foreach (Evaluation evaluation in page.Evaluate())
            {
                Print(evaluation);
            }

            foreach (ServiceCallException failure in page.Failures)
            {
                throw failure;
            }
        }
    }

    /// <summary>Publish-ConfigEvaluation.</summary>
    public static async Task PublishAsync(string url, string ruleName, string resultToken)
    {
        AwsConnection connection = await ConnectAsync(url).ConfigureAwait(false);
        using ConfigEvaluationStore store = connection.OpenEvaluationStore();
        string account = await store.GetAccountIdAsync(CancellationToken.None).ConfigureAwait(false);
        ConfigRuleInvocation invocation = new(ruleName, account, resultToken, DateTime.UtcNow, TestMode: false);
        using ConfigEvaluationUploader uploader = new(store, invocation, mayRetire: true, delay: null, CancellationToken.None);
        await uploader.AddNothingInScopeAsync(account, CancellationToken.None).ConfigureAwait(false);
        await uploader.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        ServiceCallException? failure =
            await uploader.RetireAsync(invocation.OrderingTimestamp, CancellationToken.None).ConfigureAwait(false);
        Console.WriteLine($"{uploader.PublishedCount} published, {uploader.RetiredCount} retired, {failure?.Message ?? "no failure"}");
    }

    /// <summary>Install-RedisAtRestRule.</summary>
    public static async Task InstallAsync(string url)
    {
        AwsConnection connection = await ConnectAsync(url).ConfigureAwait(false);
        using RuleServiceClients site = await RuleServiceClients.OpenAsync(connection, CancellationToken.None).ConfigureAwait(false);
        byte[] zip = [80, 75, 5, 6];
        using SHA256 hash = SHA256.Create();
        RuleDefinition definition = new() { Package = new FunctionPackage(zip, Convert.ToBase64String(hash.ComputeHash(zip))) };
        InstallationOptions options = new() { Delay = (_, _) => Task.CompletedTask };
        RuleInstallation installation = new(site.Services, definition, options);
        await installation.ReadAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (InstallationChange change in installation.Install())
        {
            await change.ApplyAsync(CancellationToken.None).ConfigureAwait(false);
        }

        installation.Close(isComplete: true);
        foreach (RulePart part in installation.Parts)
        {
            Console.WriteLine($"{part.Part} {part.Action}");
        }
    }

    /// <summary>A sentence of the resources, in a language.</summary>
    public static async Task RefuseAsync(string culture)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            await ConnectAsync("elsewhere").ConfigureAwait(false);
        }
        catch (ConnectionException exception)
        {
            Console.WriteLine($"{exception.Fault}: {exception.Message}");
        }
    }

    private static Task<AwsConnection> ConnectAsync(string url) => AwsConnection.OpenAsync(
        new AwsConnectionSettings { Region = "us-east-1", AccessKey = "AKID", SecretKey = "SECRET", EndpointUrl = url },
        CancellationToken.None);

    private static void Print(Evaluation evaluation) =>
        Console.WriteLine($"{evaluation.ComplianceType} {evaluation.ComplianceResourceId}");
}
