package dev.glasshouse.journey;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which steps a record keeps within its {@link Limits}: all while there is room, then those that
 * kept steps name as their causes, then none. Used by one thread at a time.
 */
final class Ration {
  private final Limits limits;
  private long bytes;
  private long dropped;
  private long fullAt;
  private long lastDropped;

  /** Once the reserve is in use: the causes that kept steps name and that are not kept yet. */
  private @Nullable Set<Long> wanted;

  Ration(Limits limits) {
    this.limits = limits;
  }

  /**
   * Whether the next step is kept.
   *
   * @param held begins with what is kept
   * @param kept how many are
   */
  boolean keeps(Entry entry, Held[] held, int kept) {
    long weight = Weight.of(entry);
    if (mayKeep(entry, weight, held, kept)) {
      bytes += weight;
      return true;
    }
    fullAt = dropped == 0 ? entry.end() : fullAt;
    lastDropped = Math.max(lastDropped, Math.max(fullAt, entry.end()));
    dropped++;
    return false;
  }

  /** How many were not kept. */
  long dropped() {
    return dropped;
  }

  /**
   * The step that says so; empty while all are kept.
   *
   * @param id its number
   * @param kept how many are kept
   */
  Optional<Entry> full(long id, int kept) {
    return dropped == 0
        ? Optional.empty()
        : Optional.of(
            new Entry(
                id,
                fullAt,
                lastDropped,
                List.of(),
                Because.HAPPENED,
                Source.MEASURED,
                new JourneyStep.RecordFull(kept, dropped)));
  }

  private boolean mayKeep(Entry entry, long weight, Held[] held, int kept) {
    boolean fits = kept < limits.steps() && bytes + weight <= limits.bytes();
    if (wanted == null && fits && hasRoomBeforeReserve(weight, kept)) {
      return true;
    }
    if (wanted == null) {
      wanted = missingCauses(held, kept);
    }
    if (!wanted.contains(entry.id()) || !fits) {
      return false;
    }
    wanted.remove(entry.id());
    wanted.addAll(entry.causes());
    return true;
  }

  private boolean hasRoomBeforeReserve(long weight, int kept) {
    return kept < limits.steps() - limits.steps() / 20
        && bytes + weight <= limits.bytes() - limits.bytes() / 20;
  }

  private static Set<Long> missingCauses(Held[] held, int kept) {
    var missing = new HashSet<Long>();
    for (int i = 0; i < kept; i++) {
      missing.addAll(held[i].entry().causes());
    }
    for (int i = 0; i < kept; i++) {
      missing.remove(held[i].entry().id());
    }
    return missing;
  }
}
