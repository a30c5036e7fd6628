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
 * @param connections whether there is room for the connection
 */
record Grid(Look look, int labels, int bars, boolean sizes, boolean connections) {
  /** Columns when there is no terminal to ask. */
  private static final int PIPED_WIDTH = 120;

  private static final int NARROWEST = 40;

  /** The columns that fit. */
  static Grid of(Look look) {
    int width = Math.max(NARROWEST, look.width() <= 0 ? PIPED_WIDTH : look.width() - 1);
    boolean sizes = width >= 60;
    boolean connections = width >= 72;
    int labels = Math.clamp(width * 36L / 100, 14, 56);
    int taken = 2 + labels + 4 + (sizes ? 10 : 0) + (connections ? 5 : 0) + 1 + 9;
    return new Grid(look, labels, Math.max(8, width - taken), sizes, connections);
  }

  /** All columns. */
  int width() {
    return 2 + labels + 4 + (sizes ? 10 : 0) + (connections ? 5 : 0) + 1 + bars + 9;
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
    if (connections) {
      line.append(Columns.padStart(one.connection(), 5));
    }
    line.append(' ').append(one.bar());
    if (!one.time().isEmpty()) {
      line.append(Columns.padStart(one.time(), 9));
    }
    return line.toString().stripTrailing();
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
      case RECEIVE -> look.paint(Ink.BLUE, look.unicode() ? "█" : "#");
    };
  }
}
