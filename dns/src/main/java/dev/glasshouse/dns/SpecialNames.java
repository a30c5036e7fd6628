package dev.glasshouse.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Names that are answered by a rule, and never asked for.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6761#section-6">RFC 6761 section 6</a>
 */
final class SpecialNames {
  private static final List<InetAddress> LOOPBACK =
      List.of(InetAddress.ofLiteral("::1"), InetAddress.ofLiteral("127.0.0.1"));

  private SpecialNames() {}

  /** What the rule says. */
  sealed interface Rule {}

  /** The loopback addresses (section 6.3). */
  record Loopback(List<InetAddress> addresses) implements Rule {}

  /** The name does not exist, by its nature (sections 6.2 and 6.4; RFC 7686 section 2). */
  record NeverThere(String document, String section) implements Rule {}

  /** The rule for a name in lower case without a dot at its end; empty when there is none. */
  static Optional<Rule> rule(String name) {
    String top = name.substring(name.lastIndexOf('.') + 1);
    return switch (top) {
      case "localhost" -> Optional.of(new Loopback(LOOPBACK));
      case "invalid" -> Optional.of(new NeverThere("RFC 6761", "6.4"));
      case "onion" -> Optional.of(new NeverThere("RFC 7686", "2"));
      default -> Optional.empty();
    };
  }

  /** The address that a text is, brackets or not; empty when it is a name. */
  static Optional<InetAddress> literal(String host) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    boolean digit = !bare.isEmpty() && Character.isDigit(bare.charAt(bare.length() - 1));
    if (!bare.contains(":") && !digit) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
