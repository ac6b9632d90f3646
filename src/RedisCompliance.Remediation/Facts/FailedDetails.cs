namespace RedisCompliance.Remediation.Facts;

/// <summary>An account or Region that could not be entered: of each of its resources nothing is known, and why.</summary>
internal sealed class FailedDetails(ServiceCallException failure) : IResourceDetails
{
    public Task<IReadOnlyList<DescribedRecord>> DescribeAsync(DetailKind kind, string name, CancellationToken cancellationToken) =>
        Task.FromException<IReadOnlyList<DescribedRecord>>(failure);
}
