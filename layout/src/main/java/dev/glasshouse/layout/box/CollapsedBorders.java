package dev.glasshouse.layout.box;

import dev.glasshouse.css.values.TableKeywords.BorderCollapse;
import dev.glasshouse.layout.style.Insets;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code border-collapse: collapse} (CSS 2, 17.6.2), in a simple way: of two borders that meet the
 * wider one stays, on the left or upper cell's side if they are equal, and takes all of its width
 * from that cell. The styles do not compete.
 */
final class CollapsedBorders {
  private final TableGrid grid;
  private final Map<Long, TableGrid.Cell> at = new HashMap<>();

  private CollapsedBorders(TableGrid grid) {
    this.grid = grid;
  }

  static boolean applies(BlockBox table) {
    return table.style().look().computed().borderCollapse() == BorderCollapse.COLLAPSE;
  }

  /** Gives the cells of a table, and the table itself, the borders that they keep. */
  static void settle(BlockBox table) {
    if (!applies(table)) {
      return;
    }
    TableGrid grid = TableGrid.of(table);
    var borders = new CollapsedBorders(grid);
    for (TableGrid.Cell cell : grid.cells()) {
      int rows = grid.rowSpan(cell);
      for (int c = 0; c < cell.columnSpan(); c++) {
        borders.at.put(key(cell.row(), cell.column() + c), cell);
        borders.at.put(key(cell.row() + rows - 1, cell.column() + c), cell);
      }
      for (int r = 0; r < Math.min(rows, 1000); r++) {
        borders.at.put(key(cell.row() + r, cell.column()), cell);
        borders.at.put(key(cell.row() + r, cell.column() + cell.columnSpan() - 1), cell);
      }
    }
    Insets outer = table.border();
    Insets kept = outer;
    for (TableGrid.Cell cell : grid.cells()) {
      kept = borders.settle(cell, outer, kept);
    }
    table.keepBorder(kept);
  }

  private static long key(int row, int column) {
    return ((long) row << 32) | column;
  }

  private Insets settle(TableGrid.Cell cell, Insets outer, Insets kept) {
    Insets own = cell.box().style().frame().border();
    int top = own.top();
    int left = own.left();
    int right = own.right();
    int bottom = own.bottom();
    Insets table = kept;
    TableGrid.Cell above = at.get(key(cell.row() - 1, cell.column()));
    TableGrid.Cell before = at.get(key(cell.row(), cell.column() - 1));
    TableGrid.Cell after = at.get(key(cell.row(), cell.column() + cell.columnSpan()));
    TableGrid.Cell below = at.get(key(cell.row() + grid.rowSpan(cell), cell.column()));
    if (above != null && border(above).bottom() >= top) {
      top = 0;
    }
    if (before != null && border(before).right() >= left) {
      left = 0;
    }
    if (after != null && border(after).left() > right) {
      right = 0;
    }
    if (below != null && border(below).top() > bottom) {
      bottom = 0;
    }
    if (above == null && cell.row() == 0) {
      table =
          new Insets(
              top >= outer.top() ? 0 : table.top(), table.right(), table.bottom(), table.left());
      top = top >= outer.top() ? top : 0;
    }
    if (before == null && cell.column() == 0) {
      table =
          new Insets(
              table.top(), table.right(), table.bottom(), left >= outer.left() ? 0 : table.left());
      left = left >= outer.left() ? left : 0;
    }
    if (after == null) {
      table =
          new Insets(
              table.top(),
              right >= outer.right() ? 0 : table.right(),
              table.bottom(),
              table.left());
      right = right >= outer.right() ? right : 0;
    }
    if (below == null) {
      table =
          new Insets(
              table.top(),
              table.right(),
              bottom >= outer.bottom() ? 0 : table.bottom(),
              table.left());
      bottom = bottom >= outer.bottom() ? bottom : 0;
    }
    cell.box().keepBorder(new Insets(top, right, bottom, left));
    return table;
  }

  private static Insets border(TableGrid.Cell cell) {
    return cell.box().style().frame().border();
  }
}
