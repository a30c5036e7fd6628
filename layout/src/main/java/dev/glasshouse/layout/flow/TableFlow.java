package dev.glasshouse.layout.flow;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.values.Display;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.TableKeywords.BorderCollapse;
import dev.glasshouse.css.values.TableKeywords.CaptionSide;
import dev.glasshouse.css.values.VerticalAlign;
import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.box.TableGrid;
import dev.glasshouse.layout.box.TableGrid.Cell;
import dev.glasshouse.layout.flow.BlockFlow.Content;
import dev.glasshouse.layout.flow.BlockFlow.Frame;
import dev.glasshouse.layout.flow.Intrinsic.MinMax;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.fragment.Fragment.Baselines;
import dev.glasshouse.layout.fragment.Fragment.Child;
import dev.glasshouse.layout.style.Insets;
import dev.glasshouse.layout.style.LayoutUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables with automatic columns (CSS 2, 17.5.2.2; CSS Tables 3): widths of columns, heights of
 * rows, cells that span. Captions stand inside of the table's edges.
 */
final class TableFlow {
  private final Flow flow;
  private final Map<BlockBox, TableGrid> grids = new HashMap<>();

  TableFlow(Flow flow) {
    this.flow = flow;
  }

  /** Whether a box is laid out as a table: one that has rows of some kind. */
  static boolean lays(BlockBox box) {
    Display display = box.style().display();
    return (display == Display.TABLE || display == Display.INLINE_TABLE)
        && !box.setsLines()
        && !box.children().isEmpty();
  }

  private TableGrid grid(BlockBox table) {
    return grids.computeIfAbsent(table, TableGrid::of);
  }

  private static int spacing(BlockBox table, boolean across) {
    ComputedStyle style = table.style().look().computed();
    if (!table.style().look().own() || style.borderCollapse() == BorderCollapse.COLLAPSE) {
      return 0;
    }
    return LayoutUnit.of(across ? style.borderSpacingX() : style.borderSpacingY());
  }

  /** The widths of the content by its columns. */
  MinMax intrinsic(BlockBox table) {
    TableGrid grid = grid(table);
    int gaps = (grid.columns() + 1) * spacing(table, true);
    MinMax sizes = new TableColumns(flow, grid).intrinsic().plus(grid.columns() == 0 ? 0 : gaps);
    int caption = 0;
    for (Box each : grid.captions()) {
      caption = Math.max(caption, flow.intrinsic.outer(each).min());
    }
    return new MinMax(Math.max(sizes.min(), caption), Math.max(sizes.max(), caption));
  }

  /**
   * Lays the rows out.
   *
   * @param height the least height of the content
   */
  Content lay(Frame frame, int height) {
    return new Run(frame, grid(frame.box())).run(height);
  }

  /** One table while it is laid out. Heights count from the upper edge of its content. */
  private final class Run {
    private final Frame frame;
    private final TableGrid grid;
    private final int gapX;
    private final int gapY;
    private final List<Child> children = BlockFlow.list();
    private final List<Pending> pending = Pending.list();
    private final Map<Cell, Laid> laid = new HashMap<>();
    private final int[] columnX;
    private final int[] widths;
    private final int[] heights;
    private final int[] baselines;
    private int y;

    Run(Frame frame, TableGrid grid) {
      this.frame = frame;
      this.grid = grid;
      this.gapX = spacing(frame.box(), true);
      this.gapY = spacing(frame.box(), false);
      int gaps = grid.columns() == 0 ? 0 : (grid.columns() + 1) * gapX;
      this.widths = new TableColumns(flow, grid).widths(frame.inner().width() - gaps);
      this.columnX = new int[grid.columns() + 1];
      boolean rtl = frame.box().style().rightToLeft();
      int x = rtl ? frame.inner().width() - gapX : gapX;
      for (int i = 0; i < grid.columns(); i++) {
        columnX[i] = rtl ? x - widths[i] : x;
        x += (rtl ? -1 : 1) * (widths[i] + gapX);
      }
      this.heights = new int[grid.rows().size()];
      this.baselines = new int[grid.rows().size()];
    }

    Content run(int least) {
      captions(CaptionSide.TOP);
      for (Cell cell : grid.cells()) {
        int width = width(cell);
        laid.put(cell, flow.remembered(cell.box(), width, new Room(width, Room.OPEN)));
      }
      rowHeights();
      int rowsHeight = gapY * (heights.length + 1);
      for (int each : heights) {
        rowsHeight = LayoutUnit.add(rowsHeight, each);
      }
      grow(least - y - rowsHeight);
      Baselines first = Baselines.EMPTY;
      for (TableGrid.Group group : grid.groups()) {
        first = first.then(group(group));
      }
      y += heights.length > 0 ? gapY : 0;
      captions(CaptionSide.BOTTOM);
      for (Box box : grid.outOfFlow()) {
        if (!box.style().placement().floats()) {
          pending.add(new Pending(box, frame.contentX(), frame.contentY(), false));
        }
      }
      return new Content(y, MarginStrut.NONE, false, first, children, pending);
    }

    private int width(Cell cell) {
      int width = (cell.columnSpan() - 1) * gapX;
      for (int i = 0; i < cell.columnSpan(); i++) {
        width += widths[cell.column() + i];
      }
      return width;
    }

    private void captions(CaptionSide side) {
      for (Box box : grid.captions()) {
        if (box.style().look().computed().captionSide() != side) {
          continue;
        }
        Room room = frame.inner();
        Insets margins = Sizes.margins(box, room.width());
        int width = flow.sizes.blockWidth(box, room);
        Laid caption = flow.independent(box, width, Room.OPEN, room);
        int x = frame.contentX() + margins.left();
        int top = frame.contentY() + y + margins.top();
        children.add(new Child(x, top, caption.fragment()));
        Pending.lift(caption.pending(), x, top, pending);
        y = LayoutUnit.add(y, caption.fragment().height() + margins.vertical());
      }
    }

    private void rowHeights() {
      for (int row = 0; row < heights.length; row++) {
        TableGrid.Row each = grid.rows().get(row);
        if (each.box().isPresent()) {
          heights[row] = given(each.box().get());
        }
        int below = 0;
        for (Cell cell : each.cells()) {
          int ascent = ascent(cell);
          if (ascent != Baselines.NONE && grid.rowSpan(cell) == 1) {
            baselines[row] = Math.max(baselines[row], ascent);
            below = Math.max(below, height(cell) - ascent);
          } else if (ascent != Baselines.NONE) {
            baselines[row] = Math.max(baselines[row], ascent);
          }
          if (grid.rowSpan(cell) == 1) {
            heights[row] = Math.max(heights[row], height(cell));
          }
        }
        heights[row] = Math.max(heights[row], baselines[row] + below);
      }
      for (Cell cell : grid.cells()) {
        int rows = grid.rowSpan(cell);
        if (rows > 1) {
          int there = (rows - 1) * gapY;
          for (int i = 0; i < rows; i++) {
            there += heights[cell.row() + i];
          }
          heights[cell.row() + rows - 1] += Math.max(0, height(cell) - there);
        }
      }
    }

    private static int given(BlockBox row) {
      return row.style().sizing().height() instanceof LengthPercentage length
              && !length.dependsOnBasis()
          ? LayoutUnit.resolve(length, 0)
          : 0;
    }

    private int height(Cell cell) {
      return fragment(cell).height();
    }

    private Fragment fragment(Cell cell) {
      return java.util.Objects.requireNonNull(laid.get(cell)).fragment();
    }

    /** How far a cell that is aligned by its baseline reaches above it. */
    private int ascent(Cell cell) {
      VerticalAlign align = cell.box().style().script().verticalAlign();
      boolean other =
          align == VerticalAlign.Keyword.TOP
              || align == VerticalAlign.Keyword.MIDDLE
              || align == VerticalAlign.Keyword.BOTTOM;
      if (other || !(fragment(cell) instanceof Fragment.Block block)) {
        return Baselines.NONE;
      }
      return block.baselines().first();
    }

    /** Gives room that is left to the rows, by their heights. */
    private void grow(int spare) {
      if (spare <= 0 || heights.length == 0) {
        return;
      }
      long sum = 0;
      for (int each : heights) {
        sum += each;
      }
      int given = 0;
      for (int i = 0; i < heights.length; i++) {
        boolean last = i == heights.length - 1;
        int share = sum == 0 ? spare / heights.length : (int) (spare * (long) heights[i] / sum);
        share = last ? spare - given : share;
        heights[i] += share;
        given += share;
      }
    }

    private Baselines group(TableGrid.Group group) {
      List<Child> rows = BlockFlow.list();
      List<Pending> up = Pending.list();
      int top = y + gapY;
      int left = gapX;
      int width = Math.max(0, frame.inner().width() - 2 * gapX);
      Baselines first = Baselines.EMPTY;
      int at = 0;
      for (int row = group.first(); row < group.end(); row++) {
        at += row == group.first() ? 0 : gapY;
        first = first.then(row(row, at, left, width, group.box().isPresent() ? 0 : top, rows, up));
        at += heights[row];
      }
      y = top + at;
      if (group.box().isEmpty()) {
        rows.forEach(each -> children.add(each.moved(frame.contentX() + left, frame.contentY())));
        Pending.lift(up, frame.contentX() + left, frame.contentY(), pending);
        return first.lowered(frame.contentY());
      }
      BlockBox box = group.box().get();
      var fragment =
          new Fragment.Block(box, width, at, Insets.NONE, Insets.NONE, first, List.copyOf(rows));
      int x = frame.contentX() + left;
      children.add(Relative.shift(box, x, frame.contentY() + top, fragment, frame.inner()));
      Pending.lift(up, x, frame.contentY() + top, pending);
      return first.lowered(frame.contentY() + top);
    }

    /** One row; {@code left} is where rows begin, {@code shift} is added to its height. */
    private Baselines row(
        int row, int at, int left, int width, int shift, List<Child> to, List<Pending> up) {
      TableGrid.Row each = grid.rows().get(row);
      List<Child> cells = BlockFlow.list();
      List<Pending> inside = Pending.list();
      for (Cell cell : each.cells()) {
        Child placed = cell(cell, columnX[cell.column()] - left);
        cells.add(placed);
        int dy = contentShift(cell);
        Pending.lift(
            java.util.Objects.requireNonNull(laid.get(cell)).pending(),
            placed.x(),
            placed.y() + dy,
            inside);
      }
      int baseline = baselines[row] > 0 ? baselines[row] : heights[row];
      var lines = new Baselines(baseline, baseline);
      int y0 = at + shift;
      if (each.box().isEmpty()) {
        cells.forEach(cell -> to.add(cell.moved(0, y0)));
        Pending.lift(inside, 0, y0, up);
      } else {
        BlockBox box = each.box().get();
        var fragment =
            new Fragment.Block(
                box, width, heights[row], Insets.NONE, Insets.NONE, lines, List.copyOf(cells));
        Child placed = Relative.shift(box, 0, y0, fragment, frame.inner());
        to.add(placed);
        Pending.lift(inside, placed.x(), placed.y(), up);
      }
      return lines.lowered(y0);
    }

    private int full(Cell cell) {
      int rows = grid.rowSpan(cell);
      int height = (rows - 1) * gapY;
      for (int i = 0; i < rows; i++) {
        height += heights[cell.row() + i];
      }
      return height;
    }

    /** How far the content of a cell is moved down in it (CSS 2, 17.5.4). */
    private int contentShift(Cell cell) {
      int spare = full(cell) - height(cell);
      VerticalAlign align = cell.box().style().script().verticalAlign();
      if (align == VerticalAlign.Keyword.MIDDLE) {
        return spare / 2;
      }
      if (align == VerticalAlign.Keyword.BOTTOM) {
        return spare;
      }
      int ascent = ascent(cell);
      return ascent == Baselines.NONE ? 0 : Math.max(0, baselines[cell.row()] - ascent);
    }

    /** A cell as high as its rows, its content moved down where it is aligned so. */
    private Child cell(Cell cell, int x) {
      Fragment fragment = fragment(cell);
      if (!(fragment instanceof Fragment.Block block)) {
        return new Child(x, 0, fragment);
      }
      int dy = contentShift(cell);
      List<Child> moved = new ArrayList<>(block.children().size());
      block.children().forEach(each -> moved.add(each.moved(0, dy)));
      var grown =
          new Fragment.Block(
              block.box(),
              block.width(),
              full(cell),
              block.border(),
              block.padding(),
              block.baselines().lowered(dy),
              List.copyOf(moved));
      return Relative.shift(cell.box(), x, 0, grown, frame.inner());
    }
  }
}
