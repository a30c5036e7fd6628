package dev.glasshouse.css.cascade;

import dev.glasshouse.css.selectors.Specificity;

/**
 * One declaration that was in the running for a property of an element.
 *
 * @param property the longhand
 * @param value the value, in words close to CSS
 * @param level origin and importance
 * @param layer the cascade layer; empty for none
 * @param selector the selector that matched; empty for a hint or a {@code style} attribute
 * @param specificity how specific that selector is
 * @param sheetUrl URL of the sheet; empty for an inline one
 * @param line line in the sheet; 0 where there is none
 * @param won whether this is the declaration that holds
 */
public record Candidate(
    String property,
    String value,
    Level level,
    String layer,
    String selector,
    Specificity specificity,
    String sheetUrl,
    int line,
    boolean won) {}
