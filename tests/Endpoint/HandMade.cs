using System.Text.Json.Nodes;

namespace RedisCompliance.Endpoint;

/// <summary>
/// The article's rule as its steps in the console leave it: a Python function, its role, and what lets AWS Config call it.
/// </summary>
public static class HandMade
{
    private const string LambdaTrust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"""
        + """{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    /// <summary>Adds it.</summary>
    public static void Add(
        AwsEndpoint endpoint, string ruleName, string functionName, string roleName, string resultToken = "token")
    {
        IdentityManagementService.Role role = endpoint.IdentityManagement.AddRole(roleName, LambdaTrust, "/service-role/");
        role.Attached.Add("arn:aws:iam::123456789012:policy/service-role/AWSLambdaBasicExecutionRole-0f2b");
        role.Attached.Add("arn:aws:iam::123456789012:policy/service-role/AWSLambdaAWSConfigRulesExecutionRole-0f2b");
        role.Attached.Add("arn:aws:iam::aws:policy/AmazonElastiCacheReadOnlyAccess");
        LambdaService.Function function = endpoint.Lambda.AddFunction(functionName);
        function.CodeSha256 = "the article's Python";
        foreach ((string member, JsonNode value) in new (string, JsonNode)[]
        {
            ("Runtime", "python3.9"), ("Handler", "lambda_function.lambda_handler"), ("MemorySize", 128), ("Timeout", 3),
            ("Description", string.Empty), ("Role", $"arn:aws:iam::{Described.Account}:role/service-role/{roleName}"),
            ("Architectures", new JsonArray("x86_64")),
        })
        {
            function.Configuration[member] = value;
        }

        function.Statements.Add(new JsonObject
        {
            ["Sid"] = "AWSConfig-by-hand",
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = "config.amazonaws.com" },
            ["Action"] = "lambda:InvokeFunction",
            ["Resource"] = function.Configuration["FunctionArn"]!.DeepClone(),
        });
        endpoint.Logs.AddGroup("/aws/lambda/" + functionName);
        endpoint.Config.AddRule(ruleName, resultToken);
        JsonObject rule = endpoint.Config.FindRule(ruleName)!;
        rule["Source"] = new JsonObject
        {
            ["Owner"] = "CUSTOM_LAMBDA",
            ["SourceIdentifier"] = function.Configuration["FunctionArn"]!.DeepClone(),
            ["SourceDetails"] = new JsonArray(new JsonObject
            {
                ["EventSource"] = "aws.config", ["MessageType"] = "ScheduledNotification",
                ["MaximumExecutionFrequency"] = "TwentyFour_Hours",
            }),
        };
    }
}
