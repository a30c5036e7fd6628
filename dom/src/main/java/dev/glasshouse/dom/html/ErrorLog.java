package dev.glasshouse.dom.html;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What went wrong while parsing: the first errors with their place, the number of all, the limits.
 */
final class ErrorLog {
  private final int capacity;
  private final List<ParseError> first = new ArrayList<>();
  private final Set<LimitFired> limits = EnumSet.noneOf(LimitFired.class);
  private int count;

  ErrorLog(int capacity) {
    this.capacity = capacity;
  }

  /** Counts an error; whether its place is wanted too. */
  boolean wants() {
    return count++ < capacity;
  }

  void add(ParseErrorCode code, int line, int column) {
    first.add(new ParseError(code, line, column));
  }

  void fired(LimitFired limit) {
    limits.add(limit);
  }

  int count() {
    return count;
  }

  List<ParseError> first() {
    return List.copyOf(first);
  }

  Set<LimitFired> limits() {
    return Set.copyOf(limits);
  }

  void clear() {
    first.clear();
    limits.clear();
    count = 0;
  }
}
