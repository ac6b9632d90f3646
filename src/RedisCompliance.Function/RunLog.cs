using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RedisCompliance.Aws;

namespace RedisCompliance.Function;

/// <summary>One line of JSON for each step, for CloudWatch Logs Insights. Nothing secret: never the event, a token or a key.</summary>
internal sealed class RunLog(TextWriter output) : IDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly MemoryStream _line = new();

    public void Started(ConfigRuleEvent ruleEvent) => Write("info", "started", json =>
    {
        json.WriteString("messageType", ruleEvent.MessageType);
        json.WriteString("configRuleName", ruleEvent.ConfigRuleName);
        json.WriteString("accountId", ruleEvent.AccountId);
        json.WriteBoolean("testMode", ruleEvent.IsTestMode);
    });

    public void Connected(AwsConnection connection) => Write("info", "connected", json =>
    {
        json.WriteString("region", connection.Region);
        json.WriteString("credentials", connection.CredentialSource);
    });

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

    public void Ended(ConfigRuleReport report) => Write(report.IsComplete ? "info" : "error", "ended", json =>
    {
        json.WriteNumber("evaluated", report.Evaluated);
        json.WriteNumber("published", report.Published);
        json.WriteNumber("retired", report.Retired);
        json.WriteNumber("unpublished", report.Unpublished.Count);
        json.WriteNumber("failures", report.Failures.Count);
        json.WriteNumber("putCalls", report.PutCalls);
    });

    public void Failed(Exception exception) => Write("error", "failed", json =>
    {
        json.WriteString("errorType", exception.GetType().Name);
        json.WriteString("error", exception.Message);
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
