using System.Globalization;
using RedisCompliance.Templates.CloudFormation;

namespace RedisCompliance.Function.Hooks;

/// <summary>CloudFormation's request to a Lambda Hook.</summary>
/// <remarks>CloudFormation Hooks User Guide, "Create Lambda functions to evaluate resources for Lambda Hooks".</remarks>
internal sealed record HookRequest
{
    /// <summary>The target name of a stack.</summary>
    public const string Stack = "STACK";

    /// <summary>The target name of a change set.</summary>
    public const string ChangeSet = "CHANGE_SET";

    private const string Suffix = "_PRE_PROVISION";
    private const int MaxShown = 200;

    private HookRequest()
    {
    }

    /// <summary>A resource type, <see cref="Stack"/> or <see cref="ChangeSet"/>.</summary>
    public required string TargetName { get; init; }

    /// <summary>The logical id, the stack's name or the change set's ARN.</summary>
    public required string LogicalId { get; init; }

    /// <summary>CREATE, UPDATE, DELETE or another value; null if there is none.</summary>
    public string? Action { get; private init; }

    /// <summary>The planned properties; null if there are none.</summary>
    public MapNode? Properties { get; private init; }

    /// <summary>The presigned URL of the payload. A secret: whoever has it can read the payload.</summary>
    public string? PayloadUrl { get; private init; }

    /// <summary>The name of the hook.</summary>
    public string? HookName { get; private init; }

    /// <summary>The account.</summary>
    public string? AccountId { get; private init; }

    /// <summary>The stack's name, or a substitute.</summary>
    public required string Owner { get; init; }

    /// <summary>The partition and Region of the stack, or else of the hook's function.</summary>
    public (string? Partition, string? Region) Place { get; private init; }

    /// <summary>CloudFormation's count of invocations, for the log only.</summary>
    public string? Invocation { get; private init; }

    /// <summary>Whether the target is deleted, so that there is nothing to judge.</summary>
    public bool IsDelete => Action == "DELETE" && TargetName != ChangeSet;

    /// <summary>Reads a request.</summary>
    /// <exception cref="HookException">The request is invalid.</exception>
    public static HookRequest Read(MapNode root)
    {
        MapNode data = root.ObjectOf("requestData") ?? throw new HookException("The request has no requestData.");
        string logicalId = Shown(data.TextOf("targetLogicalId")) ?? "(no logical id)";
        string? stackId = root.TextOf("stackId");
        string[] stack = Arn(stackId);
        string[] place = stack.Length > 0 ? stack : Arn(root.ObjectOf("hookModel")?.TextOf("LambdaFunction"));
        string target = TargetOf(data.TextOf("targetName"), data.TextOf("targetType"));
        return new HookRequest
        {
            TargetName = target,
            LogicalId = logicalId,
            Action = ActionOf(root.TextOf("actionInvocationPoint")),
            Properties = data.ObjectOf("targetModel")?.ObjectOf("resourceProperties"),
            PayloadUrl = data.TextOf("payload"),
            HookName = Shown(root.TextOf("hookTypeName")),
            AccountId = Shown(root.TextOf("awsAccountId")) ?? place.ElementAtOrDefault(4),
            Owner = Shown(stack.ElementAtOrDefault(5)?.Split('/').ElementAtOrDefault(1))
                ?? (target == Stack ? logicalId : stackId is null ? "CloudControl" : "stack"),
            Place = (place.ElementAtOrDefault(1), place.ElementAtOrDefault(3)),
            Invocation = root.ObjectOf("requestContext")?.TextOf("invocation"),
        };
    }

    /// <summary>A name from outside, safe to display.</summary>
    public static string? Shown(string? text) => text is null ? null : PlainText.Of(Annotations.Shorten(text, MaxShown));

    /// <summary>
    /// The target, from either member. Only a target of another resource type may go unjudged, and such a type contains colons.
    /// </summary>
    private static string TargetOf(string? name, string? type)
    {
        string[] known =
        [
            .. ResourceType.Default.Append(Stack).Append(ChangeSet).Where(one =>
                one.Equals(name, StringComparison.OrdinalIgnoreCase) || one.Equals(type, StringComparison.OrdinalIgnoreCase)),
        ];
        return known.Length switch
        {
            1 => known[0],
            0 when (name ?? type)?.Contains("::", StringComparison.Ordinal) == true => Shown(name ?? type)!,
            0 when name is null => throw new HookException("The request has no targetName."),
            0 => throw new HookException("The targetName is no type of resource, STACK or CHANGE_SET."),
            _ => throw new HookException("The targetName and the targetType are not the same."),
        };
    }

    private static string? ActionOf(string? point)
    {
        string? upper = Shown(point)?.ToUpper(CultureInfo.InvariantCulture);
        return upper?.EndsWith(Suffix, StringComparison.Ordinal) == true ? upper[..^Suffix.Length] : upper;
    }

    private static string[] Arn(string? text) =>
        text?.Split(':', 6) is { Length: 6 } parts && parts[0] == "arn" && parts[3].Length > 0
            && ElastiCacheArn.Known(parts[1]) is not null ? parts : [];
}
