package dev.glasshouse.dns.recursive;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done at certain times, the earliest first; of those for one moment the one that was
 * set first. Most are taken back long before they ring, and then nothing of them stays.
 *
 * <p>Most are also set for as long ahead as others were before, so that they come in the order in
 * which they shall ring: those stand in a few lines, one behind the other, which they join and
 * leave in one step. Only who fits behind nobody goes into a binary heap, in which each knows its
 * place.
 */
final class Alarms {

  /** An alarm that can be taken back. */
  final class Alarm {
    private final long at;
    private final long order;
    private final Runnable then;
    // In the heap; or that it is in a line, or nowhere.
    private int place;
    private @Nullable Line line;
    private @Nullable Alarm before;
    private @Nullable Alarm behind;

    private Alarm(long at, long order, Runnable then) {
      this.at = at;
      this.order = order;
      this.then = then;
    }

    /** It shall not ring. */
    void cancel() {
      if (place != GONE) {
        remove(this);
      }
    }

    private boolean isBefore(Alarm other) {
      return at == other.at ? order < other.order : at - other.at < 0;
    }
  }

  /** Alarms in the order in which they ring. */
  private static final class Line {
    private @Nullable Alarm first;
    private @Nullable Alarm last;

    void add(Alarm alarm) {
      alarm.place = IN_LINE;
      alarm.line = this;
      alarm.before = last;
      if (last == null) {
        first = alarm;
      } else {
        last.behind = alarm;
      }
      last = alarm;
    }

    void remove(Alarm alarm) {
      if (alarm.before == null) {
        first = alarm.behind;
      } else {
        alarm.before.behind = alarm.behind;
      }
      if (alarm.behind == null) {
        last = alarm.before;
      } else {
        alarm.behind.before = alarm.before;
      }
      alarm.line = null;
      alarm.before = null;
      alarm.behind = null;
    }
  }

  private static final int GONE = -1;
  private static final int IN_LINE = -2;
  private static final int ROOM = 64;
  private static final int LINES = 4;

  private final Line[] lines = new Line[LINES];
  private Alarm[] heap = new Alarm[ROOM];
  private int heaped;
  private int count;
  private long orders;

  /** None. */
  Alarms() {
    Arrays.setAll(lines, i -> new Line());
  }

  /** Sets an alarm. */
  Alarm set(long at, Runnable then) {
    var alarm = new Alarm(at, orders++, then);
    count++;
    Line line = lineFor(at);
    if (line == null) {
      if (heaped == heap.length) {
        heap = Arrays.copyOf(heap, heaped * 2);
      }
      rise(alarm, heaped++);
    } else {
      line.add(alarm);
    }
    return alarm;
  }

  /** The line behind whose last such an alarm fits best; an empty one where it fits behind none. */
  private @Nullable Line lineFor(long at) {
    Line best = null;
    long least = Long.MAX_VALUE;
    Line empty = null;
    for (Line line : lines) {
      Alarm last = line.last;
      if (last == null) {
        empty = line;
      } else if (at - last.at >= 0 && at - last.at < least) {
        least = at - last.at;
        best = line;
      }
    }
    return best == null ? empty : best;
  }

  boolean isEmpty() {
    return count == 0;
  }

  private @Nullable Alarm earliest() {
    Alarm earliest = heaped == 0 ? null : heap[0];
    for (Line line : lines) {
      Alarm first = line.first;
      if (first != null && (earliest == null || first.isBefore(earliest))) {
        earliest = first;
      }
    }
    return earliest;
  }

  /** When the first one rings. Only if there is one. */
  long first() {
    Alarm earliest = earliest();
    if (earliest == null) {
      throw new IllegalStateException("no alarm is set");
    }
    return earliest.at;
  }

  /** Lets those ring whose time has come. */
  void ring(long now) {
    for (Alarm next = earliest(); next != null && now - next.at >= 0; next = earliest()) {
      remove(next);
      next.then.run();
    }
  }

  /** How many there are. */
  int count() {
    return count;
  }

  private void remove(Alarm alarm) {
    count--;
    if (alarm.line != null) {
      alarm.line.remove(alarm);
    } else {
      removeFromHeap(alarm.place);
    }
    alarm.place = GONE;
  }

  @SuppressWarnings("NullAway") // the array's unused end holds nothing, so that nothing stays alive
  private void removeFromHeap(int hole) {
    Alarm last = heap[--heaped];
    heap[heaped] = null;
    if (hole < heaped) {
      if (hole > 0 && last.isBefore(heap[(hole - 1) / 2])) {
        rise(last, hole);
      } else {
        sink(last, hole);
      }
    }
  }

  private void rise(Alarm alarm, int from) {
    int place = from;
    while (place > 0 && alarm.isBefore(heap[(place - 1) / 2])) {
      put(heap[(place - 1) / 2], place);
      place = (place - 1) / 2;
    }
    put(alarm, place);
  }

  private void sink(Alarm alarm, int from) {
    int place = from;
    while (2 * place + 1 < heaped) {
      int child = 2 * place + 1;
      if (child + 1 < heaped && heap[child + 1].isBefore(heap[child])) {
        child++;
      }
      if (!heap[child].isBefore(alarm)) {
        break;
      }
      put(heap[child], place);
      place = child;
    }
    put(alarm, place);
  }

  private void put(Alarm alarm, int place) {
    heap[place] = alarm;
    alarm.place = place;
  }
}
