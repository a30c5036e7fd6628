package dev.glasshouse.css.values;

/**
 * One counter of {@code counter-reset}, {@code counter-increment} or {@code counter-set}.
 *
 * @param reversed {@code reversed(name)}; the value is then counted from the items where {@code
 *     byDefault}
 * @param byDefault whether no number was written
 */
public record CounterChange(String name, int value, boolean reversed, boolean byDefault) {}
