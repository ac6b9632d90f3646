namespace RedisCompliance.Aws.Tests;

/// <summary>Every request and every answer of every client, held against AWS's own models.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Calls => [.. Scenarios.All.Select(scenario => scenario.Name)];

    [Fact]
    public void Every_method_of_every_client_is_called_here() =>
        Assert.Equal(
            ServiceClients.Methods.Order(StringComparer.Ordinal),
            Scenarios.All.Select(scenario => scenario.Name).Order(StringComparer.Ordinal));

    /// <summary>The model gives a publisher 12 letters or more; the CloudFormation Hooks User Guide names this one all the same.</summary>
    private static readonly string[] s_guideAgainstModel =
        ["cloudformation ActivateType: PublisherId is not of the form [0-9a-zA-Z]{12,40}: aws-hooks"];

    [Fact]
    public async Task Every_operation_of_the_models_is_called_and_each_request_is_as_its_model_has_it()
    {
        await using ModelEndpoint endpoint = await ModelEndpoint.StartAsync();
        AwsConnection connection = await ConnectAsync(endpoint);
        foreach (Scenario scenario in Scenarios.All)
        {
            await scenario.RunAsync(scenario.Client == typeof(AmazonSSOClient) || scenario.Client == typeof(AmazonSSOOIDCClient)
                || scenario.Method == "AssumeRoleWithWebIdentityAsync" ? Anonymous(connection) : connection, Cancelled);
        }

        string[] called = [.. endpoint.Operations.Select(operation => operation.ToString()).Distinct().Order(StringComparer.Ordinal)];
        output.WriteLine($"{called.Length} operations of {ServiceModel.All.Count} services, {endpoint.Operations.Count} requests of "
            + $"{Scenarios.All.Count} methods, {endpoint.Violations.Count} violations");

        Assert.Equal(s_guideAgainstModel, endpoint.Violations.Distinct());
        Assert.Equal(
            ServiceModel.All.SelectMany(service => service.Operations.Select(service.Find)).Select(operation => operation.ToString())
                .Order(StringComparer.Ordinal),
            called);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task What_no_model_has_changes_no_result(string name)
    {
        string whole = await RunAsync(name, AnswerStyle.Full);
        string strange = await RunAsync(name, AnswerStyle.Unknown);

        Assert.False(Enum.TryParse<ServiceFailure>(whole, out _), $"{name}: {whole}");
        Assert.True(whole == strange, $"{name}: {whole}\n{strange}");
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task An_answer_of_the_required_members_alone_is_read_or_is_an_error(string name)
    {
        Scenario scenario = Scenarios.All.Single(scenario => scenario.Name == name);

        string bare = await RunAsync(name, AnswerStyle.Bare);
        string nulls = await RunAsync(name, AnswerStyle.Nulls);

        Assert.True(scenario.Bare == bare, $"{name}: {bare}");
        Assert.True(bare == nulls, $"{name}: {bare}\n{nulls}");
    }

    [Theory]
    [InlineData("TrentService.DescribeKey", "application/x-amz-json-1.0", """{"KeyId":"","Newer":1}""",
        "its type is", "$.KeyId has 0 of 1 to 2048", "$.Newer is unknown", "its signature is")]
    [InlineData("StarlingDoveService.PutEvaluations", "application/x-amz-json-1.1", """{"Evaluations":{},"TestMode":"true"}""",
        "$.ResultToken is missing", "$.Evaluations is a JSON Object and not a list", "$.TestMode is a JSON String and not a boolean")]
    [InlineData(null, "application/x-www-form-urlencoded", "Action=TagRole&Version=2010-05-08&RoleName=a%20b&Tags.entry.1.Key=k",
        "RoleName is not of the form", "it has unknown parameters: Tags.entry.1.Key")]
    [InlineData(null, "application/x-www-form-urlencoded", "Action=TagRole&Version=2010-05-08&RoleName=a&Tags.member.1.Key=k",
        "Tags.member.1.Value is missing")]
    public void The_check_finds_what_is_wrong(string? target, string type, string body, params string[] found)
    {
        Dictionary<string, string> headers = new() { ["Content-Type"] = type };
        if (target is not null)
        {
            headers["X-Amz-Target"] = target;
        }

        WireRequest request = new("POST", "/", string.Empty, headers, System.Text.Encoding.UTF8.GetBytes(body));
        IReadOnlyList<string> violations = RequestCheck.Run(request, RequestCheck.Identify(request)!, Samples.Region).Violations;

        Assert.All(found, text => Assert.Contains(violations, violation => violation.Contains(text, StringComparison.Ordinal)));
    }

    private static async Task<string> RunAsync(string name, AnswerStyle style)
    {
        await using ModelEndpoint endpoint = await ModelEndpoint.StartAsync();
        endpoint.Style = style;
        return await Scenarios.All.Single(scenario => scenario.Name == name).RunAsync(await ConnectAsync(endpoint), Cancelled);
    }

    private static Task<AwsConnection> ConnectAsync(ModelEndpoint endpoint) => AwsConnection.OpenAsync(
        new AwsConnectionSettings
        {
            Region = Samples.Region, AccessKey = "AKID", SecretKey = "SECRET", SessionToken = "TOKEN", EndpointUrl = endpoint.Url,
        }, Cancelled);

    private static AwsConnection Anonymous(AwsConnection connection) =>
        connection.To(connection.RegionEndpoint, new Amazon.Runtime.AnonymousAWSCredentials());
}
