using System.Text;
using System.Text.Json;
using RedisCompliance.Aws;

namespace RedisCompliance.Function;

/// <summary>
/// Lambda calls <c>RedisCompliance.Function::RedisCompliance.Function.Handler::HandleAsync</c>. If the run did not read
/// or publish everything, the handler fails, so that AWS Config shows the rule as failed.
/// </summary>
public sealed class Handler
{
    private const int DefaultTimeoutSeconds = 300;

    private readonly TextWriter _log;

    /// <summary>Lambda creates the handler; it logs to standard output, which Lambda sends to CloudWatch Logs.</summary>
    public Handler()
        : this(Console.Out)
    {
    }

    internal Handler(TextWriter log) => _log = log;

    /// <summary>Runs the rule once.</summary>
    /// <param name="input">The event, as JSON.</param>
    /// <returns>The published evaluations, as a JSON array of at most 1,000.</returns>
    /// <exception cref="ConfigEventException">The event is not from AWS Config, or a rule parameter is invalid.</exception>
    /// <exception cref="ConnectionException">There is no Region or no role, an environment variable is invalid, or the
    /// resources belong to another account.</exception>
    /// <exception cref="ServiceCallException">KMS did not resolve an alias, or a single-resource run could not publish.</exception>
    /// <exception cref="RuleRunException">The run did not read or publish everything, or ran out of time.</exception>
    public async Task<Stream> HandleAsync(Stream input)
    {
        using RunLog log = new(_log);
        using CancellationTokenSource deadline = new();
        try
        {
            deadline.CancelAfter(TimeToUse());
            using StreamReader reader = new(input, Encoding.UTF8);
            ConfigRuleEvent ruleEvent = ConfigRuleEvent.Parse(await reader.ReadToEndAsync(deadline.Token).ConfigureAwait(false));
            AtRestPolicy policy = RuleParameters.ToPolicy(ruleEvent.RuleParameters);
            log.Started(ruleEvent);
            AwsConnection connection = await ConnectAsync(ruleEvent, deadline.Token).ConfigureAwait(false);
            log.Connected(connection);
            log.Expired(policy.Exemptions, ruleEvent.NotificationCreationTime);
            policy = await connection.ResolveKeyAliasesAsync(policy, deadline.Token).ConfigureAwait(false);
            IReadOnlyList<ConfigEvaluation> evaluations = ruleEvent.ConfigurationItem is { } item
                ? await RunForItemAsync(connection, ruleEvent, ConfigurationItem.Read(item), policy, log, deadline.Token)
                    .ConfigureAwait(false)
                : await RunForAccountAsync(connection, ruleEvent, policy, log, deadline.Token).ConfigureAwait(false);
            return Serialize(evaluations);
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested)
        {
            RuleRunException timedOut = new(
                $"The run did not end within its {TimeToUse().TotalSeconds:0} seconds. Give the function more time or memory.", exception);
            log.Failed(timedOut);
            throw timedOut;
        }
        catch (Exception exception)
        {
            log.Failed(exception);
            throw;
        }
    }

    private static TimeSpan TimeToUse() => FunctionTimeout.Read(DefaultTimeoutSeconds);

    private static Task<AwsConnection> ConnectAsync(ConfigRuleEvent ruleEvent, CancellationToken cancellationToken)
    {
        string? roleArn = IsAssumeRoleMode() ? RoleToAssume(ruleEvent) : null;
        return AwsConnection.OpenAsync(new AwsConnectionSettings { AssumeRoleArn = roleArn }, cancellationToken);
    }

    private static bool IsAssumeRoleMode()
    {
        string? text = Environment.GetEnvironmentVariable(FunctionEnvironment.AssumeRoleMode);
        return !string.IsNullOrWhiteSpace(text) && (bool.TryParse(text, out bool mode)
            ? mode
            : throw new ConnectionException(
                ConnectionFault.InvalidEnvironment, $"{FunctionEnvironment.AssumeRoleMode} is '{text}'; possible are true and false.",
                text));
    }

    private static string RoleToAssume(ConfigRuleEvent ruleEvent)
    {
        // arn:partition:iam::account:role/path/name
        string[] parts = (ruleEvent.ExecutionRoleArn ?? string.Empty).Split(':');
        if (parts.Length < 6)
        {
            throw new ConfigEventException(
                ConfigEventFault.InvalidMember, $"{FunctionEnvironment.AssumeRoleMode} is on, and the event has no executionRoleArn.");
        }

        if (parts[4] != ruleEvent.AccountId)
        {
            throw new ConfigEventException(
                ConfigEventFault.InvalidMember,
                $"The event is of account {ruleEvent.AccountId}, and its executionRoleArn is of account {parts[4]}.");
        }

        return Environment.GetEnvironmentVariable(FunctionEnvironment.ExecutionRoleName) is { Length: > 0 } name
            ? $"{string.Join(':', parts.Take(5))}:role/{name}"
            : ruleEvent.ExecutionRoleArn!;
    }

    private static async Task<IReadOnlyList<ConfigEvaluation>> RunForAccountAsync(
        AwsConnection connection, ConfigRuleEvent ruleEvent, AtRestPolicy policy, RunLog log, CancellationToken cancellationToken)
    {
        ConfigRuleInvocation invocation = new(
            ruleEvent.ConfigRuleName ?? throw new ConfigEventException(ConfigEventFault.InvalidMember, "The event has no configRuleName."),
            ruleEvent.AccountId ?? throw new ConfigEventException(ConfigEventFault.InvalidMember, "The event has no accountId."),
            ruleEvent.ResultToken, ruleEvent.NotificationCreationTime, ruleEvent.IsTestMode);
        using ElastiCacheInventory inventory = connection.OpenInventory();
        using ConfigEvaluationStore store = connection.OpenEvaluationStore();
        ConfigRuleRun run = new(inventory, store, policy, invocation) { PageRead = log.PageRead };
        ConfigRuleReport report = await run.ExecuteAsync(cancellationToken).ConfigureAwait(false);
        log.Ended(report);
        return report.IsComplete ? report.Evaluations : throw new RuleRunException(report);
    }

    /// <summary>One resource changed: publishes one evaluation.</summary>
    private static async Task<IReadOnlyList<ConfigEvaluation>> RunForItemAsync(
        AwsConnection connection, ConfigRuleEvent ruleEvent, ConfigurationItem item, AtRestPolicy policy, RunLog log,
        CancellationToken cancellationToken)
    {
        if (item.AccountId is not null && item.AccountId != ruleEvent.AccountId)
        {
            throw new ConfigEventException(
                ConfigEventFault.InvalidMember,
                $"The event is of account {ruleEvent.AccountId}, and its configuration item is of account {item.AccountId}.");
        }

        // AWS Config's history would have the rest, but has no resources of these types: there is nothing to judge by.
        if (ruleEvent.MessageType == ConfigRuleEvent.OversizedConfigurationItemChangeNotification
            && item.Exists && !ruleEvent.EventLeftScope
            && ResourceType.Find(item.ResourceType) is { } type && !ResourceType.IsBackup(type))
        {
            throw new ConfigEventException(ConfigEventFault.InvalidMember,
                $"The event holds only a summary of {item.ResourceType} {item.ResourceId}, without its configuration. "
                    + "A scheduled run judges it.");
        }

        using ConfigEvaluationStore store = connection.OpenEvaluationStore();
        using EvaluationPublisher publisher = new(store, ruleEvent.ResultToken, ruleEvent.IsTestMode);
        ConfigEvaluation evaluation = item.Evaluate(policy, ruleEvent.EventLeftScope);
        await publisher.AddAsync(evaluation, cancellationToken).ConfigureAwait(false);
        await publisher.FlushAsync(cancellationToken).ConfigureAwait(false);
        ConfigRuleReport report = new(
            [evaluation], 1, publisher.PublishedCount, 0, 0, publisher.TakeUnpublished(), [], publisher.CallCount)
        {
            Verdicts = new VerdictCounts().Add(evaluation.ComplianceType),
        };
        log.Ended(report);
        return report.IsComplete ? report.Evaluations : throw new RuleRunException(report);
    }

    private static MemoryStream Serialize(IReadOnlyList<ConfigEvaluation> evaluations)
    {
        MemoryStream answer = new();
        using (Utf8JsonWriter json = new(answer))
        {
            json.WriteStartArray();
            foreach (ConfigEvaluation evaluation in evaluations)
            {
                json.WriteStartObject();
                json.WriteString("ComplianceResourceType", evaluation.ComplianceResourceType);
                json.WriteString("ComplianceResourceId", evaluation.ComplianceResourceId);
                json.WriteString("ComplianceType", evaluation.ComplianceType);
                if (evaluation.Annotation is not null)
                {
                    json.WriteString("Annotation", evaluation.Annotation);
                }

                json.WriteString("OrderingTimestamp", evaluation.OrderingTimestamp);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        answer.Position = 0;
        return answer;
    }
}
