package dev.glasshouse.net.proxy;

import dev.glasshouse.net.auth.Login;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A proxy.
 *
 * @param kind what it speaks
 * @param host its name, or its address without brackets
 * @param port its port
 * @param credentials who we are, for it
 */
public record Proxy(Kind kind, String host, int port, Optional<Login> credentials) {
  private static final int USUAL_PORT = 1080;

  /** What a proxy speaks. */
  public enum Kind {
    /** HTTP. */
    HTTP("http"),
    /** HTTP over TLS. */
    HTTPS("https"),
    /** SOCKS 5 (RFC 1928), told addresses that were looked up here. */
    SOCKS5("socks5"),
    /** SOCKS 5 (RFC 1928), told names, which it looks up. */
    SOCKS5H("socks5h");

    private final String scheme;

    Kind(String scheme) {
      this.scheme = scheme;
    }

    /** Whether it is one of SOCKS. */
    public boolean isSocks() {
      return this == SOCKS5 || this == SOCKS5H;
    }
  }

  /**
   * Reads a proxy as curl has it: {@code [scheme://][user:password@]host[:port]}, the scheme http
   * and the port 1080 when not said, 443 for https.
   *
   * @throws IllegalArgumentException with a message for people, when it is none
   */
  public static Proxy parse(String text) {
    String rest = text.strip();
    int sign = rest.indexOf("://");
    Kind kind = sign < 0 ? Kind.HTTP : kind(rest.substring(0, sign));
    rest = sign < 0 ? rest : rest.substring(sign + 3);
    int end = first(rest, "/?#");
    rest = rest.substring(0, end);
    int at = rest.lastIndexOf('@');
    Optional<Login> credentials =
        at < 0 ? Optional.empty() : Optional.of(credentials(rest.substring(0, at)));
    String authority = rest.substring(at + 1);
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("a proxy without a host: " + shown(kind, authority));
    }
    int port = kind == Kind.HTTPS ? 443 : USUAL_PORT;
    if (hasPort && colon + 1 < authority.length()) {
      port = port(authority.substring(colon + 1), shown(kind, authority));
    }
    return new Proxy(kind, host, port, credentials);
  }

  private static String shown(Kind kind, String authority) {
    return kind.scheme + "://" + authority;
  }

  private static Kind kind(String scheme) {
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "http" -> Kind.HTTP;
      case "https" -> Kind.HTTPS;
      case "socks5" -> Kind.SOCKS5;
      case "socks5h" -> Kind.SOCKS5H;
      case "socks", "socks4", "socks4a" ->
          throw new IllegalArgumentException("SOCKS 4 is not supported: use socks5 or socks5h");
      default -> throw new IllegalArgumentException("a proxy cannot be one of " + scheme + "://");
    };
  }

  private static int first(String text, String marks) {
    for (int i = 0; i < text.length(); i++) {
      if (marks.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  private static int port(String digits, String shown) {
    boolean number = digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = number ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("the proxy's port is none: " + shown);
    }
    return port;
  }

  private static Login credentials(String text) {
    int colon = text.indexOf(':');
    return new Login(
        decoded(colon < 0 ? text : text.substring(0, colon)),
        colon < 0 ? "" : decoded(text.substring(colon + 1)));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** Whether a way is asked for through it; if not, it is told the whole request. */
  public boolean tunnels(boolean secure) {
    return secure || kind.isSocks();
  }

  /** As a URL, without credentials. */
  @Override
  public String toString() {
    return kind.scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
