package dev.glasshouse.css.fonts;

import dev.glasshouse.css.syntax.UnicodeRange;
import java.util.List;

/**
 * An {@code @font-face} that is usable: its descriptors, read (<a
 * href="https://drafts.csswg.org/css-fonts-4/#font-face-rule">CSS Fonts 4, 4</a>).
 *
 * @param family the family that it is a face of
 * @param sources where it is to be had from, the best first; at least one that is understood
 * @param weight the weights that it serves
 * @param style upright or leaning
 * @param stretch the widths that it serves, percent of normal
 * @param ranges the code points that it serves; empty means all
 * @param display how text is to wait for it
 * @param adjustment what its own measures are changed by
 * @param notSupported names of descriptors that nothing is done with
 * @param line line of its sheet, from 1
 */
public record FontFace(
    String family,
    List<FontSource> sources,
    Span weight,
    Style style,
    Span stretch,
    List<UnicodeRange> ranges,
    Display display,
    Adjustment adjustment,
    List<String> notSupported,
    int line) {

  /** A face that cannot be changed afterwards. */
  public FontFace {
    sources = List.copyOf(sources);
    ranges = List.copyOf(ranges);
    notSupported = List.copyOf(notSupported);
  }

  /** From a lowest to a highest value, both included. */
  public record Span(double from, double to) {
    /** One value only. */
    public static Span of(double value) {
      return new Span(value, value);
    }
  }

  /** Upright or leaning. */
  public enum Style {
    NORMAL,
    ITALIC,
    OBLIQUE
  }

  /** How text is to wait for the face (CSS Fonts 4, 4.9). */
  public enum Display {
    AUTO,
    BLOCK,
    SWAP,
    FALLBACK,
    OPTIONAL
  }

  /**
   * What the font's measures are replaced or multiplied by (CSS Fonts 5, 5.1 and 5.2). A negative
   * number stands for {@code normal}.
   *
   * @param size factor of its glyphs and measures
   * @param ascent ascent as a part of the em size
   * @param descent descent as a part of the em size
   * @param lineGap line gap as a part of the em size
   */
  public record Adjustment(double size, double ascent, double descent, double lineGap) {
    /** Nothing is changed. */
    public static final Adjustment NONE = new Adjustment(1, -1, -1, -1);
  }
}
