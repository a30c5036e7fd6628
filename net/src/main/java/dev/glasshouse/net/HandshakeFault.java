package dev.glasshouse.net;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a TLS handshake failed, in words: what BoringSSL and Netty say of it is for those who know
 * their sources.
 *
 * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc8446#section-6.2">RFC 8446 6.2</a> and <a
 * href="https://www.rfc-editor.org/rfc/rfc7301#section-3.2">RFC 7301 3.2</a> for the alerts.
 */
final class HandshakeFault {
  private static final Pattern LIBRARY = Pattern.compile("OPENSSL_internal:([A-Z0-9_]+)");
  private static final Pattern ALERT = Pattern.compile("(?:SSLV3|TLSV1)_ALERT_([A-Z_]+)");

  private HandshakeFault() {}

  /** The sentence for what the libraries say; their own words where they are not known. */
  static String text(String said) {
    if (said.startsWith("not an SSL/TLS record")) {
      return "what came back is not TLS: the server speaks something else on this port, perhaps"
          + " plain HTTP";
    }
    Matcher library = LIBRARY.matcher(said);
    if (!library.find()) {
      return said;
    }
    String name = library.group(1);
    Matcher alert = ALERT.matcher(name);
    if (alert.matches()) {
      String word = alert.group(1).toLowerCase(Locale.ROOT);
      return "the server refused it with the alert " + word + meaning(word);
    }
    return switch (name) {
      case "WRONG_VERSION_NUMBER", "UNSUPPORTED_PROTOCOL" ->
          "the server chose a version of TLS that is not spoken here: 1.2 and 1.3 are";
      case "HTTP_REQUEST", "HTTPS_PROXY_REQUEST" -> "what came back is not TLS, but HTTP";
      default -> "it went against the protocol: " + name.toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  private static String meaning(String alert) {
    return switch (alert) {
      case "protocol_version" -> ": it speaks neither TLS 1.2 nor 1.3";
      case "handshake_failure", "insufficient_security" ->
          ": it shares no cipher or key exchange with us";
      case "unrecognized_name" -> ": it knows no site of this name";
      case "no_application_protocol" -> ": it speaks none of the protocols that were offered";
      case "certificate_required", "bad_certificate" -> ": it wants a certificate of the client";
      case "internal_error" -> ": something went wrong on its side";
      default -> "";
    };
  }
}
