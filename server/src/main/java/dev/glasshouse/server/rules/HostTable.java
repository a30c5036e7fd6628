package dev.glasshouse.server.rules;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ServerReason;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is there for a host: an exact name goes before a wildcard, a longer wildcard before a
 * shorter one, and what is the default comes last. {@code *.example.org} is for every name below
 * {@code example.org}, however far, and not for that one itself.
 *
 * @param <T> what is there
 */
public final class HostTable<T> {
  private static final Because NAMED = Because.of(ServerReason.SITE_NAMED);
  private static final Because STANDARD = Because.of(ServerReason.SITE_STANDARD);
  private static final Because NONE = Because.of(ServerReason.SITE_NONE, Clause.rfc(9110, "7.4"));

  private final Map<String, Found<T>> exact = new HashMap<>();
  private final Map<String, Found<T>> below = new HashMap<>();
  private final Found<T> otherwise;

  /** What was found, and why; the reason why nothing was as well. */
  public record Found<T>(Optional<T> what, Because because) {}

  /**
   * A table.
   *
   * @param names by host in lower case, {@code *.} before those of which all below are meant
   * @param standard for all other hosts
   */
  public HostTable(Map<String, T> names, Optional<T> standard) {
    names.forEach((name, what) -> {
      if (name.startsWith("*.")) {
        below.put(
            name.substring(1),
            new Found<>(Optional.of(what), Because.of(ServerReason.SITE_WILDCARD, name)));
      } else {
        exact.put(name, new Found<>(Optional.of(what), NAMED));
      }
    });
    this.otherwise = new Found<>(standard, standard.isPresent() ? STANDARD : NONE);
  }

  /** What is there for a host in lower case, without its port. */
  public Found<T> find(String host) {
    Found<T> named = exact.get(host);
    if (named != null) {
      return named;
    }
    for (int dot = below.isEmpty() ? -1 : host.indexOf('.');
        dot >= 0;
        dot = host.indexOf('.', dot + 1)) {
      Found<T> wide = below.get(host.substring(dot));
      if (wide != null) {
        return wide;
      }
    }
    return otherwise;
  }

  /** The host of an authority in lower case, without its port, and without a last dot. */
  public static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return bare.toLowerCase(Locale.ROOT);
  }
}
