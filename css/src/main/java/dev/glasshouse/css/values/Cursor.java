package dev.glasshouse.css.values;

/** The computed value of {@code cursor}: its keyword; images before it are not kept. */
public record Cursor(String keyword) {}
