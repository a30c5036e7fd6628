package dev.glasshouse.fetch.referrer;

import java.util.Locale;
import java.util.Optional;

/** The eight referrer policies (Referrer Policy, 3). */
public enum ReferrerPolicy {
  /** Nothing is said. */
  NO_REFERRER,
  /** The whole URL, but nothing from a secure page to an insecure URL. */
  NO_REFERRER_WHEN_DOWNGRADE,
  /** The whole URL within the origin, nothing beyond. */
  SAME_ORIGIN,
  /** The origin alone. */
  ORIGIN,
  /** The origin alone, but nothing from a secure page to an insecure URL. */
  STRICT_ORIGIN,
  /** The whole URL within the origin, the origin beyond. */
  ORIGIN_WHEN_CROSS_ORIGIN,
  /** The same, but nothing from a secure page to an insecure URL. */
  STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
  /** The whole URL, always. */
  UNSAFE_URL;

  /** What holds where nobody says anything. */
  public static final ReferrerPolicy DEFAULT = STRICT_ORIGIN_WHEN_CROSS_ORIGIN;

  /** The policy of that name, whatever the case; empty where there is none. */
  public static Optional<ReferrerPolicy> named(String token) {
    String name = token.strip().toLowerCase(Locale.ROOT);
    for (ReferrerPolicy policy : values()) {
      if (policy.toString().equals(name)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }

  /**
   * The policy that a {@code Referrer-Policy} field names: the last that is known (Referrer Policy,
   * 8.1); empty where none is.
   *
   * @param elements the field's elements
   */
  public static Optional<ReferrerPolicy> ofField(Iterable<String> elements) {
    Optional<ReferrerPolicy> last = Optional.empty();
    for (String element : elements) {
      Optional<ReferrerPolicy> known = named(element);
      last = known.isPresent() ? known : last;
    }
    return last;
  }

  /**
   * The policy of {@code <meta name=referrer>}, which knows four older names too (HTML, 4.2.5.1).
   */
  public static Optional<ReferrerPolicy> ofMeta(String content) {
    return switch (content.strip().toLowerCase(Locale.ROOT)) {
      case "never" -> Optional.of(NO_REFERRER);
      case "default" -> Optional.of(DEFAULT);
      case "always" -> Optional.of(UNSAFE_URL);
      case "origin-when-crossorigin" -> Optional.of(ORIGIN_WHEN_CROSS_ORIGIN);
      default -> named(content);
    };
  }

  /** As the specification spells it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
