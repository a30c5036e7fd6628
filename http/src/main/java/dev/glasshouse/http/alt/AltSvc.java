package dev.glasshouse.http.alt;

import dev.glasshouse.http.FieldSyntax;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What an Alt-Svc field, or an ALTSVC frame, says.
 *
 * <p>Read as browsers do: an alternative that is malformed is left out, and the others count.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7838#section-3">RFC 7838 section 3</a>
 */
public sealed interface AltSvc {
  /** How long an alternative holds when nothing is said (section 3.1): a day. */
  Duration DEFAULT_AGE = Duration.ofHours(24);

  /** What was said before holds no more. */
  record Clear() implements AltSvc {}

  /**
   * Alternatives, the best first; never empty.
   *
   * @param leftOut those that are malformed, as they stand
   */
  record Offered(List<Offer> offers, List<String> leftOut) implements AltSvc {
    /** Copies the lists. */
    public Offered {
      offers = List.copyOf(offers);
      leftOut = List.copyOf(leftOut);
    }
  }

  /** Nothing that can be heeded. */
  record Malformed(String problem) implements AltSvc {}

  /**
   * One alternative.
   *
   * @param alternative where
   * @param maxAge how long that holds
   * @param persist whether it holds on another network too
   */
  record Offer(Alternative alternative, Duration maxAge, boolean persist) {}

  /** Reads the value of a field; several lines are joined by commas before. */
  static AltSvc parse(String value) {
    String text = FieldSyntax.trim(value);
    if (text.equals("clear")) {
      return new Clear();
    }
    var offers = new ArrayList<Offer>();
    var leftOut = new ArrayList<String>();
    for (String element : split(text, ',')) {
      Optional<Offer> offer = offer(element);
      if (offer.isPresent()) {
        offers.add(offer.get());
      } else {
        leftOut.add(element);
      }
    }
    return offers.isEmpty()
        ? new Malformed(leftOut.isEmpty() ? "it is empty" : leftOut.getFirst())
        : new Offered(offers, leftOut);
  }

  private static Optional<Offer> offer(String element) {
    List<String> parts = split(element, ';');
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    String first = parts.getFirst();
    int equals = first.indexOf('=');
    if (equals < 1) {
      return Optional.empty();
    }
    Optional<String> protocol = protocol(first.substring(0, equals));
    Optional<Alternative> where =
        protocol.flatMap(id -> authority(id, unquoted(first.substring(equals + 1))));
    Duration age = DEFAULT_AGE;
    boolean persist = false;
    for (String parameter : parts.subList(1, parts.size())) {
      int sign = parameter.indexOf('=');
      String name = sign < 0 ? parameter : FieldSyntax.trim(parameter.substring(0, sign));
      String its = sign < 0 ? "" : unquoted(FieldSyntax.trim(parameter.substring(sign + 1)));
      if (name.equals("ma")) {
        Optional<Duration> seconds = seconds(its);
        if (seconds.isEmpty()) {
          return Optional.empty();
        }
        age = seconds.get();
      } else if (name.equals("persist")) {
        // Section 3.1: other values than 1 are ignored.
        persist = its.equals("1");
      }
    }
    Duration holds = age;
    boolean persists = persist;
    return where.map(alternative -> new Offer(alternative, holds, persists));
  }

  /** Splits where the mark stands outside quotation marks; empty pieces are left out. */
  private static List<String> split(String text, char mark) {
    var pieces = new ArrayList<String>();
    var piece = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted && i + 1 < text.length()) {
        piece.append(c).append(text.charAt(++i));
      } else if (c == mark && !quoted) {
        add(pieces, piece);
      } else {
        quoted ^= c == '"';
        piece.append(c);
      }
    }
    add(pieces, piece);
    return pieces;
  }

  private static void add(List<String> pieces, StringBuilder piece) {
    String text = FieldSyntax.trim(piece.toString());
    if (!text.isEmpty()) {
      pieces.add(text);
    }
    piece.setLength(0);
  }

  private static String unquoted(String text) {
    if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
      return text;
    }
    return text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  /** Section 3: ALPN's name as a token, its other bytes percent-encoded. */
  private static Optional<String> protocol(String text) {
    if (!FieldSyntax.isToken(text)) {
      return Optional.empty();
    }
    var bytes = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        bytes.write(c);
      } else if (i + 2 < text.length()
          && HexFormat.isHexDigit(text.charAt(i + 1))
          && HexFormat.isHexDigit(text.charAt(i + 2))) {
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(bytes.toString(StandardCharsets.ISO_8859_1));
  }

  private static Optional<Alternative> authority(String protocol, String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.indexOf(']', Math.max(0, colon)) >= 0) {
      return Optional.empty();
    }
    String host = text.substring(0, colon);
    String digits = text.substring(colon + 1);
    if (digits.isEmpty()
        || digits.length() > 5
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
        || !isHost(host)) {
      return Optional.empty();
    }
    int port = Integer.parseInt(digits);
    return port < 1 || port > 65535
        ? Optional.empty()
        : Optional.of(new Alternative(protocol, host, port));
  }

  private static boolean isHost(String host) {
    if (host.length() > 255) {
      return false;
    }
    String inside = host;
    if (host.startsWith("[")) {
      inside = host.endsWith("]") ? host.substring(1, host.length() - 1) : "";
      return !inside.isEmpty()
          && inside.chars().allMatch(c -> c == ':' || c == '.' || HexFormat.isHexDigit(c));
    }
    return inside
        .chars()
        .allMatch(
            c -> Character.isLetterOrDigit(c) && c < 0x80 || c == '-' || c == '.' || c == '_');
  }

  /** Seconds, as many as there are digits for, and never more than ten years. */
  private static Optional<Duration> seconds(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    long most = Duration.ofDays(3650).toSeconds();
    return Optional.of(
        Duration.ofSeconds(digits.length() > 10 ? most : Math.min(most, Long.parseLong(digits))));
  }
}
