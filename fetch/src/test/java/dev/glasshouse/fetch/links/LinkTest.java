package dev.glasshouse.fetch.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinkTest {
  private static List<Link> links(String... lines) {
    return Link.parse(List.of(lines), 100);
  }

  @Test
  void readsLinksAndTheirParameters() {
    assertThat(links("</a.css>; rel=preload; as=style, <b c>;REL=\"Preload next\" ; crossorigin"))
        .containsExactly(
            new Link("/a.css", Map.of("rel", "preload", "as", "style")),
            new Link("b c", Map.of("rel", "Preload next", "crossorigin", "")));
    assertThat(links("<b>;rel=\"Preload next\"").getFirst().relations())
        .containsExactlyInAnyOrder("preload", "next");
    assertThat(links("<a>", "<b>")).extracting(Link::target).containsExactly("a", "b");
  }

  @Test
  void commasAndSemicolonsMayStandInTexts() {
    assertThat(links("<a,b;c>; title=\"x, \\\"y\\\"; <z>\"; rel=next,<d>"))
        .containsExactly(
            new Link("a,b;c", Map.of("title", "x, \"y\"; <z>", "rel", "next")),
            new Link("d", Map.of()));
  }

  @Test
  void theFirstOfTwoParametersCounts() {
    assertThat(links("<a>; rel=one; rel=two").getFirst().parameter("rel")).contains("one");
  }

  @Test
  void whatIsNoLinkEndsItsLine() {
    assertThat(links("a.css; rel=preload, <b>", "<c")).isEmpty();
    assertThat(links("<a> x, <b>", "<c>")).extracting(Link::target).containsExactly("a", "c");
    assertThat(links("<a>; rel=\"open")).containsExactly(new Link("a", Map.of("rel", "open")));
    assertThat(links("<a>;;;=x;")).containsExactly(new Link("a", Map.of()));
  }

  @Test
  void noMoreAreReadThanAreAllowed() {
    assertThat(Link.parse(List.of("<a>,<b>,<c>", "<d>"), 2)).hasSize(2);
    assertThat(links("<a>" + ";x1=y".repeat(3) + ";p=".repeat(10_000))).hasSize(1);
  }

  @Test
  void anyTextIsRead() {
    var random = new Random(8288);
    String letters = "<>;,=\" \t\\ab%";
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      assertThat(links(text.toString()).size()).isLessThanOrEqualTo(text.length());
    }
  }
}
