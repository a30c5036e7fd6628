package dev.glasshouse.css.properties;

import dev.glasshouse.css.values.FontKeywords.FontStyle;
import java.util.List;

/**
 * What the font-relative units other than {@code em} stand for (CSS Values 4, 6.1.1). Whoever owns
 * fonts gives this; the default is what the standard says to assume where a font cannot be
 * measured.
 */
public interface FontMeasure {

  /** A length of a font. */
  enum Part {
    /** Height of the letter x: {@code ex}. */
    EX(0.5),
    /** Height of capital letters: {@code cap}. */
    CAP(0.7),
    /** Advance of the digit 0: {@code ch}. */
    CH(0.5),
    /** Advance of an ideograph: {@code ic}. */
    IC(1),
    /** Height of a line where {@code line-height} is normal. */
    LINE(1.2);

    private final double assumed;

    Part(double assumed) {
      this.assumed = assumed;
    }

    /** The part of the size that is assumed where the font is not measured. */
    public double assumed() {
      return assumed;
    }
  }

  /**
   * The font that a style asks for.
   *
   * @param families names, the first that is there counts
   * @param size px
   * @param weight 1 to 1000
   * @param style upright or leaning
   * @param stretch percent of normal
   */
  record Font(List<String> families, double size, double weight, FontStyle style, double stretch) {}

  /** No font is measured. */
  FontMeasure ASSUMED = (font, part) -> font.size() * part.assumed();

  /** The length in px of the first family that is there. */
  double measure(Font font, Part part);
}
