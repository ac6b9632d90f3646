using System.Reflection;
using Amazon.Runtime;
#if NET
using System.Diagnostics.CodeAnalysis;

[assembly: UnconditionalSuppressMessage(
    "Trimming", "IL2075", Scope = "type", Target = "T:RedisCompliance.Aws.Connection.ForeignCredentials",
    Justification = "Such an object is of a PowerShell session, where nothing is trimmed. Lambda's function has none.")]
#endif

namespace RedisCompliance.Aws.Connection;

/// <summary>
/// Credentials of another copy of the AWS SDK, such as the one in AWS Tools for PowerShell. Each call asks them again,
/// so that they can refresh; nothing is cached here.
/// </summary>
internal sealed class ForeignCredentials : AWSCredentials
{
    private readonly object _credentials;
    private readonly MethodInfo _getCredentials;

    private ForeignCredentials(object credentials, MethodInfo getCredentials)
    {
        _credentials = credentials;
        _getCredentials = getCredentials;
    }

    /// <summary>Wraps an object that is credentials of any AWS SDK; null if it is not.</summary>
    public static AWSCredentials? TryWrap(object candidate)
    {
        if (candidate is AWSCredentials own)
        {
            return own;
        }

        MethodInfo? get = candidate.GetType().GetMethod(
            nameof(GetCredentials), BindingFlags.Public | BindingFlags.Instance, null, Type.EmptyTypes, null);
        return get?.ReturnType.GetProperty(nameof(ImmutableCredentials.AccessKey)) is null ? null : new ForeignCredentials(candidate, get);
    }

    public override ImmutableCredentials GetCredentials()
    {
        object keys;
        try
        {
            keys = _getCredentials.Invoke(_credentials, null)
                ?? throw new AmazonClientException(Messages.CredentialObjectEmpty);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is not null)
        {
            throw new AmazonClientException(exception.InnerException.Message, exception.InnerException);
        }

        return new ImmutableCredentials(
            Read(keys, nameof(ImmutableCredentials.AccessKey)),
            Read(keys, nameof(ImmutableCredentials.SecretKey)),
            Read(keys, nameof(ImmutableCredentials.Token)));
    }

    // The other SDK may refresh over the network: do not block the caller's thread.
    public override Task<ImmutableCredentials> GetCredentialsAsync() => Task.Run(GetCredentials);

    private static string? Read(object keys, string name) => keys.GetType().GetProperty(name)?.GetValue(keys) as string;
}
