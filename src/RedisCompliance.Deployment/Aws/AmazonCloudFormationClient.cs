namespace RedisCompliance.Deployment.Aws;

/// <summary>
/// The operations of CloudFormation's registry that a hook needs, under the names of AWSSDK.CloudFormation, which it replaces.
/// </summary>
/// <remarks>AWS CloudFormation API Reference, version 2010-05-15.</remarks>
internal sealed class AmazonCloudFormationClient(AwsConnection connection)
    : ServiceClient(connection, new AmazonCloudFormationConfig(connection)), ICloudFormationTypes
{
    private const string ApiVersion = "2010-05-15";
    private const string Hook = "HOOK";

    private static readonly QueryRequestMarshaller s_marshaller = new("CloudFormation");

    public async Task<IReadOnlyList<string>> ListTypesAsync(CancellationToken cancellationToken) =>
        await TokenPages.ReadAllAsync("ListTypes", (token, stop) => CallAsync("ListTypes",
            [("Type", Hook), ("Visibility", "PRIVATE"), .. token is null ? Array.Empty<(string, string)>() : [("NextToken", token)]],
            ReadNames, stop), cancellationToken).ConfigureAwait(false);

    public Task<HookTypeDetail?> DescribeTypeAsync(string hookName, CancellationToken cancellationToken) =>
        OrNullAsync(CallAsync("DescribeType", [("Type", Hook), ("TypeName", hookName)], xml =>
        {
            Dictionary<string, string> members = QueryMembers.Texts(xml);
            return new HookTypeDetail(members.Required("Arn"), Value(members, "OriginalTypeName"), Value(members, "PublisherId"),
                Value(members, "ExecutionRoleArn"), Flag(members, "AutoUpdate"), Flag(members, "IsActivated"),
                Value(members, "DeprecatedStatus") == "DEPRECATED");
        }, cancellationToken), "TypeNotFoundException");

    public Task<string> ActivateTypeAsync(string hookName, string executionRoleArn, CancellationToken cancellationToken) =>
        CallAsync("ActivateType",
            [
                ("Type", Hook), ("TypeName", HookStep.TypeName), ("PublisherId", HookStep.PublisherId), ("TypeNameAlias", hookName),
                ("ExecutionRoleArn", executionRoleArn),
            ], xml => QueryMembers.Texts(xml).Required("Arn"), cancellationToken);

    public Task<string> BatchDescribeTypeConfigurationsAsync(string typeArn, CancellationToken cancellationToken) =>
        CallAsync("BatchDescribeTypeConfigurations", [("TypeConfigurationIdentifiers.member.1.TypeArn", typeArn)],
            xml => QueryMembers.Find(xml, "TypeConfigurations", ReadFirst) ?? throw QueryMembers.Missing("TypeConfigurations"),
            cancellationToken);

    public Task SetTypeConfigurationAsync(string typeArn, string configuration, CancellationToken cancellationToken) =>
        CallAsync("SetTypeConfiguration", [("TypeArn", typeArn), ("Configuration", configuration)], cancellationToken);

    public Task DeactivateTypeAsync(string hookName, CancellationToken cancellationToken) =>
        CallAsync("DeactivateType", [("Type", Hook), ("TypeName", hookName)], cancellationToken);

    private static TokenPage<string> ReadNames(Utf8XmlReader xml)
    {
        List<string>? names = null;
        string? token = null;
        for (int depth = xml.Depth; xml.ReadChild(depth);)
        {
            string element = QueryMembers.NameOf(xml);
            if (element == "TypeSummaries")
            {
                names = [];
                for (int inner = xml.Depth; xml.ReadItem(inner);)
                {
                    names.Add(QueryMembers.Texts(xml).Required("TypeName"));
                }
            }
            else if (element == "NextToken")
            {
                token = xml.ReadText();
            }
        }

        return new TokenPage<string>(names ?? throw QueryMembers.Missing("TypeSummaries"), token);
    }

    /// <summary>The call asked for one configuration: if it is among the errors instead, that does not mean that there is none.</summary>
    private static string ReadFirst(Utf8XmlReader xml)
    {
        string? configuration = null;
        for (int depth = xml.Depth; xml.ReadItem(depth);)
        {
            configuration ??= QueryMembers.Texts(xml).Required("Configuration");
        }

        return configuration ?? throw QueryMembers.Missing("member");
    }

    private static bool? Flag(Dictionary<string, string> members, string name) =>
        bool.TryParse(Value(members, name), out bool flag) ? flag : null;

    private static string? Value(Dictionary<string, string> members, string name) =>
        members.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    private Task<T> CallAsync<T>(
        string operation, IEnumerable<(string Name, string Value)> parameters, Func<Utf8XmlReader, T> read,
        CancellationToken cancellationToken)
        where T : class =>
        CallAsync<T>(operation, Request(operation, parameters), s_marshaller, new QueryAnswerUnmarshaller<T>(operation, read),
            cancellationToken);

    /// <summary>Calls an operation that returns nothing.</summary>
    private Task CallAsync(
        string operation, IEnumerable<(string Name, string Value)> parameters, CancellationToken cancellationToken) =>
        CallAsync<string>(operation, Request(operation, parameters), s_marshaller,
            new QueryAnswerUnmarshaller<string>(operation, _ => string.Empty, whenThereIsNone: string.Empty), cancellationToken);

    private static QueryRequest Request(string operation, IEnumerable<(string Name, string Value)> parameters)
    {
        QueryRequest request = new(operation, ApiVersion);
        foreach ((string name, string value) in parameters)
        {
            request.Add(name, value);
        }

        return request;
    }

    private sealed class AmazonCloudFormationConfig(AwsConnection connection)
        : ServiceConfig(connection, "CloudFormation", "cloudformation")
    {
        public override string ServiceVersion => ApiVersion;
    }
}
