using System.Collections;
using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// What is read from a file, a service or an object reaches no stream, no property and no screen as what a terminal
/// acts on.
/// </summary>
public sealed class HostileTextTests : IDisposable
{
    private const string Hostile = "ord\u202eers\u001b[31m\u009b2J\u200b\u2028\u007f";
    private const string Json = "ord\\u202eers\\u001b[31m\\u009b2J\\u200b\\u2028\\u007f";

    private readonly Session _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hostile");

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_file_and_its_name_are_shown_plainly()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, "a\u001b[31m\u202eb")).FullName;
        File.WriteAllText(Path.Combine(folder, "good.json"), $$"""
            { "ReplicationGroups": [ { "ReplicationGroupId": "{{Json}}", "Status": "{{Json}}", "Engine": null, "StorageEncryptionType": "{{Json}}",
              "KmsKeyId": "{{Json}}", "ARN": "arn:aws:elasticache:us-east-1:123456789012:replicationgroup:{{Json}}" } ] }
            """);
        File.WriteAllText(Path.Combine(folder, "bad.json"), $$"""{ "ReplicationGroups": [ { "ReplicationGroupId": "{{Json}}" """);
        _session.Set("folder", folder);

        Everything missed = Run("Get-RedisAtRestCompliance -LiteralPath $folder -Id nobody -Verbose");
        Everything all = Run("Get-RedisAtRestCompliance -LiteralPath $folder, \"$folder\\none\" -Verbose");

        Assert.NotEmpty(all.Verbose);
        Assert.Equal(2, all.Errors.Count);
        Assert.Equal("NON_COMPLIANT", Assert.Single(all.Output).Properties["ComplianceType"].Value);
        missed.AssertPlain();
        all.AssertPlain();
    }

    [Fact]
    public void An_object_of_the_pipeline_and_what_is_asked_for_are_shown_plainly()
    {
        _session.Set("hostile", Hostile.Replace("[", string.Empty, StringComparison.Ordinal));

        Everything everything = Run("""
            [pscustomobject]@{ CacheClusterId = $hostile; Engine = 'redis'; CacheClusterStatus = $hostile; AtRestEncryptionEnabled = $hostile } |
                Get-RedisAtRestCompliance -Exemption @{ Id = "x$hostile"; Reason = $hostile; Expires = '2026-01-31' }, @{ Tag = $hostile; Reason = "two`nlines"; Expires = '2099-12-31' }
            [pscustomobject]@{ Nothing = $hostile } | Get-RedisAtRestCompliance
            [pscustomobject]@{ AccountId = $hostile; Region = $hostile } | Get-RedisAtRestCompliance -ReportVariable report
            $report
            Get-RedisAtRestCompliance -LiteralPath $hostile
            """);

        Assert.Equal(3, everything.Errors.Count);
        Assert.NotEmpty(everything.Warnings);
        everything.AssertPlain();
    }

    [Fact]
    public void An_exemption_file_that_is_none_is_named_plainly()
    {
        string file = Path.Combine(_folder.FullName, "a\u001b[31m.json");
        File.WriteAllText(file, $"[ {{ \"{Json}\": \"{Json}\" }} ]");
        _session.Set("file", file);

        Run("Get-RedisAtRestCompliance -Path . -ExemptionPath $file").AssertPlain();
        Run("Get-RedisAtRestCompliance -Path . -ExemptionPath \"$file`u{202e}\"").AssertPlain();
    }

    [Fact]
    public async Task What_AWS_says_is_shown_plainly()
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        endpoint.ElastiCache.Add(
            "us-east-1", Described.ReplicationGroup("orders", "none", "false").With("Status", "odd\u202e\u009b"),
            Described.CacheCluster("alone"));
        endpoint.ElastiCache.Tag(
            $"arn:aws:elasticache:us-east-1:{Described.Account}:replicationgroup:orders", ("stage\u200b", "dev\u009b"));
        endpoint.Organizations.AddAccount(Described.Account, "shop\u202e\u009b");
        endpoint.Config.AddRule("rule", "token");
        endpoint.Config.Store("rule", "AWS::ElastiCache::ReplicationGroup", Hostile, "NON_COMPLIANT");
        endpoint.Fault = call => call.Operation == "DescribeServerlessCaches" ? Fault.Error(400, "Odd\u202eCode", "no \u009b2J\u202e")
            : null;
        _session.Set("connection",
            new Hashtable { ["Region"] = "us-east-1", ["AccessKey"] = "AKID", ["SecretKey"] = "SECRET", ["EndpointUrl"] = endpoint.Url });

        Everything everything = Run("""
            Get-RedisAtRestCompliance @connection -IncludeTag -Verbose
            Get-RedisAtRestCompliance @connection -Organization -RoleName audit -ReportVariable report
            $report
            Get-RedisAtRestRuleResult @connection -ConfigRuleName rule
            """);

        Assert.Contains(everything.Errors, error => error.Exception.Message.Contains("no <U+009B>2J<U+202E>", StringComparison.Ordinal));
        Assert.Contains("shop<U+202E><U+009B>", everything.Output.Select(item => $"{item.Properties["AccountName"]?.Value}"));
        everything.AssertPlain();
    }

    private Everything Run(string script)
    {
        using PowerShell shell = _session.Prepare(script);
        IEnumerable<PSObject> output = [];
        ErrorRecord? terminating = null;
        try
        {
            output = shell.Invoke();
        }
        catch (RuntimeException exception)
        {
            terminating = exception.ErrorRecord;
        }

        return new Everything([.. output], [.. shell.Streams.Error, .. terminating is null ? [] : new[] { terminating }],
            [.. shell.Streams.Verbose.Select(record => record.Message)], [.. shell.Streams.Warning.Select(record => record.Message)],
            [.. shell.Streams.Progress.Select(record => $"{record.Activity} {record.StatusDescription} {record.CurrentOperation}")]);
    }

    /// <summary>All that a script left.</summary>
    private sealed record Everything(
        IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Verbose, IReadOnlyList<string> Warnings,
        IReadOnlyList<string> Progress)
    {
        public void AssertPlain()
        {
            IEnumerable<string> texts = Verbose.Concat(Warnings).Concat(Progress).Concat(Output.SelectMany(Texts))
                .Concat(Errors.SelectMany(Texts));

            Assert.All(texts, text => Assert.DoesNotContain(text, character =>
                char.IsControl(character) || char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.Format
                    or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator));
        }

        private static IEnumerable<string> Texts(PSObject item) => item.Properties
            .SelectMany(property => property.Value is IDictionary table ? table.Keys.Cast<object>().Concat(table.Values.Cast<object>())
                : [property.Value])
            .Append(item).Select(value => $"{value}");

        /// <summary>What the views of an error show, and Get-Error with it.</summary>
        private static IEnumerable<string> Texts(ErrorRecord error)
        {
            yield return error.ToString();
            yield return error.CategoryInfo.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
            yield return error.CategoryInfo.TargetName;
            yield return error.FullyQualifiedErrorId;
            yield return error.ErrorDetails?.Message ?? string.Empty;
            yield return error.ErrorDetails?.RecommendedAction ?? string.Empty;
            yield return error.TargetObject as string ?? string.Empty;
            for (Exception? exception = error.Exception; exception is not null; exception = exception.InnerException)
            {
                yield return exception.Message;
            }
        }
    }
}
