namespace RedisCompliance.Templates.Tests;

/// <summary>Texts as CloudFormation has them: what YAML makes of them, and no blank more or less.</summary>
public sealed class ValueTests
{
    /// <remarks>
    /// CloudFormation, AWS::ServiceCatalog transform: it puts an output's value in the place of such a text.
    /// </remarks>
    [Theory]
    [InlineData("AtRestEncryptionEnabled: '[[servicecatalog:provisionedproduct:P:Enc]]'")]
    [InlineData("AtRestEncryptionEnabled: !If [NoEnc, false, true]")]
    public void A_text_that_Service_Catalog_replaces_cannot_be_determined(string property) =>
        Assert.Equal(EncryptionState.Unknown, Support.One($$"""
            Transform: AWS::ServiceCatalog
            Conditions: {NoEnc: !Equals ["[[servicecatalog:provisionedproduct:P:Enc]]", "no"]}
            Resources:
              Cache:
                Type: AWS::ElastiCache::ReplicationGroup
                Properties:
                  Engine: redis
                  {{property}}
            """).EncryptionState);

    [Fact]
    public void AWS_s_own_key_by_its_alias_is_not_the_customer_s() =>
        Assert.Equal(KeyKind.Unknown, Support.One("""
            Resources:
              Cache:
                Type: AWS::ElastiCache::ReplicationGroup
                Properties: {Engine: redis, AtRestEncryptionEnabled: true, KmsKeyId: alias/aws/elasticache}
            """).KeyKind);

    /// <summary>In YAML 1.1 010 is 8, and yes is true.</summary>
    [Theory]
    [InlineData("!Select [010, [false, false, false, false, false, false, false, false, false, false, true]]", "Unknown")]
    [InlineData("!Select [1, [false, true]]", "Encrypted")]
    [InlineData("!If [IsYes, true, false]", "Unknown")]
    public void What_YAML_may_write_otherwise_selects_and_splits_nothing(string flag, string state) =>
        Assert.Equal(state, Support.One($$"""
            Parameters:
              P: {Type: String, Default: yes}
            Conditions: {IsYes: !Equals [!Select [0, !Split [",", !Ref P]], "yes"]}
            Resources:
              Cache:
                Type: AWS::ElastiCache::ReplicationGroup
                Properties:
                  Engine: redis
                  AtRestEncryptionEnabled: {{flag}}
            """).EncryptionState);

    /// <summary>The condition's two sides, and whether it is met; null where that cannot be determined.</summary>
    [Theory]
    [InlineData("yes, 'true'", null)]
    [InlineData("Off, 'false'", null)]
    [InlineData("NO, 'no'", null)]
    [InlineData("!Ref Yes, 'true'", null)]
    [InlineData("!Ref Yes, 'yes'", null)]
    [InlineData("!Ref Yes, yes", true)]
    [InlineData("!Ref QuotedYes, yes", null)]
    [InlineData("True, 'true'", null)]
    [InlineData("!Sub '${Yes}', 'true'", null)]
    [InlineData("' prod', prod", false)]
    [InlineData("!Ref Blank, prod", false)]
    [InlineData("!Ref Blank, ' prod '", true)]
    [InlineData("'', ' '", false)]
    [InlineData("'', ''", true)]
    [InlineData("!Ref Empty, ''", true)]
    [InlineData("!Join ['-', ['', a]], '-a'", true)]
    [InlineData("!Join ['-', ['', '', a]], '--a'", true)]
    [InlineData("!Join ['-', [a, '']], 'a-'", true)]
    [InlineData("!Join [' ', [a, b]], 'a b'", true)]
    [InlineData("!Join [!Ref Empty, [a, b]], 'ab'", true)]
    [InlineData("!Join ['-', [a, !Ref AWS::NoValue, b]], 'a-b'", null)]
    [InlineData("!Select [1, [a, !Ref AWS::NoValue, b]], 'b'", null)]
    [InlineData("!Select [1, !Ref List], 'b'", true)]
    [InlineData("!Select [1, !Split [',', 'a, b']], 'b'", false)]
    [InlineData("!Sub ' ${Blank}', '  prod '", true)]
    [InlineData("1.0, '1.0'", null)]
    [InlineData("010, '8'", null)]
    [InlineData("0x10, '16'", null)]
    [InlineData("1_000, '1000'", null)]
    [InlineData("1e3, '1000.0'", null)]
    [InlineData("1:30, '90'", null)]
    [InlineData(".5, '0.5'", null)]
    [InlineData("+1, '1'", null)]
    [InlineData("y, 'true'", null)]
    [InlineData("N, 'N'", null)]
    [InlineData("!Ref Number, '7.10'", null)]
    [InlineData("7.1, '7.1'", true)]
    [InlineData("-0.5, '-0.5'", true)]
    [InlineData("07.1, '07.1'", null)]
    [InlineData("!Sub 'v${Number}', 'v7.10'", null)]
    [InlineData("!Join ['', [v, 7.10]], 'v7.10'", null)]
    [InlineData("7.10, 7.10", true)]
    [InlineData("!Ref Number, 7.10", true)]
    [InlineData("12, '12'", true)]
    [InlineData("-12, '-12'", true)]
    [InlineData("0, '0'", true)]
    [InlineData("2026-11-27, '2026-11-27'", true)]
    [InlineData("7.1.0, '7.1.0'", true)]
    [InlineData("10.0.0.0/16, '10.0.0.0/16'", true)]
    [InlineData("a, b", false)]
    [InlineData("!Join ['', ['{{res', 'olve:ssm:x}}']], 'a'", null)]
    [InlineData("!Sub ['${A}${B}', {A: '{{resolve', B: ':ssm:x}}'}], 'a'", null)]
    [InlineData("!Ref Dynamic, 'a'", null)]
    [InlineData("!!bool 'yes', 'true'", null)]
    [InlineData("!!str yes, 'yes'", true)]
    [InlineData("!!str yes, 'true'", false)]
    public void Two_values_are_equal_as_CloudFormation_has_them(string sides, bool? isEqual)
    {
        string state = isEqual is not { } known ? EncryptionState.Unknown
            : known ? EncryptionState.Encrypted : EncryptionState.Unencrypted;

        Assert.Equal(state, Support.One("""
            Parameters:
              Yes: {Type: String, Default: yes}
              QuotedYes: {Type: String, Default: 'yes'}
              Blank: {Type: String, Default: ' prod '}
              Empty: {Type: String, Default: ''}
              List: {Type: CommaDelimitedList, Default: 'a, b'}
              Number: {Type: String, Default: 7.10}
              Dynamic: {Type: String, Default: '{{resolve:ssm:x}}'}
            Conditions: {C: !Equals [SIDES]}
            Resources:
              G: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AtRestEncryptionEnabled: !If [C, true, false]}}
            """.Replace("SIDES", sides)).EncryptionState);
    }

    [Fact]
    public void Numbers_of_JSON_may_be_written_otherwise_too()
    {
        Assert.Equal(EncryptionState.Unknown, Support.One("""
            {"Conditions":{"C":{"Fn::Equals":[1.0,"1.0"]}},"Resources":{"G":{"Type":"AWS::ElastiCache::ReplicationGroup",
            "Properties":{"AtRestEncryptionEnabled":{"Fn::If":["C",true,false]}}}}}
            """).EncryptionState);
    }

    [Theory]
    [InlineData("yes", "Encrypted")]
    [InlineData("!If [IsOn, On, no]", "Encrypted")]
    [InlineData("!If [IsOn, OFF, yes]", "Unencrypted")]
    [InlineData("!FindInMap [M, 010, On, {DefaultValue: false}]", "Unknown")]
    [InlineData("!FindInMap [M, prod, On, {DefaultValue: false}]", "Encrypted")]
    [InlineData("!FindInMap [M, ' prod', On, {DefaultValue: false}]", "Unencrypted")]
    public void A_flag_is_what_YAML_makes_of_it(string flag, string state)
    {
        Assert.Equal(state, Support.One("""
            Conditions: {IsOn: !Equals [a, a]}
            Mappings: {M: {prod: {On: on}, '8': {On: true}}}
            Resources:
              G: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AtRestEncryptionEnabled: FLAG}}
            """.Replace("FLAG", flag)).EncryptionState);
    }

    [Theory]
    [InlineData("AWS::SSM::Parameter::Value<String>", "Unknown")]
    [InlineData("AWS::SSM::Parameter::Value<List<String>>", "Unknown")]
    [InlineData("AWS::SSM::Parameter::Value<AWS::EC2::KeyPair::KeyName>", "Unknown")]
    [InlineData("AWS::SSM::Parameter::Name", "Encrypted")]
    [InlineData("String", "Encrypted")]
    public void What_is_given_for_a_parameter_of_Systems_Manager_is_the_name_of_where_the_value_stands(string type, string state)
    {
        string template = "Parameters: {P: {Type: '" + type + "'}}\nResources:\n  G: {Type: AWS::ElastiCache::ReplicationGroup, "
            + "Properties: {AtRestEncryptionEnabled: FLAG}}\n";
        PlannedOptions given = new() { Parameters = new Dictionary<string, string> { ["P"] = "true" } };

        Assert.Equal(state, Support.One(template.Replace("FLAG", "!Ref P"), given).EncryptionState);
        Assert.Equal(state, Support.One(template.Replace("FLAG", "!Select [0, !Ref P]"), given).EncryptionState);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("' '")]
    [InlineData("!Join ['', ['', '']]")]
    public void A_blank_flag_is_no_default(string flag)
    {
        Assert.Equal(EncryptionState.Unknown, Support.One(
            "Resources:\n  G: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: valkey, AtRestEncryptionEnabled: " + flag
            + "}}\n").EncryptionState);
    }

    [Theory]
    [InlineData("!!null 'true'")]
    [InlineData("!!bool 'true'")]
    [InlineData("!!int 'true'")]
    public void A_text_that_is_said_to_be_something_else_cannot_be_told(string flag)
    {
        Assert.Equal(EncryptionState.Unknown, Support.One(
            "Resources:\n  G: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AtRestEncryptionEnabled: " + flag + "}}\n")
            .EncryptionState);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("\"true\"")]
    [InlineData("\"True\"")]
    [InlineData("1")]
    public void A_parameter_that_keeps_the_value_of_the_stack_has_no_default(string keep)
    {
        Dictionary<string, string> parameters = [];
        TemplateParameterFile.Read(
            System.Text.Encoding.UTF8.GetBytes("[{\"ParameterKey\":\"P\",\"UsePreviousValue\":" + keep + "}]"), parameters,
            TestContext.Current.CancellationToken);

        Evaluation one = Support.One("""
            Parameters: {P: {Type: String, Default: true}}
            Resources:
              G: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AtRestEncryptionEnabled: !Ref P}}
            """, new() { Parameters = parameters });

        Assert.Equal(EncryptionState.Unknown, one.EncryptionState);
        Assert.Contains("keeps the value", one.Annotation);
    }

    [Theory]
    [InlineData("Engine: valkey, PrimaryClusterId: old", "Unknown")]
    [InlineData("Engine: valkey, PrimaryClusterId: !Ref Open", "Unknown")]
    [InlineData("Engine: valkey, PrimaryClusterId: !Ref AWS::NoValue", "Encrypted")]
    [InlineData("Engine: redis, PrimaryClusterId: old", "Unencrypted")]
    [InlineData("PrimaryClusterId: old", "Unencrypted")]
    public void A_group_that_is_made_of_a_cluster_that_exists_has_no_default(string properties, string state)
    {
        Assert.Equal(state, Support.One(
            "Resources:\n  G: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {" + properties + "}}\n").EncryptionState);
    }
}
