package dev.glasshouse.dns.recursive;

import java.util.Arrays;

/**
 * What is to be done at certain times, the earliest first; of those for one moment the one that was
 * set first. A binary heap in which each alarm knows its place: most are taken back long before
 * they ring, and then nothing of them stays.
 */
final class Alarms {

  /** An alarm that can be taken back. */
  final class Alarm {
    private final long at;
    private final long order;
    private final Runnable then;
    private int place;

    private Alarm(long at, long order, Runnable then) {
      this.at = at;
      this.order = order;
      this.then = then;
    }

    /** It shall not ring. */
    void cancel() {
      if (place >= 0) {
        remove(this);
      }
    }

    private boolean isBefore(Alarm other) {
      return at == other.at ? order < other.order : at - other.at < 0;
    }
  }

  private static final int GONE = -1;
  private static final int ROOM = 64;

  private Alarm[] heap = new Alarm[ROOM];
  private int count;
  private long orders;

  /** Sets an alarm. */
  Alarm set(long at, Runnable then) {
    if (count == heap.length) {
      heap = Arrays.copyOf(heap, count * 2);
    }
    var alarm = new Alarm(at, orders++, then);
    rise(alarm, count++);
    return alarm;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** When the first one rings. Only if there is one. */
  long first() {
    return heap[0].at;
  }

  /** Lets those ring whose time has come. */
  void ring(long now) {
    while (count > 0 && now - heap[0].at >= 0) {
      Alarm alarm = heap[0];
      remove(alarm);
      alarm.then.run();
    }
  }

  /** How many there are. */
  int count() {
    return count;
  }

  @SuppressWarnings("NullAway") // the array's unused end holds nothing, so that nothing stays alive
  private void remove(Alarm alarm) {
    int hole = alarm.place;
    alarm.place = GONE;
    Alarm last = heap[--count];
    heap[count] = null;
    if (last != alarm) {
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
    while (2 * place + 1 < count) {
      int child = 2 * place + 1;
      if (child + 1 < count && heap[child + 1].isBefore(heap[child])) {
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
