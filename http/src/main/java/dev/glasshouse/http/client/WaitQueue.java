package dev.glasshouse.http.client;

import dev.glasshouse.http.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Those who wait for a connection: higher priority first, among equals the one that came first, and
 * none is overtaken more often than the limit allows. Pure; not safe for several threads.
 */
final class WaitQueue<T> {
  private static final class Waiting<T> {
    final T what;
    final Priority priority;
    int overtaken;

    Waiting(T what, Priority priority) {
      this.what = what;
      this.priority = priority;
    }
  }

  private final List<Waiting<T>> waiting = new ArrayList<>();
  private final int overtakes;

  WaitQueue(int overtakes) {
    this.overtakes = overtakes;
  }

  void add(T what, Priority priority) {
    waiting.add(new Waiting<>(what, priority));
  }

  /** Takes it out; whether it was there. */
  boolean remove(T what) {
    return waiting.removeIf(w -> w.what == what);
  }

  /** Those who would be served before one of this priority that came now. */
  int before(Priority priority) {
    return (int) waiting.stream().filter(w -> w.priority.compareTo(priority) <= 0).count();
  }

  /** Takes out the one whose turn it is. */
  Optional<T> next() {
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    Waiting<T> turn = waiting.getFirst();
    for (Waiting<T> one : waiting) {
      if (turn.overtaken >= overtakes) {
        break;
      }
      if (one.overtaken >= overtakes || one.priority.compareTo(turn.priority) < 0) {
        turn = one;
      }
    }
    for (Waiting<T> one : waiting) {
      if (one == turn) {
        break;
      }
      one.overtaken++;
    }
    waiting.remove(turn);
    return Optional.of(turn.what);
  }

  int size() {
    return waiting.size();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }
}
