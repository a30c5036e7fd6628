package dev.glasshouse.dom.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreloadScannerTest {
  private static List<String> scan(String html, Scripting scripting) {
    return PreloadScanner.at("http://site.test/dir/page", scripting).scan(html).stream()
        .map(p -> p.kind() + " " + p.script() + " " + p.url())
        .toList();
  }

  private static List<String> scan(String html) {
    return scan(html, Scripting.ON);
  }

  @Test
  void scriptsSayHowTheyRun() {
    assertThat(
            scan(
                "<script src=a></script><script src=b async></script><script src=c defer></script>"
                    + "<script src=d type=module></script><script src=e type=text/plain></script>"
                    + "<script src=f nomodule></script><script>inline</script>"))
        .containsExactly(
            "SCRIPT BLOCKING http://site.test/dir/a",
            "SCRIPT ASYNC http://site.test/dir/b",
            "SCRIPT DEFER http://site.test/dir/c",
            "SCRIPT MODULE http://site.test/dir/d");
  }

  @Test
  void linksByTheirRelation() {
    assertThat(
            scan(
                "<link rel=stylesheet href=/a.css><link rel='alternate stylesheet' href=/b.css>"
                    + "<link rel=preload as=font href=/c.woff2 crossorigin>"
                    + "<link rel=preconnect href=//cdn.test><link rel=icon href=/i>"))
        .containsExactly(
            "STYLE NONE http://site.test/a.css",
            "FONT NONE http://site.test/c.woff2",
            "CONNECTION NONE http://cdn.test/");
  }

  @Test
  void imagesAndPosters() {
    assertThat(
            scan(
                "<img src=a.png><video poster=b.png></video><input type=image src=c.png>"
                    + "<picture><source srcset=d.webp><img src=d.png></picture><img src=e.png>"))
        .containsExactly(
            "IMAGE NONE http://site.test/dir/a.png",
            "IMAGE NONE http://site.test/dir/b.png",
            "IMAGE NONE http://site.test/dir/c.png",
            "IMAGE NONE http://site.test/dir/e.png");
  }

  @Test
  void firstBaseCountsFromWhereItStands() {
    assertThat(
            scan(
                "<img src=a><base href=http://other.test/x/><base href=http://no.test/><img src=b>"))
        .containsExactly("IMAGE NONE http://site.test/dir/a", "IMAGE NONE http://other.test/x/b");
  }

  @Test
  void templatesAreNotAskedFor() {
    assertThat(scan("<template><img src=a><template></template><img src=b></template><img src=c>"))
        .containsExactly("IMAGE NONE http://site.test/dir/c");
  }

  @Test
  void noscriptCountsWithoutScripts() {
    String html = "<noscript><img src=a></noscript><img src=b>";
    assertThat(scan(html, Scripting.ON)).containsExactly("IMAGE NONE http://site.test/dir/b");
    assertThat(scan(html, Scripting.OFF))
        .containsExactly("IMAGE NONE http://site.test/dir/a", "IMAGE NONE http://site.test/dir/b");
  }

  @Test
  void textIsNotMarkup() {
    assertThat(
            scan(
                "<textarea><img src=a></textarea><title><img src=b></title><!-- <img src=c> -->"
                    + "<script>'<img src=d>'</script><iframe><img src=e></iframe><xmp><img src=f>"))
        .isEmpty();
  }

  @Test
  void importsInStyle() {
    assertThat(
            scan(
                "<style>/* x */ @import url(a.css); @import 'b.css' print;\np{} @import 'c.css';"
                    + "</style>"))
        .containsExactly(
            "STYLE NONE http://site.test/dir/a.css", "STYLE NONE http://site.test/dir/b.css");
  }

  @Test
  void piecesMakeNoDifference() {
    String html =
        "<p>x<img\n src='a.png' srcset='b.png 2x' loading=lazy><link rel=stylesheet href=c>";
    List<Preload> whole = PreloadScanner.at("http://site.test/", Scripting.ON).scan(html);
    PreloadScanner scanner = PreloadScanner.at("http://site.test/", Scripting.ON);
    List<Preload> pieces = new ArrayList<>();
    for (int i = 0; i < html.length(); i++) {
      pieces.addAll(scanner.scan(html.substring(i, i + 1)));
    }
    assertThat(pieces).isEqualTo(whole);
    assertThat(whole.getFirst().srcset()).isEqualTo("b.png 2x");
    assertThat(whole.getFirst().lazy()).isTrue();
    assertThat(whole.getFirst().line()).isEqualTo(1);
    assertThat(whole.getFirst().column()).isEqualTo(5);
    assertThat(whole.getLast().line()).isEqualTo(2);
  }

  @Test
  void parserLooksAheadWhileItWaits() {
    HtmlParser parser =
        HtmlParser.forCharacters(ParserOptions.at("http://site.test/").with(Scripting.ON));
    ParseStatus status =
        parser.feed("<base href=/base/>\n<script src=slow></script>\n<img src=a crossorigin=x>");
    assertThat(status).isInstanceOf(ParseStatus.Paused.class);
    List<Preload> ahead = parser.lookAhead();
    assertThat(ahead).extracting(Preload::url).containsExactly("http://site.test/base/a");
    assertThat(ahead.getFirst().line()).isEqualTo(3);
    assertThat(ahead.getFirst().column()).isEqualTo(1);
    assertThat(ahead.getFirst().crossOrigin()).isEqualTo(Optional.of("x"));
    assertThat(parser.lookAhead()).isEmpty();
    parser.feed("<img src=b>");
    assertThat(parser.lookAhead())
        .extracting(Preload::url)
        .containsExactly("http://site.test/base/b");
    parser.resume();
    assertThat(parser.lookAhead()).isEmpty();
    assertThat(parser.finish()).isInstanceOf(ParseStatus.Finished.class);
  }
}
