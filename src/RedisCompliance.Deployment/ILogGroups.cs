namespace RedisCompliance.Deployment;

/// <summary>A log group in CloudWatch Logs.</summary>
/// <param name="Arn">Its ARN, without the trailing <c>:*</c>.</param>
/// <param name="RetentionInDays">How long events are kept; null means forever.</param>
/// <param name="Tags">Its tags.</param>
public sealed record LogGroupDetail(string Arn, int? RetentionInDays, IReadOnlyDictionary<string, string> Tags);

/// <summary>A line of a log.</summary>
/// <param name="Time">When it was written, UTC.</param>
/// <param name="Message">The line.</param>
public sealed record LogLine(DateTime Time, string Message);

/// <summary>
/// The port to CloudWatch Logs: the operations that an installation needs, under AWS's names. What does not exist is null; every failure
/// is a <see cref="ServiceCallException"/>.
/// </summary>
/// <remarks>Amazon CloudWatch Logs API Reference, version 2014-03-28.</remarks>
public interface ILogGroups
{
    /// <summary>Reads a log group with its tags.</summary>
    Task<LogGroupDetail?> DescribeLogGroupAsync(string logGroupName, CancellationToken cancellationToken);

    /// <summary>Creates a log group.</summary>
    Task CreateLogGroupAsync(string logGroupName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Sets how long events are kept.</summary>
    Task PutRetentionPolicyAsync(string logGroupName, int retentionInDays, CancellationToken cancellationToken);

    /// <summary>Adds tags to a log group.</summary>
    Task TagResourceAsync(string logGroupArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Reads the lines that contain any term of the pattern; null if there is no such log group.</summary>
    Task<IReadOnlyList<LogLine>?> FilterLogEventsAsync(
        string logGroupName, string filterPattern, DateTime startTime, CancellationToken cancellationToken);

    /// <summary>Deletes a log group with its events.</summary>
    Task DeleteLogGroupAsync(string logGroupName, CancellationToken cancellationToken);
}
