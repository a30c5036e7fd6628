package dev.glasshouse.css.values;

/** The computed value of {@code tab-size}: a number of spaces, or a length in px. */
public record TabSize(double value, boolean inSpaces) {}
