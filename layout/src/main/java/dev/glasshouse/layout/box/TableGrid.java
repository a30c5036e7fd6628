package dev.glasshouse.layout.box;

import dev.glasshouse.css.values.Display;
import dev.glasshouse.dom.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows and columns of a table, and which cell lies where (CSS 2, 17.5; HTML 4.9.12). What is in
 * a table without being a part of one is a cell of a row of its own.
 */
public final class TableGrid {
  private static final int MAX_COLUMNS = 1000;
  private static final int MAX_SPAN = 65_534;

  private final List<Box> captions = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<Cell> cells = new ArrayList<>();
  private final List<Box> columnBoxes = new ArrayList<>();
  private final List<Box> outOfFlow = new ArrayList<>();

  /** In each column, above which row it is taken by a cell that spans rows. */
  private final int[] taken = new int[MAX_COLUMNS];

  private int columns;

  /**
   * Rows that belong together.
   *
   * @param box their box; empty for rows that stand in the table itself
   * @param first the first row
   * @param end behind the last row
   */
  public record Group(Optional<BlockBox> box, int first, int end) {}

  /**
   * A row.
   *
   * @param box its box; empty for an anonymous one
   * @param cells the cells that begin in it
   */
  public record Row(Optional<BlockBox> box, List<Cell> cells) {}

  /**
   * A cell.
   *
   * @param box its box
   * @param row its first row
   * @param column its first column
   * @param rowSpan how many rows
   * @param columnSpan how many columns
   */
  public record Cell(Box box, int row, int column, int rowSpan, int columnSpan) {}

  private TableGrid() {}

  /** The grid of a table. */
  public static TableGrid of(BlockBox table) {
    var grid = new TableGrid();
    List<Box> loose = new ArrayList<>();
    for (Display kind :
        new Display[] {Display.TABLE_HEADER_GROUP, null, Display.TABLE_FOOTER_GROUP}) {
      for (Box child : table.children()) {
        Display display = child.style().display();
        boolean edge =
            display == Display.TABLE_HEADER_GROUP || display == Display.TABLE_FOOTER_GROUP;
        if (kind == null ? !edge : display == kind) {
          grid.child(child, loose);
        }
      }
      grid.flush(loose);
    }
    return grid;
  }

  private void child(Box child, List<Box> loose) {
    if (child.outOfFlow() || !(child instanceof BlockBox block)) {
      if (child.outOfFlow()) {
        outOfFlow.add(child);
      } else {
        loose.add(child);
      }
      return;
    }
    switch (child.style().display()) {
      case TABLE_CAPTION -> captions.add(child);
      case TABLE_COLUMN, TABLE_COLUMN_GROUP -> columnBoxes.add(child);
      case TABLE_ROW_GROUP, TABLE_HEADER_GROUP, TABLE_FOOTER_GROUP -> {
        flush(loose);
        group(block);
      }
      case TABLE_ROW -> {
        flush(loose);
        groups.add(new Group(Optional.empty(), rows.size(), rows.size() + 1));
        row(Optional.of(block), block.children());
      }
      default -> loose.add(child);
    }
  }

  private void flush(List<Box> loose) {
    if (!loose.isEmpty()) {
      groups.add(new Group(Optional.empty(), rows.size(), rows.size() + 1));
      row(Optional.empty(), List.copyOf(loose));
      loose.clear();
    }
  }

  private void group(BlockBox box) {
    int first = rows.size();
    List<Box> loose = new ArrayList<>();
    for (Box child : box.children()) {
      if (child.outOfFlow()) {
        outOfFlow.add(child);
      } else if (child instanceof BlockBox row && child.style().display() == Display.TABLE_ROW) {
        if (!loose.isEmpty()) {
          row(Optional.empty(), List.copyOf(loose));
          loose.clear();
        }
        row(Optional.of(row), row.children());
      } else {
        loose.add(child);
      }
    }
    if (!loose.isEmpty()) {
      row(Optional.empty(), loose);
    }
    groups.add(new Group(Optional.of(box), first, rows.size()));
    java.util.Arrays.fill(taken, rows.size());
  }

  private void row(Optional<BlockBox> box, List<Box> content) {
    int index = rows.size();
    var own = new ArrayList<Cell>();
    int column = 0;
    for (Box child : content) {
      if (child.outOfFlow()) {
        outOfFlow.add(child);
        continue;
      }
      while (column < MAX_COLUMNS && taken[column] > index) {
        column++;
      }
      if (column >= MAX_COLUMNS) {
        break;
      }
      int columnSpan = Math.min(span(child, "colspan", MAX_COLUMNS), MAX_COLUMNS - column);
      int rowSpan = span(child, "rowspan", MAX_SPAN);
      for (int i = column; i < column + columnSpan; i++) {
        taken[i] = index + rowSpan;
      }
      var cell = new Cell(child, index, column, rowSpan, columnSpan);
      own.add(cell);
      cells.add(cell);
      column += columnSpan;
      columns = Math.max(columns, column);
    }
    rows.add(new Row(box, own));
  }

  private static int span(Box box, String attribute, int most) {
    Optional<Element> element = box.element();
    int span = element.isEmpty() ? 1 : GeneratedContent.number(element.get(), attribute).orElse(1);
    return Math.max(1, Math.min(span, most));
  }

  /** How many columns there are. */
  public int columns() {
    return columns;
  }

  /** The rows, as they are shown. */
  public List<Row> rows() {
    return rows;
  }

  /** The groups of rows, in the same order. */
  public List<Group> groups() {
    return groups;
  }

  /** All cells. */
  public List<Cell> cells() {
    return cells;
  }

  /** The captions. */
  public List<Box> captions() {
    return captions;
  }

  /** Boxes inside of the table's parts that are not in the flow. */
  public List<Box> outOfFlow() {
    return outOfFlow;
  }

  /** For each column the box that says its width, as far as there is one. */
  public List<Box> columnBoxes() {
    var boxes = new ArrayList<Box>();
    columnBoxes.forEach(each -> column(each, boxes));
    return boxes;
  }

  private void column(Box box, List<Box> to) {
    List<Box> inner =
        box.children().stream()
            .filter(each -> each.style().display() == Display.TABLE_COLUMN)
            .toList();
    if (box.style().display() == Display.TABLE_COLUMN_GROUP && !inner.isEmpty()) {
      inner.forEach(each -> column(each, to));
      return;
    }
    for (int i = span(box, "span", MAX_COLUMNS); i > 0 && to.size() < MAX_COLUMNS; i--) {
      to.add(box);
    }
  }

  /** How many rows a cell really spans: no more than its group has. */
  public int rowSpan(Cell cell) {
    for (Group group : groups) {
      if (cell.row >= group.first && cell.row < group.end) {
        return Math.min(cell.rowSpan, group.end - cell.row);
      }
    }
    return 1;
  }
}
