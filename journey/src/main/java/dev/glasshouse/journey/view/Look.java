package dev.glasshouse.journey.view;

/**
 * How text for a terminal looks.
 *
 * @param width columns of the terminal; 0 for as wide as it needs
 * @param colour whether colours may be used (ANSI escape sequences)
 * @param unicode whether characters beyond ASCII may be used for bars and marks
 */
public record Look(int width, boolean colour, boolean unicode) {
  /** For a file or a pipe: no colour, lines as long as they are. */
  public static final Look PIPED = new Look(0, false, true);

  /** A text in a colour, when colours may be used. */
  String paint(Ink ink, String text) {
    return colour && !text.isEmpty() ? "\u001b[" + ink.code + "m" + text + "\u001b[0m" : text;
  }

  String ellipsis() {
    return unicode ? "…" : "...";
  }

  /** Colours, by the numbers that ECMA-48 gives them (select graphic rendition). */
  enum Ink {
    DIM("2"),
    BOLD("1"),
    FAILURE("1;31"),
    WARNING("33"),
    GREY("90"),
    CYAN("36"),
    YELLOW("33"),
    MAGENTA("35"),
    BLUE("34"),
    GREEN("32");

    private final String code;

    Ink(String code) {
      this.code = code;
    }
  }
}
