using System.Text;
using System.Xml;
using CsCheck;

namespace RedisCompliance.Aws.Tests;

public sealed class Utf8XmlReaderTests
{
    [Fact]
    public void Children_are_read_in_order_and_what_is_not_asked_for_is_passed_over()
    {
        Utf8XmlReader reader = Open("<a><b>1</b><c><d> 2 </d></c><e/></a>"u8.ToArray());
        List<string> names = [];
        for (reader.ReadChild(0); reader.ReadChild(1);)
        {
            names.Add(Encoding.UTF8.GetString(reader.LocalName));
        }

        Assert.Equal(["b", "c", "e"], names);
    }

    [Theory]
    [InlineData("<a>x &amp; &lt;y&gt; &quot;z&apos; &#233;&#xE9;&#x1F511;</a>", "x & <y> \"z' éé🔑")]
    [InlineData("<a><![CDATA[<b>&amp;]]> c</a>", "<b>&amp; c")]
    [InlineData("<a>one<!-- not this --> two<?nor this?></a>", "one two")]
    [InlineData("<a>one\r\ntwo\rthree</a>", "one\ntwo\nthree")]
    [InlineData("<n:a xmlns:n='u' x=\"a > b\"/>", "")]
    [InlineData("\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- c --><a> b\n</a>\n", "b")]
    public void Text_is_read_as_XML_means_it(string xml, string expected) =>
        Assert.Equal(expected, TextOfRoot(Encoding.UTF8.GetBytes(xml)));

    [Theory]
    [InlineData("<a><b></a></b>")]
    [InlineData("<a>")]
    [InlineData("<a")]
    [InlineData("<a/><b/>")]
    [InlineData("text")]
    [InlineData("<!DOCTYPE a><a/>")]
    [InlineData("<a><!ELEMENT b ANY></a>")]
    [InlineData("<?xml version='1.0' encoding='utf-16'?><a/>")]
    [InlineData("< a/>")]
    [InlineData("</a>")]
    public void A_document_that_is_not_well_formed_is_refused(string xml) => Assert.True(Fails(Encoding.UTF8.GetBytes(xml)));

    [Theory]
    [InlineData("<a>&unknown;</a>")]
    [InlineData("<a>&#0;</a>")]
    [InlineData("<a>&amp</a>")]
    [InlineData("<a>\u0001</a>")]
    [InlineData("<a><b/></a>")]
    public void A_text_that_is_none_is_refused(string xml) => Assert.Throws<XmlException>(() => TextOfRoot(Encoding.UTF8.GetBytes(xml)));

    [Fact]
    public void Nesting_is_bounded() =>
        Assert.True(Fails(Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat("<a>", 100)) + string.Concat(Enumerable.Repeat("</a>", 100)))));

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused() =>
        Assert.Throws<XmlException>(() => TextOfRoot([.. "<a>"u8, 0xFF, .. "</a>"u8]));

    [Fact]
    public void A_text_that_was_expected_is_given_back_itself()
    {
        string likely = new("redis".AsSpan());
        Utf8XmlReader reader = Open("<a> redis </a>"u8.ToArray());
        reader.ReadChild(0);

        Assert.Same(likely, reader.ReadText(likely));
    }

    [Fact]
    public void It_reads_any_document_as_XmlReader_does() =>
        s_document.Sample(xml =>
        {
            XmlDocument expected = new() { PreserveWhitespace = true };
            byte[] bytes = Encoding.UTF8.GetBytes(xml);
            using XmlReader oracle = XmlReader.Create(new MemoryStream(bytes));
            expected.Load(oracle);
            Utf8XmlReader reader = Open(bytes);
            Assert.True(reader.ReadChild(0));
            AssertSame(expected.DocumentElement!, reader);
            reader.ReadToEnd();
        }, iter: 3_000);

    [Fact]
    public void A_document_that_breaks_off_never_passes_for_a_whole_one() =>
        (from xml in s_document from length in Gen.Int[0, Math.Max(0, xml.Length - 1)] select (xml, length)).Sample(
            cut => Assert.True(cut.xml[cut.length..].Trim().Length == 0 || Fails(Encoding.UTF8.GetBytes(cut.xml[..cut.length]))),
            iter: 3_000);

    [Fact]
    public void Damaged_bytes_end_in_an_XmlException_or_a_result_and_nothing_else() =>
        (from xml in s_document from at in Gen.Int[0, Math.Max(0, xml.Length - 1)] from b in Gen.Byte select (xml, at, b)).Sample(damage =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(damage.xml);
            bytes[damage.at] = damage.b;
            Fails(bytes);
        }, iter: 3_000);

    private static readonly Gen<string> s_space = OneOf("", "", " ", "\n  ", "\r\n\t");

    private static readonly Gen<string> s_name = OneOf("a", "Status", "n:b", "Id_1", "x-y", "é");

    private static readonly Gen<string> s_text = OneOf(
        "", "x", " spaced out ", "a\r\nb", "&amp;", "&#x65E5;本", "<![CDATA[ <&> ]]>", "<!-- c -->", "<?p i?>", "]", "'\"").Array[0, 4]
            .Select(parts => string.Concat(parts));

    private static readonly Gen<string> s_attributes = OneOf("", " a='1'", " a=\"'>'\" n:c='&lt;'", "  b = '/' ");

    private static readonly Gen<string> s_document =
        from declaration in OneOf("", "<?xml version=\"1.0\"?>", "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n")
        from before in OneOf("", "<!-- c -->", "\n")
        from root in Element(3)
        from after in s_space
        select declaration + before + root.Insert(root.IndexOfAny(['>', '/', ' ']), " xmlns:n='u'") + after;

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<string> Element(int depth) =>
        from name in s_name
        from attributes in s_attributes
        from space in s_space
        from content in depth == 0 ? s_text : Gen.OneOf(s_text, Children(depth))
        from isEmpty in Gen.Bool
        select isEmpty && content.Length == 0 ? $"<{name}{attributes}{space}/>" : $"<{name}{attributes}>{content}</{name}{space}>";

    private static Gen<string> Children(int depth) =>
        (from child in Element(depth - 1) from space in s_space select space + child + space).Array[1, 3]
            .Select(children => string.Concat(children));

    private static void AssertSame(XmlElement expected, Utf8XmlReader reader)
    {
        Assert.Equal(expected.LocalName, Encoding.UTF8.GetString(reader.LocalName));
        XmlElement[] children = [.. expected.ChildNodes.OfType<XmlElement>()];
        if (children.Length == 0)
        {
            Assert.Equal(expected.InnerText.Trim(), reader.ReadText());
            return;
        }

        int depth = reader.Depth;
        foreach (XmlElement child in children)
        {
            Assert.True(reader.ReadChild(depth));
            AssertSame(child, reader);
        }

        Assert.False(reader.ReadChild(depth));
    }

    private static bool Fails(byte[] xml)
    {
        try
        {
            Utf8XmlReader reader = Open(xml);
            if (!reader.ReadChild(0))
            {
                return true;
            }

            reader.ReadToEnd();
            return false;
        }
        catch (XmlException)
        {
            return true;
        }
    }

    private static string TextOfRoot(byte[] xml)
    {
        Utf8XmlReader reader = Open(xml);
        Assert.True(reader.ReadChild(0));
        string text = reader.ReadText();
        reader.ReadToEnd();
        return text;
    }

    /// <summary>The bytes lie between others that would be read as well, were their bounds not kept.</summary>
    private static Utf8XmlReader Open(byte[] xml)
    {
        byte[] buffer = [.. "<z>"u8, .. xml, .. "</z><z/>"u8];
        return new Utf8XmlReader(new ArraySegment<byte>(buffer, 3, xml.Length));
    }
}
