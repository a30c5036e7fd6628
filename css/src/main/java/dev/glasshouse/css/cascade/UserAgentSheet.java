package dev.glasshouse.css.cascade;

import dev.glasshouse.css.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The browser's own style sheets, read once. */
final class UserAgentSheet {
  private static final SheetUse PLAIN = load("ua.css");
  private static final SheetUse QUIRKS = load("ua-quirks.css");

  private UserAgentSheet() {}

  static List<SheetUse> sheets(boolean quirks) {
    return quirks ? List.of(PLAIN, QUIRKS) : List.of(PLAIN);
  }

  private static SheetUse load(String name) {
    try (InputStream in =
        Objects.requireNonNull(UserAgentSheet.class.getResourceAsStream(name), name)) {
      String css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      StyleSheet.Source source =
          new StyleSheet.Source("ua:" + name, Optional.empty(), Origin.USER_AGENT, false, 1);
      return SheetUse.of(StyleSheet.parse(css, source, Limits.DEFAULT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
