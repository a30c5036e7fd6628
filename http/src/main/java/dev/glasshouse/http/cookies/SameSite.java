package dev.glasshouse.http.cookies;

import java.util.Locale;
import java.util.Optional;

/** Whether a cookie goes with requests that come from other sites (RFC 6265bis 5.6.7). */
public enum SameSite {
  /** Never. */
  STRICT("Strict"),
  /** With navigations of the top page whose method is safe. */
  LAX("Lax"),
  /** Always. */
  NONE("None"),
  /** Not said: as Lax, and for two minutes with unsafe navigations, too (5.6.7.2). */
  UNSET("Lax (by default)");

  private final String text;

  SameSite(String text) {
    this.text = text;
  }

  /** What the attribute's value means, in any case; empty when it is none of the three. */
  static Optional<SameSite> of(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "strict" -> Optional.of(STRICT);
      case "lax" -> Optional.of(LAX);
      case "none" -> Optional.of(NONE);
      default -> Optional.empty();
    };
  }

  /** As the attribute spells it; for people where it was not said. */
  @Override
  public String toString() {
    return text;
  }
}
