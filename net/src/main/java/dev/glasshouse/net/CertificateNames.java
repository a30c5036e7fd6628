package dev.glasshouse.net;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a certificate is for a name.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9525#section-6">RFC 9525 section 6</a>
 */
public final class CertificateNames {
  /** The kinds of subjectAltName that count here, by the numbers of RFC 5280 section 4.2.1.6. */
  static final int DNS = 2;

  static final int ADDRESS = 7;

  private CertificateNames() {}

  /**
   * Whether one of a certificate's names is this one. The common name does not count (RFC 9525
   * section 2).
   *
   * @param names the certificate's names and addresses
   * @param wanted a name in ASCII, or an address as text
   */
  public static boolean match(List<String> names, String wanted) {
    Optional<InetAddress> address = literal(wanted);
    for (String name : names) {
      boolean matches =
          address.isPresent()
              ? literal(name).map(address.get()::equals).orElse(false)
              : matches(lower(name), lower(wanted));
      if (matches) {
        return true;
      }
    }
    return false;
  }

  /** RFC 9525 section 6.3: a star is a whole label, the leftmost, and stands for exactly one. */
  private static boolean matches(String name, String wanted) {
    if (!name.startsWith("*.")) {
      return name.equals(wanted);
    }
    String rest = name.substring(1);
    int dot = wanted.indexOf('.');
    // A star directly above a top level would stand for everybody's names.
    return dot > 0 && rest.indexOf('.', 1) > 0 && wanted.substring(dot).equals(rest);
  }

  private static String lower(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** An address out of its text; empty when the text is a name. */
  public static Optional<InetAddress> literal(String text) {
    boolean digits = !text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1));
    if (!text.contains(":") && !digits) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
