using System.Globalization;

namespace RedisCompliance.Deployment.Aws;

/// <summary>The operations of IAM that an installation needs, under the names of AWSSDK.IdentityManagement, which it replaces.</summary>
/// <remarks>IAM API Reference, version 2010-05-08.</remarks>
internal sealed class AmazonIdentityManagementServiceClient(AwsConnection connection)
    : ServiceClient(connection, new AmazonIdentityManagementServiceConfig(connection)), IIdentityManagement
{
    private const string ApiVersion = "2010-05-08";
    private const string NoSuchEntity = "NoSuchEntity";

    private static readonly QueryRequestMarshaller s_marshaller = new("IAM");

    public Task<RoleDetail?> GetRoleAsync(string roleName, CancellationToken cancellationToken) =>
        OrNullAsync(CallAsync("GetRole", roleName, [], xml => QueryMembers.Find(xml, "Role", ReadRole)
            ?? throw QueryMembers.Missing("Role"), cancellationToken), NoSuchEntity);

    public Task<RoleDetail> CreateRoleAsync(
        string roleName, string trustPolicy, string description, IReadOnlyDictionary<string, string> tags,
        CancellationToken cancellationToken) =>
        CallAsync("CreateRole", roleName, [("AssumeRolePolicyDocument", trustPolicy), ("Description", description), .. Tags(tags)],
            xml => QueryMembers.Find(xml, "Role", ReadRole) ?? throw QueryMembers.Missing("Role"), cancellationToken);

    public Task UpdateAssumeRolePolicyAsync(string roleName, string trustPolicy, CancellationToken cancellationToken) =>
        CallAsync("UpdateAssumeRolePolicy", roleName, [("PolicyDocument", trustPolicy)], cancellationToken);

    public Task TagRoleAsync(string roleName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        CallAsync("TagRole", roleName, [.. Tags(tags)], cancellationToken);

    public Task<IReadOnlyList<string>> ListRolePoliciesAsync(string roleName, CancellationToken cancellationToken) =>
        ListAsync("ListRolePolicies", roleName, "PolicyNames", xml => xml.ReadText(), cancellationToken);

    public async Task<string?> GetRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken) =>
        await OrNullAsync(CallAsync("GetRolePolicy", roleName, [("PolicyName", policyName)],
            xml => Uri.UnescapeDataString(QueryMembers.Texts(xml).Required("PolicyDocument")),
            cancellationToken), NoSuchEntity).ConfigureAwait(false);

    public Task PutRolePolicyAsync(string roleName, string policyName, string policy, CancellationToken cancellationToken) =>
        CallAsync("PutRolePolicy", roleName, [("PolicyName", policyName), ("PolicyDocument", policy)], cancellationToken);

    public Task DeleteRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken) =>
        CallAsync("DeleteRolePolicy", roleName, [("PolicyName", policyName)], cancellationToken);

    public Task<IReadOnlyList<string>> ListAttachedRolePoliciesAsync(string roleName, CancellationToken cancellationToken) =>
        ListAsync("ListAttachedRolePolicies", roleName, "AttachedPolicies",
            xml => QueryMembers.Texts(xml).Required("PolicyArn"), cancellationToken);

    public Task AttachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        CallAsync("AttachRolePolicy", roleName, [("PolicyArn", policyArn)], cancellationToken);

    public Task DetachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        CallAsync("DetachRolePolicy", roleName, [("PolicyArn", policyArn)], cancellationToken);

    public Task DeleteRoleAsync(string roleName, CancellationToken cancellationToken) =>
        CallAsync("DeleteRole", roleName, [], cancellationToken);

    public Task CreateServiceLinkedRoleAsync(string serviceName, CancellationToken cancellationToken) =>
        CallAsync("CreateServiceLinkedRole", null, [("AWSServiceName", serviceName)], cancellationToken);

    private Task<T> CallAsync<T>(
        string operation, string? roleName, IEnumerable<(string Name, string Value)> parameters, Func<Utf8XmlReader, T> read,
        CancellationToken cancellationToken)
        where T : class =>
        CallAsync<T>(operation, Request(operation, roleName, parameters), s_marshaller, new QueryAnswerUnmarshaller<T>(operation, read),
            cancellationToken);

    /// <summary>Calls an operation that returns nothing, even though some of IAM's send a result element.</summary>
    private Task CallAsync(string operation,
        string? roleName, IEnumerable<(string Name, string Value)> parameters, CancellationToken cancellationToken) =>
        CallAsync<string>(operation, Request(operation, roleName, parameters), s_marshaller,
            new QueryAnswerUnmarshaller<string>(operation, _ => string.Empty, whenThereIsNone: string.Empty), cancellationToken);

    private async Task<IReadOnlyList<string>> ListAsync(
        string operation, string roleName, string list, Func<Utf8XmlReader, string> readItem, CancellationToken cancellationToken) =>
        await TokenPages.ReadAllAsync(operation, (marker, stop) => CallAsync(
            operation, roleName, marker is null ? [] : [("Marker", marker)], xml =>
                ReadPage(xml, list, readItem), stop), cancellationToken).ConfigureAwait(false);

    private static QueryRequest Request(string operation, string? roleName, IEnumerable<(string Name, string Value)> parameters)
    {
        QueryRequest request = new(operation, ApiVersion);
        request.Add("RoleName", roleName);
        foreach ((string name, string value) in parameters)
        {
            request.Add(name, value);
        }

        return request;
    }

    private static IEnumerable<(string, string)> Tags(IReadOnlyDictionary<string, string> tags) => tags.SelectMany((tag, index) =>
    {
        string member = "Tags.member." + (index + 1).ToString(CultureInfo.InvariantCulture);
        return new[] { (member + ".Key", tag.Key), (member + ".Value", tag.Value) };
    });

    private static TokenPage<string> ReadPage(Utf8XmlReader xml, string list, Func<Utf8XmlReader, string> readItem)
    {
        List<string>? items = null;
        string? marker = null;
        for (int depth = xml.Depth; xml.ReadChild(depth);)
        {
            string name = QueryMembers.NameOf(xml);
            if (name == list)
            {
                items = [];
                for (int inner = xml.Depth; xml.ReadItem(inner);)
                {
                    items.Add(readItem(xml));
                }
            }
            else if (name == "Marker")
            {
                marker = xml.ReadText();
            }
        }

        return new TokenPage<string>(items ?? throw QueryMembers.Missing(list), marker);
    }

    private static RoleDetail ReadRole(Utf8XmlReader xml)
    {
        string? arn = null;
        string trust = string.Empty;
        string? roleId = null;
        string? boundary = null;
        Dictionary<string, string> tags = [];
        for (int depth = xml.Depth; xml.ReadChild(depth);)
        {
            switch (QueryMembers.NameOf(xml))
            {
                case "Arn":
                    arn = xml.ReadText();
                    break;
                case "RoleId":
                    roleId = xml.ReadText();
                    break;
                case "PermissionsBoundary":
                    boundary = QueryMembers.Texts(xml).Required("PermissionsBoundaryArn");
                    break;
                case "AssumeRolePolicyDocument":
                    trust = Uri.UnescapeDataString(xml.ReadText());
                    break;
                case "Tags":
                    for (int inner = xml.Depth; xml.ReadChild(inner);)
                    {
                        Dictionary<string, string> tag = QueryMembers.Texts(xml);
                        tags[tag.Required("Key")] = tag.Required("Value");
                    }

                    break;
            }
        }

        return new RoleDetail(arn ?? throw QueryMembers.Missing("Arn"), trust, tags, roleId, boundary);
    }

    private sealed class AmazonIdentityManagementServiceConfig(AwsConnection connection) : ServiceConfig(connection, "IAM", "iam")
    {
        public override string ServiceVersion => ApiVersion;
    }
}
