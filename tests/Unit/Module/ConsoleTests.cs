using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>What a user sees who has the .NET SDK and no pwsh: the module in the console host, as a process of its own.</summary>
public sealed class ConsoleTests
{
    [Fact]
    public async Task The_first_command_of_the_README_prints_the_sample_account_as_a_table()
    {
        (int exitCode, string output, string error) = await Console.RunAsync("Get-RedisAtRestCompliance -Path samples/inventory");

        Assert.Equal(0, exitCode);
        Assert.Empty(error);
        Assert.Contains("ComplianceType Encryption      Engine Type             Id", output, StringComparison.Ordinal);
        Assert.Contains("NON_COMPLIANT  Unencrypted     redis  ReplicationGroup catalog-legacy", output, StringComparison.Ordinal);
        Assert.Contains("Account and Region: 123456789012 us-east-1", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_goes_to_standard_error_with_what_to_do_and_the_exit_code_says_so()
    {
        (int exitCode, string output, string error) = await Console.RunAsync("Get-RedisAtRestCompliance -Path nowhere.json");

        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.Contains("Recommendation:", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_offline_audit_loads_nothing_of_AWS()
    {
        (_, string output, _) = await Console.RunAsync("""
            $null = Get-RedisAtRestCompliance -Path samples/inventory
            @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -match 'AWSSDK|RedisCompliance.Aws' }).Count
            """);

        Assert.Equal("0", output.Trim());
    }

    [Fact]
    public async Task The_assemblies_for_Windows_PowerShell_work_by_themselves()
    {
        // No 5.1 here, but its netstandard2.0 code runs in this engine too: everything is loaded from its own folder.
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("orders"));

        (int exitCode, string output, _) = await Console.RunAsync($$"""
            Import-Module {{Path.Combine(Session.ModuleFolder, "Desktop", "RedisCompliance.Module.dll")}}
            (Get-RedisAtRestCompliance -Path samples/inventory).Count
            (Get-RedisAtRestCompliance {{Session.At(endpoint.Url)}}).ComplianceResourceId
            ([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'AWSSDK.Core' }).Location
            """);

        Assert.Equal(0, exitCode);
        Assert.Equal(["13", "orders", Path.Combine(Session.ModuleFolder, "Desktop", "AWSSDK.Core.dll")], output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task The_AWS_SDK_of_the_module_stays_out_of_the_default_load_context()
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();

        (_, string output, _) = await Console.RunAsync($$"""
            $null = Get-RedisAtRestCompliance {{Session.At(endpoint.Url)}}
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -match '^AWSSDK' } |
                ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name }
            """);

        Assert.NotEmpty(output.Trim());
        Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), context => Assert.Equal("RedisCompliance", context));
    }
}
