package dev.glasshouse.journey.view;

import dev.glasshouse.journey.view.Look.Ink;
import dev.glasshouse.journey.words.Values;

/**
 * The columns of a drawing over time: a mark, what it is, status, size, connection, the bar, and
 * how long it took. What there is no room for on a narrow terminal is left out.
 *
 * @param look how the text looks
 * @param labels columns of what it is
 * @param bars columns of the bar
 * @param sizes whether there is room for the size
 * @param connections columns of the connection, with the blank before it; 0 where there is no room
 */
record Grid(Look look, int labels, int bars, boolean sizes, int connections) {
  /** Columns when there is no terminal to ask. */
  private static final int PIPED_WIDTH = 120;

  private static final int NARROWEST = 40;

  /** The columns that fit. */
  static Grid of(Look look) {
    int width = Math.max(NARROWEST, look.width() <= 0 ? PIPED_WIDTH : look.width() - 1);
    boolean sizes = width >= 60;
    int connections = width >= 100 ? 8 : width >= 72 ? 6 : 0;
    int labels = Math.clamp(width * 36L / 100, 14, 56);
    int taken = 2 + labels + 4 + (sizes ? 10 : 0) + connections + 1 + 9;
    return new Grid(look, labels, Math.max(8, width - taken), sizes, connections);
  }

  /** All columns. */
  int width() {
    return 2 + labels + 4 + (sizes ? 10 : 0) + connections + 1 + bars + 9;
  }

  /**
   * A line.
   *
   * @param mark one column in front; a blank for none
   * @param label what it is; shortened where it is too long
   * @param status three digits, or nothing
   * @param bar as wide as {@link #bars}, colours not counted
   */
  record Line(
      String mark,
      Ink ink,
      String label,
      String status,
      String size,
      String connection,
      String bar,
      String time) {}

  /** The text of a line, without a line feed. */
  String text(Line one) {
    var line = new StringBuilder();
    line.append(look.paint(one.mark().isBlank() ? Ink.DIM : Ink.FAILURE, one.mark())).append(' ');
    String safe = Columns.shortenMiddle(Values.text(one.label()), labels, look.ellipsis());
    String padded = Columns.padEnd(safe, labels);
    line.append(one.ink() == Ink.BOLD ? padded : look.paint(one.ink(), padded));
    line.append(Columns.padStart(one.status(), 4));
    if (sizes) {
      line.append(Columns.padStart(one.size(), 10));
    }
    if (connections > 0) {
      line.append(Columns.padStart(one.connection(), connections));
    }
    line.append(' ').append(one.bar());
    if (!one.time().isEmpty()) {
      line.append(Columns.padStart(one.time(), 9));
    }
    return line.toString().stripTrailing();
  }

  /**
   * Whether a bar has room for a note beside what is drawn in it.
   *
   * @param first the first column that is in use
   * @param last the last one that is in use
   */
  boolean hasRoom(int first, int last, String note) {
    int width = Columns.width(note);
    return last + 1 + width < bars || first - 1 - width >= 0;
  }

  /**
   * Cells of a bar with a note beside what is drawn in them: right of it, else left of it. Where
   * neither has room the note is left out.
   *
   * @param cells what is drawn, one column in each
   * @param first the first one that is in use
   * @param last the last one that is in use
   */
  String noted(String[] cells, int first, int last, String note) {
    if (note.isEmpty() || !hasRoom(first, last, note)) {
      return String.join("", cells);
    }
    int width = Columns.width(note);
    int from = last + 1 + width < bars ? last + 2 : first - 1 - width;
    var bar = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      if (i == from) {
        bar.append(look.paint(Ink.CYAN, note));
      }
      if (i < from || i >= from + width) {
        bar.append(cells[i]);
      }
    }
    return bar.toString();
  }

  /** How a phase is drawn. */
  String glyph(Phase phase) {
    return switch (phase) {
      case QUEUED -> look.paint(Ink.GREY, look.unicode() ? "·" : ".");
      case NAME -> look.paint(Ink.CYAN, look.unicode() ? "░" : "n");
      case DIAL -> look.paint(Ink.YELLOW, look.unicode() ? "▒" : "d");
      case TLS -> look.paint(Ink.MAGENTA, look.unicode() ? "▓" : "t");
      case SEND -> look.paint(Ink.BLUE, look.unicode() ? "▪" : "s");
      case WAIT -> look.paint(Ink.GREEN, look.unicode() ? "─" : "-");
      case SERVER -> look.paint(Ink.YELLOW, look.unicode() ? "▬" : "w");
      case RECEIVE -> look.paint(Ink.BLUE, look.unicode() ? "█" : "#");
    };
  }
}
