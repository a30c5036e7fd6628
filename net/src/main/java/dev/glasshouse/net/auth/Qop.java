package dev.glasshouse.net.auth;

import java.util.Locale;
import java.util.Optional;

/** What of a request a digest covers (RFC 7616 3.4, "quality of protection"). */
public enum Qop {
  /** Method and target, as RFC 2069 had it: no number of the client's own, and no count. */
  NONE,
  /** Method and target. */
  AUTH,
  /** Method, target and content. */
  AUTH_INT;

  static Optional<Qop> named(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "auth" -> Optional.of(AUTH);
      case "auth-int" -> Optional.of(AUTH_INT);
      default -> Optional.empty();
    };
  }

  /** As the RFC spells it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
