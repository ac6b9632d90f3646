namespace RedisCompliance.Deployment.Aws;

/// <summary>The organization that a rule is deployed to.</summary>
internal sealed class OrganizationClient(AwsConnection connection) : AmazonOrganizationsClient(connection), IOrganizations;
