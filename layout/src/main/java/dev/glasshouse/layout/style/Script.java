package dev.glasshouse.layout.style;

import dev.glasshouse.css.values.LineHeight;
import dev.glasshouse.css.values.TextKeywords.CaseTransform;
import dev.glasshouse.css.values.TextKeywords.Direction;
import dev.glasshouse.css.values.TextKeywords.UnicodeBidi;
import dev.glasshouse.css.values.VerticalAlign;
import dev.glasshouse.layout.text.TextStyle;

/**
 * How text is written and how a box stands in its line.
 *
 * @param shaping the font and what goes with it
 * @param lineHeight height of a line of it
 * @param verticalAlign where the box stands in its line
 * @param direction left to right or right to left
 * @param bidi how it takes part in the bidirectional algorithm
 * @param transform upper and lower case
 * @param spaces white space and breaking
 * @param lines how a block sets its lines
 */
public record Script(
    TextStyle shaping,
    LineHeight lineHeight,
    VerticalAlign verticalAlign,
    Direction direction,
    UnicodeBidi bidi,
    CaseTransform transform,
    Spaces spaces,
    Lines lines) {

  /** A script of this font, the rest initial. */
  public static Script of(TextStyle shaping) {
    return new Script(
        shaping,
        LineHeight.Normal.NORMAL,
        VerticalAlign.Keyword.BASELINE,
        Direction.LTR,
        UnicodeBidi.NORMAL,
        CaseTransform.NONE,
        Spaces.NORMAL,
        Lines.START);
  }

  /** What a child inherits: all but {@code vertical-align} and {@code unicode-bidi}. */
  public Script inherited() {
    return new Script(
        shaping,
        lineHeight,
        VerticalAlign.Keyword.BASELINE,
        direction,
        UnicodeBidi.NORMAL,
        transform,
        spaces,
        lines);
  }

  /** Whether text begins at the right. */
  public boolean rightToLeft() {
    return direction == Direction.RTL;
  }
}
