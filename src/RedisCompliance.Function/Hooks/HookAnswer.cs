using System.Text.Json;

namespace RedisCompliance.Function.Hooks;

/// <summary>The hook's answer.</summary>
internal sealed record HookAnswer
{
    /// <summary>Cloud Control truncates messages at this length, CloudFormation at 4,096.</summary>
    public const int MaxMessageLength = 1024;

    /// <summary>The maximum number of resources that an answer lists.</summary>
    public const int MaxAnnotations = 50;

    private const int MaxNameLength = 255;
    private const string Link = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html";

    private HookAnswer(string? errorCode, string message) =>
        (ErrorCode, Message) = (errorCode, Annotations.Shorten(PlainText.OneLine(message), MaxMessageLength));

    /// <summary>NonCompliant or InternalFailure; null if the hook succeeds.</summary>
    public string? ErrorCode { get; }

    /// <summary>The reason, in sentences.</summary>
    public string Message { get; }

    /// <summary>The judged resources, failed ones first.</summary>
    public IReadOnlyList<HookFinding> Findings { get; private init; } = [];

    /// <summary>Whether the operation may continue.</summary>
    public bool IsSuccess => ErrorCode is null;

    /// <summary>There was nothing to judge.</summary>
    public static HookAnswer Nothing(string message) => new(null, message);

    /// <summary>The hook could not judge the request.</summary>
    public static HookAnswer InternalFailure(string message) => new("InternalFailure", message);

    /// <summary>The answer for some findings.</summary>
    /// <param name="target">What was judged, as part of a sentence.</param>
    /// <param name="findings">The findings.</param>
    public static HookAnswer Of(string target, IReadOnlyList<HookFinding> findings)
    {
        List<HookFinding> ordered = [.. findings.OrderBy(finding => finding.Status switch
        {
            HookFinding.Failed => 0,
            HookFinding.Skipped => 1,
            _ => 2,
        })];
        int failed = findings.Count(finding => finding.Status == HookFinding.Failed);
        int judged = findings.Count(finding => finding.Status != HookFinding.Skipped);
        string lead = $"ElastiCache resources judged in {target}: {judged}, failed: {failed}.";

        // A resource that passed needs no sentence.
        List<string> sentences = [.. ordered.Where(finding => finding.Status != HookFinding.Passed).Select(finding => finding.Message)];
        string message = Sentences(lead, sentences);
        return new HookAnswer(failed > 0 ? "NonCompliant" : null, message) { Findings = ordered };
    }

    /// <summary>The answer as JSON.</summary>
    public MemoryStream ToJson(string? clientRequestToken)
    {
        MemoryStream answer = new();
        using (Utf8JsonWriter json = new(answer))
        {
            json.WriteStartObject();
            json.WriteString("hookStatus", IsSuccess ? "SUCCESS" : "FAILED");
            if (ErrorCode is not null)
            {
                json.WriteString("errorCode", ErrorCode);
            }

            json.WriteString("message", Message);
            if (clientRequestToken is not null)
            {
                json.WriteString("clientRequestToken", clientRequestToken);
            }

            WriteAnnotations(json);
            json.WriteEndObject();
        }

        answer.Position = 0;
        return answer;
    }

    private void WriteAnnotations(Utf8JsonWriter json)
    {
        if (Findings.Count == 0)
        {
            return;
        }

        json.WriteStartArray("annotations");
        foreach (HookFinding finding in Findings.Take(MaxAnnotations))
        {
            json.WriteStartObject();
            json.WriteString("annotationName", Annotations.Shorten(finding.Name, MaxNameLength));
            json.WriteString("status", finding.Status);
            json.WriteString("statusMessage", Annotations.Shorten(finding.Message, MaxMessageLength));
            if (finding.Remediation is not null)
            {
                json.WriteString("remediationMessage", finding.Remediation);
                json.WriteString("remediationLink", Link);
            }

            json.WriteString("severityLevel", finding.Severity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>As many complete sentences as fit, and the number of the others.</summary>
    private static string Sentences(string lead, List<string> sentences)
    {
        string text = lead;
        for (int i = 0; i < sentences.Count; i++)
        {
            int left = sentences.Count - i - 1;
            string next = $"{text} {sentences[i]}.";
            string rest = left > 0 ? $" And {left} more." : string.Empty;
            if (next.Length + rest.Length > MaxMessageLength)
            {
                return $"{text} And {left + 1} more.";
            }

            text = next;
        }

        return text;
    }
}
