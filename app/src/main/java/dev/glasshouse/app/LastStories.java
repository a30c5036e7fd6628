package dev.glasshouse.app;

import dev.glasshouse.journey.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last requests that a server answered, each with its journey, which nobody reads until it is
 * asked for. Safe for many threads.
 */
final class LastStories {
  private final @Nullable Recorder[] ring;
  private int next;
  private long count;

  /**
   * A request that is kept.
   *
   * @param number its number among all that were answered, from 1
   */
  record Kept(long number, Recorder recorder) {}

  /** So many are kept. */
  LastStories(int most) {
    this.ring = new Recorder[most];
  }

  /** How many are kept at most. */
  int most() {
    return ring.length;
  }

  /** Takes the next one, in the place of the oldest. */
  synchronized void take(Recorder recorder) {
    ring[next] = recorder;
    next = next + 1 == ring.length ? 0 : next + 1;
    count++;
  }

  /** All that are kept, the oldest first. */
  synchronized List<Kept> all() {
    var all = new ArrayList<Kept>(ring.length);
    for (long number = Math.max(1, count - ring.length + 1); number <= count; number++) {
      at(number).ifPresent(all::add);
    }
    return all;
  }

  /** One of them; empty when there was none of this number, or it is gone. */
  synchronized Optional<Kept> at(long number) {
    if (number < 1 || number > count || number <= count - ring.length) {
      return Optional.empty();
    }
    return Optional.ofNullable(ring[(int) ((number - 1) % ring.length)])
        .map(recorder -> new Kept(number, recorder));
  }
}
