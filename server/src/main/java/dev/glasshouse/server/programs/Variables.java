package dev.glasshouse.server.programs;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Request;
import dev.glasshouse.server.access.KnownClient;
import dev.glasshouse.url.AddressText;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The variables by which a program learns of a request (RFC 3875 4.1). The request's fields come as
 * {@code HTTP_...}, but for those that are variables of their own, belong to the connection, or
 * would be taken for a setting: {@code Proxy} would name a proxy to programs that read {@code
 * HTTP_PROXY}.
 */
final class Variables {
  private Variables() {}

  /**
   * The variables of a request.
   *
   * @param root the folder that is served
   * @param length how long the body is that the program gets; empty when nobody knows
   */
  static Map<String, String> of(
      Request request, Script script, Path root, OptionalLong length, String software) {
    var all = new LinkedHashMap<String, String>();
    String authority = request.authority();
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    boolean secure = request.scheme().equals("https");
    all.put("GATEWAY_INTERFACE", "CGI/1.1");
    all.put("SERVER_SOFTWARE", software);
    all.put("SERVER_PROTOCOL", request.version().toString());
    all.put("SERVER_NAME", hasPort ? authority.substring(0, colon) : authority);
    all.put("SERVER_PORT", hasPort ? authority.substring(colon + 1) : secure ? "443" : "80");
    all.put("REQUEST_METHOD", request.method().name());
    all.put("REQUEST_SCHEME", request.scheme());
    all.put("REQUEST_URI", request.target());
    all.put("QUERY_STRING", request.query());
    all.put("SCRIPT_NAME", script.name());
    all.put("SCRIPT_FILENAME", script.file().toString());
    all.put("DOCUMENT_ROOT", root.toString());
    all.put("DOCUMENT_URI", script.name() + script.rest());
    if (!script.rest().isEmpty()) {
      all.put("PATH_INFO", script.rest());
      all.put("PATH_TRANSLATED", root + script.rest());
    }
    if (secure) {
      all.put("HTTPS", "on");
    }
    if (request.peer() instanceof InetSocketAddress peer && peer.getAddress() != null) {
      all.put("REMOTE_ADDR", AddressText.of(peer.getAddress()));
      all.put("REMOTE_PORT", Integer.toString(peer.getPort()));
    }
    length.ifPresent(bytes -> {
      if (bytes > 0) {
        all.put("CONTENT_LENGTH", Long.toString(bytes));
      }
    });
    request.fields().first("Content-Type").ifPresent(type -> all.put("CONTENT_TYPE", type));
    all.put("HTTP_HOST", authority);
    for (Field field : request.fields()) {
      fieldOf(field, all);
    }
    return all;
  }

  /** Who has logged in (RFC 3875 4.1.1, 4.1.11). */
  static void add(KnownClient.User user, Map<String, String> all) {
    all.put("AUTH_TYPE", user.scheme());
    all.put("REMOTE_USER", user.name());
  }

  private static void fieldOf(Field field, Map<String, String> all) {
    String name = field.name().toLowerCase(Locale.ROOT);
    switch (name) {
      case "content-type",
          "content-length",
          "host",
          "proxy",
          "connection",
          "keep-alive",
          "transfer-encoding",
          "te",
          "upgrade",
          "proxy-authorization" -> {
        // Told otherwise, or not the program's.
      }
      default -> {
        // An underscore in a name would be mistaken for the hyphen of another field.
        if (name.indexOf('_') < 0) {
          all.merge(
              "HTTP_" + name.toUpperCase(Locale.ROOT).replace('-', '_'),
              field.value(),
              (old, more) -> old + (name.equals("cookie") ? "; " : ", ") + more);
        }
      }
    }
  }
}
