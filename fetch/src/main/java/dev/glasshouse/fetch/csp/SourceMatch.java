package dev.glasshouse.fetch.csp;

import dev.glasshouse.url.Host;
import dev.glasshouse.url.Origin;
import dev.glasshouse.url.PercentEncode;
import dev.glasshouse.url.Url;
import java.util.List;

/**
 * Whether a URL is one that a source expression means (<a
 * href="https://w3c.github.io/webappsec-csp/#match-url-to-source-expression">Content Security
 * Policy 3, 6.7.2.8 and following</a>). Pure.
 */
final class SourceMatch {
  private SourceMatch() {}

  /**
   * Decides.
   *
   * @param self the origin of the page whose policy it is
   * @param redirects how many redirects led to the URL: after one, paths are not looked at, so that
   *     nobody learns where it led
   */
  static boolean matches(Url url, Source source, Origin self, int redirects) {
    String own = self instanceof Origin.Tuple tuple ? tuple.scheme() : "";
    return switch (source) {
      case Source.Any _ -> isOfTheWeb(url.scheme()) || scheme(own, url.scheme());
      case Source.Scheme(String scheme) -> scheme(scheme, url.scheme());
      case Source.HostOf host -> host(url, host, own, redirects);
      case Source.Keyword(String word) -> word.equals("self") && self(url, self);
      case Source.Nonce _, Source.HashOf _ -> false;
    };
  }

  private static boolean isOfTheWeb(String scheme) {
    return switch (scheme) {
      case "http", "https", "ws", "wss", "ftp" -> true;
      default -> false;
    };
  }

  /** 6.7.2.9: what is more secure than demanded will do. */
  private static boolean scheme(String wanted, String scheme) {
    return !wanted.isEmpty()
        && (wanted.equals(scheme)
            || switch (wanted) {
              case "http" -> scheme.equals("https");
              case "ws" -> List.of("wss", "http", "https").contains(scheme);
              case "wss" -> scheme.equals("https");
              default -> false;
            });
  }

  private static boolean host(Url url, Source.HostOf source, String own, int redirects) {
    if (url.host().isEmpty()) {
      return false;
    }
    String scheme = source.scheme().isEmpty() ? own : source.scheme();
    return scheme(scheme, url.scheme())
        && host(source.host(), url.host().get())
        && port(source.port(), url)
        && (redirects > 0 || path(source.path(), url.path()));
  }

  /** 6.7.2.10; an address is matched by itself only. */
  private static boolean host(String pattern, Host host) {
    String name = host.toString();
    if (pattern.equals("*")) {
      return true;
    }
    return pattern.startsWith("*.") && host instanceof Host.Domain
        ? name.endsWith(pattern.substring(1)) && name.length() > pattern.length() - 1
        : name.equals(pattern);
  }

  /** 6.7.2.11. */
  private static boolean port(String wanted, Url url) {
    if (wanted.equals("*")) {
      return true;
    }
    if (wanted.isEmpty()) {
      return url.port().isEmpty();
    }
    boolean secured = wanted.equals("80") && url.scheme().equals("https") && url.port().isEmpty();
    return wanted.replaceFirst("^0+(?=.)", "").equals(String.valueOf(url.effectivePort()))
        || secured;
  }

  /** 6.7.2.12: a path that ends with a slash means all below it. */
  private static boolean path(String wanted, String path) {
    if (wanted.isEmpty() || (wanted.equals("/") && path.isEmpty())) {
      return true;
    }
    boolean exact = !wanted.endsWith("/");
    String[] pattern = wanted.split("/", -1);
    String[] parts = path.split("/", -1);
    int compared = exact ? pattern.length : pattern.length - 1;
    if (pattern.length > parts.length || (exact && pattern.length != parts.length)) {
      return false;
    }
    for (int i = 0; i < compared; i++) {
      if (!PercentEncode.decodeToString(pattern[i])
          .equals(PercentEncode.decodeToString(parts[i]))) {
        return false;
      }
    }
    return true;
  }

  /** 6.7.2.8, step 4: the page's own origin, or the same over a more secure scheme. */
  private static boolean self(Url url, Origin self) {
    if (url.origin().isSameOrigin(self)) {
      return true;
    }
    if (!(self instanceof Origin.Tuple(String scheme, Host host, var port))
        || !url.host().filter(host::equals).isPresent()) {
      return false;
    }
    boolean samePort = port.equals(url.port());
    boolean moreSecure =
        url.scheme().equals("https")
            || url.scheme().equals("wss")
            || (scheme.equals("http") && url.scheme().equals("ws"));
    return samePort && moreSecure;
  }
}
