package dev.glasshouse.server.names;

import dev.glasshouse.dns.serve.QueryDoor;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * What a request of HTTP brings: a message of DNS, or none, and then why.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8484#section-4.1">RFC 8484 section 4.1</a>
 */
sealed interface HttpQuestion {
  /** The media type of a message of DNS. */
  String TYPE = "application/dns-message";

  /** The status of a request whose content is of a type that is not taken. */
  Status UNSUPPORTED_MEDIA_TYPE = new Status(415);

  /** A question whose bytes hold. */
  record Asked(byte[] message) implements HttpQuestion {}

  /** None. */
  record Wrong(Status status, String why) implements HttpQuestion {}

  /**
   * Reads a request.
   *
   * @throws IOException when its body cannot be read
   */
  static HttpQuestion of(Request request) throws IOException {
    if (request.method().equals(Method.GET) || request.method().equals(Method.HEAD)) {
      return ofQuery(request.query());
    }
    return request.method().equals(Method.POST)
        ? ofBody(request)
        : new Wrong(Status.METHOD_NOT_ALLOWED, "only GET and POST bring questions");
  }

  private static HttpQuestion ofQuery(String query) {
    List<String> values = new ArrayList<>();
    for (String part : query.split("&", -1)) {
      if (part.startsWith("dns=")) {
        values.add(part.substring(4));
      }
    }
    if (values.size() != 1) {
      return bad(
          values.isEmpty()
              ? "the query has no dns=, which holds the message in base64url"
              : "the query has dns= " + values.size() + " times");
    }
    String text = values.getFirst();
    if (text.length() > (QueryDoor.LONGEST * 4 + 2) / 3) {
      return new Wrong(Status.URI_TOO_LONG, tooLong());
    }
    if (text.indexOf('=') >= 0) {
      return bad("the message is padded with =, which base64url is not here (RFC 8484 section 6)");
    }
    try {
      return whole(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return bad("the message is not base64url");
    }
  }

  private static HttpQuestion ofBody(Request request) throws IOException {
    String type = request.fields().first("Content-Type").orElse("");
    int end = type.indexOf(';');
    String bare = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    if (!bare.equals(TYPE)) {
      return new Wrong(
          UNSUPPORTED_MEDIA_TYPE,
          "the content is " + (bare.isEmpty() ? "of no type" : bare) + ", not " + TYPE);
    }
    if (request.body().length().orElse(0) > QueryDoor.LONGEST) {
      return new Wrong(Status.CONTENT_TOO_LARGE, tooLong());
    }
    byte[] message;
    try (BodyStream in = request.body().open()) {
      message = in.readNBytes(QueryDoor.LONGEST + 1);
    }
    return message.length > QueryDoor.LONGEST
        ? new Wrong(Status.CONTENT_TOO_LARGE, tooLong())
        : whole(message);
  }

  private static HttpQuestion whole(byte[] message) {
    var scan = new MessageScan(WireLimits.QUESTION);
    if (scan.scan(message) != Fault.NONE) {
      return bad("the message is broken: " + scan.text());
    }
    if (scan.trailing() > 0) {
      return bad("the message is broken: " + scan.trailing() + " bytes after the last record");
    }
    return scan.isResponse()
        ? bad("the message is a response, not a question")
        : new Asked(message);
  }

  private static String tooLong() {
    return "the message is longer than " + QueryDoor.LONGEST + " bytes";
  }

  private static Wrong bad(String why) {
    return new Wrong(Status.BAD_REQUEST, why);
  }
}
