package dev.glasshouse.fetch.secure;

import dev.glasshouse.url.Host;
import dev.glasshouse.url.Origin;
import dev.glasshouse.url.Url;

/**
 * Whether what comes from a place can be trusted not to have been changed on the way (<a
 * href="https://www.w3.org/TR/secure-contexts/#is-origin-trustworthy">Secure Contexts, 3.1 and
 * 3.2</a>). Pure.
 */
public final class Trustworthy {
  private Trustworthy() {}

  /** Whether a URL is potentially trustworthy. */
  public static boolean is(Url url) {
    return switch (url.scheme()) {
      // 3.2, steps 1 and 2
      case "about" -> url.path().equals("blank") || url.path().equals("srcdoc");
      case "data", "file" -> true;
      default -> is(url.origin());
    };
  }

  /** Whether an origin is potentially trustworthy. */
  public static boolean is(Origin origin) {
    return switch (origin) {
      case Origin.Opaque _ -> false;
      case Origin.Tuple(String scheme, Host host, var _) ->
          switch (scheme) {
            case "https", "wss" -> true;
            default -> host.isLocalhost();
          };
    };
  }
}
