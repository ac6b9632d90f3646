using System.Text;

namespace RedisCompliance.Endpoint;

/// <summary>A way for a call to fail: makes something else of the right answer.</summary>
/// <param name="Apply">Gets the right answer, if it wants it, and gives the one that is sent.</param>
public sealed record Fault(Func<Func<Answer>, Answer> Apply)
{
    public static Fault Throttled { get; } = Error(400, "Throttling", "Rate exceeded");

    public static Fault InternalError { get; } = Error(500, "InternalFailure", "An internal error has occurred");

    public static Fault AccessDenied { get; } = Error(403, "AccessDenied",
        "User: arn:aws:iam::123456789012:user/auditor is not authorized to perform this operation");

    public static Fault ExpiredToken { get; } = Error(403, "ExpiredToken", "The security token included in the request is expired");

    public static Fault InvalidToken { get; } = Error(
        403, "InvalidClientTokenId", "The security token included in the request is invalid.");

    /// <summary>The connection is dropped before anything was sent.</summary>
    public static Fault Dropped { get; } = new(_ => new Answer(200, default, SendOnly: 0));

    /// <summary>The connection is dropped in the middle of the body.</summary>
    public static Fault DroppedHalfWay { get; } = Of(answer => answer with { SendOnly = answer.Body.Length / 2 });

    /// <summary>The body ends in the middle, and HTTP says that this is all of it.</summary>
    public static Fault CutOff { get; } = Of(answer => answer with { Body = answer.Body[..(answer.Body.Length / 2)] });

    /// <summary>Nothing ever comes, not even the head of an answer.</summary>
    public static Fault Mute { get; } = new(_ => new Answer(0, default, Never: true));

    /// <summary>No answer ever comes behind its head.</summary>
    public static Fault Silent { get; } = new(_ => new Answer(200, new byte[1], SendOnly: 0, Never: true));

    /// <summary>The body begins and then does not go on.</summary>
    public static Fault Stalled { get; } = Of(answer => answer with { SendOnly = answer.Body.Length / 2, Never = true });

    /// <summary>The body begins and then comes a byte at a time, and never ends.</summary>
    public static Fault Trickle { get; } = Of(answer => answer with { SendOnly = answer.Body.Length / 2, Never = true, Trickles = true });

    /// <summary>Another place is named instead of an answer.</summary>
    public static Fault Redirect(int status, string location) => Of(new Answer(status, default) { Headers = [("Location", location)] });

    public static Fault Error(int status, string code, string message) => new(_ => Answer.Error(status, code, message));

    /// <summary>An error of the JSON protocol.</summary>
    public static Fault JsonError(int status, string code, string message) => new(_ => new Answer(status,
        Encoding.UTF8.GetBytes($$"""{"__type":"{{code}}","message":"{{message}}"}"""), "application/x-amz-json-1.1"));

    /// <summary>A page of HTML, as proxies, captive portals and load balancers send.</summary>
    public static Fault Html(int status) => new(_ => new Answer(status,
        Encoding.UTF8.GetBytes("<!DOCTYPE html><html><head><title>Sign in</title></head><body><p>Please sign in<br></body></html>"),
        "text/html"));

    /// <summary>A body of one's own.</summary>
    public static Fault Body(string xml) => new(_ => Answer.Xml(xml));

    /// <summary>The right answer with another marker in it, or none.</summary>
    public static Fault Replace(string text, string by) => new(right =>
        Answer.Xml(Encoding.UTF8.GetString(right().Body.Span).Replace(text, by, StringComparison.Ordinal)));

    /// <summary>An answer of one's own, with headers and all.</summary>
    public static Fault Of(Answer answer) => new(_ => answer);

    private static Fault Of(Func<Answer, Answer> change) => new(right => change(right()));
}
