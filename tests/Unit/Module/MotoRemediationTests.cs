using System.Diagnostics;
using System.Management.Automation;

namespace RedisCompliance.Module.Tests;

/// <summary>The commands of a printed plan, run by the AWS CLI against an AWS written by others (moto).</summary>
public sealed class MotoRemediationTests : IAsyncLifetime
{
    private static readonly bool s_hasCli = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "aws")));

    private readonly MotoServer _moto = new();

    public ValueTask InitializeAsync() => _moto.InitializeAsync();

    public ValueTask DisposeAsync() => _moto.DisposeAsync();

    [Fact]
    public async Task The_printed_calls_of_a_plan_end_with_a_group_that_is_compliant()
    {
        Assert.SkipWhen(MotoServer.IsMissing, MotoServer.Missing);
        Assert.SkipUnless(s_hasCli, "The AWS CLI is not on the PATH.");
        await _moto.QueryAsync("elasticache", "2015-02-02", ("Action", "CreateReplicationGroup"), ("ReplicationGroupId", "open"),
            ("ReplicationGroupDescription", "It's $(ours)"), ("Engine", "redis"), ("CacheNodeType", "cache.r7g.large"),
            ("NumNodeGroups", "2"), ("ReplicasPerNodeGroup", "1"), ("ClusterMode", "enabled"), ("AtRestEncryptionEnabled", "false"),
            ("Tags.Tag.1.Key", "team"), ("Tags.Tag.1.Value", "a \"b\""));
        using Session session = new();
        string at = Session.At(_moto.Url, MotoServer.Region);
        Outcome planned = session.Run($"Get-RedisAtRestRemediation open {at} -WarningAction SilentlyContinue");
        object[] steps = [.. (IEnumerable<object>)Assert.Single(planned.Output).Properties["Steps"].Value];

        foreach (dynamic step in steps)
        {
            if (step.Operation is not null)
            {
                (int exitCode, string output) = await RunAsync((string)step.AwsCli);
                Assert.True(exitCode == 0, $"{step.AwsCli}\n{output}");
            }
        }

        // moto describes no member of a group, and so neither its version nor its parameter group and security groups.
        Assert.Equal(["CacheClusterUnknown", "EngineVersionUnknown"], (IEnumerable<string>)planned.Output[0].Properties["Blockers"].Value);
        Outcome audited = session.Run($"Get-RedisAtRestCompliance {at} -ResourceType ReplicationGroup -IncludeTag");
        PSObject restored = audited.Output.Single(evaluation => $"{evaluation.Properties["Id"].Value}" == "open-encrypted");

        // moto lists what is deleted for ever, as being deleted.
        Assert.Equal(["COMPLIANT open-encrypted", "NOT_APPLICABLE open"], audited.Verdicts);
        Assert.Equal("a \"b\"", ((IReadOnlyDictionary<string, string>)restored.Properties["Tags"].Value)["team"]);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string command)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", command])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["AWS_ENDPOINT_URL"] = _moto.Url, ["AWS_ACCESS_KEY_ID"] = "AKID", ["AWS_SECRET_ACCESS_KEY"] = "SECRET",
                ["AWS_PAGER"] = string.Empty,
            },
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }
}
