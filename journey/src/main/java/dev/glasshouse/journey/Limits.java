package dev.glasshouse.journey;

/**
 * The limits of a journey's record. When one is reached, later steps are counted, not kept, and a
 * {@link JourneyStep.RecordFull} says so in every view.
 *
 * <p>The last twentieth of both limits is kept for steps that steps already kept name as their
 * cause: the fetches and the navigation end last, and without them the rest could not be told.
 *
 * @param steps how many steps are kept in memory
 * @param bytes how much memory they may take, by {@link Weight}'s estimate, which is not lower than
 *     what the steps take
 * @param bodyBytes how much disk a {@link BodyStore} may take, bytes
 */
public record Limits(int steps, long bytes, long bodyBytes) {
  /**
   * 100,000 steps and 64 MB: a page of 1,000 requests makes some 15,000 steps of 500 bytes. Bodies:
   * 1 GB, some 400 pages as they are today.
   */
  public static final Limits DEFAULT = new Limits(100_000, 64_000_000, 1_000_000_000);

  /** Limits of which only the number of steps is not the default. */
  public Limits(int steps) {
    this(steps, DEFAULT.bytes, DEFAULT.bodyBytes);
  }
}
