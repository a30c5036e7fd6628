package dev.glasshouse.dom.html;

import java.util.Optional;

/**
 * How short and in what dress {@link HtmlWriter} writes.
 *
 * @param quote the quotation mark for values; where it is left open, the one that needs no escaping
 * @param quoteAlways whether values have quotation marks even if they need none
 * @param shortBooleans whether {@code disabled="disabled"} becomes {@code disabled}
 * @param trailingSolidus whether {@code <br>} becomes {@code <br />}
 * @param escapeRawText whether text in {@code script}, {@code style} and their like is escaped
 * @param stripSpace whether runs of white space become one space, but in {@code pre} and its like
 * @param encoding the encoding that a {@code meta} is to name; where it is left open, none is
 *     touched
 */
public record WriterOptions(
    Optional<Character> quote,
    boolean quoteAlways,
    boolean shortBooleans,
    boolean trailingSolidus,
    boolean escapeRawText,
    boolean stripSpace,
    Optional<String> encoding) {
  /** Short, and without a change of meaning. */
  public static final WriterOptions DEFAULT =
      new WriterOptions(Optional.empty(), false, true, false, false, false, Optional.empty());
}
