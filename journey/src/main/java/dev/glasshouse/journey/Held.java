package dev.glasshouse.journey;

import java.util.List;

/** A step in its place, as a recorder holds it until somebody reads it. */
sealed interface Held permits Entry, Held.Late {
  /** With all its facts. */
  Entry entry();

  /**
   * One whose facts are not put together yet.
   *
   * @param late what they are put together from
   */
  record Late(long id, long begin, long end, List<Long> causes, Because because, LateStep late)
      implements Held {
    @Override
    public Entry entry() {
      return new Entry(id, begin, end, causes, because, Source.MEASURED, late.step());
    }
  }
}
