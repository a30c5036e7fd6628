package dev.glasshouse.css.values;

import dev.glasshouse.css.values.TextKeywords.DecorationLine;
import dev.glasshouse.css.values.TextKeywords.DecorationStyle;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The lines that an element draws through its text and its descendants'.
 *
 * @param lines which; empty for none
 * @param thickness in px; empty for {@code auto} and {@code from-font}
 */
public record TextDecoration(
    Set<DecorationLine> lines, DecorationStyle style, Rgba color, OptionalDouble thickness) {}
