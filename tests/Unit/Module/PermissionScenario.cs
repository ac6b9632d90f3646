using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>A command in an account that has it make the calls whose permissions its help names.</summary>
/// <param name="Cmdlet">The cmdlet.</param>
/// <param name="Name">What it does.</param>
/// <param name="Command">The command.</param>
/// <param name="Labels">The labels of what it needs beside what is always needed.</param>
internal sealed record PermissionScenario(string Cmdlet, string Name, string Command, params string[] Labels)
{
    private const string Install = "Install-RedisAtRestRule";
    private const string Get = "Get-RedisAtRestRule";
    private const string Uninstall = "Uninstall-RedisAtRestRule";
    private const string InstallHook = "Install-RedisAtRestHook";
    private const string GetHook = "Get-RedisAtRestHook";
    private const string UninstallHook = "Uninstall-RedisAtRestHook";
    private const string HookName = "RedisCompliance::AtRest::Hook";
    private const string HookFunction = "redis-encrypted-at-rest-hook-function";
    private const string HookRole = "redis-encrypted-at-rest-hook-role";
    private const string Hooked = "Install-RedisAtRestHook @connection";
    private const string Start = "Start-RedisAtRestEvaluation";
    private const string Result = "Get-RedisAtRestRuleResult";
    private const string Publish = "Publish-ConfigEvaluation";
    private const string Hub = "Publish-SecurityHubFinding";
    private const string Audit = "Get-RedisAtRestCompliance";
    private const string Plan = "Get-RedisAtRestRemediation";
    private const string Rule = "redis-encrypted-at-rest-check-rule";
    private const string Function = "redis-encrypted-at-rest-check-function";
    private const string Role = "redis-encrypted-at-rest-check-role";
    private const string Installed = "Install-RedisAtRestRule @connection";
    private const string Audited = "$audit = Get-RedisAtRestCompliance @connection";
    private const string Member = "111111111111";
    private const string Told = Installed + " -NotificationTopicArn arn:aws:sns:us-east-1:123456789012:audit";
    private const string ToldNow = "With -NotificationTopicArn";
    private const string ByIdAlone = "For serverless caches, and where an id is given alone";
    private const string Alias = "arn:aws:kms:us-east-1:123456789012:alias/audit";

    public static IReadOnlyList<PermissionScenario> All { get; } =
    [
        new(Install, "Install, new", Installed),
        new(Install, "Install, over what has changed", Installed + " -Tag @{ Team = 'audit' }") { Before = Installed, Meanwhile = Drift },
        new(Install, "Install and wait", Installed + " -MemorySize 256 -Wait", "With -Wait") { Before = Installed },
        new(Install, "Install, over what others have added", Installed, "To mend what others have added")
        {
            Before = Installed, Meanwhile = AddToWhatIsInstalled,
        },
        new(Install, "Install, over a recorder that is stopped", Installed + " -EnableRecorder", "With -EnableRecorder")
        {
            Prepare = aws => aws.Config.AddRecorder(isRecording: false),
        },
        new(Install, "Install, without a recorder", Installed + " -EnableRecorder -DeliveryBucketName bucket",
            "With -EnableRecorder", "With -DeliveryBucketName") { Prepare = _ => { } },
        new(Install, "Install with managed policies", Installed + " -UseManagedPolicy", "With -UseManagedPolicy"),
        new(Install, "Install for the organization", Installed + " -Organization", "With -Organization")
        {
            Prepare = WithOrganization,
        },

        new(Install, "Install that tells a topic", Told, ToldNow) { Prepare = WithTopic },
        new(Install, "Install that tells a topic, over what has changed", Told + " -Tag @{ Team = 'audit' }", ToldNow)
        {
            Prepare = WithTopic, Before = Told, Meanwhile = SendElsewhere,
        },
        new(Install, "Install that tells nobody any more", Installed + " -NotificationTopicArn ''", ToldNow)
        {
            Prepare = WithTopic, Before = Told,
        },

        new(Get, "Get", "Get-RedisAtRestRule @connection") { Before = Installed + " -Wait" },
        new(Get, "Get of a rule that tells a topic", "Get-RedisAtRestRule @connection",
            "With -NotificationTopicArn, now or at installation")
        {
            Prepare = WithTopic, Before = Told + " -Wait",
        },
        new(Get, "Get of the organization", "Get-RedisAtRestRule @connection -Organization", "With -Organization")
        {
            Prepare = WithOrganization, Before = Installed + " -Organization",
        },

        new(Uninstall, "Uninstall", "Uninstall-RedisAtRestRule @connection -Force") { Before = Installed + " -UseManagedPolicy" },
        new(Uninstall, "Uninstall of a rule that is gone", "Uninstall-RedisAtRestRule own-rule @connection -Force")
        {
            Before = "Install-RedisAtRestRule own-rule -FunctionName own-function @connection",
            Meanwhile = aws => aws.Config.RemoveRule("own-rule"),
        },
        new(Uninstall, "Uninstall of the organization", "Uninstall-RedisAtRestRule @connection -Force -Organization", "With -Organization")
        {
            Prepare = WithOrganization, Before = Installed + " -Organization",
        },

        new(Uninstall, "Uninstall of a rule that tells a topic", "Uninstall-RedisAtRestRule @connection -Force", "Where a topic is told")
        {
            Prepare = WithTopic, Before = Told,
        },

        new(InstallHook, "Install a hook", Hooked),
        new(InstallHook, "Install a hook, over what has changed", Hooked + " -Tag @{ Team = 'audit' }")
        {
            Before = Hooked, Meanwhile = DriftOfHook,
        },
        new(InstallHook, "Install a hook, over another execution role", Hooked, "To mend another execution role or AutoUpdate")
        {
            Before = Hooked, Meanwhile = aws => aws.Types.FindHook(HookName)!.ExecutionRole = "arn:aws:iam::123456789012:role/other",
        },
        new(InstallHook, "Install a hook, over what others have added", Hooked, "To mend what others have added")
        {
            Before = Hooked, Meanwhile = aws => AddTo(aws, HookRole, HookFunction),
        },
        new(GetHook, "Get a hook", "Get-RedisAtRestHook @connection") { Before = Hooked },
        new(UninstallHook, "Uninstall a hook", "Uninstall-RedisAtRestHook @connection -Force")
        {
            Before = Hooked, Meanwhile = aws => AddTo(aws, HookRole, HookFunction),
        },
        new(UninstallHook, "Uninstall a hook that is gone", "Uninstall-RedisAtRestHook Own::AtRest::Hook @connection -Force")
        {
            Before = "Install-RedisAtRestHook Own::AtRest::Hook -FunctionName own-function @connection",
            Meanwhile = aws => aws.Types.RemoveHook("Own::AtRest::Hook"),
        },

        new(Start, "Start", "Start-RedisAtRestEvaluation @connection") { Before = Installed },
        new(Start, "Start and wait", "Start-RedisAtRestEvaluation @connection -Wait", "With -Wait") { Before = Installed },

        new(Result, "Results", $"Get-RedisAtRestRuleResult {Rule} @connection") { Prepare = WithRule },
        new(Result, "Results of an aggregator", "Get-RedisAtRestRuleResult members-rule @connection -ConfigurationAggregatorName all",
            "With -ConfigurationAggregatorName")
        {
            Prepare = aws => aws.Config.Aggregate(Member, "us-east-1", "members-rule", "open", "NON_COMPLIANT"),
        },

        new(Publish, "Publish", "$audit | Publish-ConfigEvaluation -ResultToken token @connection")
        {
            Prepare = WithRule, Before = Audited,
        },
        new(Publish, "Publish to a process check", $"$audit | Publish-ConfigEvaluation -ConfigRuleName {Rule} @connection",
            "For a process-check rule") { Prepare = WithRule, Before = Audited },
        new(Publish, "Publish and retire", "$audit | Publish-ConfigEvaluation -InvokingEvent $event -RetireStale @connection",
            "With -RetireStale") { Prepare = WithRule, Before = Audited + "; $event = '" + Event + "'" },
        new(Publish, "Publish and retire without an event",
            $"$audit | Publish-ConfigEvaluation -ResultToken token -ConfigRuleName {Rule} -RetireStale @connection",
            "With -RetireStale", "With -RetireStale where no event is given") { Prepare = WithRule, Before = Audited },

        new(Hub, "Import findings", "$audit | Publish-SecurityHubFinding @connection")
        {
            Prepare = aws => aws.ElastiCache.Add("us-east-1", Described.ReplicationGroup("open", "none", "false")), Before = Audited,
        },

        new(Audit, "Audit", "Get-RedisAtRestCompliance @connection") { Prepare = WithRule },
        new(Audit, "Audit of backups", "Get-RedisAtRestCompliance @connection "
            + "-ResourceType ReplicationGroup, CacheCluster, ServerlessCache, Snapshot, ServerlessCacheSnapshot",
            "For the type Snapshot", "For the type ServerlessCacheSnapshot") { Prepare = WithRule },
        new(Audit, "Audit with tags",
            "Get-RedisAtRestCompliance @connection -WarningAction Ignore -Exemption @{ Tag = 'T'; Reason = 'r'; Expires = '2099-01-01' }",
            "Where tags are read") { Prepare = WithRule },
        new(Audit, "Audit of all Regions", "$connection.Remove('Region'); Get-RedisAtRestCompliance @connection -AllRegions",
            "With -AllRegions") { Prepare = WithRule },
        new(Audit, "Audit of another account", $"Get-RedisAtRestCompliance @connection -AccountId {Member} -RoleName audit",
            "For other accounts") { Prepare = WithRule },
        new(Audit, "Audit of the organization", "Get-RedisAtRestCompliance @connection -Organization -RoleName audit",
            "For other accounts", "With -Organization") { Prepare = WithOrganization },
        new(Audit, "Audit of a unit", "Get-RedisAtRestCompliance @connection -OrganizationalUnitId r-root -RoleName audit",
            "For other accounts", "With -OrganizationalUnitId") { Prepare = WithOrganization },
        new(Audit, "Audit by an alias", $"Get-RedisAtRestCompliance @connection -ApprovedKmsKey {Alias} -WarningAction Ignore",
            "For an alias in -ApprovedKmsKey") { Prepare = WithAlias },

        new(Plan, "Plans", $"$audit | {Plan} @connection") { Prepare = WithGroup, Before = Audited },
        new(Plan, "A plan by id", $"{Plan} search @connection", ByIdAlone)
        {
            Prepare = WithCache,
        },
        new(Plan, "A plan with parameters", $"$audit | {Plan} @connection", "For a parameter group of its own")
        {
            Prepare = aws => AddGroup(aws, parameters: "own"), Before = Audited,
        },
        new(Plan, "A plan for a member of a Global Datastore", $"$audit | {Plan} @connection", "For a member of a Global Datastore")
        {
            Prepare = aws => AddGroup(aws, Datastore), Before = Audited,
        },
        new(Plan, "Plans of another account", $"$audit | {Plan} @connection -RoleName audit", "For other accounts")
        {
            Prepare = aws => AddGroup(aws, account: Member), Before = $"{Audited} -AccountId {Member} -RoleName audit",
        },
        new(Plan, "A plan by id and an alias", $"{Plan} search @connection -ApprovedKmsKey {Alias} -WarningAction Ignore",
            ByIdAlone, "For an id with an alias in -ApprovedKmsKey") { Prepare = WithAlias },
    ];

    private const string Datastore = "<GlobalReplicationGroupInfo><GlobalReplicationGroupId>world</GlobalReplicationGroupId>"
        + "<GlobalReplicationGroupMemberRole>PRIMARY</GlobalReplicationGroupMemberRole></GlobalReplicationGroupInfo>";

    private const string Event =
        $$"""{"invokingEvent":"{\"messageType\":\"ScheduledNotification\","""
            + $$"""\"notificationCreationTime\":\"2099-11-23T03:00:00Z\"}","resultToken":"token","configRuleName":"{{Rule}}" """
            + ""","accountId":"123456789012","ruleParameters":"{}"}""";

    /// <summary>Fills the account; by default there is a recorder.</summary>
    public Action<AwsEndpoint> Prepare { get; init; } = aws => aws.Config.AddRecorder();

    /// <summary>What an administrator runs first.</summary>
    public string? Before { get; init; }

    /// <summary>What happens then.</summary>
    public Action<AwsEndpoint> Meanwhile { get; init; } = _ => { };

    /// <summary>Whether it has the permissions of that label.</summary>
    public bool Has(string label) => label == DocumentedPermissions.Always || Labels.Contains(label);

    private static void WithOrganization(AwsEndpoint aws)
    {
        aws.Config.AddRecorder();
        aws.AddOrganization();
    }

    private static void WithTopic(AwsEndpoint aws)
    {
        aws.Config.AddRecorder();
        aws.Notifications.AddTopic("audit");
    }

    private static void SendElsewhere(AwsEndpoint aws)
    {
        aws.Notifications.FindRule(Rule + "-changes")!.Targets.Add(
            new JsonObject { ["Id"] = "more", ["Arn"] = "arn:aws:sqs:us-east-1:999999999999:q" });
        aws.Notifications.FindAlarm(Rule + "-failed")!.Definition["Threshold"] = 99;
    }

    private static void WithRule(AwsEndpoint aws)
    {
        aws.ElastiCache.Add("us-east-1", Described.ReplicationGroup("closed"));
        aws.Config.AddRule(Rule, "token");
    }

    private static void WithCache(AwsEndpoint aws) => aws.ElastiCache.Add("us-east-1", Described.ServerlessCache("search"));

    private static void WithAlias(AwsEndpoint aws)
    {
        WithCache(aws);
        aws.AccountFacts.KeyAliases[Alias] = "arn:aws:kms:us-east-1:123456789012:key/1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11";
    }

    private static void WithGroup(AwsEndpoint aws) => AddGroup(aws);

    private static void AddGroup(AwsEndpoint aws, string more = "", string parameters = "default.redis7",
        string account = Described.Account)
    {
        Described group = Described.ReplicationGroup("open", "none", "false");
        aws.ElastiCache.AddTo(account, "us-east-1", group with { Nested = group.Nested + more },
            RemediationTests.Member("open-001", "open", parameters));
        aws.ElastiCache.AddOther("CacheSubnetGroups", "private", RemediationTests.Subnets);
        aws.ElastiCache.AddOther("Parameters", "own", "<Parameter><ParameterName>maxmemory-policy</ParameterName>"
            + "<ParameterValue>noeviction</ParameterValue></Parameter>");
        aws.ElastiCache.AddOther("GlobalReplicationGroups", "world", "<GlobalReplicationGroup>"
            + "<GlobalReplicationGroupId>world</GlobalReplicationGroupId></GlobalReplicationGroup>");
    }

    private static void Drift(AwsEndpoint aws)
    {
        LambdaService.Function function = aws.Lambda.FindFunction(Function)!;
        function.CodeSha256 = "other";
        function.Configuration["MemorySize"] = 128;
        IdentityManagementService.Role role = aws.IdentityManagement.FindRole(Role)!;
        role.Trust = "{}";
        role.Policies[Rule + ".us-east-1"] = "{}";
        aws.Config.FindRule(Rule)!["MaximumExecutionFrequency"] = "One_Hour";
    }

    private static void DriftOfHook(AwsEndpoint aws)
    {
        LambdaService.Function function = aws.Lambda.FindFunction(HookFunction)!;
        function.CodeSha256 = "other";
        function.Configuration["MemorySize"] = 128;
        IdentityManagementService.Role role = aws.IdentityManagement.FindRole(HookRole)!;
        role.Trust = "{}";
        role.Policies.Clear();
        aws.Types.FindHook(HookName)!.Configuration = "{}";
    }

    private static void AddToWhatIsInstalled(AwsEndpoint aws) => AddTo(aws, Role, Function);

    private static void AddTo(AwsEndpoint aws, string roleName, string functionName)
    {
        aws.IdentityManagement.FindRole(roleName)!.Policies["debug"] = "{}";
        aws.IdentityManagement.FindRole(roleName)!.Attached.Add("arn:aws:iam::aws:policy/AdministratorAccess");
        aws.Lambda.FindFunction(functionName)!.Concurrency = 0;
        aws.Lambda.FindFunction(functionName)!.Statements.Add(
            new JsonObject { ["Sid"] = "all", ["Effect"] = "Allow", ["Principal"] = "*", ["Action"] = "lambda:InvokeFunction" });
        aws.Lambda.FindFunction(functionName)!.EventInvokeConfig = new JsonObject
        {
            ["DestinationConfig"] = new JsonObject { ["OnFailure"] = new JsonObject { ["Destination"] = "arn:aws:sqs:us-east-1:1:q" } },
        };
    }
}
