package dev.glasshouse.css.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.glasshouse.css.Patience;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.css.selectors.Selectors;
import dev.glasshouse.css.values.Rgba;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.html.HtmlParser;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Styling looks at a clock in the midst of its work; the clock here goes on with every look. */
class PatienceTest {
  private static final int ELEMENTS = 2000;

  private final AtomicLong clock = new AtomicLong();

  private static Document page() {
    return HtmlParser.parse("<!DOCTYPE html><body>" + "<p class=a>x</p>".repeat(ELEMENTS));
  }

  private StyleEngine engine(Document document, String css, long most) {
    StyleEngine engine = StyleEngine.of(document, Viewport.screen(800, 600));
    engine.sheets(List.of(SheetUse.of(StyleSheet.parse(css))));
    engine.patience(() -> Patience.of(clock::incrementAndGet, most));
    return engine;
  }

  @Test
  void onlyOneLookInManyAsksTheClock() {
    Patience patience = Patience.of(clock::incrementAndGet, 2);
    assertThatNoException()
        .isThrownBy(() -> {
          for (int i = 1; i < 3 * Patience.EVERY; i++) {
            patience.look();
          }
        });
    assertThatExceptionOfType(Patience.Ended.class).isThrownBy(patience::look);
    assertThat(clock).hasValue(4);
  }

  @Test
  void stylingEndsWithItsTime() {
    StyleEngine engine = engine(page(), "p { color: red }", 3);
    assertThatExceptionOfType(Patience.Ended.class).isThrownBy(engine::report);
    assertThat(clock.get()).as("nothing more was done").isLessThan(10);
    // Nothing half done is left behind.
    engine.patience(Patience::endless);
    assertThat(engine.report().elements()).isGreaterThan(ELEMENTS);
  }

  /** One element with many rules: time is looked at within its matching, too. */
  @Test
  void theMatchingOfOneElementEndsWithItsTime() {
    Document document = HtmlParser.parse("<!DOCTYPE html><body><p>x");
    StyleEngine engine = engine(document, "i ~ p { color: red }".repeat(5000), 3);
    assertThatExceptionOfType(Patience.Ended.class).isThrownBy(engine::report);
  }

  @Test
  void whatIsAskedAfterwardsTakesItsTime() {
    Document document = page();
    StyleEngine engine = engine(document, "p { color: red }", Long.MAX_VALUE - 1);
    assertThat(engine.report().elements()).isGreaterThan(ELEMENTS);
    StyleEngine hasty = engine(document, "p { color: red }", 1_000_000);
    assertThat(hasty.report().elements()).isGreaterThan(ELEMENTS);
    clock.addAndGet(2_000_000);
    Element p = Selectors.querySelector(document, "p").orElseThrow();
    for (int i = 0; i < Patience.EVERY; i++) {
      assertThat(hasty.explain(p, "color")).isNotEmpty();
    }
    assertThat(hasty.styleOf(p).color()).isEqualTo(Rgba.opaque(0xff0000));
  }
}
