using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace RedisCompliance.Endpoint;

/// <summary>An answer as it goes over the wire, whole or not.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="SendOnly">How many bytes are sent before the connection is dropped; null to send all.</param>
/// <param name="Never">Whether nothing more is ever sent then, and the connection stays.</param>
public sealed record Answer(
    int Status, ReadOnlyMemory<byte> Body, string ContentType = "text/xml", int? SendOnly = null, bool Never = false)
{
    /// <summary>Headers beside those that every answer has.</summary>
    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>Whether what never ends goes on with a blank at a time.</summary>
    public bool Trickles { get; init; }

    public static Answer Xml(string body, int status = 200) => new(status, Encoding.UTF8.GetBytes(body));

    /// <summary>An error of the Query protocol.</summary>
    public static Answer Error(int status, string code, string message) => Xml(
        $"""
        <ErrorResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/">
          <Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>
          <RequestId>11111111-2222-3333-4444-555555555555</RequestId>
        </ErrorResponse>
        """, status);

    public static Answer Json(JsonObject body, int status = 200) =>
        new(status, Encoding.UTF8.GetBytes(body.ToJsonString()), "application/x-amz-json-1.1");

    /// <summary>An error of the JSON and REST-JSON protocols.</summary>
    public static Answer JsonError(string code, string message, int status = 400) =>
        Json(new JsonObject { ["__type"] = code, ["message"] = message }, status);

    internal async Task SendAsync(HttpContext context)
    {
        if (SendOnly == 0 && !Never)
        {
            context.Abort();
            return;
        }

        if (Status == 0)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = Trickles ? null : Body.Length;
        foreach ((string name, string value) in Headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.Body.WriteAsync(Body[..(SendOnly ?? Body.Length)]);
        if (SendOnly is not null)
        {
            await context.Response.Body.FlushAsync();
            while (Trickles && !context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(" "u8.ToArray());
                await context.Response.Body.FlushAsync();
                await Task.Delay(10);
            }

            if (Never)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            }

            context.Abort();
        }
    }
}
