namespace RedisCompliance.Deployment;

/// <summary>What to do about a recorder that is missing or stopped.</summary>
/// <param name="Enable">Whether to start or create it.</param>
/// <param name="DeliveryBucketName">The bucket of a delivery channel to create; null to create none.</param>
public sealed record RecorderOptions(bool Enable, string? DeliveryBucketName);

/// <summary>
/// AWS Config's recorder. AWS Config accepts a Lambda rule without a recorder, but such rules have been seen to vanish, so the recorder
/// is checked first. It belongs to the account, not to the installation, and is never removed.
/// </summary>
internal sealed class RecorderStep(InstallationContext context, RecorderOptions options) : RuleInstallationStep(context)
{
    private const string DefaultName = "default";
    private const string ServiceName = "config.amazonaws.com";
    private const string ServiceRoleName = "AWSServiceRoleForConfig";

    private RecorderDetail? _recorder;
    private string? _deliveryChannel;

    public override string Part => "Recorder";

    public override string Name => _recorder?.Name ?? DefaultName;

    public override bool Exists => _recorder is not null;

    private bool CanCreate => options.Enable && options.DeliveryBucketName is not null;

    /// <summary>Why the installation cannot continue; null if it can, as things are or with the permitted changes.</summary>
    public InstallationException? Obstacle()
    {
        string region = Context.Identity.Region;
        return _recorder is null && !CanCreate
            ? new(InstallationFault.NoRecorder, Part, Messages.NoRecorder.With(region))
            : _deliveryChannel is null && !CanCreate
            ? new(InstallationFault.NoRecorder, Part, Messages.NoDeliveryChannel.With(Name, region))
            : _recorder is { IsRecording: false } && !options.Enable
            ? new(InstallationFault.RecorderStopped, Part, Messages.RecorderStopped.With(Name, region))
            : null;
    }

    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        Task<RecorderDetail?> recorder = Services.ConfigRules.DescribeConfigurationRecorderAsync(cancellationToken);
        _deliveryChannel = await Services.ConfigRules.DescribeDeliveryChannelAsync(cancellationToken).ConfigureAwait(false);
        _recorder = await recorder.ConfigureAwait(false);
    }

    public override IEnumerable<string> Differences()
    {
        if (_deliveryChannel is null)
        {
            yield return Messages.NoChannel;
        }

        if (_recorder is { IsRecording: false })
        {
            yield return Messages.NotRecording;
        }
    }

    /// <remarks>
    /// What the article requires of a recorder. The rule needs none of it: AWS Config does not record ElastiCache, and runs periodic
    /// rules on schedule. So this is only remarked on.
    /// </remarks>
    public override IEnumerable<string> Remarks()
    {
        if (_recorder is { IsForAllTypes: false })
        {
            yield return Messages.RecorderOfSomeTypes;
        }

        if (_recorder?.LastError is { } error)
        {
            yield return Messages.RecorderDeliveryFailed.With(error);
        }
    }

    public override IEnumerable<InstallationChange> Changes()
    {
        if (_recorder is null && CanCreate)
        {
            yield return Change(Messages.TargetRecorder.With(DefaultName), Messages.CreateForAllTypes,
                RulePartAction.Created, CreateAsync);
        }

        if (_deliveryChannel is null && CanCreate)
        {
            yield return Change(Messages.TargetChannel.With(DefaultName), Messages.CreateToBucket.With(options.DeliveryBucketName),
                RulePartAction.Updated, async cancellationToken =>
            {
                await Services.ConfigRules.PutDeliveryChannelAsync(DefaultName, options.DeliveryBucketName!, cancellationToken)
                    .ConfigureAwait(false);
                _deliveryChannel = DefaultName;
            });
        }

        if (options.Enable && _recorder is not { IsRecording: true })
        {
            yield return Change(Messages.TargetRecorder.With(Name), Messages.Start, RulePartAction.Updated, async cancellationToken =>
            {
                await Services.ConfigRules.StartConfigurationRecorderAsync(Name, cancellationToken).ConfigureAwait(false);
                _recorder = (_recorder ?? new RecorderDetail(Name, true)) with { IsRecording = true };
            });
        }
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        RoleDetail? role = await Services.IdentityManagement.GetRoleAsync(ServiceRoleName, cancellationToken).ConfigureAwait(false);
        if (role is null)
        {
            await CreateServiceLinkedRoleAsync(cancellationToken).ConfigureAwait(false);
        }

        string roleArn = role?.Arn ?? Context.Identity.RoleArn($"aws-service-role/{ServiceName}/{ServiceRoleName}");
        await Context.Propagation.RetryAsync(
            () => Services.ConfigRules.PutConfigurationRecorderAsync(DefaultName, roleArn, cancellationToken),
            failure => failure.ErrorCode == "InvalidRoleException", cancellationToken).ConfigureAwait(false);
        _recorder = new RecorderDetail(DefaultName, false);
    }

    /// <summary>Creates the role, or finds it created by an earlier attempt or by someone else.</summary>
    private async Task CreateServiceLinkedRoleAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Services.IdentityManagement.CreateServiceLinkedRoleAsync(ServiceName, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceCallException exception) when (exception.ErrorCode == "EntityAlreadyExists"
            || (exception.ErrorCode == "InvalidInput" && exception.Message.Contains("has been taken")))
        {
            // IAM allows one such role per account, and rejects a second one in these words.
        }
    }
}
