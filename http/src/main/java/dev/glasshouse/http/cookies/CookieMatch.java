package dev.glasshouse.http.cookies;

import dev.glasshouse.url.Host;
import dev.glasshouse.url.Url;

/** Which hosts, paths and URLs a cookie fits (RFC 6265bis 5.1.3, 5.1.4). Pure. */
public final class CookieMatch {
  private CookieMatch() {}

  /** 5.1.3: the same, or a parent of a host that is no address. */
  public static boolean domain(String host, String domain) {
    if (host.equals(domain)) {
      return true;
    }
    int dot = host.length() - domain.length() - 1;
    return dot > 0
        && host.charAt(dot) == '.'
        && host.endsWith(domain)
        && !host.startsWith("[")
        && !endsWithNumber(host);
  }

  private static boolean endsWithNumber(String host) {
    int last = host.lastIndexOf('.') + 1;
    return last < host.length() && host.chars().skip(last).allMatch(c -> c >= '0' && c <= '9');
  }

  /** 5.1.4: whether a request's path is the cookie's, or under it; as written, not decoded. */
  public static boolean path(String path, String cookiePath) {
    return path.startsWith(cookiePath)
        && (path.length() == cookiePath.length()
            || cookiePath.endsWith("/")
            || path.charAt(cookiePath.length()) == '/');
  }

  /** 5.1.4: the path of a cookie that names none: the URL's folder, without the last slash. */
  static String defaultPath(Url url) {
    String path = url.path();
    int last = path.lastIndexOf('/');
    return !path.startsWith("/") || last == 0 ? "/" : path.substring(0, last);
  }

  /** The path that is asked for. */
  static String path(Url url) {
    return url.path().isEmpty() ? "/" : url.path();
  }

  /** Whether nobody on the way can listen: https, or this machine itself. */
  public static boolean isSecure(Url url) {
    return url.scheme().equals("https")
        || url.scheme().equals("wss")
        || url.host().filter(Host::isLocalhost).isPresent();
  }
}
