package dev.glasshouse.layout.flow;

import dev.glasshouse.css.values.TextKeywords.UnicodeBidi;
import dev.glasshouse.layout.style.BoxStyle;

/**
 * The characters that say to the bidirectional algorithm what {@code direction} and {@code
 * unicode-bidi} say (CSS Writing Modes 3, 2.4.2).
 *
 * @param open before the content
 * @param close behind it
 */
record BidiControls(String open, String close) {
  private static final BidiControls NONE = new BidiControls("", "");

  /** Those around the content of an inline box. */
  static BidiControls of(BoxStyle style) {
    boolean rtl = style.rightToLeft();
    return switch (style.script().bidi()) {
      case NORMAL -> NONE;
      case EMBED -> new BidiControls(rtl ? "\u202B" : "\u202A", "\u202C");
      case ISOLATE -> new BidiControls(rtl ? "\u2067" : "\u2066", "\u2069");
      case BIDI_OVERRIDE -> new BidiControls(rtl ? "\u202E" : "\u202D", "\u202C");
      case ISOLATE_OVERRIDE ->
          new BidiControls(rtl ? "\u2067\u202E" : "\u2066\u202D", "\u202C\u2069");
      case PLAINTEXT -> new BidiControls("\u2068", "\u2069");
    };
  }

  /** Those around the content of a block. */
  static BidiControls ofBlock(BoxStyle style) {
    UnicodeBidi bidi = style.script().bidi();
    boolean override = bidi == UnicodeBidi.BIDI_OVERRIDE || bidi == UnicodeBidi.ISOLATE_OVERRIDE;
    return override ? new BidiControls(style.rightToLeft() ? "\u202E" : "\u202D", "\u202C") : NONE;
  }
}
