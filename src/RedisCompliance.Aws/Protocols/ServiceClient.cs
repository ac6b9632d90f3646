using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Transform;

namespace RedisCompliance.Aws.Protocols;

/// <summary>
/// The base of the service clients: AWSSDK.Core's pipeline (credentials, SigV4, retries, clock skew) with the
/// two handlers that a generated client adds to it. See docs/adr/0001.
/// </summary>
internal abstract class ServiceClient : AmazonServiceClient
{
    private readonly bool _isSigned;
    private readonly CallCounter _calls;
    private readonly SemaphoreSlim? _callSlots;
    private readonly WireLimits _limits;

    private protected ServiceClient(AwsConnection connection, ServiceConfig config)
        : base(connection.Credentials, config)
    {
        _isSigned = connection.Credentials is not AnonymousAWSCredentials;
        _calls = connection.Calls;
        _callSlots = connection.CallSlots;
        _limits = connection.Limits;
        Region = connection.Region;
    }

    /// <summary>The Region of the connection.</summary>
    public string Region { get; }

    /// <summary>The URL that the client calls; empty if AWS has none, in which case every call fails.</summary>
    public string Endpoint => Settings.EndpointUrl ?? string.Empty;

    private ServiceConfig Settings => (ServiceConfig)Config;

    /// <summary>Makes a call through the SDK's pipeline.</summary>
    /// <exception cref="ServiceCallException">The call failed after all retries.</exception>
    private protected async Task<T> CallAsync<T>(
        string operation, ServiceRequest request, IMarshaller<IRequest, AmazonWebServiceRequest> marshaller,
        ResponseUnmarshaller unmarshaller,
        CancellationToken cancellationToken)
        where T : class
    {
        CheckEndpoint(operation);
        InvokeOptions options = new() { RequestMarshaller = marshaller, ResponseUnmarshaller = unmarshaller };
        if (_callSlots is not null)
        {
            await _callSlots.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        life.CancelAfter(_limits.Call);
        try
        {
            _calls.AddCall();
            ServiceAnswer<T> answer = await InvokeAsync<ServiceAnswer<T>>(request, options, life.Token).ConfigureAwait(false);
            return answer.Result!;
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
            && new ServiceErrors(Config.AuthenticationServiceName, operation, Region)
                .Translate(exception, request.LastFailure, _limits) is { } failure)
        {
            throw failure;
        }
        finally
        {
            _callSlots?.Release();
        }
    }

    private void CheckEndpoint(string operation)
    {
        if (Settings.EndpointUrl is null)
        {
            string kind = Config.UseDualstackEndpoint ? Messages.FipsDualstackEndpoint : Messages.FipsEndpoint;
            throw new ServiceCallException(
                ServiceFailure.NoEndpoint, operation, Messages.NoEndpoint.With(Config.ServiceId, kind, Region, operation))
            {
                Service = Config.AuthenticationServiceName,
            };
        }
    }

    /// <summary>The call's result; null if the service reports that the resource does not exist.</summary>
    private protected static async Task<T?> OrNullAsync<T>(Task<T> call, string notFoundCode)
        where T : class
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (ServiceCallException exception) when (exception.ErrorCode == notFoundCode)
        {
            return null;
        }
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new Resolver());
        pipeline.AddHandlerAfter<Marshaller>(new AuthScheme(this));
        if (Settings.IsOfFleet)
        {
            pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new FleetRetryPolicy(Config)));
        }

        // The base constructor calls this before ours has run: the handler reads the counter only when a call is made.
        pipeline.AddHandlerAfter<RetryHandler>(new Attempts(this));
    }

    /// <summary>Counts the attempts of a call, and masks secrets that an error quotes before anyone sees it.</summary>
    private sealed class Attempts(ServiceClient client) : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            client._calls.AddAttempt();
            ServiceRequest request = (ServiceRequest)executionContext.RequestContext.OriginalRequest;
            try
            {
                return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                request.LastFailure = exception is AmazonServiceException answer and not AmazonUnmarshallingException
                    ? WithoutSecrets(answer, request, executionContext.RequestContext) : exception;
                if (request.LastFailure != exception)
                {
                    throw request.LastFailure;
                }

                throw;
            }
        }

        private static AmazonServiceException WithoutSecrets(
            AmazonServiceException answer, ServiceRequest request, IRequestContext context)
        {
            context.Request.Headers.TryGetValue("X-Amz-Security-Token", out string? sessionToken);

            // A secret key that the user gave as such. Services never receive one: a signature does not reveal its key.
            string? secretKey = context.Identity is BasicAWSCredentials or SessionAWSCredentials
                ? ((AWSCredentials)context.Identity).GetCredentials().SecretKey : null;
            string?[] secrets = [.. request.Secrets, sessionToken, secretKey];
            string message = SecretMask.Apply(answer.Message, secrets);
            return message == answer.Message ? answer : new AmazonServiceException(
                message, answer.InnerException, answer.ErrorType, answer.ErrorCode, answer.RequestId, answer.StatusCode);
        }
    }

    private sealed class Resolver : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new Nothing();
    }

    private sealed class AuthScheme(ServiceClient client) : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
            client._isSigned ? AuthSchemeOption.DEFAULT_SIGV4 : AuthSchemeOption.DEFAULT_NOAUTH;
    }

    /// <summary>The configuration alone determines the endpoint; no operation adds to it.</summary>
    private sealed class Nothing : EndpointParameters;
}
