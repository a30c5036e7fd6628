package dev.glasshouse.journey;

import java.util.List;

/**
 * A step in its place in the journey.
 *
 * @param id its number, from 1, unique in its journey; handed out when the step begins
 * @param begin when it began: nanoseconds since the journey's zero, on one monotonic clock
 * @param end when it ended, likewise; equal to {@code begin} for a moment
 * @param causes the ids of the steps that caused it, the direct one first; empty for the root
 * @param because why it was decided so
 * @param source where its facts come from
 * @param step the facts
 */
public record Entry(
    long id, long begin, long end, List<Long> causes, Because because, Source source, Step step)
    implements Held {

  /** The step that directly caused this one; 0 for the root. */
  public long parent() {
    return causes.isEmpty() ? 0 : causes.getFirst();
  }

  @Override
  public Entry entry() {
    return this;
  }

  /** How long it took, nanoseconds. */
  public long nanos() {
    return end - begin;
  }
}
