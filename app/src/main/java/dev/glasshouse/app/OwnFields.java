package dev.glasshouse.app;

import dev.glasshouse.http.AuthorityText;
import dev.glasshouse.http.Fields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The header fields that a person gives with {@code -H}, none of which is dropped silently. */
final class OwnFields {
  private OwnFields() {}

  /**
   * The fields.
   *
   * @param headers each NAME: VALUE
   * @throws IllegalArgumentException in words for people, where one cannot be sent as it stands
   */
  static Fields of(List<String> headers) {
    Fields fields = Fields.EMPTY;
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException("-H is NAME: VALUE, not " + header);
      }
      String name = header.substring(0, colon);
      byte[] bytes = header.substring(colon + 1).strip().getBytes(StandardCharsets.UTF_8);
      String value = new String(bytes, StandardCharsets.ISO_8859_1);
      check(name, value, fields);
      fields = fields.plus(name, value);
    }
    return fields;
  }

  /** RFC 9110 7.2, 7.6.1 and 8.6: what says how a message is sent is said by who sends it. */
  private static void check(String name, String value, Fields before) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "host" -> {
        if (before.has("Host")) {
          throw new IllegalArgumentException("-H Host may stand once only");
        }
        if (!AuthorityText.isHost(value)) {
          throw new IllegalArgumentException(
              "-H Host: " + value + " is no host, and perhaps a port");
        }
      }
      case "content-length" ->
          throw new IllegalArgumentException(
              "-H Content-Length cannot be given: it is the length of what -d or -F sends");
      case "transfer-encoding" ->
          throw new IllegalArgumentException(
              "-H Transfer-Encoding cannot be given: the version decides how content is sent");
      case "connection" -> {
        if (!value.equalsIgnoreCase("close") && !value.equalsIgnoreCase("keep-alive")) {
          throw new IllegalArgumentException(
              "-H Connection can be close or keep-alive only, not " + value);
        }
      }
      case "keep-alive", "proxy-connection", "upgrade", "http2-settings" ->
          throw new IllegalArgumentException(
              "-H " + name + " cannot be given: connections are not for a request to say");
      case "te" -> {
        if (!value.equalsIgnoreCase("trailers")) {
          throw new IllegalArgumentException("-H TE can be trailers only, not " + value);
        }
      }
      default -> {}
    }
  }
}
