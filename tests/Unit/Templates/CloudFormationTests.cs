namespace RedisCompliance.Templates.Tests;

/// <summary>CloudFormation templates: values, functions, conditions, loops, exemptions.</summary>
public sealed class CloudFormationTests
{
    private static readonly PlannedOptions s_defaults = new();

    [Theory]
    [InlineData("true", "Encrypted")]
    [InlineData("'true'", "Encrypted")]
    [InlineData("\"True\"", "Encrypted")]
    [InlineData("yes", "Encrypted")]
    [InlineData("false", "Unencrypted")]
    [InlineData("off", "Unencrypted")]
    [InlineData("'yes'", "Unknown")]
    [InlineData("!Ref On", "Encrypted")]
    [InlineData("{Ref: Off}", "Unencrypted")]
    [InlineData("!Ref Open", "Unknown")]
    [InlineData("!Ref FromSystemsManager", "Unknown")]
    [InlineData("!Ref Only", "Encrypted")]
    [InlineData("!Ref Missing", "Unknown")]
    [InlineData("!If [IsOn, true, false]", "Encrypted")]
    [InlineData("!If [IsOpen, true, false]", "Unknown")]
    [InlineData("!If [IsOpen, true, 'true']", "Encrypted")]
    [InlineData("!If [IsLoop, true, false]", "Unknown")]
    [InlineData("!FindInMap [Flags, us-east-1, Rest]", "Encrypted")]
    [InlineData("!FindInMap [Flags, !Ref 'AWS::Region', Rest]", "Encrypted")]
    [InlineData("!FindInMap [Flags, !Ref 'AWS::Region', Mixed]", "Unknown")]
    [InlineData("!FindInMap [Flags, nowhere, Rest]", "Unknown")]
    [InlineData("!FindInMap [Flags, nowhere, Rest, {DefaultValue: true}]", "Encrypted")]
    [InlineData("!Sub '${On}'", "Encrypted")]
    [InlineData("!Sub ['${Flag}', {Flag: !Ref Off}]", "Unencrypted")]
    [InlineData("!Select [1, [false, true]]", "Encrypted")]
    [InlineData("!Select [0, !Split [',', 'true,false']]", "Encrypted")]
    [InlineData("!Select [1, !Ref List]", "Encrypted")]
    [InlineData("!Join ['', [tr, ue]]", "Encrypted")]
    [InlineData("!ImportValue Flag", "Unknown")]
    [InlineData("!GetAtt Key.Arn", "Unknown")]
    [InlineData("'{{resolve:ssm:/cache/flag}}'", "Unknown")]
    [InlineData("[true]", "Unknown")]
    [InlineData("!If [IsOn, !Ref 'AWS::NoValue', false]", "Unencrypted", "ServiceDefault")]
    [InlineData("!Ref AWS::NoValue", "Unencrypted", "ServiceDefault")]
    public void A_value_is_what_it_will_be_or_cannot_be_told(string flag, string state, string? evidence = null)
    {
        Evaluation one = Support.One(Template($"Engine: redis\n      AtRestEncryptionEnabled: {flag}"));

        Assert.Equal(state, one.EncryptionState);
        Assert.Equal(state == EncryptionState.Encrypted ? ComplianceType.Compliant : ComplianceType.NonCompliant, one.ComplianceType);
        Assert.Equal(evidence ?? one.Evidence, one.Evidence);
        Assert.True(state != EncryptionState.Unknown || one.Annotation!.Contains('('), "The reason is named.");
    }

    [Theory]
    [InlineData("Engine: valkey", "Encrypted", "ServiceDefault")]
    [InlineData("Engine: redis", "Unencrypted", "ServiceDefault")]
    [InlineData("Description: no engine", "Unencrypted", "ServiceDefault")]
    [InlineData("Engine: !Ref Open", "Unknown", "None")]
    [InlineData("Engine: valkey\n      Durability: sync\n      AtRestEncryptionEnabled: false", "Encrypted", "Durability")]
    [InlineData("Engine: valkey\n      Durability: default", "Encrypted", "ServiceDefault")]
    [InlineData("Engine: !Ref Open\n      Durability: async", "Encrypted", "Durability")]
    [InlineData("Engine: redis\n      Durability: !Ref Open", "Unknown", "None")]
    [InlineData("GlobalReplicationGroupId: ldgnf-orders", "Unknown", "GlobalReplicationGroup")]
    [InlineData("GlobalReplicationGroupId: !ImportValue orders", "Unknown", "GlobalReplicationGroup")]
    [InlineData("GlobalReplicationGroupId: !Ref Open", "Unknown", "None")]
    [InlineData("Fn::Transform: {Name: AWS::Include}\n      Engine: valkey", "Unknown", "None")]
    public void Where_nothing_is_set_it_is_what_AWS_does(string properties, string state, string evidence)
    {
        Evaluation one = Support.One(Template(properties));

        Assert.Equal((state, evidence), (one.EncryptionState, one.Evidence));
    }

    [Fact]
    public void Given_parameters_come_before_defaults()
    {
        string template = Template("Engine: redis\n      AtRestEncryptionEnabled: !Ref Open");

        Assert.Equal(ComplianceType.Compliant,
            Support.One(template, new() { Parameters = new Dictionary<string, string> { ["Open"] = "true" } }).ComplianceType);
    }

    [Theory]
    [InlineData("""[{"ParameterKey":"Open","ParameterValue":"true"}]""")]
    [InlineData("""{"Parameters":{"Open":true}}""")]
    [InlineData("""{"Open":"true"}""")]
    public void Parameter_files_come_in_three_shapes(string file)
    {
        Dictionary<string, string> parameters = [];
        TemplateParameterFile.Read(System.Text.Encoding.UTF8.GetBytes(file), parameters, TestContext.Current.CancellationToken);

        Assert.Equal("true", parameters["Open"]);
    }

    [Theory]
    [InlineData("IsOn", ComplianceType.NonCompliant, null)]
    [InlineData("IsOff", ComplianceType.NotApplicable, PlannedAction.NotCreated)]
    [InlineData("IsOpen", ComplianceType.NonCompliant, null)]
    [InlineData("Both", ComplianceType.NotApplicable, PlannedAction.NotCreated)]
    [InlineData("Either", ComplianceType.NonCompliant, null)]
    [InlineData("NotOn", ComplianceType.NotApplicable, PlannedAction.NotCreated)]
    public void A_resource_whose_condition_is_false_is_not_created(string condition, string verdict, string? action)
    {
        Evaluation one = Support.One(Template("Engine: redis", $"Condition: {condition}"));

        Assert.Equal((verdict, action), (one.ComplianceType, one.PlannedAction));
    }

    [Fact]
    public void A_key_of_the_same_template_is_the_customers()
    {
        AtRestPolicy asked = new() { RequireCustomerManagedKey = true };

        Assert.Equal(ComplianceType.Compliant, Support.One(
            Template("Engine: valkey\n      KmsKeyId: !GetAtt Key.Arn"), policy: asked).ComplianceType);
        Assert.Equal(ComplianceType.NonCompliant, Support.One(
            Template("Engine: valkey\n      KmsKeyId: !Ref Open"), policy: asked).ComplianceType);
        Assert.Equal(ComplianceType.NonCompliant, Support.One(Template("Engine: valkey"), policy: asked).ComplianceType);
    }

    [Fact]
    public void What_cannot_be_told_is_a_warning_where_that_is_asked_for_and_never_compliant()
    {
        Evaluation one = Support.One(Template("AtRestEncryptionEnabled: !Ref Open"), new() { TolerateUnknown = true });

        Assert.Equal((ComplianceType.NotApplicable, true), (one.ComplianceType, one.IsUnknownTolerated));
    }

    [Fact]
    public void A_loop_makes_a_resource_in_each_round()
    {
        const string Template = """
            Transform: AWS::LanguageExtensions
            Parameters: {Names: {Type: CommaDelimitedList, Default: "orders,se-ssions"}}
            Mappings: {Rest: {orders: {On: true}, se-ssions: {On: false}}}
            Resources:
              Fn::ForEach::Caches:
                - Name
                - !Ref Names
                - "Cache&{Name}":
                    Type: AWS::ElastiCache::ReplicationGroup
                    Properties:
                      ReplicationGroupId: !Sub "${Name}-cache"
                      AtRestEncryptionEnabled: !FindInMap [Rest, !Ref Name, On]
            """;

        List<Evaluation> all = Support.Judge(Template);

        Assert.Equal(["Cacheorders", "Cachesessions"], all.Select(one => one.Address));
        Assert.Equal(["orders-cache", "se-ssions-cache"], all.Select(one => one.Id));
        Assert.Equal([EncryptionState.Encrypted, EncryptionState.Unencrypted], all.Select(one => one.EncryptionState));
    }

    [Fact]
    public void A_loop_over_what_nobody_knows_is_read_once()
    {
        Evaluation one = Support.One("""
            Transform: AWS::LanguageExtensions
            Resources:
              Fn::ForEach::Caches:
                - Name
                - !ImportValue Names
                - "Cache${Name}": {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AtRestEncryptionEnabled: !Ref Name}}
            """);

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
    }

    [Fact]
    public void Clusters_and_serverless_caches_are_judged_too()
    {
        List<Evaluation> all = Support.Judge("""
            {"Resources":{"Pages":{"Type":"AWS::ElastiCache::CacheCluster","Properties":{"Engine":"memcached"}},
            "Alone":{"Type":"AWS::ElastiCache::CacheCluster","Properties":{"Engine":"redis","ClusterName":"alone"}},
            "Sessions":{"Type":"AWS::ElastiCache::ServerlessCache","Properties":{"Engine":"valkey","ServerlessCacheName":"sessions"}}}}
            """);

        Assert.Equal(["alone", "sessions"], all.Select(one => one.Id));
        Assert.Equal([ComplianceType.NonCompliant, ComplianceType.Compliant], all.Select(one => one.ComplianceType));
    }

    [Fact]
    public void A_construct_of_CDK_has_its_path_as_the_address()
    {
        Evaluation one = Support.One("""
            {"Resources":{"Orders8D2B":{"Type":"AWS::ElastiCache::ReplicationGroup","Properties":{"AtRestEncryptionEnabled":true},
            "Metadata":{"aws:cdk:path":"Shop/Orders/Resource"}}}}
            """);

        Assert.Equal(("Orders8D2B", "Shop/Orders/Resource"), (one.Id, one.Address));
    }

    [Fact]
    public void The_line_is_that_of_the_flag_or_of_the_resource()
    {
        List<Evaluation> all = Support.Judge(
            "Resources:\n  A:\n    Type: AWS::ElastiCache::ReplicationGroup\n    Properties:\n      AtRestEncryptionEnabled: false\n"
            + "  B:\n    Type: AWS::ElastiCache::ReplicationGroup\n");

        Assert.Equal([5, 6], all.Select(one => one.SourceLine));
    }

    [Fact]
    public void Nested_stacks_and_macros_are_told()
    {
        PlannedInput input = Support.Read("""
            Transform: [MyMacro]
            Resources:
              Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://example.com}}
              Cache: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AtRestEncryptionEnabled: true}}
            """);

        Assert.Equal(2, input.Warnings.Count);
        Evaluation one = Assert.Single(Support.Judge(input));
        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
        Assert.Contains("MyMacro", one.Annotation);
    }

    [Fact]
    public void What_get_template_prints_is_read()
    {
        Assert.Single(Support.Judge("""
            {"TemplateBody":{"Resources":{"A":{"Type":"AWS::ElastiCache::ReplicationGroup"}}},"StagesAvailable":["Original"]}
            """, s_defaults));
    }

    internal static string Template(string properties, string? extra = null) =>
        $$"""
        AWSTemplateFormatVersion: "2010-09-09"
        Parameters:
          On: {Type: String, Default: "true"}
          Off: {Type: String, Default: "false"}
          Open: {Type: String}
          Only: {Type: String, AllowedValues: ["true"]}
          List: {Type: CommaDelimitedList, Default: "false,true"}
          FromSystemsManager: {Type: "AWS::SSM::Parameter::Value<String>", Default: "true"}
        Mappings:
          Flags:
            us-east-1: {Rest: true, Mixed: true}
            eu-west-1: {Rest: true, Mixed: false}
        Conditions:
          IsOn: !Equals [!Ref On, "true"]
          IsOff: !Equals [!Ref Off, "true"]
          IsOpen: !Equals [!Ref Open, "true"]
          IsLoop: !Or [!Condition IsLoop, !Condition IsLoop]
          Both: !And [!Condition IsOpen, !Condition IsOff]
          Either: !Or [!Condition IsOpen, !Condition IsOff]
          NotOn: !Not [!Condition IsOn]
        Resources:
          Key: {Type: AWS::KMS::Key}
          Cache:
            Type: AWS::ElastiCache::ReplicationGroup
            {{extra ?? "DeletionPolicy: Retain"}}
            Properties:
              {{properties}}
        """;
}
