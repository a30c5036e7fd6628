package dev.glasshouse.css;

/**
 * Something in a style sheet that was tolerated: dropped, ignored or cut, as the standard says.
 *
 * @param kind what was wrong
 * @param detail the offending name or piece of text, shortened
 * @param line line of the sheet, from 1; 0 where it is not known
 */
public record CssProblem(Kind kind, String detail, int line) {

  /** What was wrong. */
  public enum Kind {
    /** Text that is no token, rule or declaration (CSS Syntax 3). */
    SYNTAX,
    /** A selector that does not parse; its rule is dropped. */
    SELECTOR,
    /** A property that this engine does not know; the declaration is dropped. */
    UNKNOWN_PROPERTY,
    /** A value that the property does not take; the declaration is dropped. */
    VALUE,
    /** A rule that this engine parses but does not apply. */
    UNSUPPORTED_RULE,
    /** A bound of {@link Limits} fired. */
    LIMIT
  }
}
