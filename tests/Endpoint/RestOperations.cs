namespace RedisCompliance.Endpoint;

/// <summary>The operations of services that speak REST, by method and path.</summary>
internal static class RestOperations
{
    private const string ResourcePolicies = "/2026-07-09/resource-policy/";
    private const string Functions = "/2015-03-31/functions";

    public static (string Operation, string[] Names)? Find(string method, string path)
    {
        if (MetadataService.Find(path) is { } metadata)
        {
            return metadata;
        }

        if (path.StartsWith("/2017-03-31/tags/", StringComparison.Ordinal))
        {
            return (method == "DELETE" ? "UntagResource" : "TagResource", [Uri.UnescapeDataString(path["/2017-03-31/tags/".Length..])]);
        }

        if (path is "/findings" or "/findings/import")
        {
            return (path == "/findings" ? "GetFindings" : "BatchImportFindings", []);
        }

        if (path is "/federation/credentials" or "/token")
        {
            return (path == "/token" ? "CreateToken" : "GetRoleCredentials", []);
        }

        if (path.StartsWith(ResourcePolicies, StringComparison.Ordinal))
        {
            return (method == "GET" ? "GetResourcePolicy" : "PutResourcePolicy",
                [Uri.UnescapeDataString(path[ResourcePolicies.Length..])]);
        }

        if (path.StartsWith("/2019-09-25/functions/", StringComparison.Ordinal))
        {
            return (method == "GET" ? "GetFunctionEventInvokeConfig" : "DeleteFunctionEventInvokeConfig", [path.Split('/')[3]]);
        }

        if (path.StartsWith("/2017-10-31/functions/", StringComparison.Ordinal))
        {
            return ("DeleteFunctionConcurrency", [path.Split('/')[3]]);
        }

        if (!path.StartsWith(Functions, StringComparison.Ordinal))
        {
            return null;
        }

        return (method, path[Functions.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
        {
            ("POST", []) => ("CreateFunction", []),
            ("GET", []) => ("ListFunctions", []),
            ("GET", [var name]) => ("GetFunction", [name]),
            ("DELETE", [var name]) => ("DeleteFunction", [name]),
            ("PUT", [var name, "configuration"]) => ("UpdateFunctionConfiguration", [name]),
            ("PUT", [var name, "code"]) => ("UpdateFunctionCode", [name]),
            ("GET", [var name, "policy"]) => ("GetPolicy", [name]),
            ("POST", [var name, "policy"]) => ("AddPermission", [name]),
            ("DELETE", [var name, "policy", var statement]) => ("RemovePermission", [name, statement]),
            _ => ($"{method} {path}", []),
        };
    }
}
