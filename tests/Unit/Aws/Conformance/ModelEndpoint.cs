using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RedisCompliance.Aws.Tests;

/// <summary>A port of this machine that knows AWS's models and nothing else: it checks each request and answers by the model.</summary>
internal sealed class ModelEndpoint : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<Operation> _operations = [];
    private readonly ConcurrentQueue<string> _violations = [];

    private ModelEndpoint(WebApplication server) => _server = server;

    public string Url => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public AnswerStyle Style { get; set; }

    /// <summary>What every call is answered instead: a status, the header of an error, a body.</summary>
    public (int Status, string? ErrorType, string Body)? Error { get; set; }

    public IReadOnlyCollection<Operation> Operations => _operations;

    public IReadOnlyCollection<string> Violations => _violations;

    public static async Task<ModelEndpoint> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication server = builder.Build();
        ModelEndpoint endpoint = new(server);
        server.Run(endpoint.AnswerAsync);
        await server.StartAsync();
        return endpoint;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        string[] target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
        WireRequest request = new(context.Request.Method, target[0], target.Length > 1 ? "?" + target[1] : string.Empty,
            context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        if (RequestCheck.Identify(request) is not { } operation)
        {
            _violations.Enqueue($"{request.Method} {request.Path} {request.Header("X-Amz-Target")}: no operation of the models");
            context.Response.StatusCode = 400;
            return;
        }

        (IReadOnlyList<string> violations, IReadOnlyList<(string Name, string Value)> values) =
            RequestCheck.Run(request, operation, Samples.Region);
        _operations.Enqueue(operation);
        foreach (string violation in violations.Concat(values
            .Select(value => (value, Right: Samples.Misplaced(value.Name, value.Value))).Where(value => value.Right is not null)
            .Select(value => $"{operation}: {value.value.Name} has the value of {value.Right}")))
        {
            _violations.Enqueue(violation);
        }

        if (Error is { } error)
        {
            context.Response.StatusCode = error.Status;
            context.Response.Headers["x-amzn-ErrorType"] = error.ErrorType;
            await context.Response.WriteAsync(error.Body, context.RequestAborted);
            return;
        }

        AnswerMaker answer = new(operation, Style, isLastPage: values.Any(value => value.Name is "Marker" or "NextToken" or "nextToken"));
        bool isXml = operation.Service.Protocol is "query" or "ec2";
        byte[] bytes = Encoding.UTF8.GetBytes(isXml ? answer.Xml() : answer.Json());
        context.Response.StatusCode = operation.Status;
        context.Response.ContentType = isXml ? "text/xml" : "application/json";
        if (operation.Status != 204)
        {
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
