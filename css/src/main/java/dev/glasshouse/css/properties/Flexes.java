package dev.glasshouse.css.properties;

import dev.glasshouse.css.properties.Shorthand.Parts;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Num;
import dev.glasshouse.css.syntax.ComponentValue.Str;
import dev.glasshouse.css.values.FlexKeywords.GridAutoFlow;
import dev.glasshouse.css.values.GridAreas;
import dev.glasshouse.css.values.GridLine;
import dev.glasshouse.css.values.GridTracks;
import dev.glasshouse.css.values.Percent;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.css.values.SizeKeyword;
import java.util.ArrayList;
import java.util.List;

/** Taking apart the shorthands of flex and grid (CSS Flexbox 1, 7.1; CSS Grid 2, 7.4 and 8.4). */
final class Flexes {
  private Flexes() {}

  static boolean flex(Values in, Parts out) {
    int start = in.mark();
    if (in.take("none")) {
      return put(out, 0, 0, SizeKeyword.AUTO);
    }
    if (in.take("auto") && in.atEnd()) {
      return put(out, 1, 1, SizeKeyword.AUTO);
    }
    in.reset(start);
    Double grow = null;
    Double shrink = null;
    Size basis = null;
    while (!in.atEnd()) {
      boolean number =
          in.peek() instanceof Num n && (n.value() != 0 || grow == null || shrink == null);
      if (number && grow == null) {
        grow = Numeric.positiveNumber(in);
        shrink = in.peek() instanceof Num ? Numeric.positiveNumber(in) : Double.valueOf(1);
        if (grow == null || shrink == null) {
          return false;
        }
      } else if (basis == null) {
        basis = BoxGrammar.flexBasis(in);
        if (basis == null) {
          return false;
        }
      } else {
        return false;
      }
    }
    if (grow == null && basis == null) {
      return false;
    }
    Size size = basis == null ? new Percent(0) : basis;
    return put(out, grow == null ? 1 : grow, shrink == null ? 1 : shrink, size);
  }

  private static boolean put(Parts out, double grow, double shrink, Size basis) {
    out.put(Property.FLEX_GROW, grow);
    out.put(Property.FLEX_SHRINK, shrink);
    out.put(Property.FLEX_BASIS, basis);
    return true;
  }

  /** Start and end with a slash between; a lone name is both. */
  static boolean lines(Values in, Parts out) {
    GridLine start = GridGrammar.line(in);
    GridLine end = start == null ? null : in.takeDelim('/') ? GridGrammar.line(in) : same(start);
    if (start == null || end == null) {
      return false;
    }
    out.put(out.target(0), start);
    out.put(out.target(1), end);
    return true;
  }

  private static GridLine same(GridLine line) {
    return line.number() == 0 && !line.span() ? line : GridLine.AUTO;
  }

  /** Row start, column start, row end, column end. */
  static boolean area(Values in, Parts out) {
    List<GridLine> read = new ArrayList<>();
    do {
      GridLine line = GridGrammar.line(in);
      if (line == null || read.size() == 4) {
        return false;
      }
      read.add(line);
    } while (in.takeDelim('/'));
    for (int i = 0; i < 4; i++) {
      int from = i == 1 ? 0 : i - 2;
      GridLine line =
          i < read.size()
              ? read.get(i)
              : same(read.get(Math.min(Math.max(from, 0), read.size() - 1)));
      out.put(out.target(i), line);
    }
    return true;
  }

  /** Rows and columns with a slash between, or strings of areas with row sizes. */
  static boolean template(Values in, Parts out) {
    if (in.take("none")) {
      return in.atEnd();
    }
    int mark = in.mark();
    GridTracks rows = GridGrammar.tracks(in);
    if (rows != null && in.takeDelim('/')) {
      GridTracks columns = GridGrammar.tracks(in);
      out.put(Property.GRID_TEMPLATE_ROWS, rows);
      return columns != null && putColumns(out, columns);
    }
    in.reset(mark);
    return areas(in, out);
  }

  private static boolean putColumns(Parts out, GridTracks columns) {
    out.put(Property.GRID_TEMPLATE_COLUMNS, columns);
    return true;
  }

  private static boolean areas(Values in, Parts out) {
    List<GridTracks.Entry> rows = new ArrayList<>();
    List<List<String>> areas = new ArrayList<>();
    var auto =
        new GridTracks.Track(GridTracks.Breadth.Keyword.AUTO, GridTracks.Breadth.Keyword.AUTO);
    while (!in.atEnd() && !in.peek().isDelim('/')) {
      int mark = in.mark();
      while (!in.atEnd() && !(in.peek() instanceof Str) && !in.peek().isDelim('/')) {
        in.next();
      }
      if (in.mark() > mark) {
        GridTracks between = GridGrammar.tracks(in.of(in.since(mark)));
        if (between == null) {
          return false;
        }
        boolean sized =
            between.entries().stream().anyMatch(e -> !(e instanceof GridTracks.LineNames));
        if (sized && !rows.isEmpty() && rows.getLast() == auto) {
          rows.removeLast();
        }
        rows.addAll(between.entries());
      }
      if (in.peek() instanceof Str) {
        int one = in.mark();
        in.next();
        GridAreas row = GridGrammar.areas(in.of(in.since(one)));
        if (row == null) {
          return false;
        }
        areas.addAll(row.rows());
        rows.add(auto);
      }
    }
    if (areas.isEmpty()) {
      return false;
    }
    out.put(Property.GRID_TEMPLATE_AREAS, new GridAreas(List.copyOf(areas)));
    out.put(Property.GRID_TEMPLATE_ROWS, new GridTracks(List.copyOf(rows), false));
    if (!in.takeDelim('/')) {
      return true;
    }
    GridTracks columns = GridGrammar.tracks(in);
    return columns != null && putColumns(out, columns);
  }

  /** A template, or {@code auto-flow} on one side of the slash. */
  static boolean grid(Values in, Parts out) {
    int mark = in.mark();
    if (template(in, out) && in.atEnd()) {
      return true;
    }
    in.reset(mark);
    out.values().clear();
    boolean rowsFlow = in.take("auto-flow");
    boolean dense = in.take("dense");
    rowsFlow |= in.take("auto-flow");
    if (rowsFlow) {
      boolean sized = in.peek().isDelim('/') || out.read(Property.GRID_AUTO_ROWS, in);
      out.put(Property.GRID_AUTO_FLOW, dense ? GridAutoFlow.ROW_DENSE : GridAutoFlow.ROW);
      return sized && in.takeDelim('/') && out.read(Property.GRID_TEMPLATE_COLUMNS, in);
    }
    if (!out.read(Property.GRID_TEMPLATE_ROWS, in) || !in.takeDelim('/')) {
      return false;
    }
    boolean flow = in.take("auto-flow");
    dense = in.take("dense");
    flow |= in.take("auto-flow");
    out.put(Property.GRID_AUTO_FLOW, dense ? GridAutoFlow.COLUMN_DENSE : GridAutoFlow.COLUMN);
    return flow
        && !in.peek().is(Kind.COMMA)
        && (in.atEnd() || out.read(Property.GRID_AUTO_COLUMNS, in));
  }
}
