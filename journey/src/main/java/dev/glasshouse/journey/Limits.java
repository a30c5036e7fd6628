package dev.glasshouse.journey;

/**
 * The limits of a journey's record.
 *
 * @param steps how many steps are kept in memory; later ones are counted and a {@link
 *     JourneyStep.RecordFull} says so. A step takes some 500 bytes with its strings.
 */
public record Limits(int steps) {
  /** 100,000 steps, about 50 MB: a page of 1,000 requests makes some 15,000. */
  public static final Limits DEFAULT = new Limits(100_000);
}
