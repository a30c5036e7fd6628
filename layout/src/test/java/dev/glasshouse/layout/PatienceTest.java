package dev.glasshouse.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.css.Patience;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.html.HtmlParser;
import dev.glasshouse.layout.box.Pictures;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layout looks at a clock in the midst of its work; the clock here goes on with every look. */
class PatienceTest {
  private static LayoutTree lay(Document document, AtomicLong clock, long most) {
    return LayoutTree.of(
        document,
        Fixture.styling(document, 400, 300),
        Pictures.NONE,
        new FixedTypesetter(),
        400,
        300,
        Limits.DEFAULT,
        Patience.of(clock::incrementAndGet, most));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>text</p>",
        "text <br>",
        "<span>text</span> ",
        "<div style='float: left'>text</div>",
        "<table><tr><td>text</table>",
        "<ul><li>text</ul>",
        "<b style='display: inline-block'>text</b>",
        "<div style='position: absolute'>text</div>"
      })
  void itEndsWithItsTime(String piece) {
    Document document = HtmlParser.parse("<!DOCTYPE html><body>" + piece.repeat(3000));
    var clock = new AtomicLong();
    lay(document, clock, Long.MAX_VALUE - 1);
    long whole = clock.get();
    assertThat(whole).as("looks at the clock").isGreaterThan(20);
    // In the midst of the boxes, in the midst of the flow, and just before the end.
    for (long most : new long[] {2, whole / 2, whole - 4}) {
      var other = new AtomicLong();
      assertThatExceptionOfType(Patience.Ended.class).isThrownBy(() -> lay(document, other, most));
      assertThat(other.get()).isLessThanOrEqualTo(most + 4);
    }
  }
}
