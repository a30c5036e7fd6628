package dev.glasshouse.server.logs;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Stories;
import dev.glasshouse.journey.Secrets;
import dev.glasshouse.net.auth.Challenge;
import dev.glasshouse.url.AddressText;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * What a log says of a request, in a line, without its end. What a client sends cannot end the line
 * or its parts. For one thread: the log's own, so that no request waits for it.
 */
public final class AccessLine {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final LogTime time;

  /** Lines with the time of day in a zone. */
  public AccessLine(ZoneId zone) {
    this.time = new LogTime(zone);
  }

  /**
   * As nginx has it, byte for byte: {@code 127.0.0.1 - - [22/Nov/2026:11:10:00 +0000] "GET /
   * HTTP/1.1" 200 12 "-" "curl/7.88"}. The name is the one that the client gave, let in or not. Two
   * things differ: ids of sessions in targets are shortened, and the size is that of the content
   * alone, without chunks and frames around it.
   *
   * @param millis when it was answered, since 1970
   */
  public void combined(Stories.Served served, long millis, StringBuilder to) {
    Request request = served.request();
    to.append(peer(request)).append(" - ");
    escaped(user(served).orElse("-"), to);
    to.append(" [").append(time.combined(millis)).append("] \"");
    escaped(request.method().name(), to);
    escaped(Secrets.target(request.target()), to.append(' '));
    to.append(' ').append(version(request.version())).append("\" ").append(served.status().code());
    to.append(' ').append(served.bytes()).append(" \"");
    escaped(request.fields().first("Referer").orElse("-"), to);
    escaped(request.fields().first("User-Agent").orElse("-"), to.append("\" \""));
    to.append('"');
  }

  /**
   * A JSON object (RFC 8259), with the site that answered.
   *
   * @param millis when it was answered, since 1970
   */
  public void json(Stories.Served served, String site, long millis, StringBuilder to) {
    Request request = served.request();
    time.iso(millis, to.append("{\"time\":\""));
    to.append('"');
    member("site", site, to);
    member("client", peer(request), to);
    user(served)
        .map(user -> new String(user.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
        .ifPresent(user -> member("user", user, to));
    member("method", request.method().name(), to);
    member("scheme", request.scheme(), to);
    member("host", request.authority(), to);
    member("target", Secrets.target(request.target()), to);
    member("version", request.version().toString(), to);
    to.append(",\"status\":").append(served.status().code());
    to.append(",\"bytes\":").append(served.bytes());
    to.append(",\"seconds\":");
    seconds(served.nanos(), to);
    field(request.fields(), "Referer", "referer", to);
    field(request.fields(), "User-Agent", "agent", to);
    to.append('}');
  }

  private static void field(Fields fields, String field, String name, StringBuilder to) {
    fields.first(field).ifPresent(value -> member(name, value, to));
  }

  private static void member(String name, String value, StringBuilder to) {
    to.append(",\"").append(name).append("\":\"");
    JsonStringEncoder.getInstance().quoteAsString(value, to);
    to.append('"');
  }

  /** To the microsecond. */
  private static void seconds(long nanos, StringBuilder to) {
    long micros = nanos / 1000;
    to.append(micros / 1_000_000).append('.');
    long part = micros % 1_000_000;
    for (int unit = 100_000; unit > 0; unit /= 10) {
      to.append((char) ('0' + part / unit % 10));
    }
  }

  private static String peer(Request request) {
    return request.peer() instanceof InetSocketAddress its && its.getAddress() != null
        ? AddressText.of(its.getAddress())
        : "-";
  }

  /** Of two digits, as nginx has it. */
  private static String version(HttpVersion version) {
    return switch (version) {
      case HTTP_2 -> "HTTP/2.0";
      case HTTP_3 -> "HTTP/3.0";
      case HTTP_1_0, HTTP_1_1, SPDY_3_1 -> version.toString();
    };
  }

  /** The name that a client gave, each byte of it a character. */
  private static Optional<String> user(Stories.Served served) {
    Optional<String> said = served.request().fields().first("Authorization");
    if (said.isEmpty()) {
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
      String pair =
          new String(Base64.getDecoder().decode(credentials), StandardCharsets.ISO_8859_1);
      int colon = pair.indexOf(':');
      return colon > 0 ? Optional.of(pair.substring(0, colon)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What would end a part, and what is no ASCII, as its number. */
  private static void escaped(String text, StringBuilder to) {
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
        continue;
      }
      to.append(text, plain, i);
      // A field's bytes are its characters; anything beyond that was decoded by us.
      byte[] bytes =
          c <= 0xff
              ? new byte[] {(byte) c}
              : Character.toString(c).getBytes(StandardCharsets.UTF_8);
      for (byte each : bytes) {
        to.append("\\x").append(HEX.toHexDigits(each));
      }
      plain = i + 1;
    }
    to.append(text, plain, text.length());
  }
}
