package dev.glasshouse.dns.recursive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is under way, by numbers that are handed out one after another. For one thread. Numbers
 * nobody can choose need no hash: each has its place in an array, a window over the numbers that
 * moves on. One whose place is still taken, by another that has been under way for long, stands
 * beside.
 */
public final class ByNumber<V> {
  private static final int ROOM = 64;

  private long[] numbers = new long[ROOM];
  private @Nullable V[] values = values(ROOM);
  private final Map<Long, V> beside = new HashMap<>();
  private int size;

  @SuppressWarnings("unchecked")
  private static <V> @Nullable V[] values(int room) {
    return (V[]) new Object[room];
  }

  private int place(long number) {
    return (int) number & numbers.length - 1;
  }

  private @Nullable V value(long number) {
    int place = place(number);
    V value = values[place];
    if (value != null && numbers[place] == number) {
      return value;
    }
    return beside.isEmpty() ? null : beside.get(number);
  }

  /** What has a number. */
  public Optional<V> get(long number) {
    return Optional.ofNullable(value(number));
  }

  /** Whether something has a number. */
  public boolean has(long number) {
    return value(number) != null;
  }

  /** Gives something a number, instead of what had it. */
  public void put(long number, V value) {
    int place = place(number);
    boolean taken = values[place] != null && numbers[place] != number;
    // Its place may have become free since it was put beside.
    if (taken || !beside.isEmpty() && beside.containsKey(number)) {
      putBeside(number, value);
      return;
    }
    size += values[place] == null ? 1 : 0;
    numbers[place] = number;
    values[place] = value;
  }

  private void putBeside(long number, V value) {
    if (beside.put(number, value) == null && ++size > numbers.length / 2) {
      grow();
    }
  }

  /** Takes a number away. Returns what had it. */
  public Optional<V> remove(long number) {
    int place = place(number);
    V value = values[place];
    if (value != null && numbers[place] == number) {
      values[place] = null;
      size--;
      return Optional.of(value);
    }
    V other = beside.isEmpty() ? null : beside.remove(number);
    if (other != null) {
      size--;
    }
    return Optional.ofNullable(other);
  }

  /** Twice the room; each number goes to its new place. */
  private void grow() {
    long[] old = numbers;
    @Nullable V[] held = values;
    Map<Long, V> others = new HashMap<>(beside);
    numbers = new long[old.length * 2];
    values = values(old.length * 2);
    beside.clear();
    size = 0;
    for (int i = 0; i < old.length; i++) {
      V value = held[i];
      if (value != null) {
        put(old[i], value);
      }
    }
    others.forEach(this::put);
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** All of them. */
  public List<V> values() {
    var all = new ArrayList<V>(size);
    for (V value : values) {
      if (value != null) {
        all.add(value);
      }
    }
    all.addAll(beside.values());
    return all;
  }

  /** Takes all numbers away. */
  public void clear() {
    numbers = new long[ROOM];
    values = values(ROOM);
    beside.clear();
    size = 0;
  }
}
