package dev.glasshouse.css.values;

/** One shadow of {@code box-shadow} or {@code text-shadow}; lengths in px. */
public record Shadow(double x, double y, double blur, double spread, Color color, boolean inset) {}
