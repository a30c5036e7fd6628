package dev.glasshouse.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A cookie as the jar keeps it (RFC 6265bis 5.7).
 *
 * @param name the name; may be empty
 * @param value the value
 * @param domain the domain it belongs to, lower case, without a leading dot
 * @param hostOnly whether it goes to that very host only
 * @param path the path under which it is sent
 * @param expires when it ends; empty when with the browser
 * @param secure whether it goes only where nobody can listen
 * @param httpOnly whether scripts may not see it
 * @param sameSite whether it goes with requests from other sites
 * @param created when it was made; kept when it is replaced
 */
public record Cookie(
    String name,
    String value,
    String domain,
    boolean hostOnly,
    String path,
    Optional<Instant> expires,
    boolean secure,
    boolean httpOnly,
    SameSite sameSite,
    Instant created) {

  /** The longest that a cookie holds: 400 days (RFC 6265bis 5.5). */
  static final Duration LONGEST = Duration.ofDays(400);

  /** The SameSite attribute. */
  public enum SameSite {
    STRICT,
    LAX,
    NONE,
    /** Not said: treated as Lax. */
    UNSET;

    @Override
    public String toString() {
      return switch (this) {
        case STRICT -> "Strict";
        case LAX -> "Lax";
        case NONE -> "None";
        case UNSET -> "Lax (by default)";
      };
    }
  }

  /** Whether it has ended. */
  boolean isOver(Instant now) {
    return expires.isPresent() && !expires.get().isAfter(now);
  }

  /** As the field Cookie carries it. */
  String pair() {
    return name.isEmpty() ? value : name + "=" + value;
  }

  /** Whether two would be one in the jar. */
  boolean replaces(Cookie other) {
    return name.equals(other.name)
        && domain.equals(other.domain)
        && hostOnly == other.hostOnly
        && path.equals(other.path);
  }
}
