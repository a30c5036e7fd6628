package dev.glasshouse.css.values;

/** The computed value of {@code text-indent}. */
public record TextIndent(LengthPercentage length, boolean hanging, boolean eachLine) {}
