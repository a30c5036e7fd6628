package dev.glasshouse.server.logs;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.Stories;
import dev.glasshouse.journey.Secrets;
import dev.glasshouse.net.auth.Challenge;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a log says of a request, in a line. What a client sends cannot end the line or its parts.
 */
public final class AccessLine {
  private static final DateTimeFormatter COMBINED_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  private AccessLine() {}

  /**
   * As Apache and nginx have it: {@code 127.0.0.1 - - [22/Nov/2026:11:10:00 +0000] "GET / HTTP/1.1"
   * 200 12 "-" "curl/7.88"}.
   */
  public static String combined(Stories.Served served, ZonedDateTime now) {
    Request request = served.request();
    return peer(request)
        + " - "
        + user(served).map(AccessLine::word).orElse("-")
        + " ["
        + COMBINED_TIME.format(now)
        + "] \""
        + escaped(request.method().name() + " " + target(request) + " " + request.version())
        + "\" "
        + served.status().code()
        + " "
        + served.bytes()
        + " \""
        + escaped(request.fields().first("Referer").orElse("-"))
        + "\" \""
        + escaped(request.fields().first("User-Agent").orElse("-"))
        + "\"";
  }

  /** A JSON object (RFC 8259), with the site that answered. */
  public static String json(Stories.Served served, String site, ZonedDateTime now) {
    Request request = served.request();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("time", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now));
    all.put("site", site);
    all.put("client", peer(request));
    user(served).ifPresent(user -> all.put("user", user));
    all.put("method", request.method().name());
    all.put("scheme", request.scheme());
    all.put("host", request.authority());
    all.put("target", target(request));
    all.put("version", request.version().toString());
    all.put("status", served.status().code());
    all.put("bytes", served.bytes());
    all.put("seconds", seconds(served.took()));
    request.fields().first("Referer").ifPresent(text -> all.put("referer", text));
    request.fields().first("User-Agent").ifPresent(text -> all.put("agent", text));
    return JsonMapper.shared().writeValueAsString(all);
  }

  private static double seconds(Duration took) {
    return took.toNanos() / 1000 / 1e6;
  }

  private static String peer(Request request) {
    return request.peer() instanceof InetSocketAddress its && its.getAddress() != null
        ? its.getAddress().getHostAddress()
        : "-";
  }

  /** The name that a client gave and was let in with; names that were turned away are not told. */
  private static Optional<String> user(Stories.Served served) {
    Optional<String> said = served.request().fields().first("Authorization");
    if (said.isEmpty() || served.status().code() == 401) {
      return Optional.empty();
    }
    String text = said.get().strip();
    int space = text.indexOf(' ');
    String scheme = space < 0 ? "" : text.substring(0, space).toLowerCase(Locale.ROOT);
    String rest = text.substring(space + 1).strip();
    return switch (scheme) {
      case "basic" -> basic(rest);
      case "digest" -> Optional.ofNullable(Challenge.parameters(rest).get("username"));
      default -> Optional.empty();
    };
  }

  private static Optional<String> basic(String credentials) {
    try {
      String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon > 0 ? Optional.of(pair.substring(0, colon)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String word(String text) {
    return escaped(text).replace(' ', '+');
  }

  private static String escaped(String text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c >= 0x7f) {
        out.append(c <= 0xff ? "\\x%02X".formatted((int) c) : "\\u%04X".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** As it may stand in a log: a session's id in it is shortened. */
  private static String target(Request request) {
    return Secrets.target(request.target());
  }
}
