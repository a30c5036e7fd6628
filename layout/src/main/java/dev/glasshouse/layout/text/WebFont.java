package dev.glasshouse.layout.text;

import java.util.List;

/**
 * What an {@code @font-face} rule says of the font it brings (CSS Fonts 4 section 4).
 *
 * @param family the family's name in this page
 * @param minWeight lowest weight that it serves
 * @param maxWeight highest weight that it serves; more than {@code minWeight} for variable fonts
 * @param slant upright, italic or oblique
 * @param minStretch least width that it serves, percent of normal
 * @param maxStretch greatest width that it serves, percent of normal
 * @param ranges code points that it serves, first and last of each range; empty means all
 * @param adjustment what its own measures are changed by
 * @param source tells rules apart that are alike but for their files; nothing else is done with it
 */
public record WebFont(
    String family,
    int minWeight,
    int maxWeight,
    Slant slant,
    float minStretch,
    float maxStretch,
    List<CodePointRange> ranges,
    Adjustment adjustment,
    String source) {

  /** A rule that cannot be changed afterwards. */
  public WebFont {
    ranges = List.copyOf(ranges);
  }

  /** A regular upright font for all characters. */
  public static WebFont of(String family) {
    return of(family, List.of());
  }

  /** A regular upright font for some characters. */
  public static WebFont of(String family, List<CodePointRange> ranges) {
    return new WebFont(family, 400, 400, Slant.NORMAL, 100, 100, ranges, Adjustment.NONE, "");
  }

  /** The same for other weights. */
  public WebFont withWeights(int from, int to) {
    return new WebFont(family, from, to, slant, minStretch, maxStretch, ranges, adjustment, source);
  }

  /** The same with other measures. */
  public WebFont withAdjustment(Adjustment to) {
    return new WebFont(
        family, minWeight, maxWeight, slant, minStretch, maxStretch, ranges, to, source);
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

  /**
   * What a font's measures are replaced or multiplied by (CSS Fonts 5 section 5). A negative number
   * leaves a measure as the font has it.
   *
   * @param size factor of its glyphs and measures
   * @param ascent ascent as a part of the em size
   * @param descent descent as a part of the em size
   * @param lineGap line gap as a part of the em size
   */
  public record Adjustment(float size, float ascent, float descent, float lineGap) {
    /** Nothing is changed. */
    public static final Adjustment NONE = new Adjustment(1, -1, -1, -1);
  }

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
