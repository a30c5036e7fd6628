package dev.glasshouse.http.h1;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Request;
import java.util.OptionalLong;

/**
 * The head of a request as it goes out.
 *
 * @param request what is asked
 * @param fields its fields: Host first, the connection's own, the framing
 */
record RequestHead(Request request, Fields fields) {

  /**
   * Of a request.
   *
   * @throws IllegalArgumentException when its version cannot send its content
   */
  static RequestHead of(Request request) {
    Fields all = Fields.of("Host", request.authority(), "Connection", connection(request.fields()));
    Fields own = request.fields().without(RequestHead::isOfConnection);
    return new RequestHead(request, framed(request, all.plus(own)));
  }

  /** RFC 9110 10.1.4: TE is for the next server alone, and is named so that none hands it on. */
  private static String connection(Fields fields) {
    String its = fields.first("Connection").orElse("keep-alive");
    return fields.has("TE") && !fields.hasElement("Connection", "TE") ? its + ", TE" : its;
  }

  /** What is said here and nowhere else; told apart by length first. */
  private static boolean isOfConnection(Field field) {
    return switch (field.name().length()) {
      case 4 -> field.is("Host");
      case 10 -> field.is("Connection") || field.is("Keep-Alive");
      case 14 -> field.is("Content-Length");
      case 17 -> field.is("Transfer-Encoding");
      default -> false;
    };
  }

  /** RFC 9110 8.6: a length of 0 is said only where the method expects content. */
  private static Fields framed(Request request, Fields all) {
    OptionalLong length = request.body().length();
    if (length.isEmpty()) {
      if (request.version() == HttpVersion.HTTP_1_0) {
        throw new IllegalArgumentException("HTTP/1.0 sends no content of unknown length");
      }
      return all.plus("Transfer-Encoding", "chunked");
    }
    boolean expected =
        switch (request.method().name()) {
          case "POST", "PUT", "PATCH" -> true;
          default -> false;
        };
    return length.getAsLong() > 0 || expected
        ? all.plus("Content-Length", Long.toString(length.getAsLong()))
        : all;
  }

  /** Whether the peer is told that nothing follows on the connection. */
  boolean closes() {
    return fields.hasElement("Connection", "close");
  }

  /**
   * Its bytes.
   *
   * @throws IllegalArgumentException when the target may not be sent
   */
  byte[] bytes() {
    String target = request.target();
    for (int i = 0; i < target.length(); i++) {
      if (!FieldSyntax.isTargetByte(target.charAt(i))) {
        throw new IllegalArgumentException("not a request target: " + target);
      }
    }
    String version = request.version() == HttpVersion.HTTP_1_0 ? " HTTP/1.0" : " HTTP/1.1";
    return MessageWriter.head(request.method().name() + " " + target + version, fields);
  }
}
