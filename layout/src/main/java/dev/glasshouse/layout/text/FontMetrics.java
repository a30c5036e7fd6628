package dev.glasshouse.layout.text;

/**
 * The measures of a font at its size, px; all are positive in the direction that their name says.
 *
 * <p>Ascent and descent are rounded to whole px each, as browsers do, so that baselines fall on
 * pixels and {@code line-height: normal} is the same as theirs.
 *
 * @param ascent from the baseline up to the top, whole px
 * @param descent from the baseline down to the bottom, whole px
 * @param lineGap what the font's designer wants between lines
 * @param xHeight height of the letter x: the unit {@code ex}
 * @param capHeight height of capital letters: the unit {@code cap}
 * @param zeroAdvance advance of the digit 0: the unit {@code ch}
 * @param spaceAdvance advance of the space
 * @param underlineOffset from the baseline down to the middle of an underline
 * @param underlineThickness thickness of an underline
 * @param strikeOffset from the baseline up to the middle of a line through
 * @param strikeThickness thickness of a line through
 */
public record FontMetrics(
    float ascent,
    float descent,
    float lineGap,
    float xHeight,
    float capHeight,
    float zeroAdvance,
    float spaceAdvance,
    float underlineOffset,
    float underlineThickness,
    float strikeOffset,
    float strikeThickness) {

  /** The line height that {@code line-height: normal} computes to, whole px. */
  public float lineSpacing() {
    return ascent + descent + Math.round(lineGap);
  }
}
