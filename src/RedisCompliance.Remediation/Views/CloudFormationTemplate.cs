using System.Text.Encodings.Web;
using System.Text.Json;

namespace RedisCompliance.Remediation.Views;

/// <summary>The new resource as an AWS CloudFormation template.</summary>
/// <remarks>AWS::ElastiCache::ReplicationGroup and AWS::ElastiCache::ServerlessCache use the API's names for their properties.</remarks>
internal static class CloudFormationTemplate
{
    private static readonly JsonSerializerOptions s_options =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(NewResource resource)
    {
        Dictionary<string, object> parameters = [];
        List<string> leftOut = [];
        Dictionary<string, object> properties = [];
        foreach (KeyValuePair<string, object> member in resource.Members)
        {
            if (Convert(member.Key, member.Value, parameters) is not { } value || HoldsReference(member.Value))
            {
                leftOut.Add(member.Key);
                continue;
            }

            properties[member.Key] = value;
        }

        Dictionary<string, object> template = new()
        {
            ["AWSTemplateFormatVersion"] = "2010-09-09",
            ["Description"] = Annotations.Shorten($"Encrypted at rest, in the place of {resource.Plan.Type} {resource.Plan.Id}", 1000),
        };
        if (leftOut.Count > 0)
        {
            // CloudFormation would replace such a value with a secret or a parameter.
            template["Metadata"] = new Dictionary<string, object>
            {
                ["RedisCompliance"] = Messages.TemplateLeftOut.With(string.Join(", ", leftOut)),
            };
        }

        if (parameters.Count > 0)
        {
            template["Parameters"] = parameters;
        }

        template["Resources"] = new Dictionary<string, object>
        {
            [resource.IsServerless ? "ServerlessCache" : "ReplicationGroup"] = new Dictionary<string, object>
            {
                ["Type"] = resource.IsServerless ? ResourceType.ServerlessCache : ResourceType.ReplicationGroup,
                ["DeletionPolicy"] = "Retain",
                ["UpdateReplacePolicy"] = "Retain",
                ["Properties"] = properties,
            },
        };
        return JsonSerializer.Serialize(template, s_options);
    }

    private static object? Convert(string name, object value, Dictionary<string, object> parameters)
    {
        if (name == "AuthToken")
        {
            parameters[name] = new Dictionary<string, object> { ["Type"] = "String", ["NoEcho"] = true };
            return new Dictionary<string, object> { ["Ref"] = name };
        }

        if (value is string text && NewResource.Parameters.TryGetValue(text, out string? parameter))
        {
            parameters[parameter] = new Dictionary<string, object> { ["Type"] = "String" };
            return new Dictionary<string, object> { ["Ref"] = parameter };
        }

        return value is IEnumerable<object> list and not IReadOnlyDictionary<string, object>
            ? list.Select(item => Convert(string.Empty, item, parameters)!).ToArray() : value;
    }

    private static bool HoldsReference(object value) => value switch
    {
        string text => text.Contains("{{resolve:"),
        IReadOnlyDictionary<string, object> structure => structure.Values.Any(HoldsReference),
        IEnumerable<object> list => list.Any(HoldsReference),
        _ => false,
    };
}
