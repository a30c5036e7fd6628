package dev.glasshouse.dom.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Node;
import dev.glasshouse.dom.QuirksMode;
import dev.glasshouse.dom.Text;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway") // a node that is missing fails the test
class HtmlParserTest {
  private static Element first(Node root, String name) {
    for (Node node = root; node != null; node = node.next(root)) {
      if (node instanceof Element element && element.localName().equals(name)) {
        return element;
      }
    }
    throw new AssertionError("no " + name);
  }

  @Test
  void smallPage() {
    Document document =
        HtmlParser.parse("<!doctype html><title>A &amp; B</title><p class=x>Hi<br>you");
    assertThat(document.title()).isEqualTo("A & B");
    assertThat(document.quirksMode()).isEqualTo(QuirksMode.NO_QUIRKS);
    assertThat(TreeDump.of(document))
        .isEqualTo(
            """
            | <!DOCTYPE html>
            | <html>
            |   <head>
            |     <title>
            |       "A & B"
            |   <body>
            |     <p>
            |       class="x"
            |       "Hi"
            |       <br>
            |       "you"
            """);
    assertThat(HtmlSerializer.outer(document, Scripting.OFF))
        .isEqualTo(
            "<!DOCTYPE html><html><head><title>A &amp; B</title></head>"
                + "<body><p class=\"x\">Hi<br>you</p></body></html>");
  }

  @ParameterizedTest
  @CsvSource({
    "<p>, QUIRKS",
    "<!doctype html>, NO_QUIRKS",
    "'<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"x\">', NO_QUIRKS",
    "'<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\" \"x\">', LIMITED_QUIRKS",
    "'<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\">', QUIRKS",
    "'<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"x\">', LIMITED_QUIRKS",
    "'<!DOCTYPE html PUBLIC \"-//IETF//DTD HTML 3.2//EN\">', QUIRKS"
  })
  void doctypeDecidesTheMode(String html, QuirksMode mode) {
    assertThat(HtmlParser.parse(html).quirksMode()).isEqualTo(mode);
  }

  @Test
  void elementsKnowWhereTheirTagsStand() {
    Document document = HtmlParser.parse("<html>\r\n<body>\r\n  <p>\n\n<b\nid=x>t");
    assertThat(List.of(first(document, "p").line(), first(document, "p").column()))
        .containsExactly(3, 3);
    assertThat(List.of(first(document, "b").line(), first(document, "b").column()))
        .containsExactly(5, 1);
    assertThat(first(document, "head").line()).isZero();
  }

  @Test
  void positionsSurviveLongDocuments() {
    String html = ("<p>" + "x".repeat(997) + "\n").repeat(200) + "<i>";
    Document document = HtmlParser.parse(html);
    assertThat(first(document, "i").line()).isEqualTo(201);
    assertThat(first(document, "i").column()).isEqualTo(1);
  }

  @Test
  void errorsAreRecordedNotThrown() {
    HtmlParser parser = HtmlParser.forCharacters(ParserOptions.DEFAULT);
    parser.feed("<!doctype html>\n<p a=1 a=2>&bogus;</div>");
    parser.finish();
    assertThat(parser.report().firstErrors())
        .extracting(ParseError::toString)
        .containsExactly(
            "duplicate-attribute at 2:9",
            "unknown-named-character-reference at 2:18",
            "unexpected-end-tag at 2:24");
  }

  @Test
  void errorsAreCountedBeyondThoseKept() {
    HtmlParser parser = HtmlParser.forCharacters(ParserOptions.DEFAULT);
    parser.feed("<!doctype html>" + "</p x>".repeat(500));
    parser.finish();
    assertThat(parser.report().errorCount()).isEqualTo(1000);
    assertThat(parser.report().firstErrors()).hasSize(Limits.DEFAULT.recordedErrors());
  }

  @Test
  void noscriptIsShownWithoutScripts() {
    String html = "<body><noscript><p>x</noscript>";
    assertThat(first(HtmlParser.parse(html), "p").textContent()).isEqualTo("x");
    Document on = HtmlParser.parse(html, ParserOptions.DEFAULT.with(Scripting.ON));
    assertThat(first(on, "noscript").textContent()).isEqualTo("<p>x");
  }

  @Test
  void treeIsThereWhileInputComes() {
    HtmlParser parser = HtmlParser.forCharacters(ParserOptions.DEFAULT);
    parser.feed("<p>one");
    assertThat(first(parser.document(), "p").textContent()).isEqualTo("one");
    parser.feed(" more<p>tw");
    assertThat(parser.document().textContent()).isEqualTo("one moretw");
    assertThat(parser.feed("o")).isInstanceOf(ParseStatus.NeedsInput.class);
    assertThat(parser.finish()).isInstanceOf(ParseStatus.Finished.class);
    assertThat(parser.finish()).isInstanceOf(ParseStatus.Finished.class);
    assertThat(parser.document().textContent()).isEqualTo("one moretwo");
  }

  @Test
  void textThatComesInPiecesIsOneNode() {
    HtmlParser parser = HtmlParser.forCharacters(ParserOptions.DEFAULT);
    for (int i = 0; i < 20_000; i++) {
      parser.feed("x");
    }
    parser.finish();
    Node text = parser.document().body().firstChild();
    assertThat(text).isInstanceOf(Text.class);
    assertThat(text.textContent()).hasSize(20_000);
    assertThat(text.nextSibling()).isNull();
  }

  @Test
  void parserStopsAtEachScript() {
    HtmlParser parser = HtmlParser.forCharacters(ParserOptions.DEFAULT.with(Scripting.ON));
    ParseStatus status = parser.feed("a<script>1</script>b<svg><script>2</script></svg>c");
    List<String> scripts = new ArrayList<>();
    while (status instanceof ParseStatus.Paused(Element script)) {
      scripts.add(script.textContent() + " after " + parser.document().body().textContent());
      status = parser.resume();
    }
    assertThat(scripts).containsExactly("1 after a1", "2 after a1b2");
    assertThat(parser.document().body().textContent()).isEqualTo("a1b2c");
  }

  @Test
  void inputThatComesDuringAPauseWaits() {
    HtmlParser parser = HtmlParser.forCharacters(ParserOptions.DEFAULT.with(Scripting.ON));
    parser.feed("<script></script>");
    assertThat(parser.feed("b")).isInstanceOf(ParseStatus.Paused.class);
    assertThat(parser.finish()).isInstanceOf(ParseStatus.Paused.class);
    assertThat(parser.document().textContent()).isEmpty();
    assertThat(parser.resume()).isInstanceOf(ParseStatus.Finished.class);
    assertThat(parser.document().textContent()).isEqualTo("b");
  }

  @Test
  void whatAScriptWritesComesNext() {
    HtmlParser parser = HtmlParser.forCharacters(ParserOptions.DEFAULT.with(Scripting.ON));
    ParseStatus status = parser.feed("<body>1<script></script>4</b>\n<i>");
    Element script = ((ParseStatus.Paused) status).script();
    parser.write(script, "<b>2\r\n");
    assertThat(parser.document().body().textContent()).isEqualTo("12\n");
    parser.write(script, "3&am");
    parser.write(script, "p;");
    parser.resume();
    parser.finish();
    assertThat(parser.document().body().textContent()).isEqualTo("12\n3&4\n");
    Element b = first(parser.document(), "b");
    assertThat(b.textContent()).isEqualTo("2\n3&4");
    assertThat(b.line()).isEqualTo(1);
    Element i = first(parser.document(), "i");
    assertThat(List.of(i.line(), i.column())).containsExactly(2, 1);
  }

  @Test
  void writtenScriptsRunInTheirPlace() {
    HtmlParser parser = HtmlParser.forCharacters(ParserOptions.DEFAULT.with(Scripting.ON));
    Element outer = ((ParseStatus.Paused) parser.feed("<body><script></script>end")).script();
    ParseStatus status = parser.write(outer, "a<script id=inner></script>d");
    Element inner = ((ParseStatus.Paused) status).script();
    assertThat(inner.id()).isEqualTo("inner");
    parser.write(outer, "e");
    parser.write(inner, "b");
    parser.write(inner, "c");
    assertThat(parser.resume()).isEqualTo(new ParseStatus.Paused(outer));
    assertThat(parser.document().body().textContent()).isEqualTo("abcde");
    parser.resume();
    parser.finish();
    assertThat(parser.document().body().textContent()).isEqualTo("abcdeend");
  }

  @Test
  void nobodyWritesWithoutAnInsertionPoint() {
    HtmlParser parser = HtmlParser.forCharacters(ParserOptions.DEFAULT.with(Scripting.ON));
    parser.feed("<p>");
    Element p = first(parser.document(), "p");
    assertThatThrownBy(() -> parser.write(p, "x")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void fragmentsDependOnTheirContext() {
    Document document = Document.blank();
    Element tr = document.createElement("tr");
    var cells = HtmlParser.parseFragment(tr, "<td>a<td>b", ParserOptions.DEFAULT);
    assertThat(TreeDump.of(cells)).isEqualTo("| <td>\n|   \"a\"\n| <td>\n|   \"b\"\n");
    assertThat(cells.ownerDocument()).isSameAs(document);
    var inDiv =
        HtmlParser.parseFragment(
            document.createElement("div"), "<td>a<td>b", ParserOptions.DEFAULT);
    assertThat(TreeDump.of(inDiv)).isEqualTo("| \"ab\"\n");
  }

  private static HtmlParser parse(byte[] bytes, String charset) {
    HtmlParser parser = HtmlParser.forBytes(ParserOptions.DEFAULT, Optional.ofNullable(charset));
    parser.feed(ByteBuffer.wrap(bytes));
    parser.finish();
    return parser;
  }

  @ParameterizedTest
  @CsvSource({
    "'<p>ä', , windows-1252, DEFAULT",
    "'<p>ä', utf-8, UTF-8, TRANSPORT",
    "'\uFEFF<p>ä', latin1, UTF-8, BYTE_ORDER_MARK",
    "'<meta charset=utf-8><p>ä', , UTF-8, META",
    "'<meta charset=utf-8><p>ä', big5, Big5, TRANSPORT",
    "'<meta http-equiv=Content-Type content=\"text/html; charset=UTF-8\">', , UTF-8, META",
    "'<meta content=\"text/html; charset=UTF-8\">', , windows-1252, DEFAULT",
    "'<meta charset=utf-16><p>', , UTF-8, META",
    "'<meta charset=x-user-defined><p>', , windows-1252, META",
    "'<!-- <meta charset=big5> --><meta charset=utf-8>', , UTF-8, META",
    "'<?xml version=\"1.0\" encoding=\"utf-8\"?><p>ä', , UTF-8, XML_DECLARATION",
    "'<p>ä', no-such-thing, windows-1252, DEFAULT"
  })
  void encodingIsFoundOut(String html, String charset, String name, EncodingSource source) {
    HtmlParser parser = parse(html.getBytes(StandardCharsets.UTF_8), charset);
    assertThat(parser.report().encoding()).isEqualTo(name);
    assertThat(parser.report().source()).isEqualTo(source);
    assertThat(parser.document().encoding()).isEqualTo(name);
    assertThat(parser.document().textContent()).doesNotContain("\uFEFF");
  }

  @Test
  void lateMetaSwitchesWhileAllIsAscii() {
    String html = "<!--" + "x".repeat(2000) + "--><meta charset=gbk><title>你好</title>";
    HtmlParser parser = parse(html.getBytes(Charset.forName("GBK")), null);
    assertThat(parser.report().source()).isEqualTo(EncodingSource.LATE_META);
    // The bytes of the title came in the same piece, so this one begins again.
    assertThat(parser.document().title()).isEqualTo("你好");
  }

  @Test
  void lateMetaBeginsAgain() {
    String html = "<!--é" + "x".repeat(2000) + "--><meta charset=utf-8><title>é你</title><p>1";
    HtmlParser parser = HtmlParser.forBytes(ParserOptions.DEFAULT, Optional.empty());
    Document document = parser.document();
    for (byte b : html.getBytes(StandardCharsets.UTF_8)) {
      parser.feed(new byte[] {b});
    }
    parser.finish();
    assertThat(parser.report().restarts()).isEqualTo(1);
    assertThat(parser.document()).isSameAs(document);
    assertThat(document.title()).isEqualTo("é你");
    assertThat(document.firstChild().textContent()).startsWith("é");
    assertThat(document.firstChild().nextSibling().nextSibling()).isNull();
  }

  @Test
  void lateMetaBehindAScriptBeginsAgainToo() {
    String html = "<!--é" + "x".repeat(2000) + "--><script></script><meta charset=utf-8><p>é";
    HtmlParser parser =
        HtmlParser.forBytes(ParserOptions.DEFAULT.with(Scripting.ON), Optional.empty());
    parser.feed(html.getBytes(StandardCharsets.UTF_8));
    ParseStatus status = parser.finish();
    int scripts = 0;
    while (status instanceof ParseStatus.Paused) {
      scripts++;
      status = parser.resume();
    }
    assertThat(status).isInstanceOf(ParseStatus.Finished.class);
    assertThat(scripts).isEqualTo(2);
    assertThat(parser.document().body().textContent()).isEqualTo("é");
  }

  @Test
  void lateMetaMayComeTooLate() {
    Limits small = new Limits(512, 64, 4096, 8_000_000, 100, 4096);
    HtmlParser parser = HtmlParser.forBytes(ParserOptions.DEFAULT.with(small), Optional.empty());
    for (int i = 0; i < 10; i++) {
      parser.feed(("<!--é" + "x".repeat(1000) + "-->").getBytes(StandardCharsets.UTF_8));
    }
    parser.feed("<meta charset=utf-8>é".getBytes(StandardCharsets.UTF_8));
    parser.finish();
    assertThat(parser.report().encoding()).isEqualTo("windows-1252");
    assertThat(parser.report().limits()).containsExactly(LimitFired.REPARSE_BYTES);
  }

  @Test
  void hostMayStopWaitingForAnEncoding() {
    HtmlParser parser = HtmlParser.forBytes(ParserOptions.DEFAULT, Optional.empty());
    parser.feed("<p>é".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(parser.document().firstChild()).isNull();
    parser.stopWaiting();
    assertThat(parser.document().textContent()).isEqualTo("é");
  }

  @ParameterizedTest
  @ValueSource(strings = {"div", "b", "ul><li", "table><tr><td", "svg><g", "button><b", "ruby><rt"})
  void deepNestingStopsAtTheLimit(String tags) {
    HtmlParser parser = HtmlParser.forCharacters(ParserOptions.DEFAULT);
    parser.feed("<!doctype html>");
    for (int i = 0; i < 100_000; i++) {
      parser.feed("<" + tags + ">");
    }
    parser.feed("here");
    parser.finish();
    Document document = parser.document();
    int deepest = 0;
    int depth = 0;
    for (Node node = document; node != null; ) {
      deepest = Math.max(deepest, depth);
      Node next = node.firstChild();
      if (next != null) {
        depth++;
      } else {
        next = node.nextSkippingChildren(document);
        depth = next == null ? 0 : next.depth();
      }
      node = next;
    }
    assertThat(deepest).isLessThanOrEqualTo(Limits.DEFAULT.depth() + 4);
    assertThat(document.textContent()).isEqualTo("here");
    assertThat(parser.report().limits()).contains(LimitFired.DEPTH);
    assertThat(HtmlSerializer.outer(document, Scripting.OFF)).contains("here");
  }

  @Test
  void endTagsCloseTheirOwnBeyondTheLimit() {
    HtmlParser parser = HtmlParser.forCharacters(ParserOptions.DEFAULT);
    int levels = 2000;
    parser.feed("<!doctype html><div id=outer>" + "<div>".repeat(levels) + "<a>in</a>");
    parser.feed("</div>".repeat(levels) + "<p id=after>out</p></div><p id=last>");
    parser.finish();
    Document document = parser.document();
    assertThat(document.getElementById("after").parentElement().id()).isEqualTo("outer");
    assertThat(document.getElementById("last").parentElement()).isSameAs(document.body());
    assertThat(first(document, "a").textContent()).isEqualTo("in");
  }

  @Test
  void formattingElementsDoNotMultiply() {
    StringBuilder html = new StringBuilder("<!doctype html>");
    for (int i = 0; i < 2000; i++) {
      html.append("<p><b x=").append(i).append(">t");
    }
    HtmlParser parser = HtmlParser.forCharacters(ParserOptions.DEFAULT);
    parser.feed(html);
    parser.finish();
    assertThat(parser.report().elements()).isLessThan(2000 * 70);
    assertThat(parser.report().limits()).contains(LimitFired.FORMATTING_ELEMENTS);
  }

  @Test
  void attributesHaveALimitAndNoRepeats() {
    StringBuilder tag = new StringBuilder("<p");
    for (int i = 0; i < 5000; i++) {
      tag.append(" a").append(i % 4500).append('=').append(i);
    }
    HtmlParser parser = HtmlParser.forCharacters(ParserOptions.DEFAULT);
    parser.feed(tag.append('>'));
    parser.finish();
    Element p = first(parser.document(), "p");
    assertThat(p.attributes()).hasSize(4096);
    assertThat(p.attribute("a7")).isEqualTo("7");
    assertThat(parser.report().limits()).containsExactly(LimitFired.ATTRIBUTES);
  }

  @Test
  void nodesHaveALimit() {
    Limits few = new Limits(512, 64, 4096, 100, 100, 1 << 20);
    HtmlParser parser = HtmlParser.forCharacters(ParserOptions.DEFAULT.with(few));
    parser.feed("<p>x<table><td>y</table><b><p>".repeat(1000));
    parser.finish();
    int nodes = 0;
    for (Node node : parser.document().descendants()) {
      nodes++;
    }
    assertThat(nodes).isLessThanOrEqualTo(100);
    assertThat(parser.report().limits()).contains(LimitFired.NODES);
  }
}
