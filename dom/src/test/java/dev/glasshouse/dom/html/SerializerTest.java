package dev.glasshouse.dom.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway") // a node that is missing fails the test
class SerializerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>a &amp; b&nbsp;c &lt;d&gt; \"e\"</p>",
        "<a href=\"?a=1&amp;b=&quot;&lt;x&gt;\">x</a>",
        "<br><img src=\"x\"><hr>",
        "<script>a < b && c</script><style>a > b</style>",
        "<template><p>in</p><template><b>deep</b></template></template><i>out</i>",
        "<svg viewBox=\"0 0 1 1\"><a xlink:href=\"#x\" xml:lang=\"en\"></a></svg>",
        "<math><mi>x</mi></math>",
        "<!--comment--><table><tbody><tr><td></td></tr></tbody></table>",
        "<noscript><p>x</p></noscript>",
        "<textarea>&lt;p&gt;</textarea>"
      })
  void whatWasParsedIsWrittenBack(String html) {
    Document document = HtmlParser.parse("<!doctype html><body>" + html);
    assertThat(HtmlSerializer.inner(document.body(), Scripting.OFF)).isEqualTo(html);
  }

  @Test
  void templateIsWrittenAtItsDepth() {
    Document document = HtmlParser.parse("<template><p>a</p></template><p>b");
    assertThat(TreeDump.of(document.body())).isEqualTo("| <p>\n|   \"b\"\n");
    assertThat(TreeDump.of(document.head()))
        .isEqualTo("| <template>\n|   content\n|     <p>\n|       \"a\"\n");
  }

  @Test
  void outerHasTheElementToo() {
    Document document = Document.blank();
    Element br = document.createElement("br");
    assertThat(HtmlSerializer.outer(br, Scripting.OFF)).isEqualTo("<br>");
    assertThat(HtmlSerializer.inner(br, Scripting.OFF)).isEmpty();
    assertThat(HtmlSerializer.outer(document.createComment("x"), Scripting.OFF))
        .isEqualTo("<!--x-->");
  }
}
