package dev.glasshouse.css.properties;

import dev.glasshouse.css.values.Rgba;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The colours that have a name, and those of the system (<a
 * href="https://drafts.csswg.org/css-color-4/#named-colors">CSS Color 4, 6</a>).
 */
final class NamedColors {
  private static final Map<String, Rgba> COLORS = load();

  private NamedColors() {}

  static @Nullable Rgba get(String lowerCaseName) {
    return COLORS.get(lowerCaseName);
  }

  private static Map<String, Rgba> load() {
    Map<String, Rgba> out = new HashMap<>(256);
    InputStream file =
        Objects.requireNonNull(NamedColors.class.getResourceAsStream("named-colors.txt"));
    try (var in = new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        int space = line.indexOf(' ');
        out.put(line.substring(0, space), rgb(line.substring(space + 1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.put("transparent", Rgba.TRANSPARENT);
    return Map.copyOf(out);
  }

  private static Rgba rgb(String hex) {
    boolean alpha = hex.length() == 8;
    Rgba rgb = Rgba.opaque(Integer.parseInt(hex.substring(0, 6), 16));
    return alpha
        ? new Rgba(
            rgb.red(), rgb.green(), rgb.blue(), Integer.parseInt(hex.substring(6), 16) / 255.0)
        : rgb;
  }
}
