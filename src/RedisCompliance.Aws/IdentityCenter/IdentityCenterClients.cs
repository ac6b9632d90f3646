using Amazon.Runtime;
using Amazon.RuntimeDependencies;

namespace RedisCompliance.Aws;

/// <summary>
/// Gives AWSSDK.Core the clients that its credentials of IAM Identity Center call. Without, it looks for AWSSDK.SSO and
/// AWSSDK.SSOOIDC by name in the whole process: see docs/adr/0007.
/// </summary>
internal static class IdentityCenterClients
{
    private static readonly Lazy<GlobalRuntimeDependencyRegistry> s_registry = new(() =>
    {
        GlobalRuntimeDependencyRegistry registry = GlobalRuntimeDependencyRegistry.Instance;
        registry.RegisterSSOClient(context => new AmazonSSOClient(AwsConnection.To(new AnonymousAWSCredentials(), context.SSOClientContextData.Region)));
        registry.RegisterSSOOIDCClient(context => new AmazonSSOOIDCClient(AwsConnection.To(new AnonymousAWSCredentials(), context.SSOOIDCClientContextData.Region)));
        return registry;
    });

    /// <summary>Has them at hand from now on.</summary>
    public static void Register() => _ = s_registry.Value;
}
