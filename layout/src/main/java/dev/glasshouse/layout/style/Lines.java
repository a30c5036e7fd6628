package dev.glasshouse.layout.style;

import dev.glasshouse.css.values.Length;
import dev.glasshouse.css.values.TextIndent;
import dev.glasshouse.css.values.TextKeywords.TextAlign;
import dev.glasshouse.css.values.TextKeywords.TextAlignLast;
import dev.glasshouse.css.values.TextKeywords.TextJustify;
import dev.glasshouse.css.values.TextKeywords.TextOverflow;

/**
 * How a block sets its lines.
 *
 * @param align where the content of a line stands
 * @param alignLast the same for the last line and those that end with a forced break
 * @param justify how a line is stretched
 * @param indent how far the first line is moved
 * @param overflow what marks the end of a line that is cut off
 */
public record Lines(
    TextAlign align,
    TextAlignLast alignLast,
    TextJustify justify,
    TextIndent indent,
    TextOverflow overflow) {
  /** The initial values. */
  public static final Lines START =
      new Lines(
          TextAlign.START,
          TextAlignLast.AUTO,
          TextJustify.AUTO,
          new TextIndent(Length.ZERO, false, false),
          TextOverflow.CLIP);
}
