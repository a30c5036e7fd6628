package dev.glasshouse.http.h2;

import dev.glasshouse.http.wire.Urgency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whose content goes next (RFC 9218 10): the most urgent first; among equals those that are not
 * incremental whole and in the order of their numbers, the incremental ones piece by piece in turn.
 * Pure; not safe for several threads.
 */
final class SendSchedule<T> {
  /** What the schedule knows of one that has something to send. */
  private record Waiting<T>(T what, int number, boolean incremental) {}

  private final List<List<Waiting<T>>> levels = new ArrayList<>();
  private int size;

  SendSchedule() {
    for (int urgency = 0; urgency <= Urgency.LEAST; urgency++) {
      levels.add(new ArrayList<>());
    }
  }

  /** Adds one that has something to send. It must not be there already. */
  void add(T what, int number, Urgency urgency) {
    List<Waiting<T>> level = levels.get(urgency.level());
    int at = level.size();
    if (!urgency.incremental()) {
      while (at > 0 && (level.get(at - 1).incremental() || level.get(at - 1).number() > number)) {
        at--;
      }
    }
    level.add(at, new Waiting<>(what, number, urgency.incremental()));
    size++;
  }

  /** The one whose turn it is. */
  Optional<T> next() {
    if (size > 0) {
      for (List<Waiting<T>> level : levels) {
        if (!level.isEmpty()) {
          return Optional.of(level.getFirst().what());
        }
      }
    }
    return Optional.empty();
  }

  /** The one whose turn it was has sent a piece, and has more. */
  void sent(T what) {
    for (List<Waiting<T>> level : levels) {
      if (!level.isEmpty() && level.getFirst().what() == what) {
        if (level.getFirst().incremental() && level.size() > 1) {
          level.addLast(level.removeFirst());
        }
        return;
      }
    }
  }

  /** Takes one out; whether it was there. */
  boolean remove(T what) {
    for (List<Waiting<T>> level : levels) {
      if (level.removeIf(one -> one.what() == what)) {
        size--;
        return true;
      }
    }
    return false;
  }
}
