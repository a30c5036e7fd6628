package dev.glasshouse.layout.text;

import java.util.Locale;

/** Generic families, and names that mean a bundled font of the same measures. */
final class Families {
  static final String SANS = "Liberation Sans";
  static final String SERIF = "Liberation Serif";
  static final String MONO = "Liberation Mono";
  static final String CHINESE = "Noto Sans SC";
  static final String KOREAN = "Noto Sans KR";
  static final String ARABIC = "Noto Sans Arabic";
  static final String EMOJI = "Twemoji";

  private Families() {}

  /** The name to look fonts up by: lower case, one space between words. */
  static String key(String family) {
    return family.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }

  /** The bundled family that serves this name, or the name itself. */
  static String served(String key) {
    return switch (key) {
      case "serif", "ui-serif", "cursive", "fantasy", "math", "times", "times new roman" -> SERIF;
      case "sans-serif",
          "ui-sans-serif",
          "system-ui",
          "ui-rounded",
          "-apple-system",
          "blinkmacsystemfont",
          "arial",
          "helvetica" ->
          SANS;
      case "monospace", "ui-monospace", "courier", "courier new" -> MONO;
      case "emoji" -> EMOJI;
      case "fangsong", "noto sans cjk sc", "source han sans sc", "source han sans cn" -> CHINESE;
      case "malgun gothic", "noto sans cjk kr", "source han sans k", "apple sd gothic neo" ->
          KOREAN;
      default -> key;
    };
  }
}
