package dev.glasshouse.layout.flow;

import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Percent;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.box.TableGrid;
import dev.glasshouse.layout.box.TableGrid.Cell;
import dev.glasshouse.layout.flow.Intrinsic.MinMax;
import dev.glasshouse.layout.style.LayoutUnit;
import java.util.List;

/**
 * The widths of a table's columns (<a
 * href="https://drafts.csswg.org/css-tables-3/#width-distribution-algorithm">CSS Tables 3,
 * 4.5</a>): what each column wants, and how the room is shared.
 */
final class TableColumns {
  private final Flow flow;
  private final TableGrid grid;
  private final int[] min;
  private final int[] max;
  private final double[] percent;
  private final boolean[] fixed;

  TableColumns(Flow flow, TableGrid grid) {
    this.flow = flow;
    this.grid = grid;
    int count = grid.columns();
    this.min = new int[count];
    this.max = new int[count];
    this.percent = new double[count];
    this.fixed = new boolean[count];
    List<Box> boxes = grid.columnBoxes();
    for (int i = 0; i < Math.min(count, boxes.size()); i++) {
      wish(i, boxes.get(i).style().sizing().width());
    }
    grid.cells().stream().filter(cell -> cell.columnSpan() == 1).forEach(this::single);
    grid.cells().stream().filter(cell -> cell.columnSpan() > 1).forEach(this::spanning);
    double left = 100;
    for (int i = 0; i < count; i++) {
      percent[i] = Math.min(percent[i], left);
      left -= percent[i];
      max[i] = Math.max(max[i], min[i]);
    }
  }

  private void wish(int column, Size width) {
    if (width instanceof Percent(double value)) {
      percent[column] = Math.max(percent[column], value);
    } else if (width instanceof LengthPercentage length && !length.dependsOnBasis()) {
      int wanted = LayoutUnit.resolve(length, 0);
      if (wanted > 0) {
        fixed[column] = true;
        max[column] = Math.max(max[column], wanted);
      }
    }
  }

  private void single(Cell cell) {
    MinMax sizes = flow.intrinsic.outer(cell.box());
    MinMax content = flow.intrinsic.border(cell.box());
    int i = cell.column();
    Size width = cell.box().style().sizing().width();
    boolean given = width instanceof LengthPercentage length && !length.dependsOnBasis();
    min[i] = Math.max(min[i], content.min());
    if (given && !fixed[i]) {
      fixed[i] = true;
      max[i] = Math.max(sizes.max(), min[i]);
    } else if (given || !fixed[i]) {
      max[i] = Math.max(max[i], Math.max(sizes.max(), content.min()));
    }
    if (width instanceof Percent(double value)) {
      percent[i] = Math.max(percent[i], value);
    }
  }

  /** What a cell over several columns wants more than they have is shared among them. */
  private void spanning(Cell cell) {
    MinMax sizes = flow.intrinsic.outer(cell.box());
    int content = flow.intrinsic.border(cell.box()).min();
    share(cell, min, Math.max(content, 0));
    share(cell, max, Math.max(sizes.max(), content));
    if (cell.box().style().sizing().width() instanceof Percent(double value)) {
      double rest = value;
      int open = 0;
      for (int i = cell.column(); i < cell.column() + cell.columnSpan(); i++) {
        rest -= percent[i];
        open += percent[i] == 0 ? 1 : 0;
      }
      for (int i = cell.column(); rest > 0 && i < cell.column() + cell.columnSpan(); i++) {
        percent[i] = percent[i] == 0 ? rest / open : percent[i];
      }
    }
  }

  private void share(Cell cell, int[] of, int wanted) {
    long weights = 0;
    int there = 0;
    int open = 0;
    int end = cell.column() + cell.columnSpan();
    for (int i = cell.column(); i < end; i++) {
      there += of[i];
      weights += fixed[i] ? 0 : max[i];
      open += fixed[i] ? 0 : 1;
    }
    int missing = wanted - there;
    for (int i = cell.column(); missing > 0 && i < end; i++) {
      if (open == 0) {
        of[i] += missing / cell.columnSpan();
      } else if (!fixed[i]) {
        of[i] += weights == 0 ? missing / open : (int) (missing * (long) max[i] / weights);
      }
    }
  }

  /** The widths of all columns together, without the gaps. */
  MinMax intrinsic() {
    int least = 0;
    int most = 0;
    double byPercent = 0;
    double percents = 0;
    int others = 0;
    for (int i = 0; i < min.length; i++) {
      least = LayoutUnit.add(least, min[i]);
      most = LayoutUnit.add(most, max[i]);
      if (percent[i] > 0) {
        byPercent = Math.max(byPercent, max[i] * 100.0 / percent[i]);
        percents += percent[i];
      } else {
        others = LayoutUnit.add(others, max[i]);
      }
    }
    if (percents > 0) {
      if (percents < 100) {
        byPercent = Math.max(byPercent, others * 100.0 / (100 - percents));
      }
      most = Math.max(most, (int) Math.min(byPercent, LayoutUnit.LIMIT));
    }
    return new MinMax(least, Math.max(least, most));
  }

  /** The widths of the columns when they have this room together. */
  int[] widths(int room) {
    int count = min.length;
    int[] minimum = min.clone();
    int[] byPercent = new int[count];
    int[] bySpecified = new int[count];
    int[] byContent = new int[count];
    for (int i = 0; i < count; i++) {
      boolean share = percent[i] > 0;
      int part = (int) (room * percent[i] / 100);
      byPercent[i] = share ? Math.max(part, min[i]) : min[i];
      bySpecified[i] = share || !fixed[i] ? byPercent[i] : max[i];
      byContent[i] = share ? byPercent[i] : max[i];
    }
    int[][] guesses = {minimum, byPercent, bySpecified, byContent};
    if (room <= sum(minimum)) {
      return minimum;
    }
    for (int g = 1; g < guesses.length; g++) {
      long high = sum(guesses[g]);
      if (room <= high) {
        return between(guesses[g - 1], guesses[g], room);
      }
    }
    return stretched(byContent, room);
  }

  private static long sum(int[] widths) {
    long sum = 0;
    for (int each : widths) {
      sum += each;
    }
    return sum;
  }

  private static int[] between(int[] low, int[] high, int room) {
    long from = sum(low);
    long to = sum(high);
    int[] widths = new int[low.length];
    for (int i = 0; i < widths.length; i++) {
      long more = to == from ? 0 : (high[i] - low[i]) * (room - from) / (to - from);
      widths[i] = low[i] + (int) more;
    }
    return widths;
  }

  /** Room beyond what all columns want: for those that are free, else for all. */
  private int[] stretched(int[] widths, int room) {
    long weights = 0;
    boolean free = false;
    boolean some = false;
    for (int i = 0; i < widths.length; i++) {
      free |= !fixed[i] && percent[i] == 0;
      some |= fixed[i];
    }
    boolean[] takes = new boolean[widths.length];
    int taking = 0;
    for (int i = 0; i < widths.length; i++) {
      takes[i] = free ? !fixed[i] && percent[i] == 0 : !some || (fixed[i] && percent[i] == 0);
      weights += takes[i] ? widths[i] : 0;
      taking += takes[i] ? 1 : 0;
    }
    long spare = room - sum(widths);
    int[] out = widths.clone();
    for (int i = 0; i < out.length && taking > 0; i++) {
      if (takes[i]) {
        out[i] += (int) (weights == 0 ? spare / taking : spare * widths[i] / weights);
      }
    }
    return out;
  }
}
