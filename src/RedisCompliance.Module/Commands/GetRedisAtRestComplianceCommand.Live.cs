using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <content>The live way: the APIs of ElastiCache, a Region at a time.</content>
public sealed partial class GetRedisAtRestComplianceCommand
{
    private const int ProgressId = 0x5ED15;

    private void AuditLive()
    {
        foreach (string? region in Region?.Distinct(StringComparer.OrdinalIgnoreCase) ?? [null])
        {
            AuditRegion(region);
        }
    }

    // Apart from the rest, so that nothing of AWS is loaded before a live audit begins.
    private void AuditRegion(string? region)
    {
        AwsConnection connection = AwsSession.Connect(this, region);
        using ElastiCacheInventory inventory = connection.OpenInventory();
        WriteVerbose($"Region {connection.Region} (from {connection.RegionSource}), credentials from {connection.CredentialSource}, endpoint {inventory.Endpoint}.");
        List<(string ResourceType, ServiceCallException Failure)> failures = Run(inventory);
        ReportFailures(failures, connection.Region);
    }

    private List<(string, ServiceCallException)> Run(ElastiCacheInventory inventory)
    {
        List<(string, ServiceCallException)> failures = [];
        ListingProgress progress = new(this, inventory.Region);
        IAsyncEnumerator<AuditPage> pages = _audit
            .RunAsync(inventory, ResourceType ?? (IEnumerable<string>)RedisCompliance.ResourceType.All, StopToken)
            .GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (Wait(pages.MoveNextAsync()))
            {
                AuditPage page = pages.Current;
                if (page.Failure is not null)
                {
                    failures.Add((page.ResourceType, page.Failure));
                    continue;
                }

                WriteVerbose($"{page.ResourceType}: {page.ResourceCount} resources on page {page.PageNumber}{(page.IsLast ? ", the last," : null)} from {inventory.Endpoint}.");
                foreach (Evaluation evaluation in page.Evaluate())
                {
                    Emit(evaluation);
                }

                ReportUnnamed(page.UnnamedCount, $"{page.ResourceType} in {inventory.Region}");
                progress.Show(page);
            }
        }
        finally
        {
            pages.DisposeAsync().AsTask().GetAwaiter().GetResult();
            progress.Complete();
        }

        return failures;
    }

    /// <summary>One error for each cause: three listings that fail alike are one thing to mend.</summary>
    private void ReportFailures(List<(string ResourceType, ServiceCallException Failure)> failures, string region)
    {
        foreach (var cause in failures.GroupBy(failed => (failed.Failure.Failure, failed.Failure.ErrorCode)))
        {
            _isIncomplete = true;
            ServiceCallException first = cause.First().Failure;
            string[] types = [.. cause.Select(failed => failed.ResourceType)];
            if (first.IsOfCredentials)
            {
                ThrowTerminatingError(ErrorRecords.From(first, region));
            }

            ServiceCallException error = types.Length == 1 ? first : new ServiceCallException(
                first.Failure, string.Join($", {first.Service}:", cause.Select(failed => failed.Failure.Operation)),
                Messages.SameForOthers.With(first.Message, string.Join(", ", types.Skip(1))), first.ErrorCode, first) { Service = first.Service };
            WriteError(ErrorRecords.From(error, types.Length == 1 ? types[0] : types));
        }
    }

    /// <summary>Progress for listings that are longer than a page; how long they will be, no one can know.</summary>
    private sealed class ListingProgress(Cmdlet cmdlet, string region)
    {
        private readonly string _activity = $"Listing ElastiCache in {region}";
        private int _pages;
        private int _resources;
        private bool _isShown;

        public void Show(AuditPage page)
        {
            _pages++;
            _resources += page.ResourceCount;
            if (_isShown || !page.IsLast)
            {
                _isShown = true;
                cmdlet.WriteProgress(new ProgressRecord(ProgressId, _activity, $"{_resources} resources on {_pages} pages"));
            }
        }

        public void Complete()
        {
            if (_isShown)
            {
                cmdlet.WriteProgress(new ProgressRecord(ProgressId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
            }
        }
    }
}
