using System.Text.Json;

namespace RedisCompliance.Aws.Tests;

/// <summary>A service as AWS's own model has it, cut down to the operations that are called: see Models/README.md.</summary>
internal sealed class ServiceModel
{
    private readonly JsonElement _model;

    private ServiceModel(string name)
    {
        Name = name;
        _model = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Models", name + ".json"))).RootElement;
    }

    public static IReadOnlyList<ServiceModel> All { get; } =
    [
        new("cloudformation"), new("cloudwatch"), new("config"), new("ec2"), new("elasticache"), new("events"), new("iam"), new("kms"),
        new("lambda"), new("logs"), new("organizations"), new("securityhub"), new("sns"), new("sso"), new("sso-oidc"), new("sts"),
    ];

    public string Name { get; }

    public string Protocol => Metadata("protocol")!;

    public IEnumerable<string> Operations => _model.GetProperty("operations").EnumerateObject().Select(operation => operation.Name);

    /// <summary>The name that a call is signed for, and by which its endpoint is found.</summary>
    public string SigningName => Metadata("signingName") ?? EndpointPrefix;

    public string EndpointPrefix => Metadata("endpointPrefix")!;

    public string? Metadata(string name) => Text(_model.GetProperty("metadata"), name);

    public Operation Find(string operation) => new(this, operation, _model.GetProperty("operations").GetProperty(operation));

    public Shape Shape(string name) => new(this, name, _model.GetProperty("shapes").GetProperty(name));

    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}

/// <summary>One operation.</summary>
internal sealed record Operation(ServiceModel Service, string Name, JsonElement Json)
{
    public Shape? Input =>
        Json.TryGetProperty("input", out JsonElement input) ? Service.Shape(input.GetProperty("shape").GetString()!) : null;

    public Shape? Output =>
        Json.TryGetProperty("output", out JsonElement output) ? Service.Shape(output.GetProperty("shape").GetString()!) : null;

    public string? ResultWrapper => ServiceModel.Text(Json.GetProperty("output"), "resultWrapper");

    public string Method => Json.GetProperty("http").GetProperty("method").GetString()!;

    public string RequestUri => Json.GetProperty("http").GetProperty("requestUri").GetString()!;

    public int Status => Json.GetProperty("http").TryGetProperty("responseCode", out JsonElement code) ? code.GetInt32() : 200;

    public bool IsSigned => ServiceModel.Text(Json, "authtype") != "none";

    public override string ToString() => $"{Service.Name} {Name}";
}

/// <summary>One shape.</summary>
internal sealed record Shape(ServiceModel Service, string Name, JsonElement Json)
{
    public string Type => Json.GetProperty("type").GetString()!;

    public IEnumerable<Member> Members =>
        Json.GetProperty("members").EnumerateObject().Select(member => new Member(Service, member.Name, member.Value));

    public HashSet<string> Required =>
        Json.TryGetProperty("required", out JsonElement names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];

    /// <summary>The item of a list.</summary>
    public Member Item => new(Service, "member", Json.GetProperty("member"));

    public Member Key => new(Service, "key", Json.GetProperty("key"));

    public Member Value => new(Service, "value", Json.GetProperty("value"));

    public bool IsFlattened => Json.TryGetProperty("flattened", out JsonElement flattened) && flattened.GetBoolean();

    public string? Pattern => ServiceModel.Text(Json, "pattern");

    public IReadOnlyList<string> Enum =>
        Json.TryGetProperty("enum", out JsonElement values) ? [.. values.EnumerateArray().Select(value => value.GetString()!)] : [];

    public decimal? Limit(string name) => Json.TryGetProperty(name, out JsonElement limit) ? limit.GetDecimal() : null;
}

/// <summary>A member of a structure, or what a list or a map consists of.</summary>
internal sealed record Member(ServiceModel Service, string Name, JsonElement Json)
{
    public Shape Shape => Service.Shape(Json.GetProperty("shape").GetString()!);

    /// <summary>Its name on the wire.</summary>
    public string WireName => ServiceModel.Text(Json, "locationName") ?? Name;

    /// <summary>Where it stands where that is not the body: <c>uri</c>, <c>querystring</c>, <c>header</c> …</summary>
    public string? Location => ServiceModel.Text(Json, "location");
}
