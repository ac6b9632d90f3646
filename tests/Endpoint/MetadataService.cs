namespace RedisCompliance.Endpoint;

/// <summary>What stands beside a container or an instance and gives it credentials.</summary>
internal static class MetadataService
{
    private const string RolePath = "/latest/meta-data/iam/security-credentials/";

    /// <summary>The call that a path is; null if it is none of these.</summary>
    public static (string Operation, string[] Names)? Find(string path) =>
        path == "/container" ? ("GetContainerCredentials", [])
        : path == "/latest/api/token" ? ("GetMetadataToken", [])
        : path.StartsWith("/latest/", StringComparison.Ordinal) ? ("GetMetadata", [path])
        : null;

    public static Answer Answer(EndpointCall call) => call.Operation switch
    {
        "GetContainerCredentials" => Endpoint.Answer.Xml(Keys("CONTAINER")),
        "GetMetadataToken" => Endpoint.Answer.Xml("METADATA-TOKEN"),
        _ => call.Names[0] switch
        {
            RolePath => Endpoint.Answer.Xml("audit\n"),
            RolePath + "audit" => Endpoint.Answer.Xml(Keys("INSTANCE")),
            "/latest/meta-data/placement/region" => Endpoint.Answer.Xml("ap-northeast-1"),
            _ => Endpoint.Answer.Error(404, "NotFound", call.Names[0]),
        },
    };

    private static string Keys(string accessKey) => $$"""
        {"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"{{accessKey}}","SecretAccessKey":"SECRET","Token":"SESSION",
         "Expiration":"{{DateTime.UtcNow.AddHours(6):yyyy-MM-ddTHH:mm:ssZ}}"}
        """;
}
