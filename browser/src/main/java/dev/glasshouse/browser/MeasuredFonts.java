package dev.glasshouse.browser;

import dev.glasshouse.css.properties.FontMeasure;
import dev.glasshouse.layout.text.FontLibrary;
import dev.glasshouse.layout.text.FontMetrics;
import dev.glasshouse.layout.text.Slant;
import dev.glasshouse.layout.text.TextStyle;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What lengths that go by a font are measured with: the page's fonts, or what the standard says to
 * assume where there are none. On the page's loop only.
 */
final class MeasuredFonts implements FontMeasure {
  private final Supplier<Optional<FontLibrary>> library;
  private boolean asked;

  MeasuredFonts(Supplier<Optional<FontLibrary>> library) {
    this.library = library;
  }

  /** Whether anything was measured, so that a font that comes may change it. */
  boolean asked() {
    return asked;
  }

  @Override
  public double measure(Font font, Part part) {
    asked = true;
    Optional<FontLibrary> fonts = library.get();
    if (fonts.isEmpty()) {
      return ASSUMED.measure(font, part);
    }
    TextStyle style = style(font);
    FontMetrics metrics = fonts.get().metrics(style);
    return switch (part) {
      case EX -> metrics.xHeight();
      case CAP -> metrics.capHeight();
      case CH -> metrics.zeroAdvance();
      case IC -> fonts.get().ideographAdvance(style);
      case LINE -> metrics.lineSpacing();
    };
  }

  private static TextStyle style(Font font) {
    Slant slant =
        switch (font.style()) {
          case NORMAL -> Slant.NORMAL;
          case ITALIC -> Slant.ITALIC;
          case OBLIQUE -> Slant.OBLIQUE;
        };
    return new TextStyle(
        font.families(),
        (float) font.size(),
        (int) font.weight(),
        slant,
        (float) font.stretch(),
        0,
        0,
        "",
        true,
        true);
  }
}
