package dev.glasshouse.css.cascade;

import dev.glasshouse.css.media.MediaQueryList;

/**
 * A sheet as a document uses it.
 *
 * @param sheet the sheet
 * @param media when it applies: the {@code media} attribute of its element
 */
public record SheetUse(StyleSheet sheet, MediaQueryList media) {
  /** A sheet that always applies. */
  public static SheetUse of(StyleSheet sheet) {
    return new SheetUse(sheet, MediaQueryList.parse(""));
  }
}
