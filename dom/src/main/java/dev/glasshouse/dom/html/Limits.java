package dev.glasshouse.dom.html;

/**
 * How much of a document the parser takes. A document that goes past one of these is still parsed;
 * {@link ParseReport#limits()} says which fired.
 *
 * @param depth elements inside one another, 512 as in Blink: layout cost and other people's
 *     recursion grow with depth; deeper elements become siblings of the deepest
 * @param formattingElements entries in the list of active formatting elements, 64: each one may be
 *     opened again in every block that follows, so without a bound a document of n tags may ask for
 *     n² elements
 * @param attributes attributes of one tag, 4,096: further ones are dropped
 * @param nodes nodes in the tree, 2,000,000: with their styles, boxes and lines more than a
 *     gigabyte, and half a minute of work; the longest standards have a few hundred thousand. What
 *     follows is not inserted
 * @param recordedErrors parse errors kept with their place, 100: all are counted
 * @param reparseBytes bytes kept for the case that a late {@code meta} names another encoding, 1
 *     MiB; after that many the encoding stands
 */
public record Limits(
    int depth,
    int formattingElements,
    int attributes,
    int nodes,
    int recordedErrors,
    int reparseBytes) {
  /** The limits that hold unless others are given. */
  public static final Limits DEFAULT = new Limits(512, 64, 4096, 2_000_000, 100, 1 << 20);
}
