using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RedisCompliance.Aws;
using RedisCompliance.Function.Hooks;

namespace RedisCompliance.Function;

/// <summary>Writes one line of JSON per step, for CloudWatch Logs Insights. No secrets: never the event, a token or a key.</summary>
internal sealed class RunLog(TextWriter output) : IDisposable
{
    private static readonly string s_version = typeof(RunLog).Assembly.GetName().Version!.ToString(3);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly MemoryStream _line = new();
    private ConfigRuleEvent? _event;

    /// <summary>
    /// Logs what runs, where and for which rule. The run's final lines name the rule again: runs of many accounts share a log.
    /// </summary>
    public void Started(ConfigRuleEvent ruleEvent)
    {
        _event = ruleEvent;
        Write("info", "started", json =>
        {
            WriteVersion(json);
            json.WriteString("messageType", ruleEvent.MessageType);
            WriteRule(json);
        });
    }

    /// <summary>
    /// Logs the hook's request, without the payload's URL, which is a secret, and without properties, which may be.
    /// </summary>
    public void Started(HookRequest request) => Write("info", "started", json =>
    {
        WriteVersion(json);
        json.WriteString("hook", request.HookName);
        json.WriteString("accountId", request.AccountId);
        json.WriteString("region", request.Place.Region);
        json.WriteString("target", request.TargetName);
        json.WriteString("action", request.Action);
        json.WriteString("stack", request.Owner);
        json.WriteString("logicalId", request.LogicalId);
        json.WriteString("invocation", PlainText.Of(request.Invocation));
    });

    /// <summary>The final line of a hook.</summary>
    public void Answered(HookAnswer answer) => Write(answer.IsSuccess ? "info" : "error", "answered", json =>
    {
        json.WriteString("hookStatus", answer.IsSuccess ? "SUCCESS" : "FAILED");
        json.WriteString("errorCode", answer.ErrorCode);
        json.WriteNumber("passed", answer.Findings.Count(finding => finding.Status == HookFinding.Passed));
        json.WriteNumber("failed", answer.Findings.Count(finding => finding.Status == HookFinding.Failed));
        json.WriteNumber("skipped", answer.Findings.Count(finding => finding.Status == HookFinding.Skipped));
        json.WriteStartArray("failedResources");
        foreach (HookFinding finding in answer.Findings.Take(HookAnswer.MaxAnnotations).Where(one => one.Status == HookFinding.Failed))
        {
            json.WriteStringValue(finding.Name);
        }

        json.WriteEndArray();
    });

    public void Connected(AwsConnection connection) => Write("info", "connected", json =>
    {
        json.WriteString("region", connection.Region);
        json.WriteString("credentials", connection.CredentialSource);
    });

    /// <summary>One line for each expired exemption.</summary>
    public void Expired(IEnumerable<AtRestExemption> exemptions, DateTime moment)
    {
        foreach (AtRestExemption exemption in exemptions.Where(exemption => exemption.IsExpired(moment)))
        {
            Write("warning", "exemptionExpired", json =>
            {
                json.WriteString("id", exemption.Id);
                json.WriteString("tag", exemption.Tag);
                json.WriteString("reason", exemption.Reason);
                json.WriteString("expires", exemption.LastDay);
            });
        }
    }

    public void PageRead(AuditPage page) => Write(page.Failure is null ? "info" : "error", "page", json =>
    {
        json.WriteString("resourceType", page.ResourceType);
        json.WriteNumber("page", page.PageNumber);
        json.WriteNumber("resources", page.ResourceCount);
        json.WriteBoolean("last", page.IsLast);
        if (page.Failure is not null)
        {
            json.WriteString("error", page.Failure.Message);
        }
    });

    /// <summary>The final line of a run that reached its end.</summary>
    public void Ended(ConfigRuleReport report)
    {
        Unpublished(report.Unpublished);
        Write(report.IsComplete ? "info" : "error", "ended", json => WriteCounts(json, report));
    }

    private static void WriteVersion(Utf8JsonWriter json)
    {
        json.WriteString("version", s_version);
        json.WriteString("runtime", System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
        json.WriteString("architecture", $"{System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture}");
    }

    private void WriteCounts(Utf8JsonWriter json, ConfigRuleReport report)
    {
        WriteRule(json);
        json.WriteNumber("evaluated", report.Evaluated);
        json.WriteNumber("published", report.Published);
        json.WriteNumber("retired", report.Retired);
        json.WriteNumber("kept", report.Kept);
        json.WriteNumber("unpublished", report.Unpublished.Count);
        json.WriteNumber("failures", report.Failures.Count);
        json.WriteNumber("putCalls", report.PutCalls);
        json.WriteNumber("compliant", report.Verdicts.Compliant);
        json.WriteNumber("nonCompliant", report.Verdicts.NonCompliant);
        json.WriteNumber("notApplicable", report.Verdicts.NotApplicable);
    }

    private void WriteRule(Utf8JsonWriter json)
    {
        if (_event is not null)
        {
            json.WriteString("configRuleName", _event.ConfigRuleName);
            json.WriteString("accountId", _event.AccountId);
            json.WriteBoolean("testMode", _event.IsTestMode);
        }
    }

    /// <summary>Every evaluation that did not reach AWS Config, a hundred to a line.</summary>
    private void Unpublished(IReadOnlyList<UnpublishedEvaluation> unpublished)
    {
        foreach (UnpublishedEvaluation[] some in unpublished.Chunk(EvaluationPublisher.MaxBatch))
        {
            Write("error", "unpublished", json =>
            {
                json.WriteStartArray("evaluations");
                foreach (UnpublishedEvaluation one in some)
                {
                    json.WriteStringValue($"{one.Evaluation.ComplianceResourceType} {one.Evaluation.ComplianceResourceId}");
                }

                json.WriteEndArray();
            });
        }
    }

    public void Failed(Exception exception) => Write("error", "failed", json =>
    {
        WriteRule(json);
        json.WriteString("errorType", exception.GetType().Name);
        json.WriteString("error", exception.Message);
    });

    /// <summary>An unforeseen error: logs where it happened but not its message, which may quote the input.</summary>
    public void Crashed(Exception exception) => Write("error", "failed", json =>
    {
        json.WriteString("errorType", exception.GetType().Name);
        json.WriteString("stackTrace", exception.StackTrace);
    });

    public void Dispose() => _line.Dispose();

    private void Write(string level, string step, Action<Utf8JsonWriter> write)
    {
        _line.SetLength(0);
        using (Utf8JsonWriter json = new(_line))
        {
            json.WriteStartObject();
            json.WriteString("level", level);
            json.WriteString("step", step);
            json.WriteNumber("elapsedMs", (long)Stopwatch.GetElapsedTime(_start).TotalMilliseconds);
            write(json);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length));
    }
}
