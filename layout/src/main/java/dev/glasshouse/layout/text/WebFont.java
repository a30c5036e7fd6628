package dev.glasshouse.layout.text;

import java.util.List;

/**
 * What an {@code @font-face} rule says of the font it brings (CSS Fonts 4 section 4).
 *
 * @param family the family's name in this page
 * @param minWeight lowest weight that it serves
 * @param maxWeight highest weight that it serves; more than {@code minWeight} for variable fonts
 * @param slant upright, italic or oblique
 * @param stretch width in percent of normal
 * @param ranges code points that it serves, first and last of each range; empty means all
 */
public record WebFont(
    String family,
    int minWeight,
    int maxWeight,
    Slant slant,
    float stretch,
    List<CodePointRange> ranges) {

  /** A rule that cannot be changed afterwards. */
  public WebFont {
    ranges = List.copyOf(ranges);
  }

  /** A regular upright font for all characters. */
  public static WebFont of(String family) {
    return new WebFont(family, 400, 400, Slant.NORMAL, 100, List.of());
  }

  /** Whether {@code unicode-range} lets it draw this character. */
  boolean serves(int codePoint) {
    if (ranges.isEmpty()) {
      return true;
    }
    for (CodePointRange range : ranges) {
      if (codePoint >= range.first() && codePoint <= range.last()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Code points from the first to the last, both included.
   *
   * @param first the first
   * @param last the last
   */
  public record CodePointRange(int first, int last) {}

  /** What became of a font file. */
  public sealed interface Added {
    /**
     * It serves its family from now on.
     *
     * @param face the face it became
     */
    record Usable(FontFace face) implements Added {}

    /**
     * It is no font that can be used.
     *
     * @param reason why, in one clause
     */
    record Refused(String reason) implements Added {}
  }
}
