package dev.glasshouse.layout.style;

import dev.glasshouse.css.values.AspectRatio;
import dev.glasshouse.css.values.BoxKeywords.BoxSizing;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.css.values.SizeKeyword;

/**
 * How large a box is to be (CSS Sizing 3).
 *
 * @param width preferred width
 * @param minWidth least width
 * @param maxWidth greatest width
 * @param height preferred height
 * @param minHeight least height
 * @param maxHeight greatest height
 * @param boxSizing whether these sizes are of the content or of the border box
 * @param ratio the preferred aspect ratio
 */
public record Sizing(
    Size width,
    Size minWidth,
    Size maxWidth,
    Size height,
    Size minHeight,
    Size maxHeight,
    BoxSizing boxSizing,
    AspectRatio ratio) {
  /** No wish at all. */
  public static final Sizing AUTO =
      new Sizing(
          SizeKeyword.AUTO,
          SizeKeyword.AUTO,
          SizeKeyword.NONE,
          SizeKeyword.AUTO,
          SizeKeyword.AUTO,
          SizeKeyword.NONE,
          BoxSizing.CONTENT_BOX,
          AspectRatio.AUTO);

  /** Whether the sizes are of the border box. */
  public boolean ofBorderBox() {
    return boxSizing == BoxSizing.BORDER_BOX;
  }

  /** The same with another preferred size. */
  public Sizing sized(Size newWidth, Size newHeight) {
    return new Sizing(
        newWidth, minWidth, maxWidth, newHeight, minHeight, maxHeight, boxSizing, ratio);
  }
}
