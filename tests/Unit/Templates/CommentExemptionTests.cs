using CsCheck;

namespace RedisCompliance.Templates.Tests;

/// <summary>A comment exempts the resource that it surely stands at, and no other.</summary>
public sealed class CommentExemptionTests
{
    private const string Comment = "# redis-compliance: exempt until 2099-12-31: reason";
    private const string Group = "Type: AWS::ElastiCache::ReplicationGroup";

    private const string Loop = "Resources:\n  Fn::ForEach::L:\n    - N\n    - [a]\n";

    public static TheoryData<string, string, string> Places => new()
    {
        { "at the end of the last line of A", $"Resources:\n  A:\n    {Group} {Comment}\n  B:\n    {Group}\n", "A" },
        { "at the end of the one line of A", $"Resources:\n  A: {{{Group}}} {Comment}\n  B: {{{Group}}}\n", "A" },
        { "at the name of B", $"Resources:\n  A:\n    {Group}\n  B: {Comment}\n    {Group}\n", "B" },
        { "in the last line of all", $"Resources:\n  A:\n    {Group}\n  B:\n    {Group} {Comment}", "B" },
        { "in the line after all", $"Resources:\n  A:\n    {Group}\n  B:\n    {Group}\n    {Comment}", "B" },
        { "above B", $"Resources:\n  A:\n    {Group}\n  {Comment}\n  B:\n    {Group}\n", "B" },
        { "above B, at the left edge", $"Resources:\n  A:\n    {Group}\n{Comment}\n  B:\n    {Group}\n", "B" },
        { "above A", $"Resources:\n  {Comment}\n  A:\n    {Group}\n  B:\n    {Group}\n", "A" },
        { "above B, as deep as A's lines", $"Resources:\n  A:\n    {Group}\n    {Comment}\n  B:\n    {Group}\n", "A" },
        { "under a resource that is commented out",
            $"Resources:\n  A:\n    {Group}\n  # Old:\n    {Comment}\n  #   {Group}\n  B:\n    {Group}\n", "" },
        { "two lines above B", $"Resources:\n  A:\n    {Group}\n  {Comment}\n\n  B:\n    {Group}\n", "" },
        { "in the braces of A", $"Resources:\n  A: {{\n    {Group} {Comment}\n  }}\n  B: {{{Group}}}\n", "A" },
        { "in braces around both", $"Resources: {{A: {{{Group}}}, {Comment}\n  B: {{{Group}}}}}\n", "" },
        { "under Outputs", $"Resources:\n  A:\n    {Group}\nOutputs:\n  O:\n    {Comment}\n    Value: x\n", "" },
        { "at Outputs", $"Resources:\n  A:\n    {Group}\nOutputs: {Comment}\n  O: {{Value: x}}\n", "" },
        { "above Outputs", $"Resources:\n  A:\n    {Group}\n{Comment}\nOutputs:\n  O: {{Value: x}}\n", "" },
        { "above Resources", $"{Comment}\nResources:\n  A:\n    {Group}\n", "" },
        { "at Resources", $"Resources: {Comment}\n  A:\n    {Group}\n", "" },
        { "at a resource of another type",
            $"Resources:\n  A:\n    {Group}\n  S:\n    Type: AWS::S3::Bucket {Comment}\n  B:\n    {Group}\n", "" },
        { "above a loop", $"Resources:\n  {Comment}\n  Fn::ForEach::L:\n    - N\n    - [a]\n    - G${{N}}:\n        {Group}\n", "" },
        { "in the first of a loop",
            Loop + $"    - G${{N}}:\n        {Group} {Comment}\n      H${{N}}:\n        {Group}\n", "Ga" },
        { "above the first of a loop",
            Loop + $"    {Comment}\n    - G${{N}}:\n        {Group}\n      H${{N}}:\n        {Group}\n",
            "Ga" },
        { "above the second of a loop",
            Loop + $"    - G${{N}}:\n        {Group}\n      {Comment}\n      H${{N}}:\n        {Group}\n",
            "Ha" },
        { "after a loop",
            Loop + $"    - G${{N}}:\n        {Group}\n  {Comment}\n  B:\n    {Group}\n", "B" },
        { "in a text of many lines", $"Resources:\n  A:\n    {Group}\n    Metadata:\n      Text: |\n        {Comment}\n        x\n", "" },
        { "in a folded text", $"Resources:\n  A:\n    {Group}\n    Metadata:\n      Text: >-\n        {Comment}\n", "" },
        { "in a text in quotes", $"Resources:\n  A:\n    {Group}\n    Metadata:\n      Text: \"x {Comment}\"\n", "" },
        { "in a text in quotes over lines", $"Resources:\n  A:\n    {Group}\n    Metadata:\n      Text: 'x\n        {Comment}'\n", "" },
        { "after a text of many lines",
            $"Resources:\n  A:\n    Metadata:\n      Text: |\n        x\n    {Comment}\n    {Group}\n  B:\n    {Group}\n", "A" },
        { "after a hash that is part of a text", $"Resources:\n  A:\n    Description: a#b {Comment}\n    {Group}\n", "A" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void A_comment_exempts_where_it_stands(string where, string template, string exempted)
    {
        Assert.NotEmpty(where);
        Assert.Equal(exempted, string.Join(",", Support.Judge(template)
            .Where(one => one.ComplianceType == ComplianceType.NotApplicable).Select(one => one.Address)));
    }

    [Fact]
    public void Wherever_a_comment_stands_the_template_is_the_same_and_one_resource_is_exempt_at_most()
    {
        const string Template = """
            Resources:
              A:
                Type: AWS::ElastiCache::ReplicationGroup
                Metadata:
                  Text: |
                    of many

                    lines
                  Quoted: "of
                    two lines"
                Properties:
                  Tags:
                  - Key: a
                    Value: [x,
                      y]
              B: {Type: AWS::ElastiCache::ReplicationGroup,
                Properties: {
                  Engine: redis
                }}

              Fn::ForEach::L:
                - N
                - [a]
                - G${N}: {Type: AWS::ElastiCache::ReplicationGroup}
                  H${N}:
                    Type: AWS::ElastiCache::ReplicationGroup
              C:
                Type: AWS::ElastiCache::ReplicationGroup
            Outputs:
              O: {Value: x}
            """;
        string[] lines = Template.ReplaceLineEndings("\n").Split('\n');

        Gen.Select(Gen.Int[0, lines.Length], Gen.Int[0, 12], Gen.Bool).Sample((at, indent, isInline) =>
        {
            string With(string comment)
            {
                List<string> changed = [.. lines];
                if (isInline && at < lines.Length)
                {
                    changed[at] += " " + comment;
                }
                else
                {
                    changed.Insert(at, new string(' ', indent) + comment);
                }

                return string.Join('\n', changed);
            }

            (string[] addresses, int exempt) = Read(With(Comment));

            // A comment may end a text of many lines, and then it is no YAML, whatever the comment says.
            Assert.Equal(Read(With("# nothing")).Addresses, addresses);
            Assert.InRange(exempt, 0, 1);
        });
    }

    private static (string[] Addresses, int Exempt) Read(string template)
    {
        try
        {
            List<Evaluation> all = Support.Judge(template);
            return ([.. all.Select(one => one.Address!)], all.Count(one => one.ComplianceType == ComplianceType.NotApplicable));
        }
        catch (ExportFormatException refusal)
        {
            return ([refusal.Message], 0);
        }
    }
}
