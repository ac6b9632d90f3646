using RedisCompliance.Aws;
using RedisCompliance.Function.Hooks;
using RedisCompliance.Templates.CloudFormation;

namespace RedisCompliance.Function;

/// <summary>
/// A Lambda Hook of CloudFormation calls
/// <c>RedisCompliance.Function::RedisCompliance.Function.HookHandler::HandleAsync</c>. The handler always answers: an error is a
/// failure of the hook, whose FailureMode decides what follows.
/// </summary>
public sealed class HookHandler
{
    /// <summary>CloudFormation waits for 30 seconds, a cold start included.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(25);

    private const int MaxRequestLength = 8 * 1024 * 1024;

    private readonly TextWriter _log;
    private readonly HookPayload _payload;
    private readonly TimeSpan? _budget;

    /// <summary>Lambda creates the handler; it logs to standard output, which Lambda sends to CloudWatch Logs.</summary>
    public HookHandler()
        : this(Console.Out, new HookPayload())
    {
    }

    internal HookHandler(TextWriter log, HookPayload payload, TimeSpan? budget = null) =>
        (_log, _payload, _budget) = (log, payload, budget);

    /// <summary>Answers one request.</summary>
    /// <param name="input">The request, as JSON.</param>
    /// <returns>The answer, as JSON.</returns>
    public async Task<Stream> HandleAsync(Stream input)
    {
        using RunLog log = new(_log);
        using CancellationTokenSource deadline = new();
        string? token = null;
        HookAnswer answer;
        try
        {
            deadline.CancelAfter(TimeToUse());
            MapNode root = await ReadAsync(input, deadline.Token).ConfigureAwait(false);
            token = root.TextOf("clientRequestToken");
            HookRequest request = HookRequest.Read(root);
            log.Started(request);
            answer = await AnswerAsync(request, ReadPolicy(), log, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested)
        {
            HookException timedOut = new("The hook did not end in time.", exception);
            log.Failed(timedOut);
            answer = HookAnswer.InternalFailure(timedOut.Message);
        }
        catch (Exception exception)
            when (exception is HookException or ConfigEventException or ConnectionException or ServiceCallException)
        {
            log.Failed(exception);
            answer = HookAnswer.InternalFailure(exception.Message);
        }
#pragma warning disable CA1031 // Every request must get an answer, and an error never becomes a success.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // An unforeseen error may quote the input that it failed at.
            log.Crashed(exception);
            answer = HookAnswer.InternalFailure($"The hook failed ({exception.GetType().Name}). Its log says where.");
        }

        log.Answered(answer);
        return answer.ToJson(token);
    }

    private async Task<HookAnswer> AnswerAsync(HookRequest request, AtRestPolicy policy, RunLog log, CancellationToken cancellationToken)
    {
        if (request.IsDelete)
        {
            return HookAnswer.Nothing($"{request.LogicalId} is deleted: there is nothing to judge.");
        }

        bool isWhole = request.TargetName is HookRequest.Stack or HookRequest.ChangeSet;
        if (!isWhole && !HookJudge.IsJudged(request.TargetName))
        {
            return HookAnswer.Nothing(
                $"{request.TargetName} is not judged here. What is: {string.Join(", ", ResourceType.Default)}.");
        }

        DateTime moment = DateTime.UtcNow;
        log.Expired(policy.Exemptions, moment);
        policy = policy.HasKeyAliases ? await ResolveKeyAliasesAsync(policy, cancellationToken).ConfigureAwait(false) : policy;
        HookJudge judge = new(request, policy, moment, cancellationToken);
        if (!isWhole)
        {
            return judge.JudgeResource();
        }

        byte[] payload = await _payload.FetchAsync(request.PayloadUrl, cancellationToken).ConfigureAwait(false);
        return request.TargetName == HookRequest.Stack ? judge.JudgeStack(payload) : judge.JudgeChangeSet(payload);
    }

    private static async Task<MapNode> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        byte[] utf8 = await HookPayload
            .ReadAsync(input, MaxRequestLength, () => new HookException("The request is too long."), cancellationToken)
            .ConfigureAwait(false);
        try
        {
            return JsonTemplate.Read(utf8, cancellationToken) as MapNode ?? throw new HookException("The request is not an object.");
        }
        catch (ExportFormatException exception)
        {
            throw new HookException($"The request cannot be read. {exception.Message}", exception);
        }
    }

    /// <summary>Reads the rule's parameters, which the hook has in one environment variable.</summary>
    private static AtRestPolicy ReadPolicy()
    {
        IReadOnlyDictionary<string, string>? parameters =
            RuleParameters.TryParse(Environment.GetEnvironmentVariable(FunctionEnvironment.HookParameters));
        if (parameters is null)
        {
            throw new HookException($"{FunctionEnvironment.HookParameters} is not a JSON object of texts.");
        }

        try
        {
            return RuleParameters.ToPolicy(parameters);
        }
        catch (ConfigEventException exception)
        {
            throw new HookException($"{FunctionEnvironment.HookParameters}: {exception.Message}", exception);
        }
    }

    // A separate method, so that the runtime loads the AWS SDK only for a policy with aliases.
    private static async Task<AtRestPolicy> ResolveKeyAliasesAsync(AtRestPolicy policy, CancellationToken cancellationToken)
    {
        AwsConnection connection = await AwsConnection.OpenAsync(new AwsConnectionSettings(), cancellationToken).ConfigureAwait(false);
        return await connection.ResolveKeyAliasesAsync(policy, cancellationToken).ConfigureAwait(false);
    }

    private TimeSpan TimeToUse()
    {
        if (_budget is { } given)
        {
            return given;
        }

        TimeSpan set = FunctionTimeout.Read(defaultSeconds: 30);
        return set < s_longest ? set : s_longest;
    }
}
