package dev.glasshouse.css;

/**
 * A bound of {@link Limits} that cut a style sheet.
 *
 * @param limit its name there
 * @param allowed how much is allowed
 * @param unit what is counted
 * @param line where it fired first, a line of the sheet from 1; 0 where it is not known
 */
public record LimitFired(String limit, long allowed, String unit, int line) {}
