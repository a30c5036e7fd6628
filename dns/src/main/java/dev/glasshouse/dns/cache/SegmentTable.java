package dev.glasshouse.dns.cache;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The segments of a cache, by number, and how much is in them. */
final class SegmentTable {
  private @Nullable Segment[] all = new Segment[4];
  // The numbers that nobody has, last the one that is given out next.
  private int[] free = {3, 2, 1, 0};
  private int frees = 4;
  private final long[] held = new long[2];
  private long dead;

  Segment get(int number) {
    Segment segment = all[number];
    if (segment == null) {
      throw new IllegalStateException("no segment " + number);
    }
    return segment;
  }

  Segment add(int size, boolean proven) {
    if (frees == 0) {
      grow();
    }
    var segment = new Segment(free[--frees], size, proven);
    all[segment.number] = segment;
    held[proven ? 1 : 0] += size;
    return segment;
  }

  private void grow() {
    int before = all.length;
    all = Arrays.copyOf(all, 2 * before);
    free = new int[2 * before];
    while (frees < before) {
      free[frees] = 2 * before - 1 - frees;
      frees++;
    }
  }

  void remove(Segment segment) {
    all[segment.number] = null;
    free[frees++] = segment.number;
    held[segment.proven ? 1 : 0] -= segment.bytes.length;
    dead -= segment.dead;
  }

  /** Nobody wants an entry any more. */
  void kill(Segment segment, int at) {
    segment.kill(at);
    dead += segment.size(at);
  }

  /** The one of which most is dead; there is one. */
  Segment worst() {
    Segment worst = null;
    for (Segment each : all) {
      if (each != null && (worst == null || each.dead > worst.dead)) {
        worst = each;
      }
    }
    if (worst == null) {
      throw new IllegalStateException("no segment");
    }
    return worst;
  }

  void clear() {
    for (Segment each : all.clone()) {
      if (each != null) {
        remove(each);
      }
    }
  }

  /** How many bytes all have. */
  long held() {
    return held[0] + held[1];
  }

  /** How many those have that are proven, or that are not. */
  long held(boolean proven) {
    return held[proven ? 1 : 0];
  }

  /** How many of them nobody wants. */
  long dead() {
    return dead;
  }
}
