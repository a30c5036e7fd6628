package dev.glasshouse.css.properties;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.syntax.ComponentValue.Dimension;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Num;
import dev.glasshouse.css.values.FlexKeywords.Alignment;
import dev.glasshouse.css.values.FlexKeywords.GridAutoFlow;
import dev.glasshouse.css.values.GridAreas;
import dev.glasshouse.css.values.GridLine;
import dev.glasshouse.css.values.GridTracks;
import dev.glasshouse.css.values.GridTracks.Breadth;
import dev.glasshouse.css.values.LengthPercentage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Grid and alignment properties (CSS Grid 2, Box Alignment 3). */
final class GridGrammar {
  private static final Grammar<Breadth.Keyword> WORD = Grammar.word(Breadth.Keyword.class);
  private static final Grammar<Alignment> ALIGNMENT = Grammar.word(Alignment.class);

  private GridGrammar() {}

  /** {@code grid-template-columns}, {@code grid-auto-columns}, ... */
  static @Nullable GridTracks tracks(Values in) {
    if (in.take("none")) {
      return GridTracks.NONE;
    }
    boolean subgrid = in.take("subgrid");
    List<GridTracks.Entry> entries = entries(in, true);
    return entries == null || (entries.isEmpty() && !subgrid)
        ? null
        : new GridTracks(entries, subgrid);
  }

  private static @Nullable List<GridTracks.Entry> entries(Values in, boolean repeats) {
    List<GridTracks.Entry> out = new ArrayList<>();
    while (!in.atEnd() && !in.peek().isDelim('/')) {
      GridTracks.Entry entry = entry(in, repeats);
      if (entry == null) {
        return null;
      }
      out.add(entry);
    }
    return List.copyOf(out);
  }

  private static GridTracks.@Nullable Entry entry(Values in, boolean repeats) {
    Values names = in.takeBlock(Kind.OPEN_SQUARE);
    if (names != null) {
      return lineNames(names);
    }
    return switch (in.functionName()) {
      case "minmax" -> minmax(in.arguments());
      case "fit-content" -> fitContent(in.arguments());
      case "repeat" -> repeats ? repeat(in.arguments()) : null;
      default -> {
        Breadth one = breadth(in);
        yield one == null ? null : new GridTracks.Track(one, one);
      }
    };
  }

  private static GridTracks.@Nullable Entry lineNames(Values in) {
    List<String> out = new ArrayList<>();
    for (String name = in.takeIdent(); name != null; name = in.takeIdent()) {
      out.add(name);
    }
    return in.atEnd() ? new GridTracks.LineNames(List.copyOf(out)) : null;
  }

  private static GridTracks.@Nullable Entry minmax(Values in) {
    Breadth min = breadth(in);
    Breadth max = min != null && in.takeComma() ? breadth(in) : null;
    boolean flexible = min instanceof Breadth.Flex;
    return min == null || max == null || flexible || !in.atEnd()
        ? null
        : new GridTracks.Track(min, max);
  }

  private static GridTracks.@Nullable Entry fitContent(Values in) {
    LengthPercentage limit = Numeric.positiveLengthPercentage(in);
    return limit == null || !in.atEnd() ? null : new GridTracks.FitContent(limit);
  }

  private static GridTracks.@Nullable Entry repeat(Values in) {
    int count = 0;
    if (in.peek() instanceof Num) {
      Integer n = Numeric.positiveInteger(in);
      if (n == null) {
        return null;
      }
      count = Math.min(n, 10_000);
    } else if (in.take("auto-fit")) {
      count = -1;
    } else if (!in.take("auto-fill")) {
      return null;
    }
    List<GridTracks.Entry> entries = in.takeComma() ? entries(in, false) : null;
    return entries == null || entries.isEmpty() ? null : new GridTracks.Repeat(count, entries);
  }

  private static @Nullable Breadth breadth(Values in) {
    Breadth word = WORD.parse(in);
    if (word != null) {
      return word;
    }
    if (in.peek() instanceof Dimension d && Ascii.equalsIgnoreCase(d.unit(), "fr")) {
      in.next();
      return d.value() < 0 ? null : new Breadth.Flex(d.value());
    }
    LengthPercentage size = Numeric.positiveLengthPercentage(in);
    return size == null ? null : new Breadth.Fixed(size);
  }

  /** {@code grid-row-start}, ... */
  static @Nullable GridLine line(Values in) {
    if (in.take("auto")) {
      return GridLine.AUTO;
    }
    String name = "";
    int number = 0;
    boolean span = false;
    boolean any = false;
    while (!in.atEnd() && !in.peek().isDelim('/')) {
      if (!span && in.take("span")) {
        span = true;
      } else if (number == 0 && in.peek() instanceof Num) {
        Integer n = Numeric.integer(in);
        if (n == null || n == 0) {
          return null;
        }
        number = n;
      } else {
        String ident = name.isEmpty() ? in.takeIdent() : null;
        if (ident == null) {
          return null;
        }
        name = ident;
      }
      any = true;
    }
    boolean bare = span && number == 0 && name.isEmpty();
    return !any || bare || (span && number < 0) ? null : new GridLine(name, number, span);
  }

  /** {@code grid-template-areas}. */
  static @Nullable GridAreas areas(Values in) {
    if (in.take("none")) {
      return GridAreas.NONE;
    }
    List<List<String>> rows = new ArrayList<>();
    for (String row = in.takeString(); row != null; row = in.takeString()) {
      List<String> cells =
          List.of(row.strip().split("\\s+")).stream()
              .map(c -> c.chars().allMatch(ch -> ch == '.') ? "." : c)
              .toList();
      if (row.isBlank() || (!rows.isEmpty() && rows.getFirst().size() != cells.size())) {
        return null;
      }
      rows.add(cells);
    }
    return rows.isEmpty() ? null : new GridAreas(List.copyOf(rows));
  }

  /** {@code grid-auto-flow}. */
  static @Nullable GridAutoFlow autoFlow(Values in) {
    boolean dense = in.take("dense");
    boolean column = in.take("column");
    boolean row = !column && in.take("row");
    dense |= in.take("dense");
    if (!dense && !column && !row) {
      return null;
    }
    return column
        ? (dense ? GridAutoFlow.COLUMN_DENSE : GridAutoFlow.COLUMN)
        : dense ? GridAutoFlow.ROW_DENSE : GridAutoFlow.ROW;
  }

  /** One of the alignment properties; {@code safe} and {@code unsafe} are read and not kept. */
  static @Nullable Alignment alignment(Values in) {
    boolean first = in.take("first");
    boolean last = !first && in.take("last");
    if (first || last) {
      if (!in.take("baseline")) {
        return null;
      }
      return first ? Alignment.BASELINE : Alignment.LAST_BASELINE;
    }
    if (in.take("legacy")) {
      Alignment side = ALIGNMENT.parse(in);
      return side == null ? Alignment.NORMAL : side;
    }
    boolean overflow = in.take("safe") || in.take("unsafe");
    Alignment word = ALIGNMENT.parse(in);
    boolean position = word != null && word.compareTo(Alignment.CENTER) >= 0;
    return overflow && !position ? null : word;
  }
}
