package dev.glasshouse.url;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A URL scheme that is known by name.
 *
 * <p>The first six are the standard's <a href="https://url.spec.whatwg.org/#special-scheme">special
 * schemes</a>: their URLs always have an authority, take a backslash for a slash, and most have a
 * default port.
 */
public enum Scheme {
  /** Hypertext in the clear; RFC 9110 4.2.1. */
  HTTP("http", 80, true),
  /** Hypertext over TLS; RFC 9110 4.2.2. */
  HTTPS("https", 443, true),
  /** WebSocket in the clear; RFC 6455 3. */
  WS("ws", 80, true),
  /** WebSocket over TLS; RFC 6455 3. */
  WSS("wss", 443, true),
  /** File transfer; RFC 1738 3.2. */
  FTP("ftp", 21, true),
  /** A file of this machine; RFC 8089. */
  FILE("file", -1, true),
  /** A mail address; RFC 6068. */
  MAILTO("mailto", -1, false),
  /** Content inside the URL itself; Fetch, "data: URLs". */
  DATA("data", -1, false),
  /** A page that the browser has built in; RFC 6694. */
  ABOUT("about", -1, false),
  /** An object in a page's memory; W3C File API. */
  BLOB("blob", -1, false);

  private final String text;
  private final int port;
  private final boolean special;

  Scheme(String text, int port, boolean special) {
    this.text = text;
    this.port = port;
    this.special = special;
  }

  /** The scheme as URLs spell it: lower case, without the colon. */
  public String text() {
    return text;
  }

  /** The port that is meant where a URL of this scheme names none; empty where there is no port. */
  public OptionalInt defaultPort() {
    return port < 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /** Whether this is one of the standard's special schemes. */
  public boolean isSpecial() {
    return special;
  }

  /** Whether HTTP is spoken: {@code http} or {@code https}. */
  public boolean isHttp() {
    return this == HTTP || this == HTTPS;
  }

  /** The scheme of this name (lower case, no colon), or empty where it is not known here. */
  public static Optional<Scheme> named(String text) {
    return Optional.ofNullable(of(text));
  }

  static @Nullable Scheme of(String text) {
    return switch (text) {
      case "http" -> HTTP;
      case "https" -> HTTPS;
      case "ws" -> WS;
      case "wss" -> WSS;
      case "ftp" -> FTP;
      case "file" -> FILE;
      case "mailto" -> MAILTO;
      case "data" -> DATA;
      case "about" -> ABOUT;
      case "blob" -> BLOB;
      default -> null;
    };
  }

  static boolean special(String text) {
    Scheme known = of(text);
    return known != null && known.special;
  }

  static int defaultPort(String text) {
    Scheme known = of(text);
    return known == null ? -1 : known.port;
  }

  @Override
  public String toString() {
    return text;
  }
}
