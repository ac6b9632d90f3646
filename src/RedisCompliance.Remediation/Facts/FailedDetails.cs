namespace RedisCompliance.Remediation.Facts;

/// <summary>
/// Details of an account or Region that could not be accessed: nothing is known of its resources, for the given reason.
/// </summary>
internal sealed class FailedDetails(ServiceCallException failure) : IResourceDetails
{
    public Task<IReadOnlyList<DescribedRecord>> DescribeAsync(DetailKind kind, string name, CancellationToken cancellationToken) =>
        Task.FromException<IReadOnlyList<DescribedRecord>>(failure);
}
