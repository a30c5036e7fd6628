package dev.glasshouse.dom.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dom.Document;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever comes, and in whatever pieces: nothing is thrown, and pieces make no difference. */
class RandomInputTest {
  private static final String[] SNIPPETS = {
    "<",
    ">",
    "</",
    "<!",
    "<!--",
    "-->",
    "--!>",
    "<!-",
    "<?",
    "/>",
    "=",
    "\"",
    "'",
    "&",
    "&amp",
    "&#x",
    "&#0;",
    "&notit;",
    "&CounterClockwiseContourIntegral;",
    ";",
    " ",
    "\n",
    "\r",
    "\r\n",
    "\f",
    "\0",
    "x",
    "ä",
    "你",
    "\uD83D\uDE00",
    "\uD83D",
    "\uDE00",
    "\uFEFF",
    "\uFFFE",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<a href=x>",
    "</a>",
    "<i>",
    "</i>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<caption>",
    "<col>",
    "<tbody>",
    "<select>",
    "</select>",
    "<option>",
    "<optgroup>",
    "<selectedcontent>",
    "<button>",
    "<script>",
    "</script>",
    "<!--<script>",
    "<style>",
    "</style>",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea>",
    "<template>",
    "</template>",
    "<svg>",
    "</svg>",
    "<math>",
    "<mi>",
    "<annotation-xml>",
    "<foreignObject>",
    "<![CDATA[",
    "]]>",
    "<frameset>",
    "<frame>",
    "</frameset>",
    "<form>",
    "</form>",
    "<li>",
    "<dd>",
    "<h1>",
    "</h2>",
    "<ruby>",
    "<rt>",
    "<nobr>",
    "<font size=1>",
    "<body x=y>",
    "<html a>",
    "</body>",
    "</html>",
    "<head>",
    "</head>",
    "<plaintext>",
    "<!DOCTYPE",
    "<!doctype html>",
    "PUBLIC",
    "<input type=hidden>",
    "<hr>",
    "<image>",
    "<noscript>",
    "</noscript>",
    "<xmp>",
    "</xmp>",
    "<isindex>",
    "<meta charset=gbk>",
    "<base href=/>",
    "</br>",
    "<applet>",
    "</applet>",
    "<div>",
    "</div>"
  };

  private static String text(Random random) {
    StringBuilder html = new StringBuilder();
    int count = random.nextInt(60);
    for (int i = 0; i < count; i++) {
      html.append(SNIPPETS[random.nextInt(SNIPPETS.length)]);
    }
    return html.toString();
  }

  @ParameterizedTest
  @CsvSource({"1, OFF", "2, ON", "3, OFF", "4, ON"})
  void textInPieces(long seed, Scripting scripting) {
    Random random = new Random(seed);
    ParserOptions options = ParserOptions.DEFAULT.with(scripting);
    for (int round = 0; round < 1000; round++) {
      String html = text(random);
      String whole = TreeDump.of(HtmlParser.parse(html, options));
      HtmlParser parser = HtmlParser.forCharacters(options);
      int size = 1 + random.nextInt(4);
      for (int at = 0; at < html.length(); at += size) {
        run(parser, parser.feed(html.substring(at, Math.min(html.length(), at + size))));
      }
      run(parser, parser.finish());
      assertThat(TreeDump.of(parser.document())).as(html).isEqualTo(whole);
    }
  }

  private static void run(HtmlParser parser, ParseStatus status) {
    ParseStatus now = status;
    while (now instanceof ParseStatus.Paused) {
      parser.lookAhead();
      now = parser.resume();
    }
  }

  @ParameterizedTest
  @CsvSource({"5", "6"})
  void bytesInPieces(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 700; round++) {
      byte[] bytes = text(random).getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(20); i < bytes.length; i += 1 + random.nextInt(200)) {
        bytes[i] = (byte) random.nextInt();
      }
      Document whole = HtmlParser.parse(bytes, Optional.empty(), ParserOptions.DEFAULT);
      HtmlParser parser = HtmlParser.forBytes(ParserOptions.DEFAULT, Optional.empty());
      for (byte b : bytes) {
        parser.feed(new byte[] {b});
      }
      parser.finish();
      assertThat(TreeDump.of(parser.document())).isEqualTo(TreeDump.of(whole));
      assertThat(parser.document().encoding()).isEqualTo(whole.encoding());
    }
  }

  @ParameterizedTest
  @CsvSource({"7"})
  void fragmentsAndWriting(long seed) {
    Random random = new Random(seed);
    String[] contexts = {
      "div", "td", "table", "select", "template", "script", "title", "html", "svg"
    };
    Document document = Document.blank();
    for (int round = 0; round < 1000; round++) {
      var context = document.createElement(contexts[random.nextInt(contexts.length)]);
      var fragment = HtmlParser.parseFragment(context, text(random), ParserOptions.DEFAULT);
      HtmlSerializer.inner(fragment, Scripting.OFF);

      HtmlParser parser = HtmlParser.forCharacters(ParserOptions.DEFAULT.with(Scripting.ON));
      ParseStatus status = parser.feed(text(random) + "</script><script></script>" + text(random));
      int written = 0;
      while (status instanceof ParseStatus.Paused paused) {
        if (written++ < 20) {
          parser.write(paused.script(), text(random));
        }
        status = parser.resume();
      }
      status = parser.finish();
      while (status instanceof ParseStatus.Paused) {
        status = parser.resume();
      }
      assertThat(status).isInstanceOf(ParseStatus.Finished.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"8"})
  void noise(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 150; round++) {
      byte[] bytes = new byte[random.nextInt(3000)];
      random.nextBytes(bytes);
      Document document = HtmlParser.parse(bytes, Optional.empty(), ParserOptions.DEFAULT);
      assertThat(document.documentElement()).isNotNull();
    }
  }
}
