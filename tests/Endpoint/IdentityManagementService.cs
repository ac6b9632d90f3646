using System.Globalization;
using System.Security;

namespace RedisCompliance.Endpoint;

/// <summary>IAM, as far as roles go.</summary>
public sealed class IdentityManagementService
{
    private readonly Dictionary<string, Role> _roles = [];
    private readonly Lock _lock = new();
    private int _made;

    internal IEnumerable<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _roles.Order(ByName).Select(role =>
                    $"role {role.Key} {role.Value.Trust} tags "
                        + $"[{string.Join(", ", role.Value.Tags.Select(tag => $"{tag.Key}={tag.Value}"))}] policies "
                        + $"[{string.Join(", ", role.Value.Policies.Select(policy => $"{policy.Key} {policy.Value}"))}] attached "
                        + $"[{string.Join(", ", role.Value.Attached)}]")];
            }
        }
    }

    private static Comparer<KeyValuePair<string, Role>> ByName { get; } = Comparer<KeyValuePair<string, Role>>.Create(
        (one, other) => string.CompareOrdinal(one.Key, other.Key));

    /// <summary>Adds a role that someone else made.</summary>
    public Role AddRole(string name, string trust = "{}", string path = "/") =>
        _roles[name] = new Role { Trust = trust, RoleId = NextId(), Path = path };

    /// <summary>Deletes a role, as someone does who does not know what it is for.</summary>
    public void RemoveRole(string name) => _roles.Remove(name);

    private string NextId() => $"AROA{++_made:d16}";

    /// <summary>A role; null where there is none.</summary>
    public Role? FindRole(string name) => _roles.GetValueOrDefault(name);

    internal Answer Answer(EndpointCall call)
    {
        lock (_lock)
        {
            if (call.Operation == "CreateServiceLinkedRole")
            {
                _roles["AWSServiceRoleForConfig"] = new Role();
                return Result(call, string.Empty);
            }

            string name = call.Parameters["RoleName"];
            return call.Operation == "CreateRole" ? Create(call, name)
                : _roles.TryGetValue(name, out Role? role) ? Answer(call, name, role)
                : NoSuchEntity($"The role with name {name} cannot be found.");
        }
    }

    private static Answer NoSuchEntity(string message) => Endpoint.Answer.Error(404, "NoSuchEntity", message);

    private static Answer Result(EndpointCall call, string xml) => Endpoint.Answer.Xml(
        $"""
        <{call.Operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
          <{call.Operation}Result>{xml}</{call.Operation}Result>
          <ResponseMetadata><RequestId>11111111-2222-3333-4444-555555555555</RequestId></ResponseMetadata>
        </{call.Operation}Response>
        """);

    private static string Describe(string name, Role role) =>
        $"""
        <Role><Path>{role.Path}</Path><RoleName>{name}</RoleName><RoleId>{role.RoleId}</RoleId>
        <Arn>arn:aws:iam::{Described.Account}:role{role.Path}{name}</Arn>
        <AssumeRolePolicyDocument>{Uri.EscapeDataString(role.Trust)}</AssumeRolePolicyDocument>
        <Tags>{string.Concat(role.Tags.Select(Describe))}</Tags>
        {(role.PermissionsBoundary is { } boundary ? DescribeBoundary(boundary) : null)}</Role>
        """;

    private static string Describe(KeyValuePair<string, string> tag) =>
        $"<member><Key>{SecurityElement.Escape(tag.Key)}</Key><Value>{SecurityElement.Escape(tag.Value)}</Value></member>";

    private static string DescribeBoundary(string arn) =>
        $"""
        <PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType>
        <PermissionsBoundaryArn>{arn}</PermissionsBoundaryArn></PermissionsBoundary>
        """;

    private static IEnumerable<KeyValuePair<string, string>> Tags(EndpointCall call)
    {
        for (int i = 1; call.Parameters.TryGetValue(
            string.Create(CultureInfo.InvariantCulture, $"Tags.member.{i}.Key"), out string? key); i++)
        {
            yield return new(key, call.Parameters[string.Create(CultureInfo.InvariantCulture, $"Tags.member.{i}.Value")]);
        }
    }

    private static string Members(IEnumerable<string> items) => string.Concat(items.Select(item => $"<member>{item}</member>"));

    private Answer Create(EndpointCall call, string name)
    {
        if (_roles.ContainsKey(name))
        {
            return Endpoint.Answer.Error(409, "EntityAlreadyExists", $"Role with name {name} already exists.");
        }

        Role role = _roles[name] = new Role { Trust = call.Parameters["AssumeRolePolicyDocument"], RoleId = NextId() };
        Tag(role, call);
        return Result(call, Describe(name, role));
    }

    private static void Tag(Role role, EndpointCall call)
    {
        foreach ((string key, string value) in Tags(call))
        {
            role.Tags[key] = value;
        }
    }

    private Answer Answer(EndpointCall call, string name, Role role)
    {
        string policyName = call.Parameters.GetValueOrDefault("PolicyName") ?? string.Empty;
        switch (call.Operation)
        {
            case "GetRole":
                return Result(call, Describe(name, role));
            case "UpdateAssumeRolePolicy":
                role.Trust = call.Parameters["PolicyDocument"];
                return Result(call, string.Empty);
            case "TagRole":
                Tag(role, call);
                return Result(call, string.Empty);
            case "ListRolePolicies":
                return Result(call, $"<PolicyNames>{Members(role.Policies.Keys)}</PolicyNames><IsTruncated>false</IsTruncated>");
            case "GetRolePolicy":
                return role.Policies.TryGetValue(policyName, out string? policy)
                    ? Result(call, $"<RoleName>{name}</RoleName><PolicyName>{policyName}</PolicyName>"
                        + $"<PolicyDocument>{Uri.EscapeDataString(policy)}</PolicyDocument>")
                    : NoSuchEntity($"The role policy with name {policyName} cannot be found.");
            case "PutRolePolicy":
                role.Policies[policyName] = call.Parameters["PolicyDocument"];
                return Result(call, string.Empty);
            case "DeleteRolePolicy":
                return role.Policies.Remove(policyName) ? Result(call, string.Empty)
                    : NoSuchEntity($"The role policy with name {policyName} cannot be found.");
            case "ListAttachedRolePolicies":
                string attached = Members(role.Attached.Select(arn =>
                    $"<PolicyName>{arn.Split('/')[^1]}</PolicyName><PolicyArn>{arn}</PolicyArn>"));
                return Result(call, $"<AttachedPolicies>{attached}</AttachedPolicies><IsTruncated>false</IsTruncated>");
            case "AttachRolePolicy":
                role.Attached.Add(call.Parameters["PolicyArn"]);
                return Result(call, string.Empty);
            case "DetachRolePolicy":
                return role.Attached.Remove(call.Parameters["PolicyArn"]) ? Result(call, string.Empty)
                    : NoSuchEntity("The policy is not attached.");
            case "DeleteRole" when role.Policies.Count + role.Attached.Count > 0:
                return Endpoint.Answer.Error(409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
            case "DeleteRole":
                _roles.Remove(name);
                return Result(call, string.Empty);
            default:
                return Endpoint.Answer.Error(400, "InvalidAction", call.Operation);
        }
    }

    /// <summary>A role.</summary>
    public sealed class Role
    {
        public string Trust { get; set; } = "{}";

        /// <summary>The unique id, which no two roles share.</summary>
        public string RoleId { get; init; } = "AROA0";

        /// <summary>Its path, from slash to slash.</summary>
        public string Path { get; init; } = "/";

        public string? PermissionsBoundary { get; set; }

        public SortedDictionary<string, string> Tags { get; } = [];

        public SortedDictionary<string, string> Policies { get; } = [];

        public SortedSet<string> Attached { get; } = [];
    }
}
