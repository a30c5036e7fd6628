package dev.glasshouse.app;

import dev.glasshouse.journey.view.Look;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A text that is written again and again, over itself in a terminal. */
final class Screen {
  private static final String TO_THE_TOP = "\u001b[%dA\u001b[J";

  /** The width where there is no terminal. */
  private static final int PIPE = 200;

  private final Look look;
  private final PrintWriter out;
  private int lines;

  Screen(Look look, PrintWriter out) {
    this.look = look;
    this.out = out;
  }

  /** Shows a text of whole lines; what a terminal has no room for is left out. */
  void show(String text) {
    if (look.width() > 0 && lines > 0) {
      out.print(String.format(Locale.ROOT, TO_THE_TOP, lines));
    }
    List<String> all = text.lines().toList();
    all.forEach(line -> out.println(look.width() > 0 ? cut(line) : line));
    out.flush();
    lines = all.size();
  }

  /** A line that wraps would not be written over. */
  String cut(String line) {
    int width = look.width() > 0 ? look.width() : PIPE;
    return line.length() < width ? line : line.substring(0, Math.max(0, width - 1));
  }
}
