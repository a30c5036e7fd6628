package dev.glasshouse.css.properties;

import java.util.List;

/**
 * What the font-relative units other than {@code em} stand for. Whoever owns fonts gives this; the
 * default is what the standard says to assume where a font cannot be measured.
 */
public interface FontMeasure {

  /** A length of a font, as a part of its size. */
  enum Part {
    EX(0.5),
    CAP(0.7),
    CH(0.5),
    IC(1);

    private final double assumed;

    Part(double assumed) {
      this.assumed = assumed;
    }

    /** The part of the size that is assumed where the font is not measured. */
    public double assumed() {
      return assumed;
    }
  }

  /** No font is measured. */
  FontMeasure ASSUMED = (families, size, part) -> size * part.assumed();

  /** The length in px for the first family that is there, at a font size in px. */
  double measure(List<String> families, double size, Part part);
}
