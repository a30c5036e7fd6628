package dev.glasshouse.app;

import dev.glasshouse.journey.view.Look;
import java.util.Map;

/** What the user's environment says of the place that the output goes to. */
final class Terminal {
  private static final int NARROWEST = 60;
  private static final int WIDEST = 240;

  private Terminal() {}

  /**
   * How output looks.
   *
   * <p>The launcher sets {@code GLASS_COLUMNS} when standard output is a terminal; without it the
   * output is plain. {@code NO_COLOR} (no-color.org) and {@code TERM=dumb} switch colours off;
   * {@code LC_ALL}, {@code LC_CTYPE} or {@code LANG} tell whether UTF-8 is shown.
   */
  static Look look(Map<String, String> environment) {
    int width = columns(environment.getOrDefault("GLASS_COLUMNS", ""));
    boolean colour =
        width > 0
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    return new Look(width, colour, unicode(environment));
  }

  private static int columns(String width) {
    try {
      return width.isEmpty() ? 0 : Math.clamp(Integer.parseInt(width), NARROWEST, WIDEST);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static boolean unicode(Map<String, String> environment) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return !value.equals("C") && !value.equals("POSIX");
      }
    }
    return true;
  }
}
