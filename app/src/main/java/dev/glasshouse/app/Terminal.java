package dev.glasshouse.app;

import java.util.Map;

/**
 * What is known of the place that the output goes to.
 *
 * @param columns its width, in columns
 * @param colour whether colours are shown
 * @param unicode whether it shows more than ASCII
 */
record Terminal(int columns, boolean colour, boolean unicode) {
  private static final int PIPED_COLUMNS = 120;
  private static final int NARROWEST = 60;
  private static final int WIDEST = 240;

  /**
   * Reads what the launcher and the user's environment say.
   *
   * <p>The launcher sets {@code GLASS_COLUMNS} when standard output is a terminal; {@code NO_COLOR}
   * (no-color.org) and {@code TERM=dumb} switch colours off; {@code LC_ALL}, {@code LC_CTYPE} or
   * {@code LANG} tell whether UTF-8 is shown.
   */
  static Terminal of(Map<String, String> environment) {
    String width = environment.getOrDefault("GLASS_COLUMNS", "");
    boolean isTerminal = !width.isEmpty();
    boolean colour =
        isTerminal
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    return new Terminal(columns(width), colour, unicode(environment));
  }

  private static int columns(String width) {
    try {
      return width.isEmpty()
          ? PIPED_COLUMNS
          : Math.clamp(Integer.parseInt(width), NARROWEST, WIDEST);
    } catch (NumberFormatException e) {
      return PIPED_COLUMNS;
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
