using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// Other modules that bring an AWS SDK into the session, loaded before ours and after: neither notices the other. Each in
/// a process of its own, because an assembly once loaded stays.
/// </summary>
public sealed class IsolationTests
{
    private const string UseOurs = "Get-RedisAtRestCompliance -Region us-east-1 -AccessKey OURS -SecretKey SECRET | ForEach-Object ComplianceResourceId";

    public static TheoryData<string, bool> OtherModules => new()
    {
        { "OlderSdk", true }, { "OlderSdk", false },
        { "SameSdk", true }, { "SameSdk", false },
        { "NewerSdk", true }, { "NewerSdk", false },
    };

    [Theory]
    [MemberData(nameof(OtherModules))]
    public async Task A_module_with_an_SDK_of_its_own_keeps_it_and_its_credentials_are_of_use_to_ours(string module, bool isFirst)
    {
        await using AwsEndpoint endpoint = await StartAsync();

        string[] lines = await RunAsync(endpoint, module, isFirst, """
            $keys = [Amazon.Runtime.BasicAWSCredentials]::new('FOREIGN', 'SECRET')
            (Get-RedisAtRestCompliance -Region us-east-1 -Credential $keys).ComplianceResourceId
            $keys -is [Amazon.Runtime.AWSCredentials]
            [Amazon.Runtime.AWSCredentials].Assembly.Location
            """);

        Assert.Equal(["orders", "True", Path.Combine(ModulePath, module, "AWSSDK.Core.dll")], lines);
        Assert.Equal("FOREIGN", endpoint.Calls[^1].AccessKey);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Both_can_assume_roles(bool isFirst)
    {
        await using AwsEndpoint endpoint = await StartAsync();
        string profiles = Path.GetTempFileName();
        await File.WriteAllTextAsync(profiles, """
            [base]
            aws_access_key_id = BASE
            aws_secret_access_key = SECRET
            [audit]
            role_arn = arn:aws:iam::222222222222:role/audit
            source_profile = base
            """, TestContext.Current.CancellationToken);

        string[] lines = await RunAsync(endpoint, "SameSdk", isFirst, $$"""
            function Get-Theirs {
                $profile = $null
                $chain = [Amazon.Runtime.CredentialManagement.CredentialProfileStoreChain]::new('{{profiles}}')
                $null = $chain.TryGetProfile('audit', [ref] $profile)
                [Amazon.Runtime.CredentialManagement.AWSCredentialsFactory]::GetAWSCredentials($profile, $chain).GetCredentials().AccessKey
            }
            function Get-Ours { (Get-RedisAtRestCompliance -Region us-east-1 -ProfileName audit -ProfileLocation '{{profiles}}').ComplianceResourceId }
            {{(isFirst ? "Get-Theirs; Get-Ours" : "Get-Ours; Get-Theirs")}}
            """);
        File.Delete(profiles);

        Assert.Equal(["ASIA222222222222", "orders"], lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_the_audit_returns_has_a_type_literal_from_the_first_command_on()
    {
        (_, string output, string error) = await Console.RunAsync("""
            Import-Module RedisCompliance
            [RedisCompliance.Evaluation].FullName
            (Get-RedisAtRestCompliance -Path samples/inventory -Id orders) -is [RedisCompliance.Evaluation]
            """);

        Assert.Equal(("RedisCompliance.Evaluation\nTrue", string.Empty), (output.ReplaceLineEndings("\n").Trim(), error));
    }

    [Fact]
    public async Task Import_alone_loads_nothing_of_AWS()
    {
        (_, string output, _) = await Console.RunAsync("""
            Import-Module RedisCompliance
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -match 'AWSSDK|RedisCompliance.Aws' }
            """);

        Assert.Empty(output);
    }

    private static string ModulePath => Path.Combine(Session.Root, "artifacts", "foreign");

    private static async Task<AwsEndpoint> StartAsync()
    {
        AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        endpoint.ElastiCache.Everywhere = [Described.ReplicationGroup("orders")];
        return endpoint;
    }

    /// <summary>Runs a script after both modules were imported, ours used once so that everything of it is loaded.</summary>
    private static async Task<string[]> RunAsync(AwsEndpoint endpoint, string module, bool isFirst, string script)
    {
        string theirs = $"Import-Module '{Path.Combine(ModulePath, module, module + ".psd1")}'";
        string ours = $"Import-Module RedisCompliance; $null = {UseOurs}";
        (int exitCode, string output, string error) = await Console.RunAsync($"{(isFirst ? theirs : ours)}\n{(isFirst ? ours : theirs)}\n{script}",
            ("AWS_ENDPOINT_URL", endpoint.Url));

        Assert.Equal((0, string.Empty), (exitCode, error));
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
