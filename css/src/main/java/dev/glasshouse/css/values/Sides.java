package dev.glasshouse.css.values;

/** Four values, one for each side of a box. */
public record Sides<T>(T top, T right, T bottom, T left) {}
