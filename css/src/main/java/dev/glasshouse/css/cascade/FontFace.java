package dev.glasshouse.css.cascade;

import java.util.Map;
import java.util.Optional;

/**
 * An {@code @font-face}: its descriptors as text, by their names in lower case (CSS Fonts 4, 4).
 * URLs in {@code src} are absolute where the sheet's own URL is known.
 */
public record FontFace(Map<String, String> descriptors, int line) {
  /** The family that it is a face of, without quotes. */
  public Optional<String> family() {
    return Optional.ofNullable(descriptors.get("font-family"))
        .map(s -> s.length() > 1 && s.startsWith("\"") ? s.substring(1, s.length() - 1) : s);
  }

  /** Where it is to be had from. */
  public Optional<String> src() {
    return Optional.ofNullable(descriptors.get("src"));
  }
}
