package dev.glasshouse.journey.view;

import dev.glasshouse.journey.words.Values;

/**
 * The time along a line of text: which moment stands in which column.
 *
 * @param begin the first moment, nanoseconds since the journey's zero
 * @param end the last one
 * @param columns how many columns there are
 */
record Axis(long begin, long end, int columns) {
  private double total() {
    return Math.max(1, end - begin);
  }

  /** The column of a moment; the nearest for one outside. */
  int column(long at) {
    return Math.clamp((int) ((at - begin) * (double) columns / total()), 0, columns - 1);
  }

  /** The column in which a stretch of time ends; never before the one in which it begins. */
  int last(Waterfall.Span span) {
    return Math.max(column(span.begin()), column(span.end() - 1));
  }

  /** The moment with which a column begins. */
  double from(int column) {
    return begin + column * total() / columns;
  }

  /** Ticks with their times; may be some columns longer than the axis. */
  String ticks(String mark, Values values) {
    long step = tick();
    var axis = new StringBuilder();
    for (long at = -Math.floorDiv(-begin, step) * step; at <= end; at += step) {
      String label = mark + (at == 0 ? "0" : values.duration(at));
      int column = (int) ((at - begin) * (double) columns / total());
      if (column + label.length() > columns + 9) {
        break;
      }
      axis.append(" ".repeat(Math.max(0, column - axis.length()))).append(label);
    }
    return axis.toString();
  }

  /** The least of 1, 2, 5, 10, 20, ... nanoseconds that leaves room for a label at each tick. */
  private long tick() {
    long least = (long) (total() * 12.0 / columns);
    long power = 1;
    while (power * 10 <= least) {
      power *= 10;
    }
    for (long factor : new long[] {1, 2, 5}) {
      if (power * factor >= least) {
        return power * factor;
      }
    }
    return power * 10;
  }
}
