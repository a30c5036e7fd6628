package dev.glasshouse.css;

/**
 * The bounds of the style engine; each one that fires is recorded as a {@link CssProblem}.
 *
 * @param sheetChars longest style sheet read, in UTF-16 units; the rest is cut off. The largest
 *     sheets of real sites are a few megabytes
 * @param nesting deepest nesting of blocks and functions; what is deeper is dropped. Bounds every
 *     recursion over component values, and so the stack
 * @param problems number of problems kept per sheet; later ones are only counted
 * @param rules number of style rules kept per sheet, nested ones included; real sheets stay under
 *     50,000
 * @param selectorParts number of simple selectors in one rule's selector list; bounds the product
 *     that nesting ({@code &}) can build
 * @param variableTokens component values that one declaration may grow to by {@code var()}; stops
 *     the doubling attack ("billion laughs")
 * @param importDepth depth of {@code @import} chains that are listed for fetching
 * @param selectorSteps elements visited while one selector is matched against one element; stops
 *     {@code :has()} and sibling chains from going quadratic without end
 * @param stylingSteps the same for all selectors and elements of a document together; a page of
 *     10,000 elements takes a million
 */
public record Limits(
    int sheetChars,
    int nesting,
    int problems,
    int rules,
    int selectorParts,
    int variableTokens,
    int importDepth,
    int selectorSteps,
    long stylingSteps) {

  /** The limits of a browser: generous to real pages, deadly to none. */
  public static final Limits DEFAULT =
      new Limits(16 << 20, 128, 100, 200_000, 20_000, 65_536, 8, 1_000_000, 200_000_000);
}
